"""What a work-injury claim asks for, and own pay, on which nearly all benefits are counted (工伤保险条例64条)."""

from datetime import date
from enum import StrEnum
from fractions import Fraction

from pydantic import Field

from gongjia.law.claims import messages as say
from gongjia.law.claims import questions as ask
from gongjia.law.claims.figures import FigureKind
from gongjia.law.claims.inputs import Amount, Day, Inputs, Local, Word, Year, asked
from gongjia.law.claims.rulebook import rule
from gongjia.law.claims.worksheet import Worksheet

OWN_WAGE = rule("own_wage", "工伤保险条例64条2款", "Own pay: not below 60% nor above 300% of the regional average wage")


class Benefit(StrEnum):
    """Which benefit is asked for; where it is not said, the facts decide."""

    GRANT = "disability_grant"
    ALLOWANCE = "disability_allowance"
    CARE = "care"
    FUNERAL = "funeral"
    DEATH_GRANT = "death_grant"
    SURVIVORS = "survivors"
    EXIT_MEDICAL = "exit_medical_subsidy"
    EXIT_EMPLOYMENT = "exit_employment_subsidy"
    UNLICENSED = "unlicensed_employer"
    UNLICENSED_DEATH = "unlicensed_employer_death"


class Survivor(Inputs):
    kind: Word = Field(description="spouse, child, parent or another dependant")
    orphan: bool = Field(default=False, description="A child without parents?")
    widowed_elder: bool = Field(default=False, description="An old person living alone after the spouse's death?")


class WorkInjuryFacts(Local):
    benefit: Benefit | None = asked("Which benefit do you ask for?")
    grade: int | None = Field(default=None, ge=1, le=10, description="Grade of disability, 1 to 10.")
    own_wage: Amount | None = asked("Average monthly contribution wage of the 12 months before the injury, in yuan.")
    regional_avg_wage: Amount | None = asked(
        "Average monthly wage of the region in the year before, in yuan.", "local_avg_monthly_wage_prev_year"
    )
    regional_annual_avg_wage: Amount | None = asked("Average yearly wage of the region, in yuan.")
    injury_date: Day | None = asked(
        "On which day were you injured?", "accident", "accident_date", "date_of_injury", "injured_on", "handled_on"
    )
    injury_year: Year | None = asked("In which year, if the day is not known?", "accident_year", "year")
    died: bool | None = asked("Did the worker die of the injury?", "death", "fatal")
    date_of_death: Day | None = asked("On which day did the worker die?")
    national_urban_disposable_income_prev_year: Amount | None = asked(
        "National disposable income of townspeople per head in the year before, in yuan."
    )
    care_level: Word | None = asked("How much care is needed: 完全, 大部分 or 部分不能自理?")
    survivors: list[Survivor] | None = asked("Who lived on the worker's pay?")
    insured: bool | None = asked("Was the employer paying work-injury insurance for you?")
    employer: Word | None = asked("Did the employer have a licence? Type unlicensed if not.")
    exit_date: Day | None = asked("On which day did the employment end?", "employment_last_day", "service_end")
    no_work_arranged: bool | None = asked("Can the employer arrange no work for you (grades 5 and 6)?")


def regional_monthly_wage(facts: WorkInjuryFacts, sheet: Worksheet) -> Fraction | None:
    if facts.regional_avg_wage is not None:
        return facts.regional_avg_wage
    if facts.regional_annual_avg_wage is not None:
        return facts.regional_annual_avg_wage / 12
    when = facts.injury_date or facts.date_of_death
    yearly = sheet.figure(FigureKind.AVERAGE_WAGE_YEAR, date(when.year - 1, 12, 31)) if when else None
    return None if yearly is None else yearly / 12


def own_wage(facts: WorkInjuryFacts, sheet: Worksheet) -> Fraction:
    """64条: the contribution wage between 60% and 300% of the regional average wage."""
    if facts.own_wage is None:
        sheet.refuse(say.OWN_WAGE_NEEDED)
    sheet.ask(ask.UNDER_DECLARED_WAGE)
    regional = regional_monthly_wage(facts, sheet)
    if regional is None:
        sheet.warn(say.OWN_WAGE_NOT_BOUNDED)
        return facts.own_wage
    bounded = min(max(facts.own_wage, regional * 3 / 5), regional * 3)
    return sheet.step(OWN_WAGE, bounded, "min(max(own, 60%), 300%)", own=facts.own_wage, regional_average=regional)
