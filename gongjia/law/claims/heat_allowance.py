"""Heat allowance 高温津贴 (防暑降温措施管理办法17条): 35 °C and more outdoors, or 33 °C and more indoors; part of wages."""

from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims import questions as ask
from gongjia.law.claims.figures import FigureKind, Seen
from gongjia.law.claims.inputs import Amount, Local, Month, asked
from gongjia.law.claims.numerals import ZERO
from gongjia.law.claims.rulebook import Unit, rule
from gongjia.law.claims.worksheet import Worksheet

DAYS = rule(
    "heat_days",
    "防暑降温措施管理办法17条（安监总安健〔2012〕89号）",
    "Days at 35 °C outdoors or 33 °C indoors",
    Unit.DAYS,
    Seen.COPY,
)
ALLOWANCE = rule("heat_allowance", "防暑降温措施管理办法17条；吉林省2011年标准", "Days × sum a day", seen=Seen.COPY)


class HeatAllowanceFacts(Local):
    outdoor_days: Amount | None = asked(
        "On how many days did you work outdoors at 35 °C or more?", "days_at_or_above_35C_outdoor", "days"
    )
    indoor_days: Amount | None = asked(
        "On how many days did you work where it was not brought below 33 °C?", "days_at_or_above_33C_indoor"
    )
    rate_per_day: Amount | None = asked("Local sum a day in yuan, if you know it.")
    month: Month | None = asked("In which month?")
    paid: Amount | None = asked("What heat allowance was paid, in yuan?")


def heat_allowance(facts: HeatAllowanceFacts, sheet: Worksheet) -> None:
    """Days times the local sum; the sum is looked up where it is not given."""
    sheet.at(facts.region)
    if facts.outdoor_days is None and facts.indoor_days is None:
        sheet.refuse(say.HOT_DAYS_NEEDED)
    days = sheet.step(DAYS, (facts.outdoor_days or ZERO) + (facts.indoor_days or ZERO), "outdoor + indoor")
    rate = facts.rate_per_day
    if rate is None:
        if facts.month is None:
            sheet.refuse(say.MONTH_NEEDED)
        rate = sheet.require(FigureKind.HEAT_DAY, facts.month)
    sheet.ask(ask.HEAT_ALLOWANCE)
    due: Fraction = sheet.step(ALLOWANCE, days * rate, "days × rate", days=days, rate=rate)
    sheet.amount = max(due - (facts.paid or ZERO), ZERO)
    sheet.warn(say.LIMITATION_OF_WAGES)
