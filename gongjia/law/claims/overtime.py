"""Overtime pay 加班费 (劳动法44条; 工资支付暂行规定13条; 人社部发〔2025〕2号)."""

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, Field

from gongjia.law.claims import messages as say
from gongjia.law.claims import questions as ask
from gongjia.law.claims.figures import Seen
from gongjia.law.claims.inputs import Amount, Day, Inputs, Local, Month, Year, asked
from gongjia.law.claims.numerals import HOURS_PER_DAY, PAY_DAYS_PER_MONTH, ZERO
from gongjia.law.claims.pay_average import local_minimum_wage
from gongjia.law.claims.rulebook import Unit, rule
from gongjia.law.claims.workdays import DayClass, class_of
from gongjia.law.claims.worksheet import Worksheet

BASE = rule("overtime_base", "最低工资规定12条；劳动法48条", "Monthly base, not below the minimum wage", seen=Seen.COPY)
DAILY = rule("overtime_daily", "人社部发〔2025〕2号", "Daily wage: base / 21.75", seen=Seen.COPY)
HOURLY = rule("overtime_hourly", "人社部发〔2025〕2号", "Hourly wage: daily wage / 8", seen=Seen.COPY)
ITEM_RULES = {
    150: rule("overtime_weekday", "劳动法44条1项", "Beyond eight hours on a working day: 150%"),
    200: rule("overtime_rest_day", "劳动法44条2项", "Work on a rest day without equal time off: 200%"),
    300: rule("overtime_holiday", "劳动法44条3项", "Work on a statutory holiday: 300%; time off cannot replace it"),
}
OTHER_RATE = rule("overtime_other_rate", "劳动法44条", "Work at the stated rate")
TIME_OFF = rule("overtime_time_off", "劳动法44条2项", "Equal time off was given for the rest day")
ORDINARY = rule("overtime_ordinary", "劳动法44条", "An ordinary or made-up working day: no overtime for the day itself")
TOTAL = rule("overtime_total", "劳动法44条", "Overtime pay")
STANDARD_HOURS = rule(
    "overtime_standard_hours", "人社部发〔2025〕2号", "Standard hours of the period", Unit.HOURS, seen=Seen.COPY
)
STANDARD_HOURS_OLD = rule(
    "overtime_standard_hours_old",
    "劳社部发〔2008〕3号（2025-01-01废止）",
    "Standard hours of the period",
    Unit.HOURS,
    seen=Seen.COPY,
)
EXCESS_HOURS = rule(
    "overtime_excess_hours", "工资支付暂行规定13条", "Hours beyond the standard of the period", Unit.HOURS
)
IRREGULAR = rule(
    "overtime_irregular", "工资支付暂行规定13条", "Irregular hours with approval: no overtime pay", seen=Seen.TEXT
)

# Working days of a period under comprehensive hours: 248 a year from 2025 (two more statutory holidays), 250 before.
STANDARD_DAYS = {
    "month": (Fraction("20.67"), Fraction("20.83")),
    "quarter": (Fraction(62), Fraction("62.5")),
    "half_year": (Fraction(124), Fraction(125)),
    "year": (Fraction(248), Fraction(250)),
}
NEW_STANDARD_SINCE = 2025
RATE_OF = {DayClass.STATUTORY_HOLIDAY: 300, DayClass.REST_DAY: 200, DayClass.WORKDAY: 150}


class System(StrEnum):
    """Working-time system; all but the first need the approval of the labour authority."""

    STANDARD = "standard"
    COMPREHENSIVE_MONTH = "comprehensive_month"
    COMPREHENSIVE_QUARTER = "comprehensive_quarter"
    COMPREHENSIVE_HALF_YEAR = "comprehensive_half_year"
    COMPREHENSIVE_YEAR = "comprehensive_year"
    IRREGULAR = "irregular"


def system_named(value: object) -> object:
    """Several spellings of a system: 综合工时 by quarter, comprehensive-quarter, irregular_hours."""
    if not isinstance(value, str):
        return value
    name = value.strip().lower().replace("-", "_").replace("halfyear", "half_year")
    return System.IRREGULAR if name.startswith(("irregular", "不定时")) else name


class Work(Inputs):
    """Overtime of one kind: so many hours or days, at a rate, of a class, or on a date."""

    date: Day | None = asked("On which day?")
    hours: Amount | None = asked("How many hours?")
    days: Amount | None = asked("How many whole days?")
    rate_percent: Amount | None = asked("Rate in percent: 150, 200 or 300.", "rate")
    day_class: DayClass | None = asked("Working day, rest day or statutory holiday?", "class")
    compensatory_rest: bool | None = asked("Did you get equal time off?")
    unit_price: Amount | None = asked("Piece rate: the unit price in yuan.")
    pieces: Amount | None = asked("Piece rate: how many pieces?")


class OvertimeFacts(Local):
    overtime_base_monthly: Amount | None = asked("Monthly wage that overtime is counted on, in yuan.", "monthly_wage")
    daily_wage: Amount | None = asked("Daily wage in yuan, if that is agreed.")
    hourly_wage: Amount | None = asked("Hourly wage in yuan, if that is agreed.")
    items: list[Work] | None = asked("Overtime by hours or days and rate.")
    work: list[Work] | None = asked("Overtime day by day.")
    dates: list[Day] | None = asked("Days on which you worked.")
    dates_300: list[Day] | None = asked("Statutory holidays on which you worked.")
    dates_200: list[Day] | None = asked("Rest days on which you worked.")
    date: Day | None = asked("The day on which you worked.")
    hours: Amount | None = asked("Hours on that day.")
    month: Month | None = asked("A month whose minimum wage counts, where the days of the overtime are not known.")
    compensatory_rest: bool | None = asked("Did you get equal time off?")
    system: Annotated[System, BeforeValidator(system_named)] = Field(
        default=System.STANDARD,
        description="Standard hours, comprehensive hours (综合工时) or irregular hours (不定时)?",
    )
    approved: bool | None = asked("Did the labour authority approve the special working-time system?")
    hours_worked: Amount | None = asked("All hours worked in the period.")
    statutory_holiday_hours: Amount | None = asked("Hours of these on statutory holidays.")
    year: Year | None = asked("Year of the period.")


def monthly_base(facts: OvertimeFacts, on: date | None, sheet: Worksheet) -> Fraction | None:
    """No national text fixes the base; it is never below the minimum wage."""
    if facts.overtime_base_monthly is None:
        return None
    sheet.ask(ask.OVERTIME_BASE)
    minimum = local_minimum_wage(facts, on, sheet)
    if minimum is None:
        sheet.warn(say.FLOOR_NOT_TESTED)
    if minimum is not None and facts.overtime_base_monthly < minimum:
        return sheet.step(
            BASE, minimum, "max(base, minimum_wage)", base=facts.overtime_base_monthly, minimum_wage=minimum
        )
    return facts.overtime_base_monthly


def daily_wage(facts: OvertimeFacts, on: date | None, sheet: Worksheet) -> Fraction:
    """base / 21.75, exact; a daily or hourly wage that is agreed stands."""
    if facts.daily_wage is not None:
        return facts.daily_wage
    if facts.hourly_wage is not None:
        return facts.hourly_wage * HOURS_PER_DAY
    base = monthly_base(facts, on, sheet)
    if base is None:
        sheet.refuse(say.OVERTIME_BASE_NEEDED)
    daily = sheet.step(DAILY, base / PAY_DAYS_PER_MONTH, "base / 21.75", base=base)
    sheet.step(HOURLY, daily / HOURS_PER_DAY, "daily / 8", daily=daily)
    return daily


def class_on(day: date, sheet: Worksheet) -> DayClass:
    """The class of a date, with a warning where the arrangement of the year is not known."""
    try:
        found = class_of(day, sheet.calendar)
    except LookupError:
        sheet.refuse(say.HOLIDAYS_UNKNOWN, day=day)
    if found is not DayClass.STATUTORY_HOLIDAY and not sheet.calendar.is_known(day):
        sheet.warn(say.CALENDAR_UNKNOWN, day=day)
    return found


def rate_of(work: Work, sheet: Worksheet) -> Fraction | None:
    """The stated rate, or that of the class or date; None for a whole ordinary working day."""
    if work.rate_percent is not None:
        return work.rate_percent
    found = work.day_class or (class_on(work.date, sheet) if work.date else None)
    if found is None:
        sheet.refuse(say.RATE_NEEDED)
    if found is DayClass.WORKDAY and work.hours is None and work.pieces is None:
        return None
    return Fraction(RATE_OF[found])


def pay_for(work: Work, daily: Fraction | None, time_off: bool, sheet: Worksheet) -> Fraction:
    """劳动法44条 for one entry; piece work at the same rates of the unit price."""
    rate = rate_of(work, sheet)
    if rate is None:
        return sheet.step(ORDINARY, ZERO, "", day=work.date)
    if rate == 200 and (work.compensatory_rest if work.compensatory_rest is not None else time_off):
        return sheet.step(TIME_OFF, ZERO, "", days=work.days, hours=work.hours, day=work.date)
    by = ITEM_RULES.get(int(rate), OTHER_RATE) if rate.denominator == 1 else OTHER_RATE
    if work.unit_price is not None and work.pieces is not None:
        return sheet.step(by, work.unit_price * work.pieces * rate / 100, "price × pieces × rate", rate=rate)
    days = work.days
    if days is None:
        days = work.hours / HOURS_PER_DAY if work.hours is not None else Fraction(1)
    pay = (daily or ZERO) * days * rate / 100
    return sheet.step(by, pay, "daily × days × rate", days=work.days, hours=work.hours, day=work.date, rate=rate)


def entries(facts: OvertimeFacts) -> list[Work]:
    """Everything that was stated, as entries; bare dates only where no entries say more."""
    stated = [*(facts.items or []), *(facts.work or [])]
    if stated:
        return stated
    days = [*(facts.dates or []), *(facts.dates_300 or []), *(facts.dates_200 or [])]
    if facts.date:
        days.append(facts.date)
    hours = {"hours": facts.hours} if facts.hours is not None else {}
    return [Work.model_validate({"date": day, **hours}) for day in sorted(set(days))]


def check_dates(facts: OvertimeFacts, sheet: Worksheet) -> None:
    """Dates that come with rates must belong to these rates: long holidays hold both 300% and 200% days."""
    claimed = {int(work.rate_percent) for work in facts.items or [] if work.rate_percent is not None and work.days}
    for day in [*(facts.dates or []), *([facts.date] if facts.date else [])]:
        if claimed and RATE_OF[class_on(day, sheet)] not in claimed:
            sheet.warn(say.RATE_DOES_NOT_FIT, day=day, rate=str(RATE_OF[class_on(day, sheet)]))
    for days, rate in ((facts.dates_300, 300), (facts.dates_200, 200)):
        for day in days or []:
            if RATE_OF[class_on(day, sheet)] != rate:
                sheet.warn(say.RATE_DOES_NOT_FIT, day=day, rate=str(RATE_OF[class_on(day, sheet)]))


def comprehensive(facts: OvertimeFacts, sheet: Worksheet) -> Fraction:
    """综合工时: beyond the hours of the period 150%, statutory holidays 300%, no 200%."""
    if facts.hours_worked is None or facts.year is None:
        sheet.refuse(say.PERIOD_NEEDED)
    days = STANDARD_DAYS[facts.system.value.removeprefix("comprehensive_")]
    new = facts.year >= NEW_STANDARD_SINCE
    standard = (days[0] if new else days[1]) * HOURS_PER_DAY
    sheet.step(STANDARD_HOURS if new else STANDARD_HOURS_OLD, standard, "days × 8", year=facts.year)
    holiday = facts.statutory_holiday_hours or ZERO
    excess = max(facts.hours_worked - holiday - standard, ZERO)
    sheet.step(EXCESS_HOURS, excess, "worked - holiday - standard", worked=facts.hours_worked, holiday=holiday)
    hourly = daily_wage(facts, date(facts.year, 12, 31), sheet) / HOURS_PER_DAY
    due = sheet.step(ITEM_RULES[150], hourly * excess * Fraction(3, 2), "hourly × hours × 150%", hours=excess)
    if holiday:
        due += sheet.step(ITEM_RULES[300], hourly * holiday * 3, "hourly × hours × 300%", hours=holiday)
    return due


def standard(facts: OvertimeFacts, sheet: Worksheet) -> Fraction:
    """Standard hours: entry by entry. More than 36 hours a month breaks 劳动法41条, but is paid."""
    works = entries(facts)
    if not works:
        sheet.refuse(say.OVERTIME_NEEDED)
    check_dates(facts, sheet)
    known_days = [day for day in [*(work.date for work in works), facts.date, *(facts.dates or [])] if day]
    by_piece = all(work.unit_price is not None for work in works)
    daily = None if by_piece else daily_wage(facts, max(known_days, default=facts.month), sheet)
    return sum((pay_for(work, daily, bool(facts.compensatory_rest), sheet) for work in works), ZERO)


def overtime(facts: OvertimeFacts, sheet: Worksheet) -> None:
    """Overtime pay; the award on it is final up to twelve minimum wages."""
    sheet.at(facts.region)
    if facts.system is System.IRREGULAR:
        sheet.warn(say.IRREGULAR_HOURS)
        sheet.amount = sheet.step(IRREGULAR, ZERO, "")
        return
    if facts.system is not System.STANDARD and facts.approved is False:
        sheet.refuse(say.SYSTEM_NOT_APPROVED)
    due = standard(facts, sheet) if facts.system is System.STANDARD else comprehensive(facts, sheet)
    sheet.amount = sheet.step(TOTAL, due, "sum")
    sheet.warn(say.LIMITATION_OF_WAGES)
    sheet.final_within_twelve_minimum_wages()
