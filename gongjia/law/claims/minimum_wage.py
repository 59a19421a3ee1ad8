"""Shortfall to the minimum wage (劳动法48条; 最低工资规定5, 12, 13条; 劳动合同法85条)."""

from datetime import date
from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims import questions as ask
from gongjia.law.claims.dates import add_months
from gongjia.law.claims.figures import FigureKind, Seen
from gongjia.law.claims.inputs import Amount, Local, Month, asked
from gongjia.law.claims.numerals import ZERO
from gongjia.law.claims.rulebook import rule
from gongjia.law.claims.worksheet import Worksheet

COMPARABLE = rule(
    "comparable_pay",
    "最低工资规定12条",
    "Pay without overtime, special allowances and statutory benefits",
    seen=Seen.COPY,
)
SHORTFALL = rule("minimum_wage_shortfall", "劳动合同法85条", "What is missing to the minimum wage")
HOURLY_SHORTFALL = rule(
    "minimum_wage_hourly",
    "最低工资规定5条；劳动合同法72条",
    "What is missing to the hourly minimum wage",
    seen=Seen.COPY,
)


class MinimumWageFacts(Local):
    paid: Amount | None = asked("What was paid a month, in yuan?", "paid_total", "paid_total_monthly", "monthly_wage")
    overtime: Amount | None = asked("Overtime pay in it.", "of_which_overtime", "overtime_pay")
    night_allowance: Amount | None = asked("Night or mid-shift allowance in it.", "shift_allowance")
    heat_allowance: Amount | None = asked("Heat allowance in it.")
    cold_allowance: Amount | None = asked("Low-temperature allowance in it.", "low_temperature_allowance")
    underground_allowance: Amount | None = asked(
        "Allowance for work underground or with harmful substances in it.", "hazard_allowance"
    )
    statutory_benefits: Amount | None = asked("Statutory welfare benefits in it.", "welfare")
    month: Month | None = asked("For which month?")
    from_month: Month | None = asked("From which month?", "from")
    to_month: Month | None = asked("To which month?", "to")
    months: Amount | None = asked("For how many months?")
    hours: Amount | None = asked("Part-time: how many hours?", "hours_worked")
    hourly_paid: Amount | None = asked(
        "Part-time: what was paid an hour, in yuan?",
        "hourly_wage",
        "paid_per_hour",
        "paid_hourly",
        "hourly_rate",
        "hourly",
    )
    local_min_wage_hour: Amount | None = asked("Local hourly minimum wage, if you know it.", "local_min_hourly_wage")


def comparable_pay(facts: MinimumWageFacts, sheet: Worksheet) -> Fraction:
    """最低工资规定12条: overtime pay, special allowances and statutory benefits stay out."""
    if facts.paid is None:
        sheet.refuse(say.PAY_NEEDED)
    out = [
        facts.overtime,
        facts.night_allowance,
        facts.heat_allowance,
        facts.cold_allowance,
        facts.underground_allowance,
        facts.statutory_benefits,
    ]
    left_out = [part for part in out if part is not None]
    pay = max(facts.paid - sum(left_out, ZERO), ZERO)
    return sheet.step(COMPARABLE, pay, "paid - left out", paid=facts.paid, left_out=sum(left_out, ZERO))


def months_of_claim(facts: MinimumWageFacts) -> list[date]:
    """Every month of the claim; empty where no month is named."""
    first = facts.from_month or facts.month
    if first is None:
        return []
    last = facts.to_month or first
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    if facts.to_month is None and facts.months is not None:
        count = int(facts.months)
    return [add_months(first, number) for number in range(min(max(count, 0), 1200))]


def monthly_shortfall(facts: MinimumWageFacts, sheet: Worksheet) -> Fraction:
    """Month by month, because the standard changes."""
    pay, months = comparable_pay(facts, sheet), months_of_claim(facts)
    if facts.local_min_wage is not None:
        sheet.minimum_wage = facts.local_min_wage
        count = facts.months if facts.months is not None else Fraction(max(len(months), 1))
        short = max(facts.local_min_wage - pay, ZERO) * count
        return sheet.step(
            SHORTFALL, short, "(minimum - pay) × months", minimum=facts.local_min_wage, pay=pay, months=count
        )
    if not months:
        sheet.refuse(say.MONTH_NEEDED)
    due = ZERO
    for month in months:
        minimum = sheet.minimum_wage = sheet.require(FigureKind.MINIMUM_WAGE_MONTH, month)
        short = max(minimum - pay, ZERO)
        due += sheet.step(SHORTFALL, short, "minimum - pay", month=month.strftime("%Y-%m"), minimum=minimum, pay=pay)
    return due


def hourly_shortfall(facts: MinimumWageFacts, paid: Fraction, sheet: Worksheet) -> Fraction:
    """最低工资规定5条: the hourly standard for part-time work."""
    minimum = facts.local_min_wage_hour
    if minimum is None:
        months = months_of_claim(facts)
        if not months:
            sheet.refuse(say.MONTH_NEEDED)
        minimum = sheet.require(FigureKind.MINIMUM_WAGE_HOUR, months[0])
    hours = facts.hours if facts.hours is not None else Fraction(1)
    short = max(minimum - paid, ZERO) * hours
    return sheet.step(HOURLY_SHORTFALL, short, "(minimum - paid) × hours", minimum=minimum, paid=paid, hours=hours)


def minimum_wage(facts: MinimumWageFacts, sheet: Worksheet) -> None:
    """The shortfall; whether the worker's own insurance share counts inside the standard is open."""
    sheet.at(facts.region)
    sheet.ask(ask.MINIMUM_WAGE_NOW)
    if facts.hourly_paid is not None:
        sheet.amount = hourly_shortfall(facts, facts.hourly_paid, sheet)
    elif facts.hours is not None and facts.paid is not None and facts.hours > 0:
        sheet.amount = hourly_shortfall(facts, facts.paid / facts.hours, sheet)
    else:
        sheet.amount = monthly_shortfall(facts, sheet)
    if sheet.amount:
        sheet.warn(say.ORDER_FIRST)
    sheet.warn(say.LIMITATION_OF_WAGES)
    sheet.final_within_twelve_minimum_wages()
