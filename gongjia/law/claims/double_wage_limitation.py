"""Limitation of the double wage, which every place counts differently (调解仲裁法27条1款; 法释〔2025〕12号20条).

The second wage is not pay for work, so the general year applies; the employer must plead it in the arbitration.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from gongjia.law.claims import messages as say
from gongjia.law.claims import questions as ask
from gongjia.law.claims.dates import ONE_DAY, add_months, last_day
from gongjia.law.claims.figures import Seen
from gongjia.law.claims.numerals import ZERO
from gongjia.law.claims.rulebook import rule
from gongjia.law.claims.worksheet import Worksheet


class Method(StrEnum):
    """How a place counts the year."""

    DAILY_LOOK_BACK = "BJ_DAILY_LOOKBACK"
    MONTHLY_LOOK_BACK = "GD_MONTHLY_LOOKBACK"
    SINGLE_DEBT = "SD_SINGLE_DEBT"


METHOD_OF_PROVINCE = {
    "北京": Method.DAILY_LOOK_BACK,
    "广东": Method.MONTHLY_LOOK_BACK,
    "山东": Method.SINGLE_DEBT,
}

BARRED = rule("double_wage_barred", "调解仲裁法27条1款", "The year has passed under every way of counting it")
AFTER_LIMITATION = {
    Method.DAILY_LOOK_BACK: rule(
        "double_wage_daily", "京高法发〔2024〕534号41问", "One year back from the claim, day by day", seen=Seen.COPY
    ),
    Method.MONTHLY_LOOK_BACK: rule(
        "double_wage_monthly",
        "调解仲裁法27条1款（广东）",
        "One year back from the claim, month by month",
        seen=Seen.COPY,
    ),
    Method.SINGLE_DEBT: rule(
        "double_wage_single",
        "山东高院2019会议纪要21",
        "One debt: a year from signing or from the open-ended contract by law",
        seen=Seen.COPY,
    ),
}


class Facts(Protocol):
    """What limitation needs of the claim."""

    @property
    def hire_date(self) -> date: ...
    @property
    def claim_filed(self) -> date | None: ...
    @property
    def limitation_pleaded(self) -> bool | None: ...
    @property
    def rule(self) -> str | None: ...


def claimable_from(method: Method, facts: Facts, start: date, end: date) -> date | None:
    """First day of the window that is in time under the method; None if nothing is."""
    filed = facts.claim_filed
    if filed is None:
        return start
    if method is Method.SINGLE_DEBT:
        return start if filed <= add_months(end + ONE_DAY, 12) else None
    first = max(start, add_months(filed, -12))
    if method is Method.MONTHLY_LOOK_BACK:
        number = 1
        while last_day(facts.hire_date, number) < first:
            number += 1
        first = max(start, last_day(facts.hire_date, number - 1) + ONE_DAY if number > 1 else facts.hire_date)
    return first if first <= end else None


def barred_under_every_rule(facts: Facts, start: date, end: date) -> bool:
    """Nothing is left, whichever way the place counts."""
    if facts.claim_filed is None or facts.limitation_pleaded is False or start > end:
        return False
    return all(claimable_from(method, facts, start, end) is None for method in Method)


def nothing_left(facts: Facts, start: date, end: date, sheet: Worksheet) -> Fraction:
    if facts.limitation_pleaded is None:
        sheet.warn(say.LIMITATION_MUST_BE_PLEADED)
    return sheet.step(
        BARRED,
        ZERO,
        f"{start} to {end}; {end + ONE_DAY} + 1 year",
        filed=facts.claim_filed,
        until=add_months(end + ONE_DAY, 12),
    )


def method_of(facts: Facts, sheet: Worksheet) -> Method | None:
    """The method that was named (its first two letters are the place), or that of the province; None where open."""
    if facts.rule is not None:
        named = [method for method in Method if method.value[:2] == facts.rule[:2].upper()]
        if not named:
            sheet.refuse(say.METHOD_UNKNOWN, method=facts.rule, methods=", ".join(Method))
        return named[0]
    return METHOD_OF_PROVINCE.get(sheet.place.province)


def known_from(facts: Facts, start: date, end: date, sheet: Worksheet) -> date | None:
    """The day from which the year is safely counted: the first day owed, or the end where all is one debt."""
    if start > end:
        return None
    return end + ONE_DAY if method_of(facts, sheet) is Method.SINGLE_DEBT else start


def after_limitation(
    facts: Facts, start: date, end: date, full: Fraction, sheet: Worksheet, due_from: Callable[[date], Fraction]
) -> Fraction | None:
    """The sum under the place's method; where that is open, the full sum or a range with every method beside it."""
    if facts.claim_filed is None:
        return full
    left = {method: claimable_from(method, facts, start, end) for method in Method}
    sums = {method: due_from(first) if first else ZERO for method, first in left.items()}
    if facts.limitation_pleaded is False:
        sheet.warn(say.LIMITATION_NOT_PLEADED)
        return full
    if all(each == full for each in sums.values()):
        return full
    if facts.limitation_pleaded is None:
        sheet.warn(say.LIMITATION_MUST_BE_PLEADED)
        sheet.otherwise(say.IF_LIMITATION_NOT_PLEADED, full)
    chosen = method_of(facts, sheet)
    for method, each in sums.items():
        if method is not chosen:
            sheet.otherwise(say.IF_LIMITATION_METHOD, each, given={"method": say.LIMITATION_METHODS[method.value]})
    if chosen is not None:
        return sheet.step(AFTER_LIMITATION[chosen], sums[chosen], "", filed=facts.claim_filed, since=left[chosen])
    sheet.ask(ask.DOUBLE_WAGE_LIMITATION)
    if facts.limitation_pleaded is None:
        return full
    sheet.amount_range = (min(sums.values()), max(sums.values()))
    sheet.refuse(say.LIMITATION_METHOD_OPEN)
