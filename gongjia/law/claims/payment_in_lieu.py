"""Pay in lieu of notice +1, 代通知金, and N+1 (劳动合同法40条; 实施条例20条)."""

from dataclasses import replace
from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims import questions as ask
from gongjia.law.claims.economic_compensation import EconomicCompensationFacts, compensation
from gongjia.law.claims.grounds import ART_40, Ground
from gongjia.law.claims.inputs import Amount, Day, asked
from gongjia.law.claims.numerals import ZERO
from gongjia.law.claims.pay_average import average_is_given
from gongjia.law.claims.rulebook import rule
from gongjia.law.claims.worksheet import Worksheet

NOTICE_DAYS = 30

NO_EXTRA_MONTH = rule(
    "no_extra_month", "劳动合同法40条", "The extra month belongs to article 40 only, and not to damages 2N"
)
NOTICE_GIVEN = rule("notice_given", "劳动合同法40条", "Thirty days' written notice was given")
EXTRA_MONTH = rule("extra_month", "实施条例20条", "One month at last month's wage standard, not the average")
N_PLUS_1 = rule("n_plus_1", "劳动合同法40、46条", "Compensation and the extra month together")


class PaymentInLieuFacts(EconomicCompensationFacts):
    notice_days_given: Amount | None = asked("How many days before the end did you get written notice?")
    notice_given: Day | None = asked("On which day did you get the written notice?")
    termination_date: Day | None = asked("On which day did the employment end?")
    last_month_wage: Amount | None = asked("Your wage standard in the month before, in yuan.")


def days_of_notice(facts: PaymentInLieuFacts) -> Fraction:
    """As stated, or between the two days; no notice at all where nothing is stated."""
    if facts.notice_days_given is not None:
        return facts.notice_days_given
    ended = facts.termination_date or facts.service_end
    if facts.notice_given and ended:
        return Fraction(max((ended - facts.notice_given).days, 0))
    return ZERO


def extra_month(facts: PaymentInLieuFacts, sheet: Worksheet) -> Fraction:
    """40条: thirty days' written notice or one month's wage of the month before."""
    ground = facts.termination_ground
    if ground not in ART_40:
        if ground is Ground.UNLAWFUL:
            sheet.warn(say.NO_EXTRA_MONTH_WITH_DAMAGES)
        return sheet.step(NO_EXTRA_MONTH, ZERO, "", ground=ground.value)
    notice = days_of_notice(facts)
    if notice >= NOTICE_DAYS:
        return sheet.step(NOTICE_GIVEN, ZERO, "notice ≥ 30", notice=notice)
    if facts.last_month_wage is None:
        sheet.refuse(say.LAST_MONTH_NEEDED)
    average = facts.avg_wage_12m
    if average is not None and average != facts.last_month_wage:
        sheet.ask(ask.LAST_MONTH_WAGE)
        sheet.warn(say.LAST_MONTH_DIFFERS, last=facts.last_month_wage, average=average)
    return sheet.step(EXTRA_MONTH, facts.last_month_wage, "last month's wage", last_month_wage=facts.last_month_wage)


def service_is_given(facts: PaymentInLieuFacts) -> bool:
    by_dates = facts.service_start is not None and facts.service_end is not None
    return by_dates or facts.service_months_factor is not None or facts.service_years is not None


def payment_in_lieu(facts: PaymentInLieuFacts, sheet: Worksheet) -> None:
    """+1 alone, or N+1 where the facts for N are there too."""
    sheet.at(facts.region)
    extra = extra_month(facts, sheet)
    sheet.amount = extra
    if service_is_given(facts) and average_is_given(facts):
        n = compensation(facts, sheet)
        sheet.parts = {**sheet.parts, "compensation": n, "in_lieu": extra}
        sheet.amount = sheet.step(N_PLUS_1, n + extra, "N + extra month", n=n, extra=extra)
        sheet.alternatives = [
            replace(other, amount=None if other.amount is None else other.amount + extra)
            for other in sheet.alternatives
        ]
    sheet.limited_to_one_year(facts.termination_date or facts.service_end)
    sheet.final_within_twelve_minimum_wages()
