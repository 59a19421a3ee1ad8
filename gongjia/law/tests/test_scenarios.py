"""Every row of scenarios.csv: the date worked out by hand, the room's answer and the oracle's must agree."""

import csv
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from gongjia.law.calendar import WorkCalendar, published_calendar
from gongjia.law.clocks import deadline, deadline_before
from gongjia.law.kinds import ClockWarning, DayType, Pause, Unit
from gongjia.law.models import Rule
from gongjia.law.rulebook import read_rules
from gongjia.law.tests.notices import NOTICES, OFF, WORK, expected_after, expected_before, span, works

RULES = {f"{rule.key}@{rule.jurisdiction}": rule for rule in read_rules()}
ROWS = list(csv.DictReader((Path(__file__).parent / "scenarios.csv").read_text(encoding="utf-8").splitlines()))


@dataclass(frozen=True)
class Entered:
    """What an administrator entered, from the calendar column: "known 2027 off A..B work C..D"."""

    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    known: int = 2026


def rule_of(row: dict[str, str]) -> Rule:
    name = row["rule"]
    if " " in name:
        value, unit = name.split()
        return Rule(key=name, version=1, value=Decimal(value), unit=unit, article="")
    return RULES[name if "@" in name else f"{name}@cn"]


def pauses_of(row: dict[str, str]) -> list[Pause]:
    pairs = [pause.split("..") for pause in row["pauses"].split()]
    return [
        Pause(date.fromisoformat(first), date.fromisoformat(last) if last else None, "test") for first, last in pairs
    ]


def entered_of(row: dict[str, str]) -> Entered:
    words = row["calendar"].split()
    entered = Entered()
    for name, value in zip(words[::2], words[1::2], strict=True):
        if name == "known":
            entered = replace(entered, known=int(value))
        else:
            entered = replace(entered, **{name: frozenset(span(*value.split("..")))})
    return entered


def calendar_with(entered: Entered) -> WorkCalendar:
    base = published_calendar()
    return WorkCalendar(
        off=(base.off - entered.work) | entered.off,
        work=(base.work - entered.off) | entered.work,
        known_through=entered.known,
        known_from=base.known_from,
    )


def answer(row: dict[str, str]):
    start, calendar = date.fromisoformat(row["start"]), calendar_with(entered_of(row))
    if row["direction"] == "before":
        return deadline_before(rule_of(row), start, calendar)
    return deadline(rule_of(row), start, pauses_of(row), calendar)


def due_of(row: dict[str, str]) -> date | None:
    return None if row["due"] == "paused" else date.fromisoformat(row["due"])


def test_there_are_enough_scenarios_and_none_twice():
    assert len(ROWS) >= 80
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert all(row["why"] for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_the_room_answers_as_worked_out_by_hand(row):
    found = answer(row)
    flags = row["flags"].split()
    assert found.due_on == due_of(row), row["why"]
    assert found.paused == (row["due"] == "paused")
    assert found.rolled == ("rolled" in flags)
    assert found.warnings == ((ClockWarning.CALENDAR_UNKNOWN,) if "warning" in flags else ())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_the_oracle_answers_as_worked_out_by_hand(row):
    rule, start, entered = rule_of(row), date.fromisoformat(row["start"]), entered_of(row)
    working = rule.unit == Unit.DAY and rule.day_type == DayType.WORKING
    if row["direction"] == "before":
        expected = expected_before(int(rule.value), rule.unit, working, start, entered.off, entered.work)
    else:
        pauses = [(pause.from_, pause.to) for pause in pauses_of(row)]
        expected = expected_after(int(rule.value), rule.unit, working, start, pauses, entered.off, entered.work)
    assert expected == due_of(row), row["why"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_the_reason_can_be_followed_in_the_answer(row):
    """What a tracker shows beside the date: which rule, which version, from when it counted."""
    found, rule = answer(row), rule_of(row)
    assert (found.rule_key, found.rule_version, found.article) == (rule.key, rule.version, rule.article)
    if row["direction"] == "after":
        assert (found.starts_on - date.fromisoformat(row["start"])).days == 1


def test_both_mediation_clocks_run_on_one_case():
    """Received on 20 May 2026, accepted on the 25th: arbitration is open after 4 June, the committee ends by 9 June."""
    calendar = published_calendar()
    accepted = deadline(RULES["mediation.accept@cn"], date(2026, 5, 20), (), calendar)
    assert accepted.due_on == date(2026, 5, 25)
    receipt = deadline(RULES["mediation.right_to_arbitrate@cn"], date(2026, 5, 20), (), calendar)
    acceptance = deadline(RULES["mediation.finish@cn"], date(2026, 5, 25), (), calendar)
    assert (receipt.due_on, acceptance.due_on) == (date(2026, 6, 4), date(2026, 6, 9))
    assert receipt.article == "《劳动争议调解仲裁法》第14条"
    assert acceptance.article == "《企业劳动争议协商调解规定》第29条"


@pytest.mark.parametrize("year", NOTICES)
def test_the_packaged_calendar_says_what_the_notice_says(year):
    calendar = published_calendar()
    for day in span(date(year, 1, 1), date(year, 12, 31)):
        assert calendar.is_workday(day) == works(day), day


def test_the_notices_are_typed_without_contradiction():
    assert not OFF & WORK
    assert all(day.isoweekday() > 5 for day in WORK)
