"""The words of the library: matters, references to articles, and what a search finds. Nothing here reads rows."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongjia.foundation.refusals import Refused


class Matter(TextChoices):
    """What a question is about; the commonest questions are listed under these."""

    WAGES = "wages", _("Wages")
    MIGRANT = "migrant", _("Building sites and migrant workers")
    HOURS = "hours", _("Hours and overtime")
    LEAVE = "leave", _("Leave")
    CONTRACT = "contract", _("Contract and probation")
    DISMISSAL = "dismissal", _("Dismissal and leaving")
    INSURANCE = "insurance", _("Social insurance")
    INJURY = "injury", _("Injury and occupational disease")
    SAFETY = "safety", _("Safety at work")
    WOMEN = "women", _("Women workers")
    EQUALITY = "equality", _("Equal treatment")
    JOBS = "jobs", _("Finding work")
    DISPUTES = "disputes", _("Mediation, arbitration, court")
    UNION = "union", _("The union")
    PRIVACY = "privacy", _("Personal information")
    AID = "aid", _("Hardship")


class StatuteFileError(Refused):
    """A file of statutes does not hold together; the message says where."""


class LibraryError(Refused):
    """What was typed about a synonym or a card cannot be used; the message says why."""


@dataclass(frozen=True, order=True)
class Ref:
    """An article by its law's short title: 劳动合同法 47, 刑法 276之一."""

    short: str
    number: int
    branch: int = 0

    def __str__(self) -> str:
        return f"{self.short} {self.number}" + (f"之{chinese(self.branch)}" if self.branch else "")

    @property
    def label(self) -> str:
        return f"第{chinese(self.number)}条" + (f"之{chinese(self.branch)}" if self.branch else "")


@dataclass(frozen=True)
class Found:
    """One article that a search offers. `score` runs from 0 to 1 within one answer; `text` may be empty (`gist`)."""

    ref: Ref
    title: str
    score: float
    text: str
    gist: str
    chapter: str = ""
    article_id: int | None = None
    starts_on: date | None = None  # only where it is not yet in force


@dataclass(frozen=True)
class Answer:
    """3 to 5 articles, best first, the matter they belong to, and whether the question was understood at all."""

    found: list[Found]
    matter: str = ""
    understood: bool = True


DIGITS = "零一二三四五六七八九"
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "[0-9０-９零〇一二三四五六七八九十百千两]+"
_REF = re.compile(rf"^(.+?)[ 　]*第?({NUMERAL})条?(?:之({NUMERAL}))?$")


def integer(words: str) -> int:
    """47, ４７ and 四十七 are 47. Raises ValueError."""
    if words.isdigit() and words.isdecimal():
        return int(words)
    total, digit = 0, 0
    for sign in words.replace("两", "二").replace("〇", "零"):
        if sign in UNITS:
            total += (digit or 1) * UNITS[sign]
            digit = 0
        else:
            digit = DIGITS.index(sign)
    return total + digit


def chinese(number: int) -> str:
    """47 -> 四十七, as article numbers are written (below ten thousand)."""
    if number < 10:
        return DIGITS[number]
    words, gap = "", False
    for unit, value in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, value)
        if digit:
            words += ("零" if gap else "") + DIGITS[digit] + unit
            gap = False
        elif words and number:
            gap = True
    return words.removeprefix("一") if words.startswith("一十") else words


def ref(words: str) -> Ref:
    """ "劳动合同法 47", "劳动合同法第四十七条", "刑法 276之一". Raises LibraryError."""
    match = _REF.match(words.strip().replace("《", "").replace("》", ""))
    try:
        if match is None:
            raise ValueError(words)
        law, number, branch = match.groups()
        return Ref(law.strip(), integer(number), integer(branch) if branch else 0)
    except ValueError:  # no number at all, or one that mixes both ways of writing it: 2七6
        raise LibraryError(
            _("“%(words)s” names no article. Write the law and the number: 劳动合同法 47") % {"words": words}
        ) from None
