"""Money for work: wages, overtime, leave, the missing contract, probation, part-time hours, heat, standstill."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjia.programmes.owed.kinds import ClaimAsked, Facts, Limited, Way, known, number_of

UNPAID = _("Wages that were not paid")
TAKEN_OFF = _("Pay that was taken off without right")
BELOW_MINIMUM = _("What is missing to the minimum wage")
OVERTIME = _("Overtime pay")
SECOND_WAGE = _("Second wage for a missing written contract")
LEAVE = _("Annual leave that was not given")
PROBATION = _("Probation that lasted too long")
PROBATION_PAY = _("Pay during probation that was too low")
PART_TIME = _("Hourly pay below the hourly minimum")
PART_TIME_DAY = _("Last day to pay part-time work")
HEAT = _("Heat allowance")
STANDSTILL = _("Pay while the work stood still")


class Signed(models.TextChoices):
    NEVER = "never", _("No, never")
    LATER = "later", _("Yes, but only later")
    BACKDATED = "backdated", _("Yes, with a date that is not the real one")


def without_overtime(facts: Facts) -> str | None:
    """The monthly wage less the overtime pay in it: leave and overtime are counted on that."""
    wage, overtime = number_of(facts.get("wage")), number_of(facts.get("wage_overtime"))
    return facts.get("wage") if wage is None or not overtime else str(max(wage - overtime, Decimal(0)))


def wages(facts: Facts) -> list[ClaimAsked]:
    inputs = known(monthly_wage=facts.get("wage"), whole_months=facts.get("unpaid_months") or "0",
                   working_days=facts.get("unpaid_days"), paid_part=facts.get("unpaid_part_paid"),
                   employment_last_day=facts.get("ended_on"), region=facts.get("region"))  # fmt: skip
    return [ClaimAsked("wages", "wages", UNPAID, inputs, limited=Limited.WAGES)]


def deduction(facts: Facts) -> list[ClaimAsked]:
    """工资支付暂行规定16条 says how much may be taken for a damage; owed is what was taken beyond it.

    Where the worker knows of no ground all of it is owed: the employer has to prove one.
    """
    ground = {"yes": True, "no": False, "unknown": False}.get(facts.get("taken_for_damage") or "")
    inputs = known(
        monthly_wage=facts.get("wage"), month=facts.get("taken_on"), ground=ground, region=facts.get("region")
    )
    return [ClaimAsked("deduction", "wages", TAKEN_OFF, inputs, taken=facts.get("taken"), limited=Limited.WAGES)]


def until_now(facts: Facts) -> str | None:
    """Until when something lasts that is “still so”: today, or the last day of a job that has ended before."""
    days = [day for day in (facts.get("ended_on"), facts.get("today")) if day]
    return min(days, default=None)


def minimum_wage(facts: Facts) -> list[ClaimAsked]:
    inputs = known(paid=facts.get("paid_monthly"), overtime=facts.get("paid_extras"), from_month=facts.get("low_from"),
                   to_month=facts.get("low_to") or until_now(facts), region=facts.get("region"))  # fmt: skip
    instead = "part_time" if "part_time" in facts.get("situations", ()) else ""
    return [
        ClaimAsked("minimum_wage", "minimum_wage", BELOW_MINIMUM, inputs, instead_of=instead, limited=Limited.WAGES)
    ]


def overtime(facts: Facts) -> list[ClaimAsked]:
    work = [known(rate_percent=rate, **{unit: facts.get(name)})
            for rate, unit, name in (("150", "hours", "weekday_hours"), ("200", "days", "rest_days"),
                                     ("300", "days", "holidays")) if facts.get(name)]  # fmt: skip
    inputs = known(overtime_base_monthly=facts.get("overtime_base") or without_overtime(facts), items=work,
                   month=(facts.get("ended_on") or facts.get("today") or "")[:7], region=facts.get("region"))  # fmt: skip
    return [
        ClaimAsked("overtime", "overtime", OVERTIME, inputs, paid=facts.get("overtime_paid"), limited=Limited.WAGES)
    ]


def no_contract(facts: Facts) -> list[ClaimAsked]:
    signed = facts.get("signed") or Signed.NEVER
    inputs = known(
        hire_date=facts.get("started_on"),
        contract_signed_on=facts.get("signed_on") if signed != Signed.NEVER else None,
        backdated=True if signed == Signed.BACKDATED else None,
        employment_last_day=facts.get("ended_on"),
        monthly_wage=without_overtime(facts),
        claim_filed=facts.get("today"),
        worker_refused=True if facts.get("refused_to_sign") == "yes" else None,
        region=facts.get("region"),
    )
    return [ClaimAsked("no_contract", "no_written_contract", SECOND_WAGE, inputs)]


def annual_leave(facts: Facts) -> list[ClaimAsked]:
    inputs = known(monthly_wage_ex_overtime_12m=without_overtime(facts), unused_days=facts.get("unused_leave"),
                   cumulative_years=facts.get("years_in_all"), taken=facts.get("leave_taken"),
                   hire_date=facts.get("started_on"), leave_date=facts.get("ended_on"),
                   region=facts.get("region"))  # fmt: skip
    began_before = (facts.get("started_on") or "") < (facts.get("today") or "")[:4]
    if not facts.get("ended_on") and began_before:
        inputs["full_year"] = True
    return [ClaimAsked("annual_leave", "annual_leave", LEAVE, inputs, limited=Limited.END)]


def probation(facts: Facts) -> list[ClaimAsked]:
    length = facts.get("contract_months")
    again = facts.get("second_probation") == "yes"
    too_long = known(contract_months=length, previous_probation=True if again else None,
                     probation_served_months=facts.get("probation_months"), region=facts.get("region"),
                     wage_after_probation=facts.get("wage_after_probation") or facts.get("wage"))  # fmt: skip
    claims = [ClaimAsked("probation", "probation", PROBATION, too_long, limited=Limited.END)]
    if facts.get("probation_paid"):
        low = known(paid=facts["probation_paid"], contract_start=facts.get("started_on"), region=facts.get("region"),
                    contract_wage=facts.get("wage_after_probation") or facts.get("wage"),
                    probation_months=facts.get("probation_months"))  # fmt: skip
        claims.append(ClaimAsked("probation_pay", "probation", PROBATION_PAY, low, limited=Limited.WAGES))
    return claims


def part_time(facts: Facts) -> list[ClaimAsked]:
    month = (facts.get("ended_on") or facts.get("today") or "")[:7]
    hourly = known(hours_per_day=facts.get("hours_per_day"), hours_per_week=facts.get("hours_per_week"),
                   hourly_paid=facts.get("hourly_paid"), hours=facts.get("hours_in_all"), month=month,
                   region=facts.get("region"))  # fmt: skip
    claims = [ClaimAsked("part_time", "part_time", PART_TIME, hourly, limited=Limited.WAGES)]
    if facts.get("last_paid_on"):
        days = known(last_paid=facts["last_paid_on"], today=facts.get("today"))
        claims.append(ClaimAsked("part_time_day", "part_time", PART_TIME_DAY, days, counts=False, way=Way.NONE))
    return claims


def heat(facts: Facts) -> list[ClaimAsked]:
    month = (facts.get("ended_on") or facts.get("today") or "")[:7]
    inputs = known(outdoor_days=facts.get("hot_days_outside"), indoor_days=facts.get("hot_days_inside"), month=month,
                   paid=facts.get("heat_paid"), region=facts.get("region"))  # fmt: skip
    return [ClaimAsked("heat", "heat_allowance", HEAT, inputs, limited=Limited.WAGES)]


def standstill(facts: Facts) -> list[ClaimAsked]:
    inputs = known(monthly_wage=facts.get("wage"), suspension_start=facts.get("stood_from"),
                   suspension_end=facts.get("stood_until") or until_now(facts),
                   work_done=facts.get("worked_meanwhile") == "yes", region=facts.get("region"))  # fmt: skip
    return [ClaimAsked("standstill", "wages", STANDSTILL, inputs, paid=facts.get("standstill_paid"),
                       limited=Limited.WAGES)]  # fmt: skip
