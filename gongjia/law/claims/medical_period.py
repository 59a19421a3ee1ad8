"""Medical period 医疗期 (劳部发〔1994〕479号3, 4条; 劳部发〔1995〕236号)."""

from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims import questions as ask
from gongjia.law.claims.dates import ONE_DAY, add_months
from gongjia.law.claims.figures import Seen
from gongjia.law.claims.inputs import Amount, Day, Inputs, asked, needed
from gongjia.law.claims.rulebook import Unit, rule
from gongjia.law.claims.worksheet import Worksheet

# 479号3、4条: (years here from, months of the period, months of the window in which sick days add up).
UNDER_TEN_YEARS = ((5, 6, 12), (0, 3, 6))
TEN_YEARS_AND_MORE = ((20, 24, 30), (15, 18, 24), (10, 12, 18), (5, 9, 15), (0, 6, 12))

TABLE = rule(
    "medical_period_table", "劳部发〔1994〕479号3、4条", "Months of the medical period", Unit.MONTHS, Seen.COPY
)
WINDOW = rule(
    "medical_period_window",
    "劳部发〔1994〕479号4条；劳部发〔1995〕236号1条",
    "Last day of the window in which sick days add up",
    Unit.DATE,
    Seen.COPY,
)
END = rule(
    "medical_period_end",
    "劳部发〔1995〕236号1条",
    "Last day of the period when the sick leave has no break",
    Unit.DATE,
    Seen.COPY,
)


class MedicalPeriodFacts(Inputs):
    total_years: Amount = needed("For how many years have you worked in all?")
    years_here: Amount = needed("For how many of them here?")
    first_sick_day: Day | None = asked("What was the first day of sick leave?")
    continuous: bool | None = asked("Was the sick leave without a break?")
    special_disease: bool | None = asked("Is it cancer, psychosis, paralysis or an equally grave disease?")


def period_and_window(total: Fraction, here: Fraction) -> tuple[int, int]:
    """Months of the period and of its window; at exactly 5, 10, 15 or 20 years the higher row (民法典1259条)."""
    rows = TEN_YEARS_AND_MORE if total >= 10 else UNDER_TEN_YEARS
    return next((period, window) for years, period, window in rows if here >= years)


def medical_period(facts: MedicalPeriodFacts, sheet: Worksheet) -> None:
    """Months and, from a first sick day, the last day: of the period without a break, else of the window."""
    total = max(facts.total_years, facts.years_here)
    period, window = period_and_window(total, facts.years_here)
    sheet.months = Fraction(
        sheet.step(TABLE, period, f"{period} months within {window}", total_years=total, years_here=facts.years_here)
    )
    if facts.years_here in (5, 10, 15, 20):
        sheet.boundary = True
        sheet.warn(say.HIGHER_ROW_USED, years=facts.years_here)
    if facts.special_disease:
        sheet.warn(say.SPECIAL_DISEASE)
    sheet.ask(ask.MEDICAL_ALLOWANCE)
    if facts.first_sick_day is None:
        return
    window_end = sheet.step(
        WINDOW, add_months(facts.first_sick_day, window), "corresponding day", first_sick_day=facts.first_sick_day
    )
    sheet.deadline = window_end
    if facts.continuous:
        sheet.deadline = sheet.step(
            END, add_months(facts.first_sick_day, period), "corresponding day, rest days included"
        )
    sheet.otherwise(say.IF_INCLUSIVE_DAY, deadline=sheet.deadline - ONE_DAY)
