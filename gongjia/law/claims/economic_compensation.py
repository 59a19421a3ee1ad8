"""Economic compensation N, 经济补偿 (劳动合同法46, 47, 97条3款; 实施条例10, 22, 23, 27条)."""

from datetime import date
from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims import questions as ask
from gongjia.law.claims.dates import Reading, span
from gongjia.law.claims.figures import Seen
from gongjia.law.claims.grounds import ARTICLE_OF_NOTHING, OLD_RULES, OWES_COMPENSATION, Ground, OldRule
from gongjia.law.claims.inputs import Amount, asked, needed
from gongjia.law.claims.numerals import ZERO, money
from gongjia.law.claims.pay_average import Base, BaseFacts, compensation_base
from gongjia.law.claims.rulebook import rule
from gongjia.law.claims.service import (
    ACT_IN_FORCE,
    FACTOR_BEFORE_2008,
    FACTOR_FROM_2008,
    LAST_OLD_DAY,
    MONTHS_FACTOR,
    Service,
    ServiceFacts,
    dates_of,
    factor_before_2008,
    factor_between,
    stated_factor,
    years_may_reach_before_2008,
)
from gongjia.law.claims.worksheet import Worksheet

MOST_MONTHS_WHEN_CAPPED = Fraction(12)
ENTERPRISE_FLOOR = (Ground.ART_40_ILLNESS, Ground.ART_40_CIRCUMSTANCES, Ground.ART_41)
TASK_RULE_IN_FORCE = date(2008, 9, 18)

NOT_OWED = rule("compensation_not_owed", "劳动合同法46条", "This ground is not one for which compensation is owed")
COMPENSATION = rule("compensation", "劳动合同法47条", "Monthly base times months")
COMPENSATION_BEFORE_2008 = rule(
    "compensation_before_2008", "劳动合同法97条3款", "Part for service up to 2007-12-31", seen=Seen.COPY
)
COMPENSATION_FROM_2008 = rule("compensation_from_2008", "劳动合同法97条3款、47条", "Part for service from 2008-01-01")


class EconomicCompensationFacts(ServiceFacts, BaseFacts):
    termination_ground: Ground = needed("How did the employment end?")
    enterprise_avg_wage: Amount | None = asked(
        "Average monthly wage at the employer in yuan, if service began before 2008 and it is above your own pay."
    )
    count_service_before_2008: bool | None = asked(
        "A lawyer's reading: do the rules before 2008 pay for this ground? Leave open if unsure."
    )


def limited(base: Base, service: Service) -> Service:
    """劳动合同法47条2款: at most twelve months when the base is capped; by default only for service from 2008."""
    if not base.capped:
        return service
    return Service(service.before, min(service.since, MOST_MONTHS_WHEN_CAPPED))


def total(base: Base, service: Service) -> Fraction:
    return base.monthly * limited(base, service).months


def old_rule(facts: EconomicCompensationFacts) -> OldRule | None:
    """The rule before 2008 for the ground; None where it is not settled and no reading was chosen."""
    known = OLD_RULES.get(facts.termination_ground)
    if known is None and facts.count_service_before_2008 is not None:
        return OldRule("劳动合同法97条3款", pays=facts.count_service_before_2008)
    return known


def split(start: date, end: date, rule_before: OldRule, reading: Reading) -> Service:
    """劳动合同法97条3款: the old rules up to 2007-12-31, article 47 afterwards."""
    before = ZERO
    if start < ACT_IN_FORCE and rule_before.pays:
        before = factor_before_2008(start, min(end, LAST_OLD_DAY), rule_before.most, reading)
    since = factor_between(max(start, ACT_IN_FORCE), end, reading) if end >= ACT_IN_FORCE else ZERO
    return Service(before, since)


def compensated_service(facts: EconomicCompensationFacts, start: date, end: date, sheet: Worksheet) -> Service:
    """The months of compensation with their steps; both ways to count days are compared."""
    before_2008 = old_rule(facts) or OldRule("劳动合同法97条3款")
    counted = split(start, end, before_2008, Reading.INCLUSIVE)
    if start >= ACT_IN_FORCE:
        since = sheet.step(MONTHS_FACTOR, counted.since, "both end dates count", start=start, end=end)
        return Service(counted.before, since)
    before = sheet.step(FACTOR_BEFORE_2008, counted.before, before_2008.article, start=start, end=LAST_OLD_DAY)
    return Service(before, sheet.step(FACTOR_FROM_2008, counted.since, "", start=ACT_IN_FORCE, end=end))


def compare_day_counting(
    facts: EconomicCompensationFacts, start: date, end: date, base: Base, sheet: Worksheet
) -> None:
    """A tenure of exactly k years and 0 or 6 months, give or take a day, depends on how days are counted."""
    by_rule = old_rule(facts) or OldRule("")
    other = split(start, end, by_rule, Reading.CORRESPONDING)
    if other != split(start, end, by_rule, Reading.INCLUSIVE):
        sheet.boundary = True
        sheet.warn(say.BOUNDARY_OF_SERVICE, end=end)
        sheet.ask(ask.SERVICE_DAYS)
        sheet.otherwise(say.IF_CORRESPONDING_DAY, total(base, other))


def readings_of_2008(start: date, end: date, base: Base, service: Service, sheet: Worksheet) -> None:
    """Readings of 97条3款 that courts have not settled here."""
    if not service.before:
        return
    sheet.ask(ask.SPLIT_2008)
    old = span(start, min(end, LAST_OLD_DAY))
    whole_years = Fraction(old.months // 12)
    if (old.months % 12 or old.days_left) and whole_years < service.before:
        half = whole_years + Fraction(1, 2)
        sheet.otherwise(say.IF_OLD_REMAINDER_HALF, total(base, Service(half, service.since)))
        sheet.otherwise(say.IF_OLD_REMAINDER_NOTHING, total(base, Service(whole_years, service.since)))
    sheet.otherwise(say.IF_ONE_SPAN, total(base, Service(ZERO, factor_between(start, end))))
    if base.capped:
        whole = min(service.months, MOST_MONTHS_WHEN_CAPPED)
        sheet.otherwise(say.IF_TWELVE_FOR_ALL, base.monthly * whole)
        uncapped = base.average * service.before + base.monthly * limited(base, service).since
        sheet.otherwise(say.IF_OLD_PART_UNCAPPED, uncapped)


def enterprise_floor(facts: EconomicCompensationFacts, base: Base, service: Service, sheet: Worksheet) -> None:
    """劳部发〔1994〕481号: for illness, changed circumstances and lay-off the old base was not below the enterprise average."""
    average = facts.enterprise_avg_wage
    if (
        service.before
        and facts.termination_ground in ENTERPRISE_FLOOR
        and average is not None
        and average > base.monthly
    ):
        higher = average * service.before + base.monthly * limited(base, service).since
        sheet.otherwise(say.IF_ENTERPRISE_AVERAGE, higher)


def open_before_2008(base: Base, chosen: Service, sheet: Worksheet) -> None:
    """The ground has no settled rule before 2008: a range and a question, no number."""
    since_only = total(base, Service(ZERO, chosen.since))
    sheet.amount_range = (since_only, total(base, chosen))
    sheet.ask(ask.OLD_RULE_OF_GROUND, ask.SPLIT_2008)
    sheet.refuse(say.OLD_RULE_OPEN)


def add_up(base: Base, service: Service, sheet: Worksheet) -> Fraction:
    """Base times months, each part shown when there are two."""
    counted = limited(base, service)
    due = total(base, service)
    if service.before:
        sheet.parts["before_2008"] = sheet.step(
            COMPENSATION_BEFORE_2008,
            base.monthly * counted.before,
            "base × months",
            base=base.monthly,
            months=counted.before,
        )
        sheet.parts["from_2008"] = sheet.step(
            COMPENSATION_FROM_2008,
            base.monthly * counted.since,
            "base × months",
            base=base.monthly,
            months=counted.since,
        )
        due = sheet.parts["before_2008"] + sheet.parts["from_2008"]
    if counted != service:
        sheet.warn(say.TWELVE_MONTHS_REACHED)
        sheet.warn(
            say.CLIFF, line=money(base.monthly), months=service.months, amount=money(base.monthly * service.months)
        )
    if base.capped and ask.AVERAGE_WAGE_SERIES in sheet.questions:
        sheet.otherwise(say.IF_CAP_NOT_CONFIRMED, base.average * service.months)
    return sheet.step(COMPENSATION, due, "base × months", base=base.monthly, months=counted.months)


def compensation_by_dates(facts: EconomicCompensationFacts, base: Base, sheet: Worksheet) -> Fraction:
    """N where the first and the last day are known."""
    start, end = dates_of(facts, sheet)
    if facts.termination_ground is Ground.TASK_DONE and end < TASK_RULE_IN_FORCE:
        return sheet.step(NOT_OWED, ZERO, "ended before 2008-09-18（实施条例22条）")
    chosen = compensated_service(facts, start, end, sheet)
    if start < ACT_IN_FORCE and old_rule(facts) is None:
        open_before_2008(base, chosen, sheet)
    compare_day_counting(facts, start, end, base, sheet)
    enterprise_floor(facts, base, chosen, sheet)
    readings_of_2008(start, end, base, chosen, sheet)
    return add_up(base, chosen, sheet)


def compensation(facts: EconomicCompensationFacts, sheet: Worksheet) -> Fraction:
    """N for any ground; zero where 46条 does not list it."""
    ground = facts.termination_ground
    if ground not in OWES_COMPENSATION:
        article = ARTICLE_OF_NOTHING.get(ground, "劳动合同法46条")
        if ground is Ground.UNLAWFUL:
            sheet.warn(say.CLAIM_DAMAGES_INSTEAD)
        return sheet.step(NOT_OWED, ZERO, article, ground=ground.value)
    if years_may_reach_before_2008(facts):
        sheet.ask(ask.SPLIT_2008)
        sheet.refuse(say.DATES_NEEDED_FOR_2008)
    if ground is Ground.ART_40_ILLNESS:
        sheet.ask(ask.MEDICAL_ALLOWANCE)
    base = compensation_base(facts, facts.service_end, sheet)
    sheet.warn(say.TAX_NOTE)
    factor = stated_factor(facts, sheet)
    if factor is None:
        return compensation_by_dates(facts, base, sheet)
    return add_up(base, Service(ZERO, factor), sheet)


def economic_compensation(facts: EconomicCompensationFacts, sheet: Worksheet) -> None:
    """N with the last day to claim it and whether an award on it would be final."""
    sheet.at(facts.region)
    sheet.amount = compensation(facts, sheet)
    sheet.limited_to_one_year(facts.service_end)
    sheet.final_within_twelve_minimum_wages()
