"""Legal periods: when does it end, how many days are left.

Counting follows the Civil Code, arts. 200-204: the day of the event does not count; months and years end on the
same day number, or on the last day of the month; a period that ends on a day off ends on the next working day.
Every function is pure when it is given a calendar; without one it loads the current calendar (one query).
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from gongjia.law.calendar import ONE_DAY, WorkCalendar, load_calendar
from gongjia.law.kinds import ClockWarning, DayType, Deadline, NotAPeriod, Pause, Period, Unit


def deadline(
    rule: Period,
    start: date,
    pauses: Sequence[Pause] = (),
    calendar: WorkCalendar | None = None,
) -> Deadline:
    """The last day of the period that `rule` gives after the event on `start`.

    Days inside a pause do not count, and no period ends on one. A clock that runs into a pause without an end has
    no due date (`due_on` None, `paused` True). To restart a clock, call with the day of the new event.
    Raises NotAPeriod for a rule that is no whole number of days, months or years.
    """
    calendar = calendar or load_calendar()
    counts_workdays = rule.unit == Unit.DAY and rule.day_type == DayType.WORKING
    length = period_days(rule, start)

    def runs(day: date) -> bool:
        return not any(pause.covers(day) for pause in pauses)

    def counts(day: date) -> bool:
        return runs(day) and (not counts_workdays or calendar.is_workday(day))

    stand_still = min((pause.from_ for pause in pauses if pause.to is None), default=None)
    last = nth_day(start + ONE_DAY, length, counts, stand_still) if length else start
    due_on = nth_day(last, 1, lambda day: runs(day) and calendar.is_workday(day), stand_still) if last else None
    return Deadline(
        due_on=due_on,
        starts_on=start + ONE_DAY,
        rule_key=rule.key,
        rule_version=rule.version,
        article=rule.article,
        day_type=DayType.WORKING if counts_workdays else DayType.CALENDAR,
        days=length,
        rolled=due_on is not None and due_on != last,
        warnings=warnings_between(start, due_on, calendar),
        paused=due_on is None,
        nominal=last,
    )


def deadline_before(rule: Period, event: date, calendar: WorkCalendar | None = None) -> Deadline:
    """The last day on which something may still be done that is due so long BEFORE the event ("五个工作日前").

    The day of the event does not count. A calendar period that leads to a day off is moved to the working day
    before it: the other side must not lose time because of a weekend.
    """
    calendar = calendar or load_calendar()
    length = whole_number(rule)
    counts_workdays = rule.unit == Unit.DAY and rule.day_type == DayType.WORKING
    if counts_workdays:
        nominal = calendar.add_working_days(event, -length)
    elif rule.unit == Unit.DAY:
        nominal = event - timedelta(days=length)
    else:
        nominal = add_months(event, -months_of(rule))
    due_on = calendar.previous_workday(nominal)
    return Deadline(
        due_on=due_on,
        starts_on=due_on,
        rule_key=rule.key,
        rule_version=rule.version,
        article=rule.article,
        day_type=DayType.WORKING if counts_workdays else DayType.CALENDAR,
        days=length if rule.unit == Unit.DAY else (event - nominal).days,
        rolled=due_on != nominal,
        warnings=warnings_between(due_on, event, calendar),
        nominal=nominal,
    )


def limitation(
    rule: Period,
    known_on: date,
    *,
    wage_arrears: bool = False,
    employment_ended_on: date | None = None,
    interruptions: Iterable[date] = (),
    pauses: Sequence[Pause] = (),
    calendar: WorkCalendar | None = None,
) -> Deadline | None:
    """The last day to apply for arbitration (劳动争议调解仲裁法 art. 27), or None while no limitation runs.

    known_on       the day the worker knew, or should have known
    wage_arrears   wages owed during employment: nothing runs until the employment ends, then from that day
    interruptions  a claim to the other side, a complaint to an authority, an admission: each begins the year anew,
                   but only if it comes before the year has run out
    pauses         suspension (不可抗力): the rest of the year runs on when its cause has ended
    """
    if wage_arrears and employment_ended_on is None:
        return None
    calendar = calendar or load_calendar()
    begin = employment_ended_on if wage_arrears and employment_ended_on else known_on
    answer = deadline(rule, begin, pauses, calendar)
    for interruption in sorted(interruptions):
        in_time = answer.due_on is None or interruption <= answer.due_on
        if interruption > begin and in_time:
            answer = deadline(rule, interruption, pauses, calendar)
    return answer


def days_left(due_on: date, today: date) -> int:
    """Calendar days until the due day: 0 on the day itself, negative when overdue."""
    return (due_on - today).days


def period_days(rule: Period, start: date) -> int:
    """The length of the period in days of its own kind; months and years are turned into calendar days from `start`."""
    if rule.unit == Unit.DAY:
        return whole_number(rule)
    return (add_months(start, months_of(rule)) - start).days


def months_of(rule: Period) -> int:
    if rule.unit not in (Unit.MONTH, Unit.YEAR):
        raise NotAPeriod(rule)
    return whole_number(rule) * (12 if rule.unit == Unit.YEAR else 1)


def whole_number(rule: Period) -> int:
    if rule.unit not in (Unit.DAY, Unit.MONTH, Unit.YEAR) or rule.value != int(rule.value) or rule.value < 0:
        raise NotAPeriod(rule)
    return int(rule.value)


def add_months(day: date, months: int) -> date:
    """Same day number so many months on (or back); a month without it gives its last day (Civil Code art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def nth_day(first: date, n: int, wanted: Callable[[date], bool], stop: date | None) -> date | None:
    """The n-th wanted day from `first` on; None if `stop` comes first."""
    for day in days_from(first, stop):
        n -= wanted(day)
        if n == 0:
            return day
    return None


def days_from(day: date, stop: date | None) -> Iterator[date]:
    while stop is None or day < stop:
        yield day
        day += ONE_DAY


def warnings_between(first: date, last: date | None, calendar: WorkCalendar) -> tuple[str, ...]:
    known = calendar.is_known(first) and (last is None or calendar.is_known(last))
    return () if known else (ClockWarning.CALENDAR_UNKNOWN,)
