"""A plain question in words before a further code is sent: no picture, no script, to be heard as well as read.

It slows a flood down and costs a person five seconds. It does not keep out whoever writes a program for it; the
limits do that (docs/why/sign-in.md).
"""

import secrets
import unicodedata

from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _

KEY = "plain_question"
WORDS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


def ask(session: SessionBase) -> str:
    """The question that stands in this session; a new one where there is none."""
    if KEY not in session:
        session[KEY] = [secrets.randbelow(8) + 2, secrets.randbelow(8) + 2]
    first, second = session[KEY]
    return _("How much is %(first)s plus %(second)s?") % {"first": first, "second": second}


def is_right(session: SessionBase, answer: str) -> bool:
    """Whether the answer is right, in digits or Chinese numerals. Right or wrong, the next question is another."""
    numbers = session.pop(KEY, None)
    return numbers is not None and _number(answer) == sum(numbers)


def _number(answer: str) -> int | None:
    text = unicodedata.normalize("NFKC", answer).strip()
    if text.isdecimal() and len(text) < 4:
        return int(text)
    if text in WORDS:
        return WORDS[text]
    if len(text) == 2 and text[0] == "十":  # 十三
        return 10 + WORDS.get(text[1], 99)
    return None
