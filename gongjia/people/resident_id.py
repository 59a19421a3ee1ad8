"""The resident identity number (GB 11643): what it says about a person, and each thing that can be wrong with it.

Six digits of division, eight of birth date, three of sequence (odd for men), one check digit (ISO 7064 MOD 11-2).
A sound number proves that somebody knows a number, not that it is theirs (docs/why/sign-in.md).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gongjia.foundation.clock import today
from gongjia.foundation.refusals import Refused
from gongjia.people.divisions import PROVINCES, is_county_code

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
OLDEST = 130  # years
FOREIGNER = "9"  # first digit of the permanent residence card of foreigners, form of 2023


@dataclass(frozen=True)
class ResidentId:
    """A sound number. `is_code_known` is false where an officer should look at the card (never a refusal)."""

    number: str
    birth_date: date
    sex: str
    division_code: str
    is_code_known: bool


def read(typed: str) -> ResidentId:
    """Read what a person typed, gaps and full-width digits forgiven; an old number of 15 digits becomes 18.

    Raises Refused with a sentence that says which part does not fit.
    """
    number = _tidy(typed)
    if re.fullmatch(r"\d{15}", number):
        number = _upgraded(number)
    _check_form(number)
    birth_date = _birth_date(number)
    _check_place(number)
    if number[17] != check_digit(number[:17]):
        raise Refused(_("The last digit of this identity number does not match the others. Please compare it with "
                        "your card once more. If the card really says so, go to any workers' service station, where "
                        "the staff will check the original."))  # fmt: skip
    is_foreigner = number[0] == FOREIGNER
    return ResidentId(
        number=number,
        birth_date=birth_date,
        sex="male" if int(number[16]) % 2 else "female",
        division_code="" if is_foreigner else number[:6],
        is_code_known=is_foreigner or number[:2] in ("71", "81", "82", "83") or is_county_code(number[:6]),
    )


def check_digit(first_seventeen: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, WEIGHTS, strict=True))
    return CHECK_DIGITS[total % 11]


def _tidy(typed: str) -> str:
    text = unicodedata.normalize("NFKC", typed).upper()
    return re.sub(r"[\s\-–—·.]", "", text)


def _upgraded(number: str) -> str:
    """Numbers of 15 digits were given until 1999: a two-digit year of the 1900s and no check digit."""
    longer = number[:6] + "19" + number[6:]
    return longer + check_digit(longer)


def _check_form(number: str) -> None:
    if not number:
        raise Refused(_("Please write your identity number."))
    if not re.fullmatch(r"[0-9X]*", number):
        raise Refused(_("An identity number has only digits, and perhaps an X at the very end."))
    if len(number) != 18:
        raise Refused(_("An identity number has 18 digits; this one has %(count)s. Please compare it with your card.")
                      % {"count": len(number)})  # fmt: skip
    if "X" in number[:17]:
        raise Refused(_("An X can only be the very last sign of an identity number."))


def _birth_date(number: str) -> date:
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    try:
        born = date(year, month, day)
    except ValueError:
        raise Refused(_("Digits 7 to 14 are the birth date, but there is no such day: %(year)s-%(month)s-%(day)s.")
                      % {"year": number[6:10], "month": number[10:12], "day": number[12:14]}) from None  # fmt: skip
    if born > today():
        raise Refused(_("Digits 7 to 14 are the birth date, but %(date)s is still to come.") % {"date": born})
    if age(born, today()) >= OLDEST:
        raise Refused(_("By this number the birth date would be %(date)s, %(years)s years ago. Please compare it with "
                        "your card.") % {"date": born, "years": age(born, today())})  # fmt: skip
    return born


def _check_place(number: str) -> None:
    place = number[1:3] if number[0] == FOREIGNER else number[:2]
    if place not in PROVINCES:
        raise Refused(_("The number begins with %(digits)s, and no province has these digits. Please compare the first "
                        "six digits with your card.") % {"digits": number[: len(place)]})  # fmt: skip


def age(born: date, on: date) -> int:
    """Full years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
