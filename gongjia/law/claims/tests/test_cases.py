"""The worked cases, to the fen and the day."""

import pytest

from gongjia.law.claims import calculate
from gongjia.law.claims.tests.examples import cases

FIT = cases("cases.jsonl")
TO_CONFIRM = cases("cases_to_confirm.jsonl")


def worked(case):
    return calculate(case["claim_type"], case["inputs"], case["jurisdiction"]).as_json()


@pytest.mark.parametrize("case", [*FIT, *TO_CONFIRM], ids=lambda case: case["id"])
def test_answer_is_the_expected_one(case):
    found = worked(case)
    for key, value in case["expected"].items():
        if key != "steps":
            assert found.get(key) == value, key


@pytest.mark.parametrize("case", [*FIT, *TO_CONFIRM], ids=lambda case: case["id"])
def test_every_input_is_used_and_every_step_has_its_article(case):
    found = worked(case)
    assert not [warning for warning in found["warnings"] if "not used" in warning]
    assert all(step["article"] and step["title"] for step in found["steps"])


@pytest.mark.parametrize(
    "case", [case for case in FIT + TO_CONFIRM if "alternatives" in case], ids=lambda case: case["id"]
)
def test_other_readings_are_shown(case):
    found = worked(case)
    shown = {other.get("amount") for other in found["alternatives"]}
    assert {other["amount"] for other in case["alternatives"]} <= shown
    assert found["boundary_warning"] is case.get("boundary_warning", False)
