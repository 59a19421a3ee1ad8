"""Damages for unlawful termination 2N, 赔偿金 (劳动合同法48, 87条; 实施条例25条; 法释〔2020〕26号47条; 法释〔2025〕12号16-18条)."""

from datetime import date
from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims import questions as ask
from gongjia.law.claims.dates import ONE_DAY, Reading, last_day, span
from gongjia.law.claims.grounds import ART_38, Ground
from gongjia.law.claims.inputs import Amount, Day, asked
from gongjia.law.claims.numerals import PAY_DAYS_PER_MONTH, ZERO
from gongjia.law.claims.pay_average import Base, BaseFacts, average_due_wage, average_is_given, compensation_base
from gongjia.law.claims.rulebook import Unit, rule
from gongjia.law.claims.service import ServiceFacts, dates_of, factor_between, stated_factor
from gongjia.law.claims.workdays import working_days
from gongjia.law.claims.worksheet import Worksheet

MOST_MONTHS_WHEN_CAPPED = Fraction(12)

FACTOR_FROM_HIRE = rule(
    "factor_from_hire", "劳动合同法47条；实施条例25条", "Months from the day of hire, not split at 2008", Unit.MONTHS
)
DAMAGES = rule("damages", "劳动合同法87条", "Twice the standard of article 47")
SET_OFF = rule("set_off", "实施条例25条", "Compensation already paid is set off")
NOT_UNLAWFUL = rule("not_unlawful", "劳动合同法48条", "Not a termination by the employer against the Act")
UNION_NOT_TOLD = rule(
    "union_not_told",
    "劳动合同法43条；法释〔2020〕26号47条",
    "The union was not told beforehand: unlawful, unless cured",
    Unit.TEXT,
)
WAGES_UNTIL_REINSTATED = rule(
    "wages_until_reinstated",
    "法释〔2025〕12号18条",
    "Wages from the termination to the reinstatement, by share of fault",
)


class UnlawfulTerminationFacts(ServiceFacts, BaseFacts):
    termination_ground: Ground | None = asked("How did the employment end?")
    already_paid: Amount | None = asked("What has the employer paid already for the termination, in yuan?")
    already_paid_items: dict[str, Amount] | None = asked("The same by item.")
    union_exists: bool | None = asked("Is there a trade union at the employer?")
    union_notified: bool | None = asked("Was the union told the reason before the dismissal?")
    cured_before_suit: bool | None = asked("Did the employer make up for that before the suit?")
    reinstated: bool | None = asked("Are you to be reinstated (instead of damages)?")
    monthly_wage: Amount | None = asked("Monthly wage in yuan, for the time until reinstatement.")
    months_until_reinstatement: Amount | None = asked("Months from the termination to the reinstatement.")
    terminated_on: Day | None = asked("On which day were you dismissed?", "termination_date")
    reinstated_on: Day | None = asked("On which day were you (or are you to be) back at work?", "reinstatement_date")
    employer_fault_percent: Amount | None = asked("The employer's share of the fault in percent, if both are at fault.")


def paid_already(facts: UnlawfulTerminationFacts) -> Fraction:
    if facts.already_paid is not None:
        return facts.already_paid
    return sum((facts.already_paid_items or {}).values(), ZERO)


def dismissal_is_lawful(facts: UnlawfulTerminationFacts, sheet: Worksheet) -> bool:
    """Exits that article 48 does not reach; an unheard union makes a dismissal under 39 or 40 unlawful."""
    ground = facts.termination_ground
    if ground in (Ground.ART_36_EMPLOYEE, Ground.ART_36_EMPLOYER, Ground.ART_37, Ground.PART_TIME) or ground in ART_38:
        return True
    if facts.union_exists and facts.union_notified is False:
        cured = bool(facts.cured_before_suit)
        sheet.step(UNION_NOT_TOLD, "cured" if cured else "not cured")
        return cured and ground is not Ground.UNLAWFUL
    if ground not in (None, Ground.UNLAWFUL):
        sheet.warn(say.ONLY_IF_UNLAWFUL)
    return False


def counted_months(facts: UnlawfulTerminationFacts, base: Base, sheet: Worksheet) -> Fraction:
    """实施条例25条: from the day of hire; the twelve-month limit belongs to the standard of article 47."""
    months = stated_factor(facts, sheet)
    if months is None:
        start, end = dates_of(facts, sheet)
        counted = factor_between(start, end)
        months = sheet.step(FACTOR_FROM_HIRE, counted, "both end dates count", start=start, end=end)
        compare_day_counting(start, end, counted, facts, base, sheet)
    if base.capped and months > MOST_MONTHS_WHEN_CAPPED:
        sheet.warn(say.TWELVE_MONTHS_REACHED)
        return MOST_MONTHS_WHEN_CAPPED
    return months


def compare_day_counting(
    start: date, end: date, months: Fraction, facts: UnlawfulTerminationFacts, base: Base, sheet: Worksheet
) -> None:
    """The other way of counting days, where it changes the months."""
    other = factor_between(start, end, Reading.CORRESPONDING)
    if other == months:
        return
    if base.capped:
        other = min(other, MOST_MONTHS_WHEN_CAPPED)
    sheet.boundary = True
    sheet.warn(say.BOUNDARY_OF_SERVICE, end=end)
    sheet.ask(ask.SERVICE_DAYS)
    sheet.otherwise(say.IF_CORRESPONDING_DAY, max(2 * base.monthly * other - paid_already(facts), ZERO))


def damages(facts: UnlawfulTerminationFacts, sheet: Worksheet) -> Fraction:
    """劳动合同法87条 less what was paid; the single N stands as the alternative plea."""
    base = compensation_base(facts, facts.service_end, sheet)
    months = counted_months(facts, base, sheet)
    single = base.monthly * months
    due = sheet.step(DAMAGES, 2 * single, "2 × base × months", base=base.monthly, months=months)
    paid = paid_already(facts)
    if paid:
        due = sheet.step(SET_OFF, max(due - paid, ZERO), "due - paid", due=due, paid=paid)
    if facts.service_start is None or facts.service_start.year >= 2008:
        sheet.otherwise(say.IF_TERMINATION_LAWFUL, max(single - paid, ZERO))
    return due


def months_out(facts: UnlawfulTerminationFacts, sheet: Worksheet) -> Fraction:
    """Months without work: as stated, or whole months and, for the rest, working days / 21.75."""
    if facts.months_until_reinstatement is not None:
        return facts.months_until_reinstatement
    if facts.terminated_on is None or facts.reinstated_on is None or facts.reinstated_on <= facts.terminated_on:
        sheet.refuse(say.REINSTATEMENT_NEEDS)
    first, last = facts.terminated_on + ONE_DAY, facts.reinstated_on - ONE_DAY
    whole = span(first, last).months
    rest = last_day(first, whole) + ONE_DAY if whole else first
    return whole + working_days(rest, last, sheet.calendar) / PAY_DAYS_PER_MONTH


def wages_until_reinstated(facts: UnlawfulTerminationFacts, sheet: Worksheet) -> Fraction:
    """法释〔2025〕12号18条: wages for the time between, apportioned where both sides are at fault."""
    if facts.monthly_wage is None:
        sheet.refuse(say.REINSTATEMENT_NEEDS)
    months = months_out(facts, sheet)
    percent = facts.employer_fault_percent if facts.employer_fault_percent is not None else Fraction(100)
    due = facts.monthly_wage * months * min(percent / 100, Fraction(1))
    return sheet.step(
        WAGES_UNTIL_REINSTATED, due, "wage × months × percent", wage=facts.monthly_wage, months=months, percent=percent
    )


def unlawful_termination(facts: UnlawfulTerminationFacts, sheet: Worksheet) -> None:
    """2N, or the wages until reinstatement, or (with pay alone) the base."""
    sheet.at(facts.region)
    only_base = (
        facts.termination_ground is None
        and facts.service_start is None
        and facts.service_months_factor is None
        and facts.service_years is None
    )
    if facts.reinstated or facts.reinstated_on or facts.months_until_reinstatement is not None:
        sheet.amount = wages_until_reinstated(facts, sheet)
    elif only_base and average_is_given(facts):
        sheet.warn(say.BASE_ONLY)
        sheet.amount = average_due_wage(facts, sheet)
        return
    elif dismissal_is_lawful(facts, sheet):
        sheet.amount = sheet.step(NOT_UNLAWFUL, ZERO, "", ground=facts.termination_ground)
    else:
        sheet.amount = damages(facts, sheet)
    sheet.limited_to_one_year(facts.service_end)
    sheet.final_within_twelve_minimum_wages()
