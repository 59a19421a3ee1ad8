"""Sums of money as people type them: 8000, 8,000元, ¥8000.50, 0.8万, 八千, 一万二, １２００."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

DIGITS = {character: number for number, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIAD = 10_000
TIMES = {"万": MYRIAD, "萬": MYRIAD, "w": MYRIAD, "千": 1000, "k": 1000, "": 1}
_WRITTEN = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(万|萬|千|[wk])?")
_AROUND = re.compile(r"人民币|rmb|cny|yuan|约|大概|元整|块钱|[¥￥元块圆,，、'\s]")


def amount(text: str) -> Decimal | None:
    """Yuan, or None where it cannot be read. A sign is not read: nobody is owed less than nothing."""
    plain = _AROUND.sub("", unicodedata.normalize("NFKC", text).lower())
    written = _WRITTEN.fullmatch(plain)
    if written:
        try:
            return Decimal(written[1]) * TIMES[written[2] or ""]
        except InvalidOperation:
            return None
    number = _spoken(plain)
    return None if number is None else Decimal(number)


def _spoken(text: str) -> int | None:
    """八千五百, 一万二 (12000), 三千五 (3500), 两万零八十; None where it is not a number in words."""
    if not text or set(text) - {*DIGITS, *UNITS, "万", "萬"}:
        return None
    head, has_myriad, rest = text.replace("萬", "万").partition("万")
    if not has_myriad:
        return _below_myriad(head, 1)
    high, low = _below_myriad(head, 1), _below_myriad(rest, MYRIAD) if rest else 0
    return None if high is None or low is None else high * MYRIAD + low


def _below_myriad(text: str, before: int) -> int | None:
    """`before`: the unit spoken last, for a closing digit without a unit of its own stands one place below it."""
    total, digit, unit, skipped = 0, None, before, False
    for character in text:
        if character in UNITS:
            if digit is None and character not in "十拾":
                return None
            unit = UNITS[character]
            total += (1 if digit is None else digit) * unit
            digit, skipped = None, False
        elif digit not in (None, 0):
            return None
        else:
            digit = DIGITS[character]
            skipped = skipped or digit == 0
    if digit is not None:
        total += digit if skipped or unit < 100 else digit * unit // 10
    return total if text else None
