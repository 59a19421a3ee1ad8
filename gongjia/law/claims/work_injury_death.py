"""Benefits after a death at work (工伤保险条例39条; 人社部令9号6条)."""

from datetime import date
from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims.figures import FigureKind, Seen
from gongjia.law.claims.rulebook import rule
from gongjia.law.claims.work_injury_facts import WorkInjuryFacts, own_wage, regional_monthly_wage
from gongjia.law.claims.worksheet import Worksheet

FUNERAL = rule("funeral", "工伤保险条例39条1项", "Funeral: six months of the regional average wage")
DEATH_GRANT = rule(
    "death_grant", "工伤保险条例39条3项", "Death grant: 20 × national income of townspeople in the year before"
)
SURVIVORS = rule(
    "survivors", "工伤保险条例39条2项", "Survivors: spouse 40%, others 30%, orphan or widowed elder 10% more"
)
SURVIVORS_LIMIT = rule("survivors_limit", "工伤保险条例39条2项", "All survivors together: not above own pay")
UNLICENSED_DEATH = rule(
    "unlicensed_death",
    "非法用工单位伤亡人员一次性赔偿办法6条",
    "Employer without a licence, death: 20 and 10 years' income",
    seen=Seen.COPY,
)


def funeral(facts: WorkInjuryFacts, sheet: Worksheet) -> Fraction:
    """39条1项."""
    regional = regional_monthly_wage(facts, sheet)
    if regional is None:
        sheet.refuse(say.REGIONAL_WAGE_NEEDED)
    return sheet.step(FUNERAL, 6 * regional, "6 × regional_average", regional_average=regional)


def urban_income(facts: WorkInjuryFacts, sheet: Worksheet) -> Fraction:
    """National disposable income of townspeople in the year before the death."""
    if facts.national_urban_disposable_income_prev_year is not None:
        return facts.national_urban_disposable_income_prev_year
    if facts.date_of_death is None:
        sheet.refuse(say.DEATH_DATE_NEEDED)
    return sheet.require(FigureKind.URBAN_INCOME_YEAR, date(facts.date_of_death.year - 1, 12, 31))


def death_grant(facts: WorkInjuryFacts, sheet: Worksheet) -> Fraction:
    """39条3项."""
    income = urban_income(facts, sheet)
    return sheet.step(DEATH_GRANT, 20 * income, "20 × income", income=income)


def survivors(facts: WorkInjuryFacts, sheet: Worksheet) -> Fraction:
    """39条2项: shares of own pay a month, together not above it."""
    wage = own_wage(facts, sheet)
    percents = [
        (40 if each.kind in ("spouse", "配偶") else 30) + (10 if each.orphan or each.widowed_elder else 0)
        for each in facts.survivors or []
    ]
    due = sheet.step(
        SURVIVORS, wage * sum(percents) / 100, "percents × own_wage", percents=sum(percents), own_wage=wage
    )
    if due > wage:
        sheet.warn(say.SURVIVORS_SHARE_CUT)
        return sheet.step(SURVIVORS_LIMIT, wage, "min(sum, own_wage)", sum=due, own_wage=wage)
    return due


def unlicensed_death(facts: WorkInjuryFacts, sheet: Worksheet) -> Fraction:
    """人社部令9号6条: 20 years' income as compensation and 10 for funeral and other costs."""
    base = facts.regional_annual_avg_wage
    if facts.national_urban_disposable_income_prev_year is not None or base is None:
        base = urban_income(facts, sheet)
    else:
        sheet.warn(say.UNLICENSED_DEATH_BASE)
    return sheet.step(UNLICENSED_DEATH, 30 * base, "20 × base + 10 × base", base=base)
