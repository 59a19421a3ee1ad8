"""Part-time work 非全日制用工 (劳动合同法68-72条)."""

from datetime import timedelta
from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims.figures import FigureKind
from gongjia.law.claims.inputs import Amount, Day, Local, Month, asked
from gongjia.law.claims.numerals import ZERO
from gongjia.law.claims.rulebook import Unit, rule
from gongjia.law.claims.worksheet import Worksheet

LONGEST_INTERVAL = 15

PAY_DAY = rule("part_time_pay_day", "劳动合同法72条2款", "Pay is due at the latest 15 days after the last", Unit.DATE)
HOURS = rule("part_time_hours", "劳动合同法68条", "At most 4 hours a day on average and 24 a week", Unit.TEXT)
NO_COMPENSATION = rule(
    "part_time_no_compensation", "劳动合同法71条", "Part-time work may be ended at any time, without compensation"
)
HOURLY = rule("part_time_hourly", "劳动合同法72条1款", "What is missing to the hourly minimum wage")


class PartTimeFacts(Local):
    last_paid: Day | None = asked("On which day were you last paid?")
    today: Day | None = asked("Counted on which day?")
    hours_per_day: Amount | None = asked("Average hours a day.", "avg_hours_per_day", "daily_hours")
    hours_per_week: Amount | None = asked("Hours a week.", "weekly_hours")
    hourly_paid: Amount | None = asked("Pay an hour in yuan.", "hourly_wage", "paid_per_hour", "hourly_pay")
    hours: Amount | None = asked("For how many hours?")
    month: Month | None = asked("In which month?")
    local_min_wage_hour: Amount | None = asked("Local hourly minimum wage, if you know it.", "local_min_hourly_wage")
    ended: bool | None = asked("Has the work ended?", "terminated")


def is_part_time(facts: PartTimeFacts, sheet: Worksheet) -> bool:
    """68条: both limits; beyond them the work counts as full-time."""
    within = (facts.hours_per_day or ZERO) <= 4 and (facts.hours_per_week or ZERO) <= 24
    sheet.step(
        HOURS, "within" if within else "beyond", "≤ 4 and ≤ 24", a_day=facts.hours_per_day, a_week=facts.hours_per_week
    )
    if not within:
        sheet.warn(say.NOT_PART_TIME)
    return within


def hourly_shortfall(facts: PartTimeFacts, paid: Fraction, sheet: Worksheet) -> Fraction:
    """72条1款."""
    minimum = facts.local_min_wage_hour
    if minimum is None:
        if facts.month is None:
            sheet.refuse(say.MONTH_NEEDED)
        minimum = sheet.require(FigureKind.MINIMUM_WAGE_HOUR, facts.month)
    hours = facts.hours if facts.hours is not None else Fraction(1)
    return sheet.step(
        HOURLY, max(minimum - paid, ZERO) * hours, "(minimum - paid) × hours", minimum=minimum, paid=paid, hours=hours
    )


def part_time(facts: PartTimeFacts, sheet: Worksheet) -> None:
    """The last day to pay, the shortfall of hourly pay, and nothing for the end of the work."""
    sheet.at(facts.region)
    part = True
    if facts.hours_per_day is not None or facts.hours_per_week is not None:
        part = is_part_time(facts, sheet)
    if facts.last_paid:
        due = facts.last_paid + timedelta(days=LONGEST_INTERVAL)
        sheet.deadline = sheet.step(PAY_DAY, due, "last_paid + 15 days", last_paid=facts.last_paid)
        if facts.today and facts.today > due:
            sheet.warn(say.PAY_OVERDUE, day=due)
    if facts.hourly_paid is not None:
        sheet.amount = hourly_shortfall(facts, facts.hourly_paid, sheet)
    elif facts.ended and part:
        sheet.amount = sheet.step(NO_COMPENSATION, ZERO, "")
    elif sheet.deadline is None and not sheet.steps:
        sheet.refuse(say.PART_TIME_NEEDS)
