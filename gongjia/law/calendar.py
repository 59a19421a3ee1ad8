"""Which days are working days in China: weekends, official holidays and made-up working days.

The holiday tables come from the `chinesecalendar` package; the CalendarDay table stands above it, so that an
administrator can enter next year's notice of the State Council on the day it appears.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from gongjia.law.access import calendar_days
from gongjia.law.kinds import DayKind

ONE_DAY = timedelta(days=1)

# Feasts whose date never moves (全国年节及纪念日放假办法 art. 2). The notice for a year is one document, so a year
# that has these three has been entered whole; actions.extend_calendar refuses a new year without them.
FIXED_FEASTS = ((1, 1), (5, 1), (10, 1))


@dataclass(frozen=True)
class WorkCalendar:
    """Working days as a pure value.

    off           official days off (weekend days among them do no harm)
    work          weekend days on which people work (调休)
    known_through last year whose official notice is contained; later years are judged by weekends only
    known_from    first such year
    """

    off: frozenset[date]
    work: frozenset[date]
    known_through: int
    known_from: int = 2004

    def is_workday(self, day: date) -> bool:
        if day in self.work:
            return True
        return day not in self.off and day.weekday() < 5

    def is_known(self, day: date) -> bool:
        """Whether an official notice covers the day; if not, `is_workday` is only a guess by weekday."""
        return self.known_from <= day.year <= self.known_through

    def next_workday(self, day: date) -> date:
        """The day itself if it is a working day, else the first one after it."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def previous_workday(self, day: date) -> date:
        """The day itself if it is a working day, else the last one before it."""
        while not self.is_workday(day):
            day -= ONE_DAY
        return day

    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day after `start` (before it when n is negative); `start` itself never counts."""
        step = ONE_DAY if n >= 0 else -ONE_DAY
        day, left = start, abs(n)
        while left:
            day += step
            left -= self.is_workday(day)
        return day


@lru_cache(maxsize=1)
def published_calendar() -> WorkCalendar:
    """The notices contained in the installed `chinesecalendar` package (constants: safe to keep for the process)."""
    from chinese_calendar import constants  # costs 20 ms; only processes that count days pay for it

    years = {day.year for day in constants.holidays}
    return WorkCalendar(
        off=frozenset(constants.holidays),
        work=frozenset(constants.workdays),
        known_through=max(years),
        known_from=min(years),
    )


def load_calendar() -> WorkCalendar:
    """The published calendar with the CalendarDay table laid over it.

    One short query per call and nothing kept, so that an entry of an administrator counts at once in every
    process. Whoever computes many dates loads it once and hands it to the clocks.
    """
    rows = dict(calendar_days().values_list("date", "kind"))
    return overlay(published_calendar(), rows) if rows else published_calendar()


def overlay(base: WorkCalendar, rows: dict[date, str]) -> WorkCalendar:
    """`base` with each day of `rows` (date -> DayKind value) replaced; whole new years that follow become known."""
    off = frozenset(day for day, kind in rows.items() if kind == DayKind.OFF)
    work = frozenset(day for day, kind in rows.items() if kind == DayKind.WORK)
    known_through = base.known_through
    while year_is_whole(known_through + 1, off):
        known_through += 1
    return WorkCalendar(
        off=(base.off - work) | off,
        work=(base.work - off) | work,
        known_through=known_through,
        known_from=base.known_from,
    )


def year_is_whole(year: int, off: frozenset[date]) -> bool:
    return all(date(year, month, day) in off for month, day in FIXED_FEASTS)
