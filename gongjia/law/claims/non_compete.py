"""Non-compete compensation 竞业限制 (劳动合同法23, 24条; 法释〔2020〕26号36-39条)."""

from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims.inputs import Amount, Day, Local, asked
from gongjia.law.claims.numerals import ZERO, rounded
from gongjia.law.claims.pay_average import local_minimum_wage
from gongjia.law.claims.rulebook import Unit, rule
from gongjia.law.claims.worksheet import Worksheet

MOST_MONTHS = Fraction(24)
MONTHS_AFTER_RELEASE = 3

THIRTY_PERCENT = rule(
    "non_compete_30", "法释〔2020〕26号36条1款", "No sum agreed: 30% of the twelve-month average, rounded to the fen"
)
FLOOR = rule("non_compete_floor", "法释〔2020〕26号36条2款", "Not below the minimum wage of the place of performance")
AGREED = rule("non_compete_agreed", "劳动合同法23条2款", "Agreed monthly compensation")
MONTHS = rule("non_compete_months", "劳动合同法24条2款", "At most 24 months", Unit.MONTHS)
COMPENSATION = rule(
    "non_compete_compensation", "法释〔2020〕26号36条；劳动合同法24条2款", "Monthly compensation × months kept"
)
RELEASE = rule("non_compete_release", "法释〔2020〕26号39条2款", "Employer ends the covenant: three more months")
NOT_KEPT = rule("non_compete_not_kept", "法释〔2020〕26号36条1款", "The covenant was not kept: nothing")


class NonCompeteFacts(Local):
    avg_wage_12m: Amount | None = asked("Average monthly pay of the 12 months before the end, in yuan.")
    agreed_compensation: Amount | None = asked("Agreed monthly compensation in yuan, if any.", "monthly_compensation")
    agreed_months: Amount | None = asked("Agreed length of the covenant in months.")
    months: Amount | None = asked("Months for which you kept it and were not paid.", "performed_months")
    performed: bool | None = asked("Did you keep it?")
    employer_releases: bool | None = asked("Did the employer end the covenant before its time?")
    unpaid_months: Amount | None = asked("For how many months has the employer not paid?")
    paid: Amount | None = asked("What was paid already, in yuan?", "already_paid")
    employment_last_day: Day | None = asked("What was the last day of the employment?", "service_end")


def monthly_compensation(facts: NonCompeteFacts, sheet: Worksheet) -> Fraction:
    """36条: the agreed sum, else 30% of the average (rounded, as judgments do), not below the minimum wage."""
    if facts.agreed_compensation is not None:
        return sheet.step(AGREED, facts.agreed_compensation, "as agreed")
    if facts.avg_wage_12m is None:
        sheet.refuse(say.AVERAGE_NEEDED)
    share = sheet.step(
        THIRTY_PERCENT, rounded(facts.avg_wage_12m * 3 / 10), "30% × average", average=facts.avg_wage_12m
    )
    minimum = local_minimum_wage(facts, facts.employment_last_day, sheet)
    if minimum is None:
        sheet.warn(say.FLOOR_NOT_TESTED)
    elif share < minimum:
        return sheet.step(FLOOR, minimum, "max(30%, minimum_wage)", minimum_wage=minimum)
    return share


def months_kept(facts: NonCompeteFacts, sheet: Worksheet) -> Fraction:
    """24条2款: what is agreed beyond two years is void."""
    months = facts.months if facts.months is not None else facts.agreed_months
    if months is None:
        sheet.refuse(say.COVENANT_MONTHS_NEEDED)
    return sheet.step(MONTHS, min(months, MOST_MONTHS), "min(months, 24)", months=months)


def non_compete(facts: NonCompeteFacts, sheet: Worksheet) -> None:
    """Compensation for the months kept, and three months more on release."""
    sheet.at(facts.region)
    if facts.performed is False:
        sheet.amount = sheet.step(NOT_KEPT, ZERO, "")
        return
    monthly, due = monthly_compensation(facts, sheet), ZERO
    if facts.months is not None or facts.agreed_months is not None or not facts.employer_releases:
        months = months_kept(facts, sheet)
        due = sheet.step(COMPENSATION, monthly * months, "monthly × months", monthly=monthly, months=months)
    if facts.employer_releases:
        due += sheet.step(RELEASE, MONTHS_AFTER_RELEASE * monthly, "3 × monthly", monthly=monthly)
    if (facts.unpaid_months or ZERO) >= 3:
        sheet.warn(say.MAY_END_COVENANT)
    sheet.amount = max(due - (facts.paid or ZERO), ZERO)
    sheet.warn(say.COVENANT_STAFF_ONLY)
    sheet.final_within_twelve_minimum_wages()
