"""The twelve-month average and the base of compensation (劳动合同法47条2、3款; 实施条例27条)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pydantic import Field

from gongjia.law.claims import messages as say
from gongjia.law.claims import questions as ask
from gongjia.law.claims.figures import FigureKind, Seen
from gongjia.law.claims.inputs import Amount, Inputs, Local, Word, asked
from gongjia.law.claims.numerals import ZERO, rounded
from gongjia.law.claims.rulebook import rule
from gongjia.law.claims.worksheet import Worksheet

AVERAGE_WAGE = rule(
    "average_wage", "劳动合同法47条3款；实施条例27条", "Average due pay of the twelve months before the end"
)
BONUS_SPREAD = rule(
    "bonus_spread",
    "实施条例27条；京高法发〔2024〕534号55问",
    "Year-end bonus: one twelfth for each month of the window",
    seen=Seen.COPY,
)
MINIMUM_FLOOR = rule("minimum_floor", "劳动合同法实施条例27条", "An average below the minimum wage is raised to it")
THREE_TIMES_LINE = rule("three_times_line", "劳动合同法47条2款", "Three times the local average monthly wage")
CAPPED_BASE = rule(
    "capped_base", "劳动合同法47条2款", "Pay above the line: the base is the line, at most twelve months"
)


class AverageWageFacts(Inputs):
    """The average itself, or what it is made of."""

    avg_wage_12m: Amount | None = asked(
        "Average monthly pay of the last 12 months before tax and insurance, in yuan, with bonus and allowances."
    )
    regular_monthly: Amount | None = asked("Regular monthly pay in yuan, if the average is not known.")
    months: Amount | None = asked("Months of work in the last twelve.", "months_worked")
    monthly_wages: list[Amount] | None = asked("The pay of each of the last months, in yuan.", "wages")
    total_wages: Amount | None = asked("All pay of these months together, in yuan.", "total_pay", "wages_total")
    year_end_bonus: Amount | None = asked("Year-end bonus in yuan.")
    bonus_months_in_window: Amount | None = asked("How many months of the bonus year lie in the last 12 months?")
    overtime_awarded: Amount | None = asked("Overtime pay of these months that is still owed, in yuan.")
    overtime_in_base: bool = Field(
        default=True, description="Does overtime pay belong to the base here? (most courts: yes)"
    )
    base_is: Word | None = asked("Where the average comes from, in your own words.")


class BaseFacts(AverageWageFacts, Local):
    """The average with the local figures that bound it."""

    local_avg_monthly_wage_prev_year: Amount | None = asked(
        "Average monthly wage of the city in the year before, in yuan; otherwise it is looked up."
    )


@dataclass(frozen=True)
class Base:
    """Monthly base; `average` is the pay before floor and cap."""

    monthly: Fraction
    average: Fraction
    capped: bool
    minimum_wage: Fraction | None


def average_is_given(facts: AverageWageFacts) -> bool:
    return any(
        given is not None
        for given in (facts.avg_wage_12m, facts.regular_monthly, facts.monthly_wages, facts.total_wages)
    )


def bonus_in_window(facts: AverageWageFacts, months: Fraction, sheet: Worksheet) -> Fraction:
    """A year-end bonus belongs to its year: one twelfth for each of its months in the window."""
    if facts.year_end_bonus is None:
        return ZERO
    within = min(facts.bonus_months_in_window if facts.bonus_months_in_window is not None else months, Fraction(12))
    return sheet.step(
        BONUS_SPREAD,
        facts.year_end_bonus / 12 * within,
        "bonus / 12 × months",
        bonus=facts.year_end_bonus,
        months=within,
    )


def average_due_wage(facts: AverageWageFacts, sheet: Worksheet) -> Fraction:
    """实施条例27条: due pay over the months worked, at most twelve; rounded to the fen before it is multiplied."""
    if facts.avg_wage_12m is not None:
        return sheet.step(AVERAGE_WAGE, facts.avg_wage_12m, facts.base_is or "as stated")
    if facts.monthly_wages:
        pay, months = sum(facts.monthly_wages, ZERO), Fraction(len(facts.monthly_wages))
    elif facts.total_wages is not None and facts.months:
        pay, months = facts.total_wages, facts.months
    elif facts.regular_monthly is not None:
        months = facts.months or Fraction(12)
        pay = facts.regular_monthly * months
    else:
        sheet.refuse(say.AVERAGE_NEEDED)
    if months > 12:
        sheet.refuse(say.TWELVE_MONTHS_AT_MOST)
    sheet.ask(ask.LEAVE_MONTHS_IN_AVERAGE)
    pay += bonus_in_window(facts, months, sheet)
    if facts.overtime_in_base:
        pay += facts.overtime_awarded or ZERO
    return sheet.step(AVERAGE_WAGE, rounded(pay / months), "pay / months, rounded to 0.01", pay=pay, months=months)


def local_minimum_wage(facts: Local, on: date | None, sheet: Worksheet) -> Fraction | None:
    """The monthly minimum wage that was given, or the configured one; None if neither."""
    sheet.minimum_wage = facts.local_min_wage
    if sheet.minimum_wage is None:
        sheet.minimum_wage = sheet.figure(FigureKind.MINIMUM_WAGE_MONTH, on)
    return sheet.minimum_wage


def local_average_wage(facts: BaseFacts, ended: date | None, sheet: Worksheet) -> Fraction | None:
    """Monthly average wage of the city in the calendar year before the end; None if unknown."""
    if facts.local_avg_monthly_wage_prev_year is not None:
        return facts.local_avg_monthly_wage_prev_year
    year_before = date(ended.year - 1, 12, 31) if ended else None
    yearly = sheet.figure(FigureKind.AVERAGE_WAGE_YEAR, year_before)
    if yearly is None:
        return None
    sheet.ask(ask.AVERAGE_WAGE_SERIES)
    return yearly / 12


def compensation_base(facts: BaseFacts, ended: date | None, sheet: Worksheet) -> Base:
    """Average, raised to the minimum wage, cut to three times the average wage where it is higher (exactly three: no)."""
    average = average_due_wage(facts, sheet)
    minimum = local_minimum_wage(facts, ended, sheet)
    local_average = local_average_wage(facts, ended, sheet)
    if local_average is None:
        sheet.warn(say.CAP_NOT_TESTED)
    if minimum is None:
        sheet.warn(say.FLOOR_NOT_TESTED)
    if minimum is not None and average < minimum:
        raised = sheet.step(MINIMUM_FLOOR, minimum, "max(average, minimum_wage)", average=average, minimum_wage=minimum)
        return Base(raised, average, capped=False, minimum_wage=minimum)
    if local_average is not None:
        line = sheet.step(THREE_TIMES_LINE, 3 * local_average, "3 × average_wage", average_wage=local_average)
        if average > line:
            capped = sheet.step(CAPPED_BASE, line, "min(average, line)", average=average, line=line)
            return Base(capped, average, capped=True, minimum_wage=minimum)
    return Base(average, average, capped=False, minimum_wage=minimum)
