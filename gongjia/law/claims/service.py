"""Length of service and its months of compensation (劳动合同法47条1款, 97条3款; 实施条例10条)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims.dates import ONE_DAY, Reading, months_factor, span
from gongjia.law.claims.figures import Seen
from gongjia.law.claims.inputs import Amount, Day, Inputs, Year, asked
from gongjia.law.claims.numerals import ZERO, ceiling
from gongjia.law.claims.rulebook import Unit, rule
from gongjia.law.claims.worksheet import Worksheet

ACT_IN_FORCE = date(2008, 1, 1)
LAST_OLD_DAY = date(2007, 12, 31)

MONTHS_FACTOR = rule(
    "months_factor", "劳动合同法47条1款；民法典1259条", "Service counted into months of pay", Unit.MONTHS
)
SERVICE_MERGED = rule(
    "service_merged",
    "劳动合同法实施条例10条；法释〔2020〕26号46条；法释〔2025〕12号10条3款",
    "Service with the earlier employer counts, unless that employer has paid for it",
    Unit.DATE,
)
FACTOR_BEFORE_2008 = rule(
    "factor_before_2008",
    "劳动合同法97条3款；劳部发〔1994〕481号5-9条",
    "Months for service up to 2007-12-31, by the rules then in force",
    Unit.MONTHS,
    Seen.COPY,
)
FACTOR_FROM_2008 = rule(
    "factor_from_2008", "劳动合同法97条3款、47条", "Months for service from 2008-01-01", Unit.MONTHS
)


class ServiceFacts(Inputs):
    """When the worker served, as exact as the worker knows it."""

    service_start: Day | None = asked("On which day did you start to work there?", "hire_date")
    service_end: Day | None = asked("What was the last day of the employment?", "employment_last_day")
    service_end_is_last_day: bool | None = asked(
        "Is that the last day of the employment (yes), or the first day without it (no)?"
    )
    service_months_factor: Amount | None = asked("Months of compensation, if they are settled already.")
    service_years: Amount | None = asked("Full years of service, if the exact dates are not known.")
    service_extra_months: Amount | None = asked("Full months of service beyond those years.")
    termination_year: Year | None = asked("The year in which the employment ended, if the day is not known.")
    original_start: Day | None = asked("When the employer moved you from another one: your first day there.")
    transfer_date: Day | None = asked("When the employer moved you from another one: your first day here.")
    paid_by_old_employer: Amount | None = asked("Compensation that the earlier employer paid, in yuan.")
    count_from: Day | None = asked("A later day from which service is counted, where one is settled.")


@dataclass(frozen=True)
class Service:
    """Months of compensation for the two parts that 2008-01-01 divides."""

    before: Fraction
    since: Fraction

    @property
    def months(self) -> Fraction:
        return self.before + self.since


def counted_start(facts: ServiceFacts, sheet: Worksheet) -> date | None:
    """实施条例10条: service before a transfer that the employer arranged counts, unless it was paid for."""
    start = facts.service_start
    paid = (facts.paid_by_old_employer or ZERO) > 0
    if paid and facts.transfer_date:
        start = sheet.step(SERVICE_MERGED, facts.transfer_date, "paid for: from the transfer")
    elif not paid and facts.original_start and (start is None or facts.original_start < start):
        start = sheet.step(SERVICE_MERGED, facts.original_start, "not paid for: from the first day")
    if facts.count_from and (start is None or facts.count_from > start):
        start = facts.count_from
    return start


def counted_end(facts: ServiceFacts, sheet: Worksheet) -> date | None:
    """The last day; a notice "terminated on 1 January" may mean 31 December."""
    if facts.service_end is None:
        return None
    if facts.service_end_is_last_day is False:
        return facts.service_end - ONE_DAY
    if facts.service_end_is_last_day is None:
        sheet.warn(say.LAST_DAY_ASSUMED, day=facts.service_end)
    return facts.service_end


def factor_between(start: date, end: date, reading: Reading = Reading.INCLUSIVE) -> Fraction:
    """劳动合同法47条1款 over two dates."""
    return months_factor(span(start, end, reading))


def stated_factor(facts: ServiceFacts, sheet: Worksheet) -> Fraction | None:
    """A factor that is settled, or years and months where no dates are known; None where dates must be counted."""
    if facts.service_months_factor is not None:
        return sheet.step(MONTHS_FACTOR, facts.service_months_factor, "as stated")
    if facts.service_years is None or (facts.service_start and facts.service_end):
        return None
    months = facts.service_years * 12 + (facts.service_extra_months or ZERO)
    years, rest = divmod(months, 12)
    factor = Fraction(years) + (1 if rest >= 6 else Fraction(1, 2) if rest else 0)
    return sheet.step(MONTHS_FACTOR, factor, "years + months", years=years, months=rest)


def years_may_reach_before_2008(facts: ServiceFacts) -> bool:
    """Only years are known and they may begin before 2008: without dates nobody can split them."""
    if facts.service_months_factor is not None or facts.service_years is None or facts.service_start:
        return False
    ended = facts.service_end.year if facts.service_end else facts.termination_year
    return ended is not None and ended - facts.service_years < ACT_IN_FORCE.year


def dates_of(facts: ServiceFacts, sheet: Worksheet) -> tuple[date, date]:
    """First and last day, or a refusal that asks for them."""
    start, end = counted_start(facts, sheet), counted_end(facts, sheet)
    if start is None or end is None:
        sheet.refuse(say.SERVICE_NEEDED)
    if end < start:
        sheet.refuse(say.END_BEFORE_START, start=start, end=end)
    return start, end


def factor_before_2008(start: date, until: date, most: int | None, reading: Reading) -> Fraction:
    """劳部发〔1994〕481号: a month per year, a part year counts as a year, up to `most` months."""
    length = span(start, until, reading)
    years = ceiling(Fraction(length.months + (1 if length.days_left else 0), 12))
    return Fraction(years if most is None else min(years, most))
