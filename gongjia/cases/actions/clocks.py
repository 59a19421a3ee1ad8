"""The legal clocks of a case: started, paused, ended. Called inside the transaction of the move that causes it.

A programme pauses a clock only from one of its declared moves (`then`), so that every pause has its entry, its audit
row and a reason that the applicant can read.
"""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from gongjia.cases.kinds import Limit, Refused
from gongjia.cases.models import Case, Due
from gongjia.foundation.clock import today
from gongjia.law.access import rule, rule_version
from gongjia.law.clocks import deadline
from gongjia.law.kinds import Pause

ONE_DAY = timedelta(days=1)


def start(case: Case) -> None:
    """Start the clocks of the case's step that do not run yet, and move those whose agreed day has changed."""
    running = {due.rule: due for due in case.dues.running()}
    for limit in case.current_step.limits:
        due = running.get(limit.rule)
        if limit.agreed is not None:
            _keep_agreed_day(case, limit, due)
        elif due is None:
            _start_legal(case, limit)


def end_left_behind(case: Case) -> None:
    """End the clocks whose step was left, or that were to run only until the step that was reached."""
    for due in case.dues.running():
        limit = limit_of(due)
        if limit is None or _has_ended(case, due, limit):
            due.closed_on = today()
            due.save(update_fields=["closed_on"])


def pause(case: Case, rule_key: str, reason: str, on: date | None = None) -> Due:
    """Stop a running clock from a day on (today). The days until it is resumed do not count.

    Raises Refused where no such clock runs, where it stands still already, or where the day was agreed by the parties.
    """
    due = running_due(case, rule_key)
    if due.due_on is None:
        raise Refused(_("This clock stands still already."))
    if due.rule_version == 0:
        raise Refused(_("This day was agreed between the parties; only they can change it."))
    due.pauses = [*due.pauses, {"from": (on or today()).isoformat(), "to": None, "reason": str(reason)}]
    _compute(due)
    return due


def resume(case: Case, rule_key: str, on: date | None = None) -> Due:
    """Let a paused clock run on; the day on which it is resumed (today) counts again. Raises Refused."""
    due = running_due(case, rule_key)
    if due.due_on is not None or not due.pauses:
        raise Refused(_("This clock is running; it was not paused."))
    last = due.pauses[-1]
    until = (on or today()) - ONE_DAY
    kept = {**last, "to": until.isoformat()}
    due.pauses = [*due.pauses[:-1], kept] if until.isoformat() >= last["from"] else due.pauses[:-1]
    due.reminded = None
    _compute(due)
    return due


def running_due(case: Case, rule_key: str) -> Due:
    """The running clock of a rule in a case. Raises Refused where none runs."""
    due = case.dues.running().filter(rule=rule_key).first()
    if due is None:
        raise Refused(_("No such clock is running in this matter."))
    return due


def limit_of(due: Due) -> Limit | None:
    """The declaration behind a clock; None where the kind no longer has it."""
    step = next((step for step in due.case.case_kind.steps if step.key == due.step), None)
    return next((limit for limit in step.limits if limit.rule == due.rule), None) if step else None


def _start_legal(case: Case, limit: Limit) -> None:
    event = limit.starts(case) if limit.starts is not None else case.step_since
    law = rule(limit.rule, event, case.union.division_code or "22")
    end = deadline(law, event)
    Due.objects.create(
        case=case, rule=limit.rule, rule_version=law.version, jurisdiction=law.jurisdiction, article=law.article,
        is_duty=limit.is_duty, holder=limit.holder, step=case.step, event_on=event, due_on=end.due_on,
        warnings=list(end.warnings),
    )  # fmt: skip


def _keep_agreed_day(case: Case, limit: Limit, due: Due | None) -> None:
    assert limit.agreed is not None  # noqa: S101 - the caller's case
    day = limit.agreed(case)
    if due is None and day is not None:
        Due.objects.create(
            case=case, rule=limit.rule, rule_version=0, article=str(limit.article), is_duty=limit.is_duty,
            holder=limit.holder, step=case.step, event_on=today(), due_on=day,
        )  # fmt: skip
    elif due is not None and day is None:
        due.closed_on = today()
        due.save(update_fields=["closed_on"])
    elif due is not None and day != due.due_on:
        due.due_on, due.reminded, due.escalated_at, due.escalated_to = day, None, None, None
        due.save()


def _has_ended(case: Case, due: Due, limit: Limit) -> bool:
    if case.current_step.is_final:
        return due.step != case.step
    return case.step in limit.until if limit.until else due.step != case.step


def _compute(due: Due) -> None:
    law = rule_version(due.rule, due.rule_version, due.jurisdiction)
    pauses = [
        Pause(date.fromisoformat(one["from"]), date.fromisoformat(one["to"]) if one["to"] else None, one["reason"])
        for one in due.pauses
    ]
    end = deadline(law, due.event_on, pauses)
    due.due_on, due.warnings = end.due_on, list(end.warnings)
    due.save()
