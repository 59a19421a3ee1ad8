"""Mobile numbers of the mainland, as people type them."""

import re
import unicodedata

from django.conf import settings
from django.utils.translation import gettext as _

from gongjia.foundation.refusals import Refused
from gongjia.foundation.sms import DEMO_PREFIX


def read(typed: str) -> str:
    """Eleven digits from what was typed: gaps, dashes, full-width digits and +86 are forgiven. Raises Refused."""
    digits = re.sub(r"[\s\-–—().]", "", unicodedata.normalize("NFKC", typed))
    digits = re.sub(r"^(\+|00)?86(?=1\d{10}$)", "", digits)
    if not digits:
        raise Refused(_("Please write your mobile number."))
    if not digits.isascii() or not digits.isdigit():
        raise Refused(_("A mobile number has only digits."))
    if len(digits) != 11:
        raise Refused(_("A mobile number has 11 digits; this one has %(count)s.") % {"count": len(digits)})
    if not re.fullmatch(r"1[3-9]\d{9}", digits):
        raise Refused(_("A mobile number begins with 13 to 19. Please look at it once more."))
    if is_demo(digits) and settings.PRODUCTION:
        raise Refused(_("This number belongs to the demonstration and cannot be used here."))
    return digits


def is_demo(phone: str) -> bool:
    """Whether the number is one of the reserved range that no network gives out."""
    return phone.startswith(DEMO_PREFIX)
