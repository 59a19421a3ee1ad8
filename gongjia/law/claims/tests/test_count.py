"""Counting months and days (rules 0.2-0.4)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjia.law.claims.dates import Reading, add_months, last_day, months_factor, span
from gongjia.law.claims.workdays import (
    DayClass,
    StateCouncilCalendar,
    add_working_days,
    class_of,
    rolled,
    statutory_holidays,
    working_days,
)

CALENDAR = StateCouncilCalendar()
DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2020-01-01", 6, "2020-06-30"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2019-08-31", 6, "2020-02-29"),
        ("2021-03-14", 8, "2021-11-13"),
    ],
)
def test_last_day_of_a_span_counts_both_ends(start, months, end):
    assert last_day(date.fromisoformat(start), months) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("start", "end", "inclusive", "corresponding"),
    [
        ("2020-01-01", "2020-06-29", "0.5", "0.5"),
        ("2020-01-01", "2020-06-30", "1", "0.5"),
        ("2020-01-01", "2020-07-01", "1", "1"),
        ("2020-01-01", "2020-12-31", "1", "1"),
        ("2020-01-01", "2021-01-01", "1.5", "1"),
        ("2020-01-01", "2021-01-02", "1.5", "1.5"),
    ],
)
def test_months_of_compensation_at_the_boundaries(start, end, inclusive, corresponding):
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    assert months_factor(span(first, last)) == Fraction(inclusive)
    assert months_factor(span(first, last, Reading.CORRESPONDING)) == Fraction(corresponding)


@given(start=DAYS, months=st.integers(1, 480))
@settings(max_examples=200)
def test_a_span_ends_where_last_day_says(start, months):
    end = last_day(start, months)
    assert span(start, end) == span(start, end, Reading.INCLUSIVE)
    assert span(start, end).months == months
    assert not span(start, end).days_left
    assert span(start, end - timedelta(days=1)).months == months - 1


@given(start=DAYS, months=st.integers(1, 480))
@settings(max_examples=200)
def test_the_two_readings_differ_by_a_day(start, months):
    inclusive, corresponding = last_day(start, months), add_months(start, months)
    assert timedelta(0) <= corresponding - inclusive <= timedelta(days=1)


def test_thirteen_statutory_holidays_from_2025_and_eleven_before():
    assert len(statutory_holidays(2025)) == len(statutory_holidays(2026)) == 13
    assert len(statutory_holidays(2024)) == 11
    assert len(statutory_holidays(2007)) == 10


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-01-28", DayClass.STATUTORY_HOLIDAY),  # the eve, since 2025
        ("2024-02-09", DayClass.WORKDAY),  # the eve before 2025
        ("2025-02-01", DayClass.REST_DAY),  # moved day in the same long holiday
        ("2025-01-26", DayClass.WORKDAY),  # made-up Sunday
        ("2025-05-02", DayClass.STATUTORY_HOLIDAY),
        ("2024-05-02", DayClass.REST_DAY),
        ("2025-05-31", DayClass.STATUTORY_HOLIDAY),  # a Saturday
        ("2020-01-31", DayClass.REST_DAY),  # extended Spring Festival
    ],
)
def test_three_classes_of_day(day, expected):
    assert class_of(date.fromisoformat(day), CALENDAR) is expected


@pytest.mark.parametrize("year", range(2004, 2027))
def test_no_statutory_holiday_is_a_working_day(year):
    assert not [day for day in statutory_holidays(year) if CALENDAR.is_workday(day)]


def test_a_made_up_saturday_is_a_working_day_and_does_not_roll():
    assert rolled(date(2026, 2, 14), CALENDAR) == date(2026, 2, 14)
    assert rolled(date(2026, 10, 3), CALENDAR) == date(2026, 10, 8)


def test_working_days_are_counted_and_added():
    assert working_days(date(2010, 6, 1), date(2010, 6, 29), CALENDAR) == 20
    assert add_working_days(date(2025, 9, 29), 5, CALENDAR) == date(2025, 10, 13)


def test_a_year_without_arrangement_is_judged_by_weekday_and_statutory_holiday():
    assert not CALENDAR.is_known(date(2027, 1, 4))
    assert CALENDAR.is_workday(date(2027, 1, 4))
    assert not CALENDAR.is_workday(date(2027, 1, 1))
