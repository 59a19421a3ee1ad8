"""Work-injury benefits 工伤待遇 (工伤保险条例33-39, 62, 64条; 人社部令9号)."""

from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims import questions as ask
from gongjia.law.claims import work_injury_death as death
from gongjia.law.claims.figures import FigureKind, Seen
from gongjia.law.claims.pay_average import local_minimum_wage
from gongjia.law.claims.rulebook import Unit, rule
from gongjia.law.claims.work_injury_facts import Benefit, WorkInjuryFacts, own_wage, regional_monthly_wage
from gongjia.law.claims.worksheet import Worksheet

# 35-37条: months of own pay for grades 1 to 10, since 2011-01-01 and before.
GRANT_MONTHS = (27, 25, 23, 21, 18, 16, 13, 11, 9, 7)
GRANT_MONTHS_BEFORE_2011 = (24, 22, 20, 18, 16, 14, 12, 10, 8, 6)
NEW_GRANTS_SINCE = 2011
ALLOWANCE_PERCENT = {1: 90, 2: 85, 3: 80, 4: 75, 5: 70, 6: 60}
CARE_PERCENT = {"total": 50, "large": 40, "partial": 30}
# 人社部令9号5条: multiples of the yearly base for grades 1 to 10.
UNLICENSED_MULTIPLES = (16, 14, 12, 10, 8, 6, 4, 3, 2, 1)

GRANTS = {
    "1-4": rule("grant_1_to_4", "工伤保险条例35条1项", "One-off disability grant, grades 1 to 4"),
    "5-6": rule("grant_5_to_6", "工伤保险条例36条1项", "One-off disability grant, grades 5 and 6"),
    "7-10": rule("grant_7_to_10", "工伤保险条例37条1项", "One-off disability grant, grades 7 to 10"),
}
ALLOWANCE_FUND = rule(
    "allowance_fund", "工伤保险条例35条2项", "Monthly disability allowance, grades 1 to 4, from the fund"
)
ALLOWANCE_EMPLOYER = rule(
    "allowance_employer",
    "工伤保险条例36条2项",
    "Monthly disability allowance, grades 5 and 6, where no work can be arranged",
)
ALLOWANCE_FLOOR = rule("allowance_floor", "工伤保险条例35条2项、36条2项", "Raised to the minimum wage")
CARE = rule("care", "工伤保险条例34条2款", "Monthly care: share of the regional average wage")
UNINSURED = rule("uninsured", "工伤保险条例62条2款", "Not insured: the employer pays every item itself")
UNLICENSED = rule(
    "unlicensed",
    "非法用工单位伤亡人员一次性赔偿办法5条",
    "Employer without a licence: multiples of the yearly average wage",
    seen=Seen.COPY,
)
EXIT_MEDICAL = rule(
    "exit_medical",
    "工伤保险条例36、37条2款",
    "One-off medical subsidy on leaving, months set by the province",
    seen=Seen.OPEN,
)
EXIT_EMPLOYMENT = rule(
    "exit_employment",
    "工伤保险条例36、37条2款",
    "One-off employment subsidy on leaving, months set by the province",
    seen=Seen.OPEN,
)
PAYER = rule("payer", "工伤保险条例35-39、62条", "Who pays", Unit.TEXT)


def benefit_of(facts: WorkInjuryFacts, sheet: Worksheet) -> Benefit:
    """The benefit that is named, or the one that the facts describe."""
    unlicensed = (facts.employer or "").lower() in ("unlicensed", "illegal", "无照", "非法用工")
    died = facts.died or facts.date_of_death is not None or facts.national_urban_disposable_income_prev_year is not None
    described = {
        Benefit.UNLICENSED_DEATH: unlicensed and (died or facts.grade is None),
        Benefit.UNLICENSED: unlicensed,
        Benefit.SURVIVORS: facts.survivors is not None,
        Benefit.DEATH_GRANT: died,
        Benefit.CARE: facts.care_level is not None,
        Benefit.ALLOWANCE: facts.grade is not None and (facts.no_work_arranged or facts.local_min_wage is not None),
        Benefit.GRANT: facts.grade is not None,
        Benefit.FUNERAL: facts.regional_avg_wage is not None,
    }
    found = facts.benefit or next((benefit for benefit, fits in described.items() if fits), None)
    if found is None:
        sheet.refuse(say.INJURY_FACTS_NEEDED)
    return found


def grade_of(facts: WorkInjuryFacts, sheet: Worksheet, low: int = 1, high: int = 10) -> int:
    if facts.grade is None or not low <= facts.grade <= high:
        sheet.refuse(say.GRADE_NEEDED, low=low, high=high)
    return facts.grade


def disability_grant(facts: WorkInjuryFacts, sheet: Worksheet) -> Fraction:
    """35-37条: months of own pay by grade; fewer for injuries before 2011."""
    grade = grade_of(facts, sheet)
    year = facts.injury_date.year if facts.injury_date else facts.injury_year
    old = year is not None and year < NEW_GRANTS_SINCE
    months = (GRANT_MONTHS_BEFORE_2011 if old else GRANT_MONTHS)[grade - 1]
    wage = own_wage(facts, sheet)
    by = GRANTS["1-4" if grade <= 4 else "5-6" if grade <= 6 else "7-10"]
    return sheet.step(by, months * wage, "months × own_wage", grade=grade, months=months, own_wage=wage)


def disability_allowance(facts: WorkInjuryFacts, sheet: Worksheet) -> Fraction:
    """35、36条: a share of own pay a month, raised to the minimum wage."""
    grade = grade_of(facts, sheet, high=6)
    percent, wage = ALLOWANCE_PERCENT[grade], own_wage(facts, sheet)
    by = ALLOWANCE_FUND if grade <= 4 else ALLOWANCE_EMPLOYER
    due = sheet.step(by, wage * percent / 100, "percent × own_wage", percent=percent, own_wage=wage)
    minimum = local_minimum_wage(facts, facts.injury_date, sheet)
    if minimum is not None and due < minimum:
        return sheet.step(ALLOWANCE_FLOOR, minimum, "max(allowance, minimum_wage)", allowance=due, minimum_wage=minimum)
    return due


def care(facts: WorkInjuryFacts, sheet: Worksheet) -> Fraction:
    """34条2款: 50, 40 or 30% of the regional average wage."""
    level = facts.care_level or ""
    percent = next(
        (
            CARE_PERCENT[key]
            for key, words in (
                ("large", ("大部分", "large", "most")),
                ("partial", ("部分", "part")),
                ("total", ("完全", "total", "full")),
            )
            if any(word in level for word in words)
        ),
        None,
    )
    regional = regional_monthly_wage(facts, sheet)
    if percent is None or regional is None:
        sheet.refuse(say.CARE_NEEDS)
    return sheet.step(
        CARE, regional * percent / 100, "percent × regional_average", percent=percent, regional_average=regional
    )


def exit_subsidy(facts: WorkInjuryFacts, benefit: Benefit, sheet: Worksheet) -> Fraction:
    """36、37条2款: the province sets the months; without its figure there is no sum, and none is guessed."""
    grade = grade_of(facts, sheet, low=5)
    sheet.ask(ask.INJURY_EXIT_MONTHS)
    medical = benefit is Benefit.EXIT_MEDICAL
    kind = FigureKind.INJURY_MEDICAL_MONTHS if medical else FigureKind.INJURY_EMPLOYMENT_MONTHS
    if facts.exit_date is None:
        sheet.refuse(say.EXIT_DATE_NEEDED)
    months = sheet.require(kind, facts.exit_date, grade)
    regional = regional_monthly_wage(facts, sheet)
    if regional is None:
        sheet.refuse(say.REGIONAL_WAGE_NEEDED)
    by = EXIT_MEDICAL if medical else EXIT_EMPLOYMENT
    return sheet.step(by, months * regional, "months × regional_average", months=months, regional_average=regional)


def unlicensed(facts: WorkInjuryFacts, sheet: Worksheet) -> Fraction:
    """人社部令9号5条: one sum, multiples of the yearly average wage."""
    grade = grade_of(facts, sheet)
    yearly = facts.regional_annual_avg_wage
    if yearly is None:
        monthly = regional_monthly_wage(facts, sheet)
        yearly = None if monthly is None else monthly * 12
    if yearly is None:
        sheet.refuse(say.REGIONAL_WAGE_NEEDED)
    times = UNLICENSED_MULTIPLES[grade - 1]
    return sheet.step(
        UNLICENSED, times * yearly, "multiple × yearly_wage", grade=grade, multiple=times, yearly_wage=yearly
    )


def payer(facts: WorkInjuryFacts, benefit: Benefit) -> str:
    """The fund, but the employer for grades 5 and 6 without work, for the employment subsidy and where not insured."""
    if facts.insured is False or benefit in (Benefit.UNLICENSED, Benefit.UNLICENSED_DEATH, Benefit.EXIT_EMPLOYMENT):
        return "employer"
    if benefit is Benefit.ALLOWANCE and facts.grade is not None and facts.grade >= 5:
        return "employer"
    return "fund"


def benefit_amount(facts: WorkInjuryFacts, benefit: Benefit, sheet: Worksheet) -> Fraction:
    """The sum of one benefit."""
    if benefit in (Benefit.EXIT_MEDICAL, Benefit.EXIT_EMPLOYMENT):
        return exit_subsidy(facts, benefit, sheet)
    by_benefit = {
        Benefit.GRANT: disability_grant,
        Benefit.ALLOWANCE: disability_allowance,
        Benefit.CARE: care,
        Benefit.UNLICENSED: unlicensed,
        Benefit.FUNERAL: death.funeral,
        Benefit.DEATH_GRANT: death.death_grant,
        Benefit.SURVIVORS: death.survivors,
        Benefit.UNLICENSED_DEATH: death.unlicensed_death,
    }
    return by_benefit[benefit](facts, sheet)


def work_injury(facts: WorkInjuryFacts, sheet: Worksheet) -> None:
    """One benefit, who pays it, and what else to ask for."""
    sheet.at(facts.region)
    benefit = benefit_of(facts, sheet)
    sheet.amount = benefit_amount(facts, benefit, sheet)
    pays = sheet.step(PAYER, payer(facts, benefit), "", benefit=benefit.value, insured=facts.insured)
    if facts.insured is False:
        sheet.step(UNINSURED, sheet.amount, "paid by the employer")
    if benefit is Benefit.GRANT and facts.grade is not None and facts.grade >= 5:
        sheet.warn(say.EXIT_SUBSIDIES_TOO)
        sheet.ask(ask.INJURY_EXIT_MONTHS)
    if pays == "employer":
        sheet.limited_to_one_year(facts.exit_date)
