"""Hurt, ill, with child, or dead at work: what the fund pays and what the employer pays stand apart."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjia.law.claims.dates import span
from gongjia.programmes.owed.kinds import ClaimAsked, Facts, Limited, Payer, Way, day_of, known, whole

MOST_DEPENDANTS = 20  # more is a slip of the pen; together they never get more than the wage

RECOGNITION = _("Last day to have the injury recognised")
DEATH_RECOGNITION = _("Last day for the relatives to have the death recognised as a work injury")
GRANT = _("One-off disability grant")
UNLICENSED = _("One-off sum from an employer without a licence")
ALLOWANCE = _("Disability allowance, each month")
CARE = _("Care, each month")
STOPPAGE = _("Pay for the months you could not work")
EXIT_MEDICAL = _("One-off medical subsidy on leaving")
EXIT_EMPLOYMENT = _("One-off employment subsidy on leaving")
DEATH_GRANT = _("Death grant")
FUNERAL = _("Funeral allowance")
SURVIVORS = _("Pension of the survivors, each month")
MEDICAL_PERIOD = _("How long you may not be dismissed (medical period)")
SICK_PAY = _("Sick pay")
MATERNITY = _("Maternity leave and allowance")


class Insured(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNLICENSED = "unlicensed", _("The employer has not even a licence")
    UNKNOWN = "unknown", _("I do not know")


class Care(models.TextChoices):
    NONE = "none", _("No care is needed")
    PARTIAL = "部分不能自理", _("Some care")
    LARGE = "大部分不能自理", _("Much care")
    TOTAL = "完全不能自理", _("Care for everything")


class Birth(models.TextChoices):
    NORMAL = "normal", _("A normal birth")
    DIFFICULT = "difficult", _("A difficult birth or a caesarean")
    MISCARRIAGE = "miscarriage", _("A miscarriage")


def pays(facts: Facts, name: str = "insured") -> Payer:
    """Where no insurance was paid the employer pays in the fund's place (工伤保险条例62条)."""
    return Payer.EMPLOYER if facts.get(name) in (Insured.NO, Insured.UNLICENSED) else Payer.FUND


def covered(facts: Facts, name: str = "insured") -> bool | None:
    return {Insured.YES: True, Insured.NO: False, Insured.UNLICENSED: False}.get(facts.get(name) or "")


def injury_facts(facts: Facts) -> dict[str, object]:
    return known(grade=whole(facts.get("grade")) or None, region=facts.get("region"),
                 own_wage=facts.get("contribution_wage") or facts.get("wage"), injury_date=facts.get("accident_on"),
                 insured=covered(facts), exit_date=facts.get("ended_on"))  # fmt: skip


def injury(facts: Facts) -> list[ClaimAsked]:
    claims = []
    if facts.get("accident_on") and not whole(facts.get("grade")):  # a grade is found only after the recognition
        claims.append(ClaimAsked("recognition", "limitation", RECOGNITION, {"accident": facts["accident_on"]},
                                 Payer.NOBODY, way=Way.RECOGNITION))  # fmt: skip
    claims += stoppage(facts)
    grade = whole(facts.get("grade"))
    return claims + graded(facts, grade) if grade else claims


def stoppage(facts: Facts) -> list[ClaimAsked]:
    if not facts.get("months_off"):
        return []
    inputs = known(original_wage=facts.get("wage"), months=facts["months_off"], paid=facts.get("stoppage_paid"),
                   region=facts.get("region"))  # fmt: skip
    return [ClaimAsked("stoppage", "suspension_pay_injury", STOPPAGE, inputs, limited=Limited.WAGES)]


def graded(facts: Facts, grade: int) -> list[ClaimAsked]:
    inputs, payer = injury_facts(facts), pays(facts)
    if facts.get("insured") == Insured.UNLICENSED:
        one_sum = {**inputs, "benefit": "unlicensed_employer"}
        return [ClaimAsked("grant", "work_injury", UNLICENSED, one_sum, Payer.EMPLOYER)]
    claims = [ClaimAsked("grant", "work_injury", GRANT, {**inputs, "benefit": "disability_grant"}, payer)]
    if grade <= 4 or (grade <= 6 and facts.get("no_work") == "yes"):
        monthly = {**inputs, "benefit": "disability_allowance"}
        by = payer if grade <= 4 else Payer.EMPLOYER
        claims.append(ClaimAsked("allowance", "work_injury", ALLOWANCE, monthly, by, monthly=True))
    if grade >= 5 and facts.get("ended_on"):
        medical, employment = ({**inputs, "benefit": f"exit_{kind}_subsidy"} for kind in ("medical", "employment"))
        claims.append(ClaimAsked("exit_medical", "work_injury", EXIT_MEDICAL, medical, payer))
        claims.append(ClaimAsked("exit_employment", "work_injury", EXIT_EMPLOYMENT, employment, Payer.EMPLOYER))
    if facts.get("care", Care.NONE) != Care.NONE:
        care = {**inputs, "benefit": "care", "care_level": facts["care"]}
        claims.append(ClaimAsked("care", "work_injury", CARE, care, payer, monthly=True))
    return claims


def death(facts: Facts) -> list[ClaimAsked]:
    """Counted on what the dead earned, never on the wage of the relative who asks."""
    payer, accident = pays(facts), facts.get("fatal_accident_on") or facts.get("died_on")
    inputs = known(date_of_death=facts.get("died_on"), injury_date=accident, insured=covered(facts),
                   own_wage=facts.get("relative_wage"), region=facts.get("region"))  # fmt: skip
    claims = [
        ClaimAsked("death_recognition", "limitation", DEATH_RECOGNITION,
                   known(accident=accident, applicant="relatives"), Payer.NOBODY, way=Way.RECOGNITION),
        ClaimAsked("death_grant", "work_injury", DEATH_GRANT, {**inputs, "benefit": "death_grant"}, payer),
        ClaimAsked("funeral", "work_injury", FUNERAL, {**inputs, "benefit": "funeral"}, payer),
    ]  # fmt: skip
    left = [{"kind": "spouse"}] * (facts.get("spouse") == "yes")
    left += [{"kind": "dependant"}] * min(whole(facts.get("dependants")), MOST_DEPENDANTS)
    if left:
        monthly = {**inputs, "benefit": "survivors", "survivors": left}
        claims.append(ClaimAsked("survivors", "work_injury", SURVIVORS, monthly, payer, monthly=True))
    return claims


def years_here(facts: Facts) -> str | None:
    """Years of work here when the illness began, from the first day where that was told."""
    began, sick = day_of(facts.get("started_on")), day_of(facts.get("sick_from"))
    if began is None or sick is None:
        return facts.get("years_here")
    return f"{Decimal(span(began, sick).months) / 12:.2f}"


def sick(facts: Facts) -> list[ClaimAsked]:
    claims = []
    if facts.get("years_in_all"):
        period = known(total_years=facts["years_in_all"], years_here=years_here(facts),
                       first_sick_day=facts.get("sick_from"))  # fmt: skip
        claims.append(ClaimAsked("medical_period", "medical_period", MEDICAL_PERIOD, period, Payer.NOBODY,
                                 way=Way.NONE))  # fmt: skip
    if facts.get("sick_months") or facts.get("sick_days"):
        month = (facts.get("sick_from") or facts.get("today") or "")[:7]
        pay = known(months=facts.get("sick_months"), month=month, contract_sick_pay=facts.get("agreed_sick_pay"),
                    working_days=facts.get("sick_days") if not facts.get("sick_months") else None,
                    region=facts.get("region"))  # fmt: skip
        claims.append(ClaimAsked("sick_pay", "sick_pay", SICK_PAY, pay, paid=facts.get("sick_paid"),
                                 limited=Limited.WAGES))  # fmt: skip
    return claims


def pregnancy(facts: Facts) -> list[ClaimAsked]:
    birth = facts.get("birth") or Birth.NORMAL
    is_birth = birth != Birth.MISCARRIAGE
    inputs = known(
        birth=birth if is_birth else None,
        miscarriage=None if is_birth else True,
        months_pregnant=None if is_birth else facts.get("months_pregnant"),
        babies=whole(facts.get("babies")) or 1 if is_birth else None,
        birth_date=facts.get("born_on") if is_birth else None,
        own_monthly_wage=facts.get("wage"),
        employer_avg_monthly_wage_prev_year=facts.get("employer_average"),
        insured=covered(facts, "maternity_insured"),
        region=facts.get("region"),
    )
    payer = Payer.EMPLOYER if covered(facts, "maternity_insured") is False else Payer.FUND
    if facts.get("employer_average") and facts.get("wage") and payer is Payer.FUND:
        payer = Payer.EMPLOYER  # the answer is what the employer adds to the fund's allowance
    return [ClaimAsked("maternity", "maternity", MATERNITY, inputs, payer, paid=facts.get("maternity_paid"),
                       limited=Limited.END)]  # fmt: skip
