"""Pay during the work stoppage after an injury, 停工留薪 (工伤保险条例33条). The employer pays it, not the fund."""

from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims.dates import span
from gongjia.law.claims.inputs import Amount, Day, Local, asked, needed
from gongjia.law.claims.numerals import ZERO
from gongjia.law.claims.pay_average import local_minimum_wage
from gongjia.law.claims.rulebook import Unit, rule
from gongjia.law.claims.worksheet import Worksheet

MONTHS_WITHOUT_EXTENSION = Fraction(12)
MONTHS_WITH_EXTENSION = Fraction(24)

PAID_MONTHS = rule(
    "stoppage_months", "工伤保险条例33条2款", "Twelve months, with a confirmed extension at most 24", Unit.MONTHS
)
STOPPAGE_PAY = rule("stoppage_pay", "工伤保险条例33条", "Original wage and benefits, unchanged, from the employer")


class SuspensionPayFacts(Local):
    original_wage: Amount = needed(
        "Your monthly pay and benefits before the injury, in yuan.", "original_monthly_wage", "monthly_wage"
    )
    months: Amount | None = asked("For how many months could you not work?")
    stopped_on: Day | None = asked("From which day could you not work?", "injury_date")
    grade_fixed_on: Day | None = asked("On which day was the grade of disability fixed?")
    extension_confirmed: bool | None = asked("Did the appraisal committee confirm an extension beyond twelve months?")
    paid: Amount | None = asked("What did the employer pay for that time, in yuan?", "already_paid")


def months_stopped(facts: SuspensionPayFacts, sheet: Worksheet) -> Fraction:
    """As stated, or whole months up to the day on which the grade was fixed."""
    if facts.months is not None:
        return facts.months
    if facts.stopped_on is None or facts.grade_fixed_on is None:
        sheet.refuse(say.STOPPAGE_NEEDED)
    length = span(facts.stopped_on, facts.grade_fixed_on)
    if length.days_left:
        sheet.warn(say.SUSPENSION_DAYS_LEFT)
    return Fraction(length.months)


def suspension_pay_injury(facts: SuspensionPayFacts, sheet: Worksheet) -> None:
    """33条: original pay for at most 12 and 12 more months; it ends when the grade is fixed."""
    sheet.at(facts.region)
    months = months_stopped(facts, sheet)
    limit = MONTHS_WITH_EXTENSION if facts.extension_confirmed else MONTHS_WITHOUT_EXTENSION
    counted = sheet.step(PAID_MONTHS, min(months, limit), "min(months, limit)", months=months, limit=limit)
    if months > limit and not facts.extension_confirmed:
        sheet.warn(say.EXTENSION_TO_CONFIRM)
    due = max(facts.original_wage * counted - (facts.paid or ZERO), ZERO)
    sheet.amount = sheet.step(
        STOPPAGE_PAY, due, "wage × months - paid", wage=facts.original_wage, months=counted, paid=facts.paid
    )
    local_minimum_wage(facts, facts.grade_fixed_on, sheet)
    sheet.final_within_twelve_minimum_wages()
