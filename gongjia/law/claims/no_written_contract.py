"""Double wage for a missing written contract, 第二倍工资 (劳动合同法10, 14, 82条; 实施条例5-7条; 法释〔2025〕12号6-11条).

Only the second wage is counted: the first one was paid for the work. Months are months of the employment, beginning
on the day of hire; the second to the twelfth count.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from gongjia.law.claims import double_wage_limitation as limitation
from gongjia.law.claims import messages as say
from gongjia.law.claims import questions as ask
from gongjia.law.claims.dates import ONE_DAY, last_day
from gongjia.law.claims.figures import FigureKind, Seen
from gongjia.law.claims.inputs import Amount, Day, Local, Word, asked, needed
from gongjia.law.claims.numerals import PAY_DAYS_PER_MONTH, ZERO
from gongjia.law.claims.rulebook import Unit, rule
from gongjia.law.claims.workdays import working_days
from gongjia.law.claims.worksheet import Worksheet

WINDOW = rule("double_wage_window", "劳动合同法实施条例6、7条", "Days for which the second wage is owed", Unit.TEXT)
WHOLE_MONTHS = rule(
    "double_wage_whole_months", "法释〔2025〕12号6条", "Whole months of employment in them", Unit.MONTHS
)
PART_DAYS = rule("double_wage_part_days", "法释〔2025〕12号6条", "Working days of the part month", Unit.DAYS)
PART_MONTH = rule(
    "double_wage_part_month",
    "法释〔2025〕12号6条；人社部发〔2025〕2号",
    "Part month: wage / 21.75 × working days",
    seen=Seen.OPEN,
)
SECOND_WAGE = rule("second_wage", "劳动合同法82条", "The second wage only")
NOT_OWED = rule(
    "double_wage_not_owed",
    "法释〔2025〕12号7、8条",
    "No second wage: the worker's own doing, force majeure or an extension by law",
)
WAGE_FLOOR = rule("double_wage_floor", "劳动法48条", "The wage is not below the minimum wage")


# 法释〔2025〕12号7条: the worker's own intent or gross negligence, force majeure.
NOT_THE_EMPLOYER = (
    "worker_refused",
    "worker_intent",
    "worker_gross_negligence",
    "worker_fault",
    "gross_negligence",
    "force_majeure",
)
NO_FREE_MONTH_AFTER_EXPIRY = ("北京",)  # from the day after the old contract, at most twelve months


class NoWrittenContractFacts(Local):
    hire_date: Day = needed("On which day did you start to work there?", "service_start")
    contract_signed_on: Day | None = asked("On which day was a written contract signed? Leave open if never.")
    employment_last_day: Day | None = asked(
        "What was the last day of the employment? Leave open if you still work there.", "service_end"
    )
    monthly_wage: Amount | None = asked("Monthly wage in yuan.", "avg_wage_12m")
    monthly_wages: list[Amount] | None = asked(
        "The wage of each month of employment from the second on, if it changed."
    )
    claim_filed: Day | None = asked("On which day did you file (or will you file) for arbitration?", "filed")
    limitation_pleaded: bool | None = asked("Did the employer plead limitation in the arbitration?")
    rule: Word | None = asked("How the courts of the place count limitation, if you know.")
    worker_refused: bool | None = asked(
        "Was it you who refused or prevented the contract, or force majeure?",
        "worker_at_fault",
        "worker_refused_to_sign",
        "worker_intent_or_gross_negligence",
        "caused_by_worker",
        "force_majeure",
    )
    reason: Word | None = asked("Why was there no contract, in a word: worker_refused, force_majeure, …?")
    extended_by_law: bool | None = asked("Did the old contract go on by law (pregnancy, medical period, union office)?")
    backdated: bool | None = asked("Does the contract bear an earlier date than the day on which you signed?")
    contract_expired_on: Day | None = asked("Did an earlier contract run out? On which day?")
    open_ended_due_from: Day | None = asked(
        "From which day did the employer owe you an open-ended contract and refuse it?", "open_ended_refused_from"
    )
    months: Amount | None = asked("Whole months without the open-ended contract, if the days are not known.")


@dataclass(frozen=True)
class Part:
    """The rest of a month of employment that the window covers only in part."""

    month: int
    month_start: date
    month_end: date
    start: date
    end: date


@dataclass(frozen=True)
class Months:
    """The window cut into months of employment; `whole` holds their numbers (the first month of work is 1)."""

    whole: tuple[int, ...] = ()
    parts: tuple[Part, ...] = field(default=())


def employment_month(hire: date, number: int) -> tuple[date, date]:
    start = hire if number == 1 else last_day(hire, number - 1) + ONE_DAY
    return start, last_day(hire, number)


def renewed(facts: NoWrittenContractFacts) -> NoWrittenContractFacts:
    """After a contract that ran out the months are counted from the day after it."""
    if facts.contract_expired_on is None:
        return facts
    return facts.model_copy(update={"hire_date": facts.contract_expired_on + ONE_DAY})


def window(facts: NoWrittenContractFacts, sheet: Worksheet) -> tuple[date, date]:
    """实施条例6、7条: from the day after the first month to the day before signing, at most to the end of the year."""
    ends = [last_day(facts.hire_date, 12)]
    if facts.contract_signed_on:
        ends.append(facts.contract_signed_on - ONE_DAY)
    if facts.employment_last_day:
        ends.append(facts.employment_last_day)
    if facts.contract_expired_on and sheet.place.province in NO_FREE_MONTH_AFTER_EXPIRY:
        return facts.hire_date, min(ends)
    return last_day(facts.hire_date, 1) + ONE_DAY, min(ends)


def cut(hire: date, start: date, end: date) -> Months:
    """The window in months of employment."""
    whole, parts, number = [], [], 1
    month_start, month_end = employment_month(hire, 1)
    while month_start <= end:
        first, last = max(start, month_start), min(end, month_end)
        if first == month_start and last == month_end:
            whole.append(number)
        elif first <= last:
            parts.append(Part(number, month_start, month_end, first, last))
        number += 1
        month_start, month_end = employment_month(hire, number)
    return Months(tuple(whole), tuple(parts))


def wage_of(facts: NoWrittenContractFacts, month: int, sheet: Worksheet) -> Fraction:
    """The wage of a month of employment: 法释12号6条 counts by the month."""
    wage = facts.monthly_wage
    if facts.monthly_wages:
        wage = facts.monthly_wages[min(max(month - 2, 0), len(facts.monthly_wages) - 1)]
    if wage is None:
        sheet.refuse(say.WAGE_NEEDED)
    return wage if sheet.minimum_wage is None else max(wage, sheet.minimum_wage)


def second_wage(
    facts: NoWrittenContractFacts, start: date, end: date, sheet: Worksheet, quiet: bool = False
) -> Fraction:
    """Whole months at the wage of the month, part months by working days."""
    months = cut(facts.hire_date, start, end)
    due = sum((wage_of(facts, number, sheet) for number in months.whole), ZERO)
    for part in months.parts:
        wage, days = wage_of(facts, part.month, sheet), working_days(part.start, part.end, sheet.calendar)
        share = wage / PAY_DAYS_PER_MONTH * days
        if not quiet:
            sheet.step(PART_DAYS, days, "", start=part.start, end=part.end)
            share = sheet.step(PART_MONTH, share, "wage / 21.75 × days", wage=wage, days=days)
        due += share
    if not quiet:
        due = sheet.step(SECOND_WAGE, due, "whole months × wage + part month", whole_months=len(months.whole))
    return due


def other_part_months(facts: NoWrittenContractFacts, start: date, end: date, sheet: Worksheet) -> None:
    """法释12号6条 names neither the divisor nor the month of a part month."""
    months = cut(facts.hire_date, start, end)
    if not months.parts:
        return
    sheet.ask(ask.DOUBLE_WAGE_PART_MONTH)
    whole = sum((wage_of(facts, number, sheet) for number in months.whole), ZERO)
    by_month = whole
    for part in months.parts:
        in_month = working_days(part.month_start, part.month_end, sheet.calendar)
        in_part = working_days(part.start, part.end, sheet.calendar)
        by_month += wage_of(facts, part.month, sheet) * (Fraction(in_part, in_month) if in_month else 0)
    sheet.otherwise(say.IF_WORKING_DAYS_OF_MONTH, by_month)
    if not facts.monthly_wages:
        sheet.otherwise(say.IF_CALENDAR_MONTHS, by_calendar_month(wage_of(facts, 2, sheet), start, end, sheet))


def by_calendar_month(wage: Fraction, start: date, end: date, sheet: Worksheet) -> Fraction:
    """The window split by calendar months instead."""
    due, first = ZERO, start
    while first <= end:
        month_end = last_day(first.replace(day=1), 1)
        last = min(month_end, end)
        if first.day == 1 and last == month_end:
            due += wage
        else:
            due += wage / PAY_DAYS_PER_MONTH * working_days(first, last, sheet.calendar)
        first = last + ONE_DAY
    return due


def raise_to_minimum_wage(facts: NoWrittenContractFacts, on: date, sheet: Worksheet) -> None:
    """Note the floor where a wage is below the minimum wage."""
    sheet.minimum_wage = facts.local_min_wage
    if sheet.minimum_wage is None:
        sheet.minimum_wage = sheet.figure(FigureKind.MINIMUM_WAGE_MONTH, on)
    lowest = min(
        [*(facts.monthly_wages or []), *([facts.monthly_wage] if facts.monthly_wage is not None else [])], default=None
    )
    if sheet.minimum_wage is not None and lowest is not None and lowest < sheet.minimum_wage:
        sheet.step(WAGE_FLOOR, sheet.minimum_wage, "max(wage, minimum_wage)", wage=lowest)


def refused_open_ended(facts: NoWrittenContractFacts, sheet: Worksheet) -> Fraction:
    """劳动合同法82条2款: a refused open-ended contract has no twelve-month limit."""
    if facts.open_ended_due_from is None:
        months = facts.months or ZERO
        sheet.months = sheet.step(WHOLE_MONTHS, months, "as stated")
        return sheet.step(SECOND_WAGE, months * wage_of(facts, 2, sheet), "months × wage")
    ends = [day for day in (facts.employment_last_day, facts.claim_filed) if day]
    if facts.contract_signed_on:
        ends.append(facts.contract_signed_on - ONE_DAY)
    if not ends:
        sheet.refuse(say.END_OF_WINDOW_NEEDED)
    start, end = facts.open_ended_due_from, min(ends)
    sheet.step(WINDOW, f"{start} to {end}", "劳动合同法82条2款")
    anchored = facts.model_copy(update={"hire_date": start})
    sheet.months = sheet.step(WHOLE_MONTHS, Fraction(len(cut(start, start, end).whole)), "")
    return second_wage(anchored, start, end, sheet)


def by_window(facts: NoWrittenContractFacts, sheet: Worksheet) -> None:
    """The usual case: a contract was missing in the first year."""
    start, end = window(facts, sheet)
    sheet.step(WINDOW, f"{start} to {end}" if start <= end else "none", "", hire_date=facts.hire_date)
    whole = cut(facts.hire_date, start, end).whole
    sheet.months = sheet.step(WHOLE_MONTHS, Fraction(len(whole)), "")
    sheet.warn(say.STRICT_DAYS_SHIFT, start=start + ONE_DAY)
    wage_known = facts.monthly_wage is not None or facts.monthly_wages
    if limitation.barred_under_every_rule(facts, start, end):
        sheet.amount = limitation.nothing_left(facts, start, end, sheet)
        return
    if not wage_known:
        return
    sheet.ask(ask.DOUBLE_WAGE_BASE)
    full = second_wage(facts, start, end, sheet)
    other_part_months(facts, start, end, sheet)
    sheet.amount = limitation.after_limitation(
        facts, start, end, full, sheet, lambda first: second_wage(facts, first, end, sheet, quiet=True)
    )


def no_written_contract(facts: NoWrittenContractFacts, sheet: Worksheet) -> None:
    """The second wage, its months and what limitation leaves of it."""
    sheet.at(facts.region)
    facts = renewed(facts)
    raise_to_minimum_wage(facts, facts.employment_last_day or last_day(facts.hire_date, 12), sheet)
    if facts.worker_refused or facts.extended_by_law or facts.reason in NOT_THE_EMPLOYER:
        sheet.amount = sheet.step(NOT_OWED, ZERO, "")
        return
    if facts.backdated:
        sheet.warn(say.BACKDATED)
    if facts.contract_expired_on:
        sheet.warn(say.EXPIRED_CONTRACT, day=facts.contract_expired_on)
    if facts.open_ended_due_from or facts.months is not None:
        sheet.amount = refused_open_ended(facts, sheet)
    else:
        by_window(facts, sheet)
    sheet.limited_to_one_year(limitation.known_from(facts, *window(facts, sheet), sheet))
    sheet.final_within_twelve_minimum_wages()
