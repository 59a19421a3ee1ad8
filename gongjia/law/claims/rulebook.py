"""Every rule that can appear in a step: its key, article, how far the text was checked, and its title.

Modules declare their rules beside the functions that apply them; the book collects them, so that the list of what a
lawyer must confirm and the catalogue of titles to translate need no second copy.
"""

from dataclasses import dataclass
from enum import StrEnum

from gongjia.law.claims.figures import Seen


class Unit(StrEnum):
    YUAN = "yuan"
    MONTHS = "months"
    DAYS = "days"
    HOURS = "hours"
    DATE = "date"
    SHARE = "share"
    TEXT = "text"


@dataclass(frozen=True)
class Rule:
    """`title` is an English msgid."""

    key: str
    article: str
    seen: Seen
    title: str
    unit: Unit


RULEBOOK: dict[str, Rule] = {}


def rule(key: str, article: str, title: str, unit: Unit = Unit.YUAN, seen: Seen = Seen.TEXT) -> Rule:
    """Enter a rule in the book; a key is used once."""
    if key in RULEBOOK:
        raise ValueError(f"rule {key} is in the book already")
    RULEBOOK[key] = Rule(key, article, seen, title, unit)
    return RULEBOOK[key]
