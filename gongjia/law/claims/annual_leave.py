"""Pay for untaken annual leave 带薪年休假 (职工带薪年休假条例3-5, 7条; 企业职工带薪年休假实施办法3-5, 10-13, 15条)."""

from datetime import date
from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims import questions as ask
from gongjia.law.claims.dates import Reading, days_inclusive, span
from gongjia.law.claims.inputs import Amount, Day, Local, asked
from gongjia.law.claims.numerals import PAY_DAYS_PER_MONTH, ZERO, floor
from gongjia.law.claims.rulebook import Unit, rule
from gongjia.law.claims.worksheet import Worksheet

DAYS_OF_YEAR = 365  # also in leap years (实施办法5、12条)
UNPAID_SHARE = Fraction(2)  # 300% less the 100% that the salary already holds

CONTINUOUS_YEAR = rule(
    "leave_continuous_year", "年休假实施办法3条", "Twelve months of continuous work are not complete", Unit.DAYS
)
ENTITLEMENT = rule(
    "leave_entitlement", "年休假条例3条；实施办法4条", "Days by all years of work, at any employer", Unit.DAYS
)
EXCLUDED_YEAR = rule("leave_excluded_year", "年休假条例4条", "No leave in this year", Unit.DAYS)
NEW_HIRE = rule(
    "leave_new_hire", "年休假实施办法5条", "Days left in the year / 365 × entitlement, whole days only", Unit.DAYS
)
LEAVER = rule(
    "leave_leaver", "年休假实施办法12条", "Days passed in the year / 365 × entitlement, whole days only", Unit.DAYS
)
UNUSED = rule(
    "leave_unused", "年休假实施办法12条", "Less the days taken; days taken too many are not reclaimed", Unit.DAYS
)
DAILY = rule("leave_daily", "年休假实施办法11条", "Average monthly pay without overtime / 21.75")
PAY = rule("leave_pay", "年休假实施办法10条", "Daily wage × days × 200% (300% less the wage already paid)")
WAIVED = rule(
    "leave_waived", "年休假实施办法10条2款", "Waived in writing for own reasons: nothing beyond the normal wage"
)


class AnnualLeaveFacts(Local):
    monthly_wage_ex_overtime_12m: Amount | None = asked(
        "Average monthly pay of the last 12 months in yuan, without overtime pay.", "avg_wage_12m_ex_overtime"
    )
    unused_days: Amount | None = asked("How many days of leave were not taken, if you know?")
    overtime_pay_monthly_excluded: Amount | None = asked("Overtime pay a month that is left out of it, in yuan.")
    hire_date: Day | None = asked("On which day did you start to work there?", "service_start")
    leave_date: Day | None = asked("What was the last day of the employment?", "service_end", "employment_last_day")
    entitlement: Amount | None = asked("Your days of leave a year, if you know.")
    taken: Amount | None = asked("Days of leave taken this year.", "days_taken")
    days_elapsed: Amount | None = asked("Days of this year that you were employed there.")
    prior_continuous_12_months: bool | None = asked("Had you worked twelve months without a break before, anywhere?")
    cumulative_years: Amount | None = asked("For how many years have you worked in all, at any employer?")
    years_here: Amount | None = asked("For how many of these years here?")
    full_year: bool | None = asked("Were you employed there for the whole year?")
    sick_leave_months: Amount | None = asked("Months of sick leave in this year.")
    paid_personal_leave_days: Amount | None = asked(
        "Days of personal leave this year for which pay was not cut.", "personal_leave_days", "personal_leave_days_paid"
    )
    school_holiday_longer: bool | None = asked(
        "Do you have school holidays that are longer than your leave?",
        "school_holidays",
        "winter_summer_holiday_longer",
    )
    waived_in_writing: bool | None = asked("Did you give up the leave in writing for reasons of your own?")


def leave_for_years(years: Fraction) -> int:
    """条例3条: 5 days from 1 year, 10 from 10, 15 from 20; the lower bound belongs to the band."""
    return 15 if years >= 20 else 10 if years >= 10 else 5 if years >= 1 else 0


def year_is_excluded(facts: AnnualLeaveFacts) -> bool:
    """条例4条: long school holidays, 20 days of paid personal leave, long sick leave by band."""
    if facts.school_holiday_longer or (facts.paid_personal_leave_days or ZERO) >= 20:
        return True
    if facts.sick_leave_months is None or facts.cumulative_years is None:
        return False
    years = facts.cumulative_years
    limit = 4 if years >= 20 else 3 if years >= 10 else 2
    return facts.sick_leave_months >= limit


def continuous_year_is_missing(facts: AnnualLeaveFacts) -> bool:
    """实施办法3条: no leave before twelve months of continuous work, here or before."""
    if facts.prior_continuous_12_months is not False:
        return False
    if facts.hire_date is None or facts.leave_date is None:
        return True
    return span(facts.hire_date, facts.leave_date, Reading.INCLUSIVE).months < 12


def entitlement(facts: AnnualLeaveFacts, sheet: Worksheet) -> Fraction:
    """Days of a whole year."""
    if facts.entitlement is not None:
        return facts.entitlement
    if facts.cumulative_years is None:
        sheet.refuse(say.YEARS_OF_WORK_NEEDED)
    return Fraction(sheet.step(ENTITLEMENT, leave_for_years(facts.cumulative_years), "", years=facts.cumulative_years))


def prorated(days: Fraction, entitled: Fraction) -> Fraction:
    """Whole days only; 365 also in a leap year; a whole year is never more than the entitlement."""
    return Fraction(floor(min(days / DAYS_OF_YEAR, Fraction(1)) * entitled))


def days_in_year(facts: AnnualLeaveFacts) -> Fraction | None:
    """Calendar days of the employment in the year of leaving; None where the worker has not left."""
    if facts.days_elapsed is not None:
        return facts.days_elapsed
    if facts.leave_date is None:
        return None
    start = date(facts.leave_date.year, 1, 1)
    if facts.hire_date and facts.hire_date > start:
        start = facts.hire_date
    return Fraction(days_inclusive(start, facts.leave_date))


def leave_of_year(facts: AnnualLeaveFacts, sheet: Worksheet) -> Fraction:
    """The leave of this year: whole, or the share of a leaver or a new hire."""
    entitled = entitlement(facts, sheet)
    elapsed = days_in_year(facts)
    if elapsed is not None:
        return sheet.step(
            LEAVER, prorated(elapsed, entitled), "days / 365 × entitlement", days=elapsed, entitlement=entitled
        )
    if facts.hire_date and not facts.full_year:
        left = Fraction(days_inclusive(facts.hire_date, date(facts.hire_date.year, 12, 31)))
        return sheet.step(
            NEW_HIRE, prorated(left, entitled), "days / 365 × entitlement", days=left, entitlement=entitled
        )
    return entitled


def unused_days(facts: AnnualLeaveFacts, sheet: Worksheet) -> Fraction:
    """Days that are owed: floor first, then less those taken, never below zero."""
    if continuous_year_is_missing(facts):
        return sheet.step(CONTINUOUS_YEAR, ZERO, "")
    if year_is_excluded(facts):
        return sheet.step(EXCLUDED_YEAR, ZERO, "", sick_leave_months=facts.sick_leave_months)
    if facts.unused_days is not None:
        return facts.unused_days
    due = leave_of_year(facts, sheet)
    if facts.taken is None:
        return due
    return sheet.step(UNUSED, max(due - facts.taken, ZERO), "due - taken", due=due, taken=facts.taken)


def annual_leave(facts: AnnualLeaveFacts, sheet: Worksheet) -> None:
    """Days of leave and, where the wage is known, their pay."""
    sheet.at(facts.region)
    days = unused_days(facts, sheet)
    sheet.days = floor(days)
    sheet.limited_to_one_year(facts.leave_date)
    sheet.ask(ask.LEAVE_LIMITATION)
    if facts.leave_date is None and days:
        sheet.warn(say.LEAVE_MAY_STILL_BE_GIVEN)
    wage = facts.monthly_wage_ex_overtime_12m
    if wage is None:
        return
    daily = sheet.step(DAILY, wage / PAY_DAYS_PER_MONTH, "wage / 21.75", wage=wage)
    if facts.waived_in_writing:
        sheet.amount = sheet.step(WAIVED, ZERO, "daily × days × 0%", daily=daily, days=days)
        return
    if facts.waived_in_writing is None:
        sheet.warn(say.SILENCE_IS_NO_WAIVER)
    sheet.amount = sheet.step(PAY, daily * days * UNPAID_SHARE, "daily × days × 200%", daily=daily, days=days)
    sheet.otherwise(say.IF_LEAVE_UNPAID_WAGE, daily * days * 3)
