"""docs/asvs.csv: every item of OWASP ASVS 5.0, levels 1 and 2, with a verdict and evidence that exists."""

import ast
import csv
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ITEMS = list(csv.DictReader((ROOT / "docs/asvs.csv").open(encoding="utf-8")))
PASSED = [item for item in ITEMS if item["verdict"] == "pass"]


@cache
def tests_of(path: Path) -> set[str]:
    return {node.name for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)}


def evidence(item: dict[str, str]) -> list[str]:
    return [one.strip() for one in item["evidence"].split(";") if one.strip()]


def is_a_test(one: str) -> bool:
    return "::" in one


def missing(one: str) -> str:
    """What of the evidence does not exist: a test by path::name, a file, or a file's heading by path#heading."""
    path, _, name = one.partition("::" if is_a_test(one) else "#")
    if not (ROOT / path).is_file():
        return f"there is no {path}"
    if is_a_test(one):
        return "" if name in tests_of(ROOT / path) else f"{path} has no {name}"
    return (
        "" if not name or f"## {name}" in (ROOT / path).read_text(encoding="utf-8") else f"{path} has no heading {name}"
    )


def test_every_item_of_levels_one_and_two_is_there_once():
    assert Counter(item["level"] for item in ITEMS) == {"1": 70, "2": 183}
    assert len({item["item"] for item in ITEMS}) == len(ITEMS) == 253


def test_each_verdict_is_one_of_three_and_says_why():
    assert {item["verdict"] for item in ITEMS} <= {"pass", "gap", "not applicable"}
    silent = [item["item"] for item in ITEMS if not (evidence(item) if item["verdict"] == "pass" else item["note"])]
    assert not silent, f"A pass names its evidence, the others a reason: {silent}"


def test_the_evidence_exists():
    wrong = [f"{item['item']}: {what}" for item in ITEMS for one in evidence(item) if (what := missing(one))]
    assert not wrong, "; ".join(wrong)


def test_most_passes_are_shown_by_a_test():
    shown = [item for item in PASSED if any(is_a_test(one) for one in evidence(item))]
    assert len(shown) / len(PASSED) >= 0.6, f"{len(shown)} of {len(PASSED)}"


def test_a_missing_test_would_be_noticed():
    assert (
        missing("tests/test_asvs.py::test_that_is_not_there")
        and missing("docs/none.md")
        and missing("README.md#No such")
    )
    assert not missing("tests/test_asvs.py::test_the_evidence_exists")
