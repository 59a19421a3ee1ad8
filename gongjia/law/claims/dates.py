"""Civil dates and the two ways of counting months (民法典201, 202, 1259条).

INCLUSIVE      both end dates count: 2020-01-01..2020-06-30 is six months. Service, contract terms, double wage.
CORRESPONDING  the first day does not count and a month is full on the corresponding day. Limitation, procedure.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

ONE_DAY = timedelta(days=1)


class Reading(StrEnum):
    INCLUSIVE = "inclusive"
    CORRESPONDING = "corresponding"


@dataclass(frozen=True)
class Span:
    """Whole months, and whether days are left over."""

    months: int
    days_left: bool


def shifted(day: date, months: int) -> tuple[int, int, int]:
    """Year, month and length of the month that lies `months` after the day's month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return year, month + 1, monthrange(year, month + 1)[1]


def add_months(day: date, months: int) -> date:
    """The corresponding day, or the end of the month where there is none (民法典202条)."""
    year, month, length = shifted(day, months)
    return date(year, month, min(day.day, length))


def last_day(start: date, months: int) -> date:
    """Last day of a span of so many months that begins on `start`, both ends counted."""
    if start.day == 1:
        return add_months(start, months) - ONE_DAY
    year, month, length = shifted(start, months)
    return date(year, month, min(start.day - 1, length))


def span(start: date, end: date, reading: Reading = Reading.INCLUSIVE) -> Span:
    """Whole months from `start` to `end`; an end before the start is an empty span."""
    if end < start:
        return Span(0, False)
    completes = last_day if reading is Reading.INCLUSIVE else add_months
    months = max(0, (end.year - start.year) * 12 + end.month - start.month - 1)
    while completes(start, months + 1) <= end:
        months += 1
    if months == 0:
        return Span(0, reading is Reading.INCLUSIVE or end > start)
    return Span(months, completes(start, months) < end)


def months_factor(length: Span) -> Fraction:
    """劳动合同法47条1款: a month per full year; six months or more count as a year, less as half a month."""
    years, months = divmod(length.months, 12)
    if months >= 6:
        return Fraction(years + 1)
    if months or length.days_left:
        return years + Fraction(1, 2)
    return Fraction(years)


def days_inclusive(start: date, end: date) -> int:
    return max(0, (end - start).days + 1)
