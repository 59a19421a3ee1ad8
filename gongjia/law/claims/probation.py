"""Probation 试用期 (劳动合同法19, 20, 70, 83条; 实施条例15条)."""

from datetime import date
from enum import StrEnum
from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims import questions as ask
from gongjia.law.claims.dates import Reading, add_months, last_day, span
from gongjia.law.claims.figures import Seen
from gongjia.law.claims.inputs import Amount, Day, Local, Word, asked
from gongjia.law.claims.numerals import ZERO
from gongjia.law.claims.pay_average import local_minimum_wage
from gongjia.law.claims.rulebook import Unit, rule
from gongjia.law.claims.worksheet import Worksheet

MAXIMUM = rule("probation_maximum", "劳动合同法19条", "Longest lawful probation", Unit.MONTHS)
OVER_PERIOD = rule("probation_over_period", "劳动合同法19条", "Months served beyond it", Unit.MONTHS)
SECOND_PROBATION = rule(
    "second_probation", "劳动合同法19条2款", "A second or extended probation is unlawful", Unit.MONTHS
)
COMPENSATION = rule("probation_compensation", "劳动合同法83条", "Months served beyond × wage after probation")
PART_MONTH = rule("probation_part_month", "劳动合同法83条", "Period served beyond the lawful one", Unit.TEXT, Seen.OPEN)
PAY_FLOOR = rule(
    "probation_pay_floor", "劳动合同法20条；实施条例15条", "80% of the contract wage, not below the minimum wage"
)
SHORTFALL = rule("probation_pay_shortfall", "劳动合同法20条", "What is missing to that floor")


class ContractType(StrEnum):
    FIXED_TERM = "fixed_term"
    OPEN_ENDED = "open_ended"
    TASK = "task"
    PART_TIME = "part_time"


class ProbationFacts(Local):
    contract_type: ContractType | None = asked("Fixed term, open-ended, for a task, or part-time?")
    contract_start: Day | None = asked("First day of the contract.")
    contract_end: Day | None = asked("Last day of the contract.")
    contract_months: Amount | None = asked("Length of the contract in months.")
    previous_probation: bool | None = asked(
        "Did you serve a probation with this employer before?",
        "already_had_probation",
        "second_contract",
        "second_contract_same_employer",
        "prior_probation",
        "second_probation",
        "renewal",
    )
    probation_served_months: Amount | None = asked("Months of probation served.")
    first_probation_months: Amount | None = asked("Months of the first probation.")
    extension_served_months: Amount | None = asked("Months served of the extension or second probation.")
    first_probation: Word | None = asked("The first probation, as 2021-06-07..2021-09-06.")
    extension_to: Day | None = asked("The day to which it was extended.")
    left: Day | None = asked("The last day that you served of it.")
    wage_after_probation: Amount | None = asked("Monthly wage after probation in yuan.")
    contract_wage: Amount | None = asked("Wage in the contract in yuan a month.")
    same_post_lowest_wage: Amount | None = asked("Lowest wage of the same post in yuan a month.")
    paid: Amount | None = asked("What was paid a month during probation, in yuan.")
    probation_months: Amount | None = asked("For how many months was it paid?")


def months_by_length(length: Fraction) -> int:
    """19条1款: under 3 months none, under 1 year one, under 3 years two, from 3 years six."""
    return 6 if length >= 36 else 2 if length >= 12 else 1 if length >= 3 else 0


def maximum(facts: ProbationFacts, sheet: Worksheet) -> Fraction | None:
    """The longest lawful probation; None where the contract is not described."""
    if facts.contract_type in (ContractType.TASK, ContractType.PART_TIME) or facts.previous_probation:
        return sheet.step(MAXIMUM, ZERO, "劳动合同法19条2、3款、70条", contract_type=facts.contract_type)
    if facts.contract_type is ContractType.OPEN_ENDED:
        return sheet.step(MAXIMUM, Fraction(6), "", contract_type=facts.contract_type)
    length = facts.contract_months
    if length is None:
        if facts.contract_start is None or facts.contract_end is None:
            return None
        length = Fraction(span(facts.contract_start, facts.contract_end).months)
        other = span(facts.contract_start, facts.contract_end, Reading.CORRESPONDING).months
        if months_by_length(Fraction(other)) != months_by_length(length):
            sheet.boundary = True
            sheet.otherwise(say.IF_CORRESPONDING_DAY, months=Fraction(months_by_length(Fraction(other))))
    return sheet.step(MAXIMUM, Fraction(months_by_length(length)), "", contract_months=length)


def unlawful_dates(facts: ProbationFacts, first_probation: str, sheet: Worksheet) -> None:
    """An extension known by its days only: the law does not say how a part month is paid, so no number."""
    end_text = first_probation.replace("—", "..").split("..")[-1].strip()
    try:
        first = date.fromordinal(date.fromisoformat(end_text).toordinal() + 1)
    except ValueError:
        sheet.refuse(say.PERIOD_UNREADABLE, text=first_probation)
    served = min(day for day in (facts.left, facts.extension_to) if day) if (facts.left or facts.extension_to) else None
    if served is None:
        sheet.refuse(say.PROBATION_NEEDED)
    length = span(first, served)
    whole, wage = Fraction(length.months), facts.wage_after_probation
    days = (served - last_day(first, length.months)).days if length.months else (served - first).days + 1
    sheet.step(PART_MONTH, f"{first} to {served}: {length.months} months {days if length.days_left else 0} days", "")
    sheet.warn(say.EXTENSION_CONTESTED)
    if not length.days_left and wage is not None:
        sheet.amount = sheet.step(COMPENSATION, whole * wage, "months × wage", months=whole, wage=wage)
        return
    sheet.ask(ask.PROBATION_PART_MONTH)
    if wage is not None:
        month_days = (add_months(first, length.months + 1) - add_months(first, length.months)).days
        sheet.amount_range = (whole * wage, (whole + 1) * wage)
        sheet.otherwise(say.IF_WHOLE_MONTHS_ONLY, whole * wage)
        sheet.otherwise(say.IF_BY_CALENDAR_DAYS, (whole + Fraction(days, month_days)) * wage)
    sheet.refuse(say.PROBATION_PART_MONTH_OPEN)


def beyond(facts: ProbationFacts, most: Fraction | None, sheet: Worksheet) -> Fraction:
    """Months served beyond the lawful probation; every month of an extension is beyond it."""
    if facts.extension_served_months is not None:
        sheet.warn(say.EXTENSION_CONTESTED)
        return sheet.step(SECOND_PROBATION, facts.extension_served_months, "", first=facts.first_probation_months)
    if facts.probation_served_months is None or most is None:
        sheet.refuse(say.PROBATION_NEEDED)
    served = facts.probation_served_months
    return sheet.step(OVER_PERIOD, max(served - most, ZERO), "served - maximum", served=served, maximum=most)


def pay_floor(facts: ProbationFacts, sheet: Worksheet) -> Fraction:
    """20条: 80% of the contract wage or of the lowest wage of the post (one suffices), not below the minimum wage."""
    sheet.ask(ask.PROBATION_PAY_FLOOR)
    wages = [wage for wage in (facts.contract_wage, facts.same_post_lowest_wage) if wage is not None]
    share = min(wages) * 4 / 5
    minimum = local_minimum_wage(facts, facts.contract_start, sheet)
    if minimum is None:
        sheet.warn(say.FLOOR_NOT_TESTED)
    return sheet.step(
        PAY_FLOOR, max(share, minimum or ZERO), "max(80% × wage, minimum_wage)", wage=min(wages), minimum_wage=minimum
    )


def underpaid(facts: ProbationFacts, sheet: Worksheet) -> Fraction:
    """What probation pay lacks to its floor, for the months of probation (one where they are not stated)."""
    floor, paid, months = pay_floor(facts, sheet), facts.paid or ZERO, facts.probation_months or Fraction(1)
    return sheet.step(
        SHORTFALL, max(floor - paid, ZERO) * months, "(floor - paid) × months", floor=floor, paid=paid, months=months
    )


def probation(facts: ProbationFacts, sheet: Worksheet) -> None:
    """The longest lawful probation, compensation for a longer one, or the shortfall of its pay."""
    sheet.at(facts.region)
    if facts.first_probation:
        unlawful_dates(facts, facts.first_probation, sheet)
        return
    if facts.paid is not None and (facts.contract_wage is not None or facts.same_post_lowest_wage is not None):
        sheet.amount = underpaid(facts, sheet)
        sheet.final_within_twelve_minimum_wages()
        return
    most = maximum(facts, sheet)
    sheet.months = most
    if facts.wage_after_probation is not None:
        months = beyond(facts, most, sheet)
        wage = facts.wage_after_probation
        sheet.amount = sheet.step(COMPENSATION, months * wage, "months × wage", months=months, wage=wage)
    elif most is None:
        sheet.refuse(say.CONTRACT_NEEDED)
