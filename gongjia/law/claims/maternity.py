"""Maternity leave and allowance 产假、生育津贴 (女职工劳动保护特别规定5, 7, 8条; 社会保险法56条)."""

from datetime import date
from fractions import Fraction

from gongjia.law.claims import messages as say
from gongjia.law.claims import questions as ask
from gongjia.law.claims.figures import FigureKind, Seen
from gongjia.law.claims.inputs import Amount, Day, Local, Word, asked
from gongjia.law.claims.numerals import ZERO
from gongjia.law.claims.rulebook import Unit, rule
from gongjia.law.claims.worksheet import Worksheet

NORMAL_DAYS = 98
EXTRA_DAYS = 15
DAYS_OF_MONTH = 30
RULES_IN_FORCE = date(2012, 4, 28)

BIRTH_DAYS = rule(
    "birth_days",
    "女职工劳动保护特别规定7条1款",
    "98 days; difficult birth 15 more, each further child 15 more",
    Unit.DAYS,
)
MISCARRIAGE_DAYS = rule(
    "miscarriage_days",
    "女职工劳动保护特别规定7条2款",
    "Before four months of pregnancy 15 days, from four months 42",
    Unit.DAYS,
)
PROVINCE_DAYS = rule("province_days", "省级人口与计划生育条例", "Extended by the province", Unit.DAYS, Seen.COPY)
ALLOWANCE = rule(
    "maternity_allowance",
    "社会保险法56条；女职工劳动保护特别规定8条",
    "Employer's average monthly wage of the year before / 30 × days",
)
OWN_PAY = rule("maternity_own_pay", "女职工劳动保护特别规定5条", "Own pay for these days / 30")
NOT_INSURED = rule(
    "maternity_not_insured", "女职工劳动保护特别规定8条1款", "Not insured: the employer pays the pay before the leave"
)
TOP_UP = rule(
    "maternity_top_up", "女职工劳动保护特别规定5、8条", "Own pay above the allowance: the difference", seen=Seen.OPEN
)


class MaternityFacts(Local):
    birth: Word | None = asked("A normal or a difficult birth?", "birth_type", "delivery")
    difficult: bool | None = asked("Was it a difficult birth (for example a caesarean)?", "difficult_birth", "dystocia")
    babies: int | None = asked("How many children were born?")
    birth_date: Day | None = asked("On which day?")
    miscarriage: bool | None = asked("Was it a miscarriage?")
    months_pregnant: Amount | None = asked("How many months had the pregnancy lasted?")
    days: Amount | None = asked("Days of leave, if they are known.")
    employer_avg_monthly_wage_prev_year: Amount | None = asked(
        "Average monthly wage at the employer in the year before, in yuan."
    )
    own_monthly_wage: Amount | None = asked("Your own monthly wage before the leave, in yuan.")
    insured: bool | None = asked("Was the employer paying maternity insurance for you?")


def is_difficult(facts: MaternityFacts) -> bool:
    words = ("difficult", "dystocia", "caesarean", "cesarean", "难产", "剖宫产", "剖腹产")
    return bool(facts.difficult) or (facts.birth or "").lower() in words


def national_days(facts: MaternityFacts, sheet: Worksheet) -> int:
    """7条."""
    if facts.miscarriage:
        if facts.months_pregnant is None:
            sheet.refuse(say.PREGNANCY_NEEDED)
        days = 42 if facts.months_pregnant >= 4 else 15
        return sheet.step(MISCARRIAGE_DAYS, days, "", months_pregnant=facts.months_pregnant)
    extra = EXTRA_DAYS * (max(facts.babies or 1, 1) - 1) + (EXTRA_DAYS if is_difficult(facts) else 0)
    return sheet.step(
        BIRTH_DAYS, NORMAL_DAYS + extra, "98 + 15 + 15", babies=facts.babies, difficult=is_difficult(facts)
    )


def leave_days(facts: MaternityFacts, sheet: Worksheet) -> int:
    """The national days and what the province adds to a normal birth."""
    days = national_days(facts, sheet)
    if facts.miscarriage:
        return days
    if facts.birth_date and facts.birth_date < RULES_IN_FORCE:
        sheet.refuse(say.BEFORE_MATERNITY_RULES)
    sheet.ask(ask.MATERNITY_DAYS)
    if facts.birth_date is None:
        sheet.warn(say.PROVINCE_DAYS_NOT_TESTED)
        return days
    province = sheet.figure(FigureKind.MATERNITY_DAYS, facts.birth_date)
    if province is None:
        sheet.warn(say.PROVINCE_DAYS_NOT_TESTED)
        return days
    return sheet.step(
        PROVINCE_DAYS, days + int(province) - NORMAL_DAYS, "days + province - 98", days=days, province=province
    )


def money_for(days: Fraction, facts: MaternityFacts, sheet: Worksheet) -> Fraction | None:
    """The allowance; own pay where not insured; the difference where own pay is higher. None without a wage."""
    own = facts.own_monthly_wage
    pay = None if own is None else own / DAYS_OF_MONTH * days
    if facts.insured is False:
        if pay is None:
            sheet.refuse(say.OWN_PAY_NEEDED)
        return sheet.step(NOT_INSURED, pay, "own / 30 × days", own=own, days=days)
    average = facts.employer_avg_monthly_wage_prev_year
    if average is None:
        return None if pay is None else sheet.step(OWN_PAY, pay, "own / 30 × days", own=own, days=days)
    allowance = sheet.step(ALLOWANCE, average / DAYS_OF_MONTH * days, "average / 30 × days", average=average, days=days)
    if pay is None:
        return allowance
    sheet.ask(ask.MATERNITY_TOP_UP)
    sheet.parts["allowance"] = allowance
    sheet.step(OWN_PAY, pay, "own / 30 × days", own=own, days=days)
    return sheet.step(TOP_UP, max(pay - allowance, ZERO), "own pay - allowance", own_pay=pay, allowance=allowance)


def maternity(facts: MaternityFacts, sheet: Worksheet) -> None:
    """Days of leave where the birth is described, and money where a wage is."""
    sheet.at(facts.region)
    days = facts.days
    if days is None:
        if facts.birth is None and facts.babies is None and not facts.miscarriage and facts.difficult is None:
            sheet.refuse(say.BIRTH_NEEDED)
        sheet.days = leave_days(facts, sheet)
        days = Fraction(sheet.days)
    sheet.amount = money_for(days, facts, sheet)
