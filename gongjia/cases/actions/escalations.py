"""What the platform does by itself when a day nears or passes: reminds the holder, then tells the union above."""

from typing import Any

from django.db import transaction

from gongjia.audit.actions import record
from gongjia.cases.access import asked_if_late, case_for, who_acts_for
from gongjia.cases.actions import make_move, why_not
from gongjia.cases.actions.clocks import limit_of
from gongjia.cases.actions.story import common, link_to, tell_applicant, write_entry
from gongjia.cases.kinds import SYSTEM, Refused, Role
from gongjia.cases.models import Case, Due
from gongjia.foundation.clock import now, today
from gongjia.law.clocks import days_left
from gongjia.notices.actions import tell

REMINDERS = (3, 1, 0)  # calendar days before the end


@transaction.atomic
def escalate(due_id: int) -> Due | None:
    """A duty's day has passed: make the move that its kind declares for that, else tell the union above. Once per clock.

    Everybody was told beforehand that this happens by itself. None where there is nothing to do any more.
    """
    case_id = Due.objects.values_list("case", flat=True).get(pk=due_id)
    case = case_for(SYSTEM, case_id, lock=True)
    due = Due.objects.select_for_update().filter(pk=due_id, escalated_at__isnull=True).overdue(today()).first()
    if due is None:
        return None
    limit = limit_of(due)
    if limit is not None and limit.expiry_move and _moved_by_platform(due, limit.expiry_move):
        return due
    _tell_union_above(case, due)
    return due


def _moved_by_platform(due: Due, move_key: str) -> bool:
    """Whether the declared move could be made; if it is not lawful any more, a person above has to look at it."""
    due.escalated_at = now()
    due.save(update_fields=["escalated_at"])
    try:
        with transaction.atomic():
            make_move(due.case_id, move_key, SYSTEM)
    except Refused:
        return False
    return True


def _tell_union_above(case: Case, due: Due) -> None:
    above, people = asked_if_late(case, Role(due.holder))
    due.escalated_at, due.escalated_to = now(), above
    due.save(update_fields=["escalated_at", "escalated_to"])
    assert due.due_on is not None  # noqa: S101 - a clock that stands still is never overdue
    facts = {"rule": due.rule, "article": due.article, "due_on": due.due_on.isoformat(), "above": above.name}
    write_entry(case, SYSTEM, "overdue", {Role.SYSTEM}, facts=facts)
    record(None, "cases.escalated", case, union=above, person=case.applicant, change=facts)
    tell_applicant(case, SYSTEM, "cases.overdue", above=above.name)
    tell(people, "cases.overdue_above", about=case, link=link_to(case), **common(case))
    tell(who_acts_for(case, Role(due.holder)), "cases.overdue_holder", about=case, link=link_to(case), above=above.name,
         **common(case))  # fmt: skip


@transaction.atomic
def remind(due_id: int) -> Due | None:
    """Remind the holder of a duty three days, one day and on the day before it ends; each once."""
    due = Due.objects.select_for_update(of=("self",)).duties().select_related("case__union").filter(pk=due_id).first()
    if due is None or due.due_on is None:
        return None
    left = days_left(due.due_on, today())
    stage = min((days for days in REMINDERS if 0 <= left <= days), default=None)
    if stage is None or (due.reminded is not None and due.reminded <= stage):
        return None
    due.reminded = stage
    due.save(update_fields=["reminded"])
    case = due.case
    record(None, "cases.reminded", case, union=case.union, change={"rule": due.rule, "days": left})
    tell(who_acts_for(case, Role(due.holder)), "cases.reminder", about=case, link=link_to(case), days=left,
         due_on=due.due_on.isoformat(), **_what_follows(case, due), **common(case))  # fmt: skip
    return due


def _what_follows(case: Case, due: Due) -> dict[str, Any]:
    """What happens by itself when this day passes, as it stands now: a move of the kind, else the union that is asked."""
    limit = limit_of(due)
    if limit is not None and limit.expiry_move:
        move = case.case_kind.move(limit.expiry_move)
        if why_not(case, move, SYSTEM, {Role.SYSTEM}) is None:
            return {"verb": move.key}
    return {"above": asked_if_late(case, Role(due.holder))[0].name}
