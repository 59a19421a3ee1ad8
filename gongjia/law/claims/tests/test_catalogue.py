"""Sentences that can be translated, figures that can be traced, questions that can be asked."""

import re
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from gongjia.law.claims import CLAIMS, FigureKind, calculate, messages, packaged_figures
from gongjia.law.claims.catalogue import msgids, sentences
from gongjia.law.claims.figures import Figure, FigureTable, Seen
from gongjia.law.claims.places import place_of
from gongjia.law.claims.reference import written

REFERENCE = Path(__file__).parents[4] / "docs" / "reference" / "claims.md"


def test_every_sentence_can_be_filled():
    for sentence in sentences():
        names = re.findall(r"%\((\w+)\)s", sentence)
        assert sentence % dict.fromkeys(names, "x")


def test_every_field_asks_a_plain_question():
    for name, claim in CLAIMS.items():
        schema = claim.facts.model_json_schema(by_alias=False)
        silent = [field for field, info in claim.facts.model_fields.items() if not info.description]
        assert schema["properties"]
        assert not silent, name


def test_sentences_are_translated_before_they_are_filled():
    found = calculate("minimum_wage", {"paid": "1", "month": "2025-01"}, "吉林").as_json(lambda text: f"<{text[:5]}")
    assert found["reason"].startswith("<")


@pytest.mark.parametrize("kind", FigureKind)
def test_every_figure_has_a_title(kind):
    assert messages.FIGURE_TITLES[kind.value] in msgids()


def test_rows_do_not_overlap():
    seen: dict[tuple[object, ...], list[Figure]] = {}
    for row in packaged_figures().rows:
        seen.setdefault((row.kind, row.province, row.place, row.grade), []).append(row)
    for rows in seen.values():
        rows.sort(key=lambda row: row.valid_from)
        for earlier, later in pairwise(rows):
            assert earlier.valid_to is not None
            assert earlier.valid_to < later.valid_from


def test_a_host_may_bring_its_own_figures():
    row = Figure(
        FigureKind.INJURY_EMPLOYMENT_MONTHS,
        Fraction(8),
        "吉林",
        "*",
        date(2020, 1, 1),
        None,
        "省政府令",
        Seen.TEXT,
        "high",
        grade=9,
    )
    facts = {"grade": 9, "benefit": "exit_employment_subsidy", "exit_date": "2025-05-01", "regional_avg_wage": "7000"}
    assert calculate("work_injury", facts, "吉林", figures=FigureTable((row,), {})).as_json()["amount"] == "56000.00"


def test_places_are_read_in_every_spelling():
    assert place_of("吉林省·长春市区") == place_of("吉林·长春市区")
    assert place_of("北京市") == place_of("北京")
    assert place_of("CN").name == "CN"


def test_the_reference_says_what_the_rules_say():
    assert written(REFERENCE.read_text("utf-8")) == REFERENCE.read_text("utf-8")
    assert not [name for name in CLAIMS if f"`{name}`" not in REFERENCE.read_text("utf-8")]
