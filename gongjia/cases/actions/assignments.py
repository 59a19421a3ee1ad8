"""In whose hands a case is: assigned to a person, handed over to another union. The clocks run on."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.cases.access import (
    NEEDS,
    assignment_of,
    assignments_left_behind,
    case_for,
    holder_of,
    least_busy_officer,
    officers_of,
    who_has,
)
from gongjia.cases.actions.story import (
    common,
    link_to,
    roles_among,
    tell_applicant,
    tell_holders,
    tell_people,
    tell_union,
    write_entry,
)
from gongjia.cases.kinds import SYSTEM, Actor, Refused, Role
from gongjia.cases.models import Assignment, Case
from gongjia.connections.actions.webhooks import announce
from gongjia.foundation.clock import now
from gongjia.foundation.walls import as_platform
from gongjia.notices.actions import tell
from gongjia.people.erasing import check_nameless
from gongjia.unions.access import may

WHO_ASSIGNS = (Role.OFFICER, Role.SUPERIOR)


@transaction.atomic
def assign(case_id: int, actor: Actor, person: Any, role: Role = Role.OFFICER, once: uuid.UUID | None = None) -> Case:
    """Put a case into a person's hands as its officer or mediator, or ask a lawyer beside them.

    Raises Refused with a sentence.
    """
    case = case_for(actor, case_id, lock=True)
    roles = roles_among(case, actor, WHO_ASSIGNS)
    if once is not None and case.entries.filter(once=once).exists():
        return case
    if put_in_hands(case, role, person, actor.account) is None:
        return case
    write_entry(case, actor, "assigned", roles, facts={"role": role, "name": person.name}, once=once)
    case.version += 1
    case.save(update_fields=["version"])
    record(actor.account, "cases.assigned", case, union=case.union, person=case.applicant,
           change={"role": role, "to": person.pk})  # fmt: skip
    tell_applicant(case, actor, "cases.lawyer_asked" if role == Role.LAWYER else "cases.assigned", name=person.name)
    if actor.person is None or person.pk != actor.person.pk:
        tell([person], "cases.arrived", about=case, link=link_to(case), **common(case))
    return case


def put_in_hands(case: Case, role: Role, person: Any, by: Any) -> Assignment | None:
    """Put a case into a person's hands in a role, inside the move that does it; None where it is so already.

    Raises Refused for somebody whose offices do not reach the case, and for whoever's own matter it is.
    """
    current = assignment_of(case, role)
    if current is not None and current.person_id == person.pk:
        return None
    if person.pk == case.applicant_id or case.parties.filter(person=person).exists():
        raise Refused(_("%(name)s is a side of this matter and cannot handle it.") % {"name": person.name})
    if not may(person, NEEDS[role], case.union):
        raise Refused(_("%(name)s holds no office for this in %(union)s. Choose somebody else.")
                      % {"name": person.name, "union": case.union.name})  # fmt: skip
    if current is not None:
        current.until = now()
        current.save(update_fields=["until"])
    return Assignment.objects.create(case=case, role=role, person=person, since=now(), by=by)


@as_platform("a matter finds its officer by itself")
def give_to_somebody(case: Case, by: Any = None, besides: Iterable[Any] = ()) -> None:
    """Put a case that reached a union into the hands of its least busy officer: the worker always reads a name.

    Where no officer is entered at all it stays with the union, which the pages then name alone. `besides`: the people
    who must not have it again.
    """
    officer = least_busy_officer(case, besides)
    if officer is not None and assignment_of(case, Role.OFFICER) is None:
        put_in_hands(case, Role.OFFICER, officer, by)


@transaction.atomic
def let_go(assignment_id: int) -> Case | None:
    """The office of somebody who has a case is over: it goes into other hands, and these and the applicant are told.

    A mediator or a lawyer is chosen by the officer, whom this asks to. None where there is nothing to do any more.
    """
    case_id = Assignment.objects.values_list("case", flat=True).get(pk=assignment_id)
    case = case_for(SYSTEM, case_id, lock=True)
    left = assignments_left_behind().select_related("person").filter(pk=assignment_id).first()
    if left is None:
        return None
    left.until = now()
    left.save(update_fields=["until"])
    give_to_somebody(case)
    officer = holder_of(case, Role.OFFICER)
    facts = {"role": left.role, "name": left.person.name, "to": officer.name if officer else case.union.name}
    write_entry(case, SYSTEM, "office_ended", {Role.SYSTEM}, facts=facts)
    case.version += 1
    case.save(update_fields=["version"])
    record(None, "cases.office_ended", case, union=case.union, person=case.applicant,
           change={"role": left.role, "from": left.person_id, "to": officer.pk if officer else None})  # fmt: skip
    tell_applicant(case, SYSTEM, "cases.office_ended", **facts)
    tell_union(case, SYSTEM, "cases.arrived" if left.role == Role.OFFICER else "cases.office_ended", **facts)
    return case


@transaction.atomic
def hand_over(case_id: int, actor: Actor, to: Any, reason: str, once: uuid.UUID | None = None) -> Case:
    """Hand an open case to another union. Its clocks run on; both sides, both unions and whoever had it are told."""
    case = case_for(actor, case_id, lock=True)
    roles = roles_among(case, actor, WHO_ASSIGNS)
    if once is not None and case.entries.filter(once=once).exists():
        return case
    _check_hand_over(case, to, reason)
    check_nameless(reason, case.applicant)
    before = case.union
    with as_platform("the matter leaves the reach of whoever hands it over"):
        had = list(case.assignments.filter(until__isnull=True).select_related("person"))
        case.assignments.filter(until__isnull=True).update(until=now())
        leave_for(case, to)
        case.version += 1
        case.save(update_fields=["union", "county", "raised_with", "settled_with", "version"])
        give_to_somebody(case, actor.account)
        facts = {"from": before.name, "to": to.name}
        write_entry(case, actor, "hand_over", roles, text=reason.strip(), facts=facts, once=once)
        _tell_of_hand_over(case, actor, before, had)
    record(actor.account, "cases.hand_over", case, union=to, person=case.applicant, reason=reason.strip(),
           change={"union": [before.pk, to.pk]})  # fmt: skip
    announce("case.moved", to, case.kind, case.pk, left=before, move="hand_over", step_from=case.step, step=case.step,
             version=case.version)  # fmt: skip
    return case


def leave_for(case: Case, union: Any) -> None:
    """Another union has it from now on; what was reached until now stays with the one that had it. The caller saves it."""
    before = case.union
    case.raised_with = case.raised_with or before
    if case.settled_on is not None:
        case.settled_with = case.settled_with or before
    case.dues.filter(begun_with__isnull=True).update(begun_with=before)
    case.union, case.county = union, union.county


def _tell_of_hand_over(case: Case, actor: Actor, before: Any, had: list[Assignment]) -> None:
    """Both sides, whoever has it now with their union, and whoever had it, who cannot open it any more."""
    facts = {"before": before.name, "lost_mediator": any(one.role == Role.MEDIATOR for one in had)}
    tell_applicant(case, actor, "cases.handed_over", **facts)
    tell_holders(case, Role.RESPONDENT, actor, "cases.handed_over", to_employer=True, **facts)
    now_there = [*who_has(case), *officers_of(case.union)]
    tell_people(case, now_there, actor, "cases.handed_over", **facts)
    left = [person for person in [*(one.person for one in had), *officers_of(before)] if person not in now_there]
    tell(
        [person for person in left if person != actor.person], "cases.handed_over", about=case, **common(case), **facts
    )


def _check_hand_over(case: Case, to: Any, reason: str) -> None:
    if not case.is_open:
        raise Refused(_("The matter is closed; it stays with the union that closed it."))
    if to.pk == case.union_id:
        raise Refused(_("The matter is with this union already."))
    if not to.is_standing:
        raise Refused(_("%(union)s no longer exists. Choose another union.") % {"union": to.name})
    if case.case_kind.why_not_with is not None and (refusal := case.case_kind.why_not_with(case, to)):
        raise Refused(str(refusal))
    if not reason.strip():
        raise Refused(_("Write why it is handed over. The applicant can read it."))
