"""The rows that every matter of the demo has: its timeline and its clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from gongjia.cases.models import Assignment, Case, Due, Entry
from gongjia.law.access import rule
from gongjia.law.calendar import WorkCalendar
from gongjia.law.clocks import deadline
from gongjia.people.models import Person
from gongjia.unions.models import Office
from gongjia.world.histories import History

BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Clock:
    """One legal clock of a kind: the verb whose day starts it, and those that end it."""

    rule: str
    holder: str
    step: str
    starts: str
    ends: tuple[str, ...]
    is_duty: bool = True


def entries_of(
    random: Random, case: Case, history: History, facts: Mapping[str, dict[str, str]] | None = None
) -> list[Entry]:
    """The timeline; `facts` are those of the entry of a verb."""
    return [
        Entry(
            case=case, at=moment_of(random, one.on) + timedelta(minutes=n), author_role=one.by, verb=one.verb,
            facts=(facts or {}).get(one.verb, {}),
            step_from=one.step_from, step_to=one.step_to or one.step_from, for_respondent=one.verb != "opened",
        )
        for n, one in enumerate(history.happenings)
    ]  # fmt: skip


def dues_of(case: Case, history: History, clocks: tuple[Clock, ...], calendar: WorkCalendar) -> list[Due]:
    dues = []
    for clock in clocks:
        event = history.day_of(clock.starts)
        if event is None:
            continue
        law = rule(clock.rule, event, case.union.division_code)
        end = deadline(law, event, calendar=calendar)
        ended = next((day for day in map(history.day_of, clock.ends) if day), None)
        dues.append(
            Due(
                case=case, rule=clock.rule, rule_version=law.version, jurisdiction=law.jurisdiction,
                article=law.article, is_duty=clock.is_duty, holder=clock.holder, step=clock.step, event_on=event,
                due_on=end.due_on, warnings=list(end.warnings), closed_on=ended or history.closed_on,
            )
        )  # fmt: skip
    return dues


def assignments_of(pairs: Sequence[tuple[Case, History]], role: str, since: str) -> list[Assignment]:
    """Whose hands they are in: the holder of the office of that name in the case's union, from the day of a verb on."""
    holders = holders_of(role)
    return [
        Assignment(case=case, role=role, person=holders[case.union_id], since=datetime.combine(day, time(10), BEIJING))
        for case, history in pairs
        if (day := history.day_of(since)) is not None and case.union_id in holders
    ]


def holders_of(role: str) -> dict[int, Person]:
    """Who holds the office today, by union."""
    offices = Office.objects.filter(role=role, until__isnull=True).select_related("person").order_by("pk")
    return {office.union_id: office.person for office in offices}


def moment_of(random: Random, day: date) -> datetime:
    """A moment of the day, in office hours."""
    return datetime.combine(day, time(random.randint(8, 16), random.randint(0, 59)), BEIJING)


def give_numbers(prefix: str, cases: list[Case]) -> None:
    """Numbers that look like chance and never come twice: 61,803,399 has no factor in common with 100,000,000."""
    for nth, case in enumerate(cases, start=1):
        digits = f"{nth * 61_803_399 % 10**8:08}"
        case.number = f"{prefix}{case.opened_on:%y}-{digits[:4]}-{digits[4:]}"
