"""Unemployment benefit 失业保险金 (社会保险法45-47, 50条; 失业保险条例14-18条)."""

from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims import questions as ask
from gongjia.law.claims.figures import FigureKind, Seen
from gongjia.law.claims.grounds import ART_38, Ground
from gongjia.law.claims.inputs import Amount, Local, Month, asked
from gongjia.law.claims.numerals import ZERO
from gongjia.law.claims.rulebook import Unit, rule
from gongjia.law.claims.worksheet import Worksheet

NOT_INVOLUNTARY = rule(
    "not_involuntary", "社会保险法45条2项", "The work did not end against the worker's will", Unit.MONTHS
)
NOT_ENOUGH = rule("contributions_short", "社会保险法45条1项", "Less than one year of contributions", Unit.MONTHS)
NOT_REGISTERED = rule("not_registered", "社会保险法45条3项", "Not registered as unemployed", Unit.MONTHS)
BAND = rule("unemployment_band", "社会保险法46条", "Most months by all years of contribution", Unit.MONTHS)
MONTHLY = rule(
    "unemployment_monthly",
    "失业保险条例18条；吉林省人社厅、财政厅2021年通知",
    "Share of the minimum wage, a month",
    seen=Seen.COPY,
)
TOTAL = rule("unemployment_total", "社会保险法46、47条", "Benefit for all months")

VOLUNTARY = (Ground.ART_37, Ground.ART_36_EMPLOYEE, Ground.EXPIRY_WORKER_REFUSES)


class UnemploymentFacts(Local):
    contribution_years: Amount | None = asked("Full years of contributions, all employers together.")
    contribution_extra_months: Amount | None = asked("And how many more months?")
    involuntary: bool | None = asked("Did the work end against your will? (leaving under article 38 counts as such)")
    termination_ground: Ground | None = asked("How did the employment end?")
    registered: bool | None = asked("Are you registered as unemployed?")
    rate_first_12: Amount | None = asked("Benefit a month in the first twelve months, in yuan, if you know.")
    rate_after: Amount | None = asked("Benefit a month afterwards, in yuan.")
    monthly_benefit: Amount | None = asked("Benefit a month in yuan, if it is one sum.")
    month: Month | None = asked("In which month?")


def against_the_will(facts: UnemploymentFacts, sheet: Worksheet) -> bool:
    """45条2项; an exit under article 38 is the employer's doing."""
    if facts.involuntary is not None:
        return facts.involuntary
    if facts.termination_ground in ART_38:
        return True
    if facts.termination_ground is None:
        sheet.warn(say.CONDITIONS_ASSUMED)
    return facts.termination_ground not in VOLUNTARY


def most_months(years: Fraction, facts: UnemploymentFacts, sheet: Worksheet) -> Fraction:
    """46条: 12, 18 or 24 months; the province sets the schedule below that."""
    paid = years * 12 + (facts.contribution_extra_months or ZERO)
    if not against_the_will(facts, sheet):
        return sheet.step(NOT_INVOLUNTARY, ZERO, "")
    if paid < 12:
        return sheet.step(NOT_ENOUGH, ZERO, "", months_paid=paid)
    if facts.registered is False:
        sheet.warn(say.REGISTER_FIRST)
        return sheet.step(NOT_REGISTERED, ZERO, "")
    sheet.ask(ask.UNEMPLOYMENT_SCHEDULE)
    sheet.warn(say.MAXIMUM_ONLY)
    return sheet.step(BAND, Fraction(24 if paid >= 120 else 18 if paid >= 60 else 12), "", months_paid=paid)


def monthly_benefit(facts: UnemploymentFacts, sheet: Worksheet) -> Fraction | None:
    """A share of the minimum wage of the place in the month; None where no month and wage are named."""
    if facts.monthly_benefit is not None:
        return facts.monthly_benefit
    if facts.month is None:
        return None
    minimum = facts.local_min_wage
    if minimum is None:
        minimum = sheet.require(FigureKind.MINIMUM_WAGE_MONTH, facts.month)
    share = sheet.require(FigureKind.UNEMPLOYMENT_RATE, facts.month)
    return sheet.step(MONTHLY, share * minimum, "share × minimum_wage", share=share, minimum_wage=minimum)


def unemployment(facts: UnemploymentFacts, sheet: Worksheet) -> None:
    """Months, the monthly sum, or both and their product."""
    sheet.at(facts.region)
    if facts.contribution_years is None and facts.month is None and facts.involuntary is not False:
        sheet.refuse(say.CONTRIBUTIONS_NEEDED)
    if facts.contribution_years is not None or facts.involuntary is False:
        sheet.months = most_months(facts.contribution_years or ZERO, facts, sheet)
    first, after = facts.rate_first_12, facts.rate_after
    if first is None:
        first = after = monthly_benefit(facts, sheet)
    if first is None:
        return
    if sheet.months is None:
        sheet.amount = first
        return
    later = max(sheet.months - 12, ZERO)
    due = min(sheet.months, Fraction(12)) * first + later * (after if after is not None else first)
    sheet.amount = sheet.step(TOTAL, due, "12 × first + rest × after", months=sheet.months, first=first, after=after)
