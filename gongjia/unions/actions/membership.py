"""Joining, transferring, keeping and leaving: one person, one open membership.

Each action first locks the person's row, so that two of them never decide on the same person at the same time; the
database's own constraint stands behind that lock. `by` is the account that acts; None is the platform itself.
What an officer does to a membership by themselves is told to the member (telling.py); what comes out of a case, its
programme tells.
"""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.foundation.clock import today
from gongjia.foundation.refusals import Refused
from gongjia.foundation.walls import as_platform
from gongjia.people.erasing import check_nameless
from gongjia.people.models import Person
from gongjia.unions.access import may, memberships_of
from gongjia.unions.kinds import APPROVE_MEMBERS, AlreadyMember
from gongjia.unions.leaving import leave_announced
from gongjia.unions.models import Membership, Retention, Union
from gongjia.unions.telling import tell_member

How, End = Membership.How, Membership.End
ENDED_BY_OFFICER = (End.AUTO_LEFT, End.EXPELLED, End.DECEASED)


@transaction.atomic
def join(person: Person, union: Union, how: str, by: Any = None, on: date | None = None) -> Membership:
    """Open a membership. Raises AlreadyMember where one is open, and Refused for a union or a day that cannot be."""
    person, day = lock_person(person), on or today()
    _must_approve(by, union)
    _check_day(person, union, day)
    if current := _open_membership(person):
        raise AlreadyMember(
            _("%(person)s is already a member of %(union)s. What is needed is a transfer, not a second membership.")
            % {"person": person, "union": current.union}
        )
    is_first = not memberships_of(person)
    membership = _open(person, union, day, how, is_first=is_first)
    change = {"how": how, "on": day.isoformat(), "first": is_first}
    record(by, "unions.joined", membership, union=union, person=person, change=change)
    return membership


@transaction.atomic
def transfer(person: Person, union: Union, by: Any = None, on: date | None = None) -> Membership:
    """Move the open membership here. The receiving union acts; the old one has no say (接转：转入方办理，转出方不审批).

    The old row closes and the new one opens on the same day in this one transaction. Raises Refused.
    """
    person, day = lock_person(person), on or today()
    _must_approve(by, union)
    old = _membership_or_refuse(person)
    if old.union_id == union.pk:
        raise Refused(_("%(person)s is already a member of %(union)s.") % {"person": person, "union": union})
    _check_day(person, union, day)
    with as_platform("the union that takes in acts; the old one has no say (转出方不审批)"):
        _close(old, End.TRANSFER, day)
    new = _open(person, union, day, How.TRANSFER, is_first=False, transferred_from=old)
    change = {"from": old.union_id, "to": union.pk, "on": day.isoformat()}
    record(by, "unions.transferred_in", new, union=union, person=person, change=change)
    record(by, "unions.transferred_out", old, union=old.union, person=person, change=change)
    return new


@transaction.atomic
def retain(person: Person, reason: str, by: Any = None, on: date | None = None) -> Retention:
    """Keep the membership through retirement or unemployment: no dues, no vote. Twice is once. Raises Refused."""
    person, day = lock_person(person), on or today()
    membership = _membership_or_refuse(person)
    _must_be_own_or_approve(by, membership)
    if standing := membership.retentions.filter(until__isnull=True).first():
        return standing
    if not reason.strip():
        raise Refused(_("Please say why the membership is kept: retirement, unemployment, the unit has closed …"))
    check_nameless(reason, person)
    _check_day_of(membership, day)
    retention = membership.retentions.create(since=day, reason=reason.strip())
    record(by, "unions.retained", membership, union=membership.union, person=person, change={"on": day.isoformat()},
           reason=retention.reason)  # fmt: skip
    tell_member(membership, "retained", by)
    return retention


@transaction.atomic
def resume(person: Person, by: Any = None, on: date | None = None) -> Membership:
    """End the retention: a full member again. Twice is once. Raises Refused."""
    person, day = lock_person(person), on or today()
    membership = _membership_or_refuse(person)
    _must_be_own_or_approve(by, membership)
    _check_day_of(membership, day)
    if _end_retention(membership, day):
        change = {"on": day.isoformat()}
        record(by, "unions.resumed", membership, union=membership.union, person=person, change=change)
        tell_member(membership, "resumed", by)
    return membership


@transaction.atomic
def leave(person: Person, by: Any = None, on: date | None = None) -> Membership:
    """Leave by one's own wish: free, at once, and nobody's to refuse (退会自由). Raises Refused for a non-member.

    An officer may press the button only for somebody at the counter whom they may approve.
    """
    person, day = lock_person(person), on or today()
    membership = _membership_or_refuse(person)
    _must_be_own_or_approve(by, membership)
    _check_day_of(membership, day)
    _close(membership, End.LEFT, day)
    record(by, "unions.left", membership, union=membership.union, person=person, change={"on": day.isoformat()})
    tell_member(membership, "ended", by)
    return membership


@transaction.atomic
def announce_leave(person: Person, reason: str, by: Any) -> Membership:
    """Tell a member that they will be taken to have left, so that they can say no (视为自动退会: 先提醒本人). Only then, and
    after the days of the rule membership.leave_notice, may it be decided. Announced twice counts anew. Raises Refused."""
    person = lock_person(person)
    membership = _membership_or_refuse(person)
    _must_approve(by, membership.union)
    if membership.retentions.filter(until__isnull=True).exists():
        raise Refused(_("This membership is kept: no dues are owed, so nobody can be taken to have left for that."))
    reason = _reason_for(person, reason)
    record(by, "unions.leave_announced", membership, union=membership.union, person=person, reason=reason)
    tell_member(membership, "leave_announced", by)
    return membership


@transaction.atomic
def stay(person: Person, by: Any) -> Membership:
    """The member stays: what was announced no longer stands. Said by themselves, or by an officer whom they told."""
    person = lock_person(person)
    membership = _membership_or_refuse(person)
    _must_be_own_or_approve(by, membership)
    if leave_announced(membership) is not None:
        record(by, "unions.stays", membership, union=membership.union, person=person)
        tell_member(membership, "stays", by)
    return membership


@transaction.atomic
def end_membership(person: Person, end: str, reason: str, by: Any = None, on: date | None = None) -> Membership:
    """End a membership by an officer's decision: left after notice, expelled, deceased. Never a batch job's."""
    if end not in ENDED_BY_OFFICER:
        raise ValueError(end)
    person, day = lock_person(person), on or today()
    membership = _membership_or_refuse(person)
    _must_approve(by, membership.union)
    reason = _reason_for(person, reason)
    _check_day_of(membership, day)
    if end == End.AUTO_LEFT and by is not None:
        _check_announced(membership)
    _close(membership, end, day)
    record(by, f"unions.{end}", membership, union=membership.union, person=person, change={"on": day.isoformat()},
           reason=reason)  # fmt: skip
    if end != End.DECEASED:  # whoever has that phone now does not want to read it there
        tell_member(membership, "ended", by)
    return membership


@transaction.atomic
def look_at(person: Person, membership: Membership, by: Any) -> None:
    """Record that an officer opened a member's page; the member reads it as 谁看过我的信息."""
    record(by, "people.looked", person, person=person, union=membership.union)


@as_platform("a membership is written under the lock of its person")
def lock_person(person: Person) -> Person:
    """The person's row as it stands now, held until the end of the transaction."""
    return Person.objects.select_for_update(of=("self",)).get(pk=person.pk)


@as_platform("a person has one membership, wherever it is")
def _open_membership(person: Person) -> Membership | None:
    return person.memberships.filter(ended_on__isnull=True).select_related("union").first()


def _membership_or_refuse(person: Person) -> Membership:
    membership = _open_membership(person)
    if membership is None:
        raise Refused(_("%(person)s is not a member of any union now.") % {"person": person})
    return membership


def _open(person: Person, union: Union, day: date, how: str, **columns: Any) -> Membership:
    return Membership.objects.create(
        person=person, union=union, county_id=union.county_id, started_on=day, how=how, **columns
    )


def _reason_for(person: Person, reason: str) -> str:
    """The tidy reason. Raises Refused where there is none, or where it names the person."""
    if not reason.strip():
        raise Refused(_("Please write the reason and the decision it rests on: the member can read it."))
    check_nameless(reason, person)
    return reason.strip()


def _check_announced(membership: Membership) -> None:
    announced = leave_announced(membership)
    if announced is None:
        raise Refused(
            _("The member has to hear of it first. Send the notice; it can be decided when its days are over.")
        )
    if today() <= announced.until:
        raise Refused(_("The member was told on %(told)s and has until %(until)s to answer. It can be decided after that day.")
                      % {"told": announced.day, "until": announced.until})  # fmt: skip


def _close(membership: Membership, end: str, day: date) -> None:
    _end_retention(membership, day)
    membership.ended_on, membership.end_reason = day, end
    membership.save(update_fields=["ended_on", "end_reason"])


def _end_retention(membership: Membership, day: date) -> bool:
    return membership.retentions.filter(until__isnull=True).update(until=day) > 0


def _must_approve(by: Any, union: Union) -> None:
    if by is not None and not may(by.person, APPROVE_MEMBERS, union):
        raise PermissionDenied


def _must_be_own_or_approve(by: Any, membership: Membership) -> None:
    if by is None or by.person_id != membership.person_id:
        _must_approve(by, membership.union)


@as_platform("a membership may not overlap one in another union")
def _check_day(person: Person, union: Union, day: date) -> None:
    """A membership begins in a standing union, not in the future, and not before the last one began or ended."""
    if day > today():
        raise Refused(_("A membership cannot begin in the future."))
    if not Union.objects.standing(day).filter(pk=union.pk).exists():
        raise Refused(_("%(union)s did not exist on %(date)s.") % {"union": union, "date": day})
    last = person.memberships.order_by("-started_on", "-pk").first()
    if last is not None and day < (last.ended_on or last.started_on):
        raise Refused(_("The membership before this one reaches to %(date)s; the new one cannot begin earlier.")
                      % {"date": last.ended_on or last.started_on})  # fmt: skip


def _check_day_of(membership: Membership, day: date) -> None:
    began = max([membership.started_on, *membership.retentions.values_list("since", flat=True)])
    if not began <= day <= today():
        raise Refused(_("The day must lie between %(first)s and today.") % {"first": began})
