"""Unpaid wages, pay while work stands still, deductions (劳动合同法30条; 工资支付暂行规定12, 15, 16条)."""

from datetime import date
from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims import questions as ask
from gongjia.law.claims.dates import last_day, span
from gongjia.law.claims.figures import FigureKind, Seen
from gongjia.law.claims.inputs import Amount, Day, Local, Word, asked
from gongjia.law.claims.numerals import PAY_DAYS_PER_MONTH, ZERO
from gongjia.law.claims.pay_average import local_minimum_wage
from gongjia.law.claims.rulebook import Unit, rule
from gongjia.law.claims.workdays import paid_days
from gongjia.law.claims.worksheet import Worksheet

WHOLE_MONTHS = rule("wages_whole_months", "劳动合同法30条", "Unpaid whole months × monthly wage")
PART_MONTH = rule("wages_part_month", "人社部发〔2025〕2号", "Unpaid days: wage / 21.75 × paid days", seen=Seen.COPY)
UNPAID = rule("wages_unpaid", "劳动合同法30条；工资支付暂行规定9条", "Unpaid wages")
FIFTH = rule("deduction_fifth", "工资支付暂行规定16条", "At most 20% of the month's wage")
REMAINDER = rule("deduction_remainder", "工资支付暂行规定16条", "The rest is not below the minimum wage")
NO_GROUND = rule(
    "deduction_without_ground",
    "工资支付暂行规定15、16条；法释〔2020〕26号44条",
    "No damage and no term are known: nothing may be deducted, unless the employer proves a ground",
    seen=Seen.COPY,
)
DEDUCTION = rule(
    "deduction_limit", "工资支付暂行规定16条", "The smaller of the two: most that may be deducted this month"
)
FIRST_CYCLE = rule(
    "suspension_first_cycle", "工资支付暂行规定12条", "Last day of the first wage cycle of the suspension", Unit.DATE
)
FIRST_CYCLE_PAY = rule("suspension_first_cycle_pay", "工资支付暂行规定12条", "First wage cycle: full contract wage")
PART_CYCLE_PAY = rule(
    "suspension_part_cycle_pay",
    "工资支付暂行规定12条；人社部发〔2025〕2号",
    "Suspension shorter than a cycle: wage / 21.75 × its working days and statutory holidays, at most the wage",
    seen=Seen.COPY,
)
LATER_WORK = rule("suspension_later_work", "工资支付暂行规定12条", "Later, with work: not below the minimum wage")
LATER_IDLE = rule(
    "suspension_later_idle", "工资支付暂行规定12条", "Later, without work: local living allowance", seen=Seen.OPEN
)


class WagesFacts(Local):
    monthly_wage: Amount | None = asked("Monthly wage in yuan.", "contract_wage")
    whole_months: Amount | None = asked("How many whole months were not paid?", "months_unpaid")
    working_days: Amount | None = asked("And how many more working days?")
    paid_part: Amount | None = asked("What was paid for that time, in yuan?", "already_paid")
    employment_last_day: Day | None = asked(
        "What was the last day of the employment? Leave open if you work there.", "service_end"
    )
    damage: Word | None = asked("The damage for which the employer deducts, in yuan.")
    month: Day | None = asked("A day in the month of the deduction.")
    ground: bool | None = asked("Did you cause a damage, and does the contract or a rule say that you pay for it?")
    suspension_start: Day | None = asked(
        "On which day did work stop, not through your fault?", "suspension_from", "stop_start", "first_day"
    )
    suspension_end: Day | None = asked("The last day on which it stood still.", "suspension_to", "stop_end")
    months_after_first_cycle: Amount | None = asked("Whole months of suspension after the first wage cycle.")
    work_done: bool | None = asked("Did you work in the later time?", "worked", "provided_labour", "normal_work")
    agreed_wage_later: Amount | None = asked("Wage agreed for the work in the later time, in yuan a month.")
    living_allowance: Amount | None = asked(
        "Local living allowance in yuan a month, if you know it.", "living_allowance_monthly"
    )


def damage_in_yuan(facts: WagesFacts) -> Fraction | None:
    """The damage where it is a number; a word such as "large" sets no limit of its own."""
    text = (facts.damage or "").replace(",", "")
    return Fraction(text) if text.replace(".", "", 1).isdigit() else None


def deduction(facts: WagesFacts, wage: Fraction, sheet: Worksheet) -> Fraction:
    """16条: at most 20% of the wage, and the rest not below the minimum wage; both limits hold."""
    minimum = local_minimum_wage(facts, facts.month, sheet)
    if facts.ground is False:
        return without_ground(wage, minimum, sheet)
    if minimum is None:
        sheet.refuse(say.MINIMUM_WAGE_NEEDED)
    fifth = sheet.step(FIFTH, wage / 5, "20% × wage", wage=wage)
    above = sheet.step(REMAINDER, max(wage - minimum, ZERO), "wage - minimum_wage", wage=wage, minimum_wage=minimum)
    damage = damage_in_yuan(facts)
    sheet.warn(say.DEDUCTION_NEEDS_GROUND)
    return sheet.step(DEDUCTION, min([fifth, above, *([damage] if damage is not None else [])]), "min", damage=damage)


def without_ground(wage: Fraction, minimum: Fraction | None, sheet: Worksheet) -> Fraction:
    """法释〔2020〕26号44条: the employer proves the ground; until then all of it is owed."""
    if minimum is not None:
        sheet.otherwise(say.IF_DAMAGE_IS_PROVED, min(wage / 5, max(wage - minimum, ZERO)))
    sheet.warn(say.RULES_MAY_LOWER_PAY)
    return sheet.step(NO_GROUND, ZERO, "")


def unpaid(facts: WagesFacts, wage: Fraction, sheet: Worksheet) -> Fraction:
    """Whole months, and days by 21.75."""
    months, days = facts.whole_months or ZERO, facts.working_days or ZERO
    due = sheet.step(WHOLE_MONTHS, months * wage, "months × wage", months=months, wage=wage)
    if days:
        due += sheet.step(PART_MONTH, wage / PAY_DAYS_PER_MONTH * days, "wage / 21.75 × days", wage=wage, days=days)
    return sheet.step(UNPAID, max(due - (facts.paid_part or ZERO), ZERO), "sum - paid", paid=facts.paid_part)


def months_after(first_cycle_end: date, facts: WagesFacts) -> Fraction:
    """Whole months of the suspension after its first wage cycle; days beyond them are not converted."""
    if facts.months_after_first_cycle is not None:
        return facts.months_after_first_cycle
    if facts.suspension_end is None or facts.suspension_end <= first_cycle_end:
        return ZERO
    return Fraction(span(date.fromordinal(first_cycle_end.toordinal() + 1), facts.suspension_end).months)


def later_wage(facts: WagesFacts, on: date, sheet: Worksheet) -> Fraction:
    """12条 after the first cycle: with work at least the minimum wage, without work the living allowance."""
    if facts.work_done:
        minimum = local_minimum_wage(facts, on, sheet)
        if minimum is None:
            sheet.refuse(say.MINIMUM_WAGE_NEEDED)
        agreed = facts.agreed_wage_later or ZERO
        return sheet.step(
            LATER_WORK, max(agreed, minimum), "max(agreed, minimum_wage)", agreed=agreed, minimum_wage=minimum
        )
    if facts.living_allowance is not None:
        return sheet.step(LATER_IDLE, facts.living_allowance, "as stated")
    sheet.ask(ask.LIVING_ALLOWANCE)
    minimum = local_minimum_wage(facts, on, sheet)
    share = sheet.require(FigureKind.LIVING_ALLOWANCE_RATE, on)
    return sheet.step(LATER_IDLE, share * (minimum or ZERO), "share × minimum_wage", share=share, minimum_wage=minimum)


def part_cycle(start: date, end: date, wage: Fraction, sheet: Worksheet) -> Fraction:
    """12条: the contract wage of the days on which work stood still."""
    if end < start:
        sheet.refuse(say.END_BEFORE_START, start=start, end=end)
    if not sheet.calendar.is_known(end):
        sheet.warn(say.CALENDAR_UNKNOWN, day=end)
    days = paid_days(start, end, sheet.calendar)
    due = min(wage / PAY_DAYS_PER_MONTH * days, wage)
    return sheet.step(PART_CYCLE_PAY, due, "min(wage / 21.75 × days, wage)", wage=wage, days=days)


def suspension(facts: WagesFacts, start: date, sheet: Worksheet) -> None:
    """The first cycle runs a month from the first day of the suspension (the ministry's example: 2-03 to 3-02)."""
    end = sheet.deadline = sheet.step(FIRST_CYCLE, last_day(start, 1), "start + 1 month - 1 day", start=start)
    if facts.monthly_wage is None:
        return
    if facts.suspension_end and facts.suspension_end < end:
        sheet.amount = part_cycle(start, facts.suspension_end, facts.monthly_wage, sheet)
        return
    due = sheet.step(FIRST_CYCLE_PAY, facts.monthly_wage, "contract wage", wage=facts.monthly_wage)
    later = months_after(end, facts)
    if later:
        due += later * later_wage(facts, end, sheet)
    if facts.suspension_end and span(start, facts.suspension_end).days_left:
        sheet.warn(say.SUSPENSION_DAYS_LEFT)
    sheet.amount = due


def wages(facts: WagesFacts, sheet: Worksheet) -> None:
    """Suspension where its first day is given, unpaid wages where months or days are, else the limit of a deduction."""
    sheet.at(facts.region)
    if facts.suspension_start:
        suspension(facts, facts.suspension_start, sheet)
        return
    if facts.monthly_wage is None:
        sheet.refuse(say.WAGE_NEEDED)
    if facts.whole_months is None and facts.working_days is None:
        sheet.amount = deduction(facts, facts.monthly_wage, sheet)
        return
    sheet.amount = unpaid(facts, facts.monthly_wage, sheet)
    local_minimum_wage(facts, facts.employment_last_day, sheet)
    sheet.limited_to_one_year(facts.employment_last_day)
    sheet.warn(say.LIMITATION_OF_WAGES)
    sheet.final_within_twelve_minimum_wages()
