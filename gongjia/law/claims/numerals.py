"""Exact numbers: money and months are fractions until the one rounding at the end.

No statute fixes the rounding; courts print half-up to the fen. Daily and hourly wages are never rounded before
they are multiplied. Two figures are, because judgments do so: the twelve-month average and the monthly
non-compete compensation (see `rounded`).
"""

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from gongjia.law.claims import messages as say

FEN = Fraction(1, 100)
PAY_DAYS_PER_MONTH = Fraction("21.75")  # 人社部发〔2025〕2号; unchanged since 劳社部发〔2008〕3号
HOURS_PER_DAY = 8
ZERO = Fraction(0)
LARGEST = Fraction(10**12)  # a typing slip, not a wage


def exact(value: object) -> Fraction:
    """The number a person typed, exactly; ValueError says what to type instead."""
    if isinstance(value, bool):
        raise ValueError(say.NUMBER_NOT_YES_OR_NO)
    if isinstance(value, float):
        value = repr(value)
    if isinstance(value, str):
        value = value.replace(",", "").replace("，", "").strip()
    if not isinstance(value, str | int | Decimal | Fraction):
        raise ValueError(say.NUMBER_LIKE_THIS)
    try:
        number = value if isinstance(value, Fraction) else Fraction(Decimal(value))
    except (InvalidOperation, ValueError, OverflowError):
        raise ValueError(say.NUMBER_LIKE_THIS) from None
    if number < 0:
        raise ValueError(say.NUMBER_BELOW_ZERO)
    if number > LARGEST:
        raise ValueError(say.NUMBER_TOO_LARGE)
    return number


def rounded(amount: Fraction) -> Fraction:
    """Half-up to 0.01 yuan."""
    return Fraction((amount / FEN + Fraction(1, 2)).__floor__()) * FEN


def money(amount: Fraction) -> str:
    """`12000.00`: yuan with two decimals, rounded half-up."""
    fen = int(rounded(amount) / FEN)
    return f"{fen // 100}.{fen % 100:02d}"


def plain(number: Fraction | int) -> str:
    """`8.5`, `12`, `3.33`: at most two decimals and no trailing zeros."""
    return money(Fraction(number)).rstrip("0").rstrip(".")


def floor(number: Fraction) -> int:
    return number.__floor__()


def ceiling(number: Fraction) -> int:
    return number.__ceil__()
