"""What must hold for every date, length and pause; and how clocks refuse what is no period."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjia.law.calendar import WorkCalendar, overlay, published_calendar
from gongjia.law.clocks import days_left, deadline, deadline_before
from gongjia.law.kinds import DayKind, NotAPeriod, Pause
from gongjia.law.models import Rule
from gongjia.law.tests.notices import expected_after, expected_before, works

CALENDAR = published_calendar()
days = st.dates(min_value=date(2023, 1, 1), max_value=date(2026, 6, 30))
lengths = st.integers(min_value=1, max_value=60)
kinds = st.sampled_from(["working", "calendar"])
units = st.sampled_from([("day", "working"), ("day", "calendar"), ("month", ""), ("year", "")])


@st.composite
def pauses(draw, closed_only=False):
    first = draw(st.dates(min_value=date(2022, 12, 1), max_value=date(2026, 12, 31)))
    if not closed_only and draw(st.integers(0, 4)) == 0:
        return Pause(first, None, "open")
    return Pause(first, first + timedelta(days=draw(st.integers(0, 40))), "closed")


def period(value, unit="day", day_type="calendar"):
    return Rule(key="test", version=1, value=Decimal(value), unit=unit, day_type=day_type, article="")


@given(days, lengths, kinds)
def test_a_longer_period_never_ends_earlier(start, length, kind):
    short = deadline(period(length, day_type=kind), start, (), CALENDAR)
    long = deadline(period(length + 1, day_type=kind), start, (), CALENDAR)
    assert short.due_on <= long.due_on
    if kind == "working":
        assert short.due_on < long.due_on


@given(days, lengths, kinds)
def test_a_later_event_never_ends_earlier(start, length, kind):
    rule = period(length, day_type=kind)
    today = deadline(rule, start, (), CALENDAR).due_on
    tomorrow = deadline(rule, start + timedelta(days=1), (), CALENDAR).due_on
    assert today <= tomorrow


@given(days, lengths, kinds, st.lists(pauses(), max_size=3))
def test_a_period_ends_on_a_working_day_outside_every_pause(start, length, kind, stops):
    found = deadline(period(length, day_type=kind), start, stops, CALENDAR)
    if found.paused:
        assert any(stop.to is None for stop in stops)
    else:
        assert CALENDAR.is_workday(found.due_on)
        assert not any(stop.covers(found.due_on) for stop in stops)


@given(days, lengths, kinds, st.lists(pauses(closed_only=True), max_size=3), pauses(closed_only=True))
def test_one_pause_more_only_delays(start, length, kind, stops, more):
    rule = period(length, day_type=kind)
    assert deadline(rule, start, stops, CALENDAR).due_on <= deadline(rule, start, [*stops, more], CALENDAR).due_on


@given(days, st.integers(1, 15), units, st.lists(pauses(), max_size=4))
def test_the_room_agrees_with_the_oracle(start, value, unit_and_type, stops):
    unit, kind = unit_and_type
    value = min(value, 2) if unit == "year" else value
    found = deadline(period(value, unit, kind), start, stops, CALENDAR).due_on
    assert found == expected_after(value, unit, kind == "working", start, [(stop.from_, stop.to) for stop in stops])


@given(days, st.integers(1, 40), kinds)
def test_deadlines_before_an_event_agree_with_the_oracle(event, length, kind):
    found = deadline_before(period(length, day_type=kind), event, CALENDAR)
    assert found.due_on == expected_before(length, "day", kind == "working", event)
    assert found.due_on < event
    assert works(found.due_on)


@given(days, lengths)
def test_working_days_forth_and_back_meet(start, count):
    """From a working day, n working days on and n back is where one began."""
    begin = CALENDAR.next_workday(start)
    assert CALENDAR.add_working_days(CALENDAR.add_working_days(begin, count), -count) == begin


def test_a_rule_that_is_no_whole_period_is_refused():
    for rule in (period("2.5"), period(2, "percent", ""), period(24, "hour", ""), period(-1)):
        with pytest.raises(NotAPeriod, match="not a period"):
            deadline(rule, date(2026, 5, 20), (), CALENDAR)
        with pytest.raises(NotAPeriod):
            deadline_before(rule, date(2026, 5, 20), CALENDAR)


def test_a_pause_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="2026-05-20"):
        Pause(date(2026, 5, 21), date(2026, 5, 20), "wrong way round")


def test_a_period_of_no_days_ends_on_the_day_itself():
    assert deadline(period(0), date(2026, 5, 20), (), CALENDAR).due_on == date(2026, 5, 20)


def test_days_left_is_nought_on_the_day_and_negative_after():
    due = date(2026, 5, 25)
    assert [days_left(due, due + timedelta(days=shift)) for shift in (-3, 0, 2)] == [3, 0, -2]


def test_a_warning_is_a_sentence_for_people():
    found = deadline(period(15), date(2026, 12, 20), (), CALENDAR)
    assert found.warnings == ("calendar_unknown",)
    assert len(found.warning_texts[0]) > 20


def test_half_a_year_entered_does_not_make_the_year_known():
    half = overlay(CALENDAR, {date(2027, 1, 1): DayKind.OFF, date(2027, 5, 1): DayKind.OFF})
    assert half.known_through == 2026
    assert not half.is_known(date(2027, 1, 1))


def test_the_years_must_follow_each_other():
    feasts = {date(2028, month, day): DayKind.OFF for month, day in ((1, 1), (5, 1), (10, 1))}
    assert overlay(CALENDAR, feasts).known_through == 2026


def test_a_calendar_is_a_plain_value():
    bare = WorkCalendar(off=frozenset(), work=frozenset({date(2026, 5, 23)}), known_through=2026)
    assert bare.is_workday(date(2026, 5, 23))
    assert bare.next_workday(date(2026, 5, 24)) == date(2026, 5, 25)
    assert bare.previous_workday(date(2026, 5, 24)) == date(2026, 5, 23)
    assert bare.add_working_days(date(2026, 5, 25), 0) == date(2026, 5, 25)
