"""Three classes of day: statutory holiday (300%), rest day (200%), working day (全国年节及纪念日放假办法).

The yearly arrangement of the State Council (with its made-up working weekends) comes from `chinesecalendar`; a host
may pass any other `WorkCalendar`. Festivals of the moon are a table, `data/festivals.toml`.
"""

import tomllib
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Protocol

import chinese_calendar
from chinese_calendar import constants

ONE_DAY = timedelta(days=1)


class DayClass(StrEnum):
    STATUTORY_HOLIDAY = "statutory_holiday"
    REST_DAY = "rest_day"
    WORKDAY = "workday"


class WorkCalendar(Protocol):
    def is_workday(self, day: date) -> bool:
        """Whether people ordinarily work on the day; by the weekday where no arrangement is known."""
        ...

    def is_known(self, day: date) -> bool:
        """Whether an official arrangement covers the day."""
        ...


class StateCouncilCalendar:
    """The arrangements published so far, as the package `chinesecalendar` carries them."""

    first_year: int = min(constants.holidays).year
    last_year: int = max(constants.holidays).year

    def is_known(self, day: date) -> bool:
        return self.first_year <= day.year <= self.last_year

    def is_workday(self, day: date) -> bool:
        if self.is_known(day):
            return bool(chinese_calendar.is_workday(day))
        return day.weekday() < 5 and not (str(day.year) in festivals() and day in statutory_holidays(day.year))


@cache
def festivals() -> dict[str, dict[str, date]]:
    """First day of the year, Qingming, Dragon Boat and Mid-Autumn by year."""
    table: dict[str, dict[str, date]] = tomllib.loads(
        files(__package__).joinpath("data/festivals.toml").read_text("utf-8")
    )
    return table


def spring_festival(year: int, new_year: date) -> set[date]:
    """Eve + 3 days from 2025 (令795号); 3 days 2014-2024 (令644号) and before 2008; eve + 2 days 2008-2013 (令513号)."""
    if year >= 2025:
        offsets = range(-1, 3)
    elif 2008 <= year <= 2013:
        offsets = range(-1, 2)
    else:
        offsets = range(3)
    return {new_year + timedelta(days=offset) for offset in offsets}


@cache
def statutory_holidays(year: int) -> frozenset[date]:
    """The days of 劳动法44条3项: 13 from 2025, 11 from 2008, 10 before. LookupError outside the table of festivals."""
    moon = festivals().get(str(year))
    if moon is None:
        raise LookupError(year)
    days = {date(year, 1, 1), date(year, 5, 1), *(date(year, 10, day) for day in (1, 2, 3))}
    days |= spring_festival(year, moon["spring"])
    if year >= 2008:
        days |= {moon["qingming"], moon["dragon_boat"], moon["mid_autumn"]}
    else:
        days |= {date(year, 5, 2), date(year, 5, 3)}
    if year >= 2025:
        days.add(date(year, 5, 2))
    return frozenset(days)


def class_of(day: date, calendar: WorkCalendar) -> DayClass:
    """Extended and bridge days are rest days; a made-up working weekend is a working day."""
    if day in statutory_holidays(day.year):
        return DayClass.STATUTORY_HOLIDAY
    return DayClass.WORKDAY if calendar.is_workday(day) else DayClass.REST_DAY


def working_days(start: date, end: date, calendar: WorkCalendar) -> int:
    """Working days from `start` to `end`, both included."""
    total, day = 0, start
    while day <= end:
        total += calendar.is_workday(day)
        day += ONE_DAY
    return total


def paid_days(start: date, end: date, calendar: WorkCalendar) -> int:
    """Days from `start` to `end` that a monthly wage pays, 21.75 a month: working days and statutory holidays."""
    total, day = 0, start
    while day <= end:
        is_holiday = str(day.year) in festivals() and day in statutory_holidays(day.year)
        total += is_holiday or calendar.is_workday(day)
        day += ONE_DAY
    return total


def add_working_days(start: date, count: int, calendar: WorkCalendar) -> date:
    """The so-manieth working day after `start`."""
    day = start
    while count:
        day += ONE_DAY
        count -= calendar.is_workday(day)
    return day


def rolled(day: date, calendar: WorkCalendar) -> date:
    """民法典203条: a period that ends on a holiday ends on the next working day."""
    while not calendar.is_workday(day):
        day += ONE_DAY
    return day
