"""Reading what programs send: JSON that PostgreSQL can hold, with every digit of a number kept."""

import json
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import trans_real
from ninja.parser import Parser

from gongjia.foundation.api.problems import Problem

LARGEST_BODY = 256 * 1024  # bytes; files do not come this way
DIGITS = 30  # of a number; more is no amount, no count and no day


class StrictParser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        """The body, or an exception: the caller is told that it cannot be read."""
        parsed = json.loads(
            request.body.decode("utf-8"), parse_float=_number, parse_int=_whole, parse_constant=_no_number
        )
        flat = json.dumps(parsed, ensure_ascii=False, default=str)
        flat.encode("utf-8")  # half a surrogate pair is no character
        if "\\u0000" in flat.replace("\\\\", ""):
            raise ValueError("a text holds the character 0")
        return parsed


def _number(text: str) -> Decimal:
    number = Decimal(text)
    if len(text) > DIGITS or not -DIGITS < number.adjusted() < DIGITS:
        raise ValueError("a number is too long")
    return number


def _whole(text: str) -> int:
    if len(text) > DIGITS:
        raise ValueError("a number is too long")
    return int(text)


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no JSON")


def check_address(request: HttpRequest) -> None:
    """Refuse an address or a length that no table can hold; PostgreSQL takes no character 0 in a text."""
    asked = request.META.get("QUERY_STRING", "")
    if "%00" in asked or "\x00" in request.path:
        raise Problem("malformed", _("A text holds the character 0. Leave it out."))
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal():
        raise Problem("malformed", _("The header Content-Length is not a number."))
    if int(length) > LARGEST_BODY:
        raise Problem(
            "too-large", _("At most %(size)d kilobytes fit into one request.") % {"size": LARGEST_BODY // 1024}
        )


LANGUAGES = {"zh": "zh-hans", "ko": "ko", "en": "en"}


def language_of(request: HttpRequest) -> str:
    """The caller's language by Accept-Language: Chinese, Korean or English; Chinese where it says nothing of these."""
    for wanted, _quality in trans_real.parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if wanted[:2] in LANGUAGES:
            return LANGUAGES[wanted[:2]]
    return "zh-hans"
