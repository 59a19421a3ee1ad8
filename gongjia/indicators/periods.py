"""Which days a figure is read for: `since` is excluded, `as_of` included."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    since: date
    as_of: date

    @property
    def first_day(self) -> date:
        """The first day that counts."""
        return self.since + timedelta(days=1)


def years_before(day: date, years: int) -> date:
    """The same day of an earlier year; 29 February becomes the 28th."""
    last = monthrange(day.year - years, day.month)[1]
    return day.replace(year=day.year - years, day=min(day.day, last))


def this_year(as_of: date) -> Period:
    return Period(date(as_of.year - 1, 12, 31), as_of)


def five_years(as_of: date) -> Period:
    return Period(years_before(as_of, 5), as_of)


def published(asked: date | None, today: date) -> Period:
    """What outsiders read: five calendar years, the last of them an earlier one or this one up to the end of last month.

    Never days of their own choice: two periods that differ by a day would tell what happened on that day. Nor a part of
    a year that another period holds whole: what one hides in that year the other would show.
    """
    latest = today.replace(day=1) - timedelta(days=1)
    if asked is None or asked >= latest:
        return _five_calendar_years(latest)
    return _five_calendar_years(asked if (asked.month, asked.day) == (12, 31) else date(asked.year - 1, 12, 31))


def published_ends(today: date) -> list[date]:
    """The days that outsiders may choose from, the newest first."""
    latest = published(None, today).as_of
    year_ends = [date(latest.year - back, 12, 31) for back in range(1, 6)]
    return [latest, *year_ends]


def _five_calendar_years(last: date) -> Period:
    return Period(date(last.year - 5, 12, 31), last)
