"""The administrative divisions of Jilin, and every county code that resident IDs of the country may begin with.

Both are files beside this one (data/README.md names their source) and are read once.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

DATA = Path(__file__).parent / "data"
PROVINCE = "220000"

# Two digits of the provinces, and of the residence cards of Hong Kong, Macao and Taiwan compatriots (81-83).
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)


@dataclass(frozen=True)
class Division:
    """One place of the tree: province, prefecture, county (6 digits each) or township (12 digits)."""

    code: str
    name: str
    level: str
    parent: str
    pinyin: str
    name_ko: str
    name_en: str
    is_revoked: bool


def division(code: str) -> Division | None:
    """The place of a code of 6 or 12 digits; none where Jilin has no such code."""
    return _jilin().get(_short(code))


def children(code: str = PROVINCE, *, with_revoked: bool = False) -> list[Division]:
    """The places right under one, ordered by code, without those that were dissolved."""
    return [child for child in _children().get(_short(code), []) if with_revoked or not child.is_revoked]


def ancestors(code: str) -> list[Division]:
    """The place and everything over it, the province first; empty for an unknown code."""
    chain = []
    place = division(code)
    while place is not None:
        chain.append(place)
        place = division(place.parent)
    return chain[::-1]


def name(code: str, language: str = "zh-hans") -> str:
    """A place's own name in a language; the Chinese one where it has none. The code itself where it is unknown."""
    place = division(code)
    if place is None:
        return code
    own = {"ko": place.name_ko, "en": place.name_en}.get(language[:2], "")
    return own or place.name


def full_name(code: str, language: str = "zh-hans") -> str:
    """The name with those of the places above: 吉林省吉林市昌邑区; in English the smallest place first."""
    names = [name(place.code, language) for place in ancestors(code)]
    if language[:2] == "en":
        return ", ".join(reversed(names))
    return (" " if language[:2] == "ko" else "").join(names)


def divisions(level: str) -> list[Division]:
    """All standing places of one level, ordered by code."""
    return [place for place in _jilin().values() if place.level == level and not place.is_revoked]


def county_choices() -> list[tuple[str, Any]]:
    """Every county of the province under its prefecture, in the reader's language: what a form's select shows."""
    language = get_language() or "zh-hans"
    groups = [
        (name(place.code, language), [(county.code, name(county.code, language)) for county in inside])
        for place in children()
        if (inside := [child for child in children(place.code) if child.level == "county"] or [place])
    ]
    return [("", _("Please choose")), *groups]


def is_county_code(code: str) -> bool:
    """Whether six digits were ever the code of a county or prefecture of the country (1980-2026)."""
    return code in _county_codes()


def _short(code: str) -> str:
    return code[:6] if len(code) == 12 and code.endswith("000000") else code


@lru_cache(maxsize=1)
def _jilin() -> dict[str, Division]:
    with (DATA / "jilin.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            Division(is_revoked=row.pop("status") == "revoked", **row)  # type: ignore[arg-type]
            for row in csv.DictReader(file)
        ]
    return {place.code: place for place in sorted(rows, key=lambda place: place.code)}


@lru_cache(maxsize=1)
def _children() -> dict[str, list[Division]]:
    found: dict[str, list[Division]] = {}
    for place in _jilin().values():
        found.setdefault(place.parent, []).append(place)
    return found


@lru_cache(maxsize=1)
def _county_codes() -> frozenset[str]:
    lines = (DATA / "county_codes.txt").read_text(encoding="ascii").splitlines()
    return frozenset(head + tail for head, *tails in map(str.split, lines) for tail in tails)
