"""统一社会信用代码 (GB 32100-2015): 18 places, the last one checks the others (ISO 7064 MOD 31-3)."""

import re
import unicodedata

from django.utils.translation import gettext as _

from gongjia.foundation.refusals import Refused
from gongjia.people.divisions import PROVINCES

LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
WEIGHTS = [3**place % 31 for place in range(17)]
NATIONAL = "10"  # registered by an authority of the whole country


def read(typed: str) -> str:
    """The code from what was typed; gaps, full-width and small letters are forgiven. Raises Refused with a sentence."""
    code = re.sub(r"[\s\-–—]", "", unicodedata.normalize("NFKC", typed)).upper()
    if not code:
        raise Refused(_("Please write the 18 places of the credit code."))
    if not re.fullmatch(r"[0-9A-Z]*", code):
        raise Refused(_("A credit code has only digits and Latin capitals."))
    if len(code) != 18:
        raise Refused(_("A credit code has 18 places; this one has %(count)s. It stands on the business licence, top "
                        "right.") % {"count": len(code)})  # fmt: skip
    if unknown := sorted(set(code) - set(LETTERS)):
        raise Refused(_("A credit code never has the letter %(letter)s. Perhaps it is a 1, 0, 5, U or 2?")
                      % {"letter": unknown[0]})  # fmt: skip
    if code[2:4] not in PROVINCES and code[2:4] != NATIONAL:
        raise Refused(_("Places 3 and 4 are %(digits)s, and no province has these digits. Please compare them with the "
                        "business licence.") % {"digits": code[2:4]})  # fmt: skip
    if code[17] != check_digit(code[:17]):
        raise Refused(_("The last place of this credit code does not match the others. Please compare it with the "
                        "business licence once more, or leave it empty and give the name only."))  # fmt: skip
    return code


def check_digit(first_seventeen: str) -> str:
    """Raises ValueError for a character that no code has."""
    total = sum(LETTERS.index(letter) * weight for letter, weight in zip(first_seventeen, WEIGHTS, strict=True))
    return LETTERS[-total % 31]
