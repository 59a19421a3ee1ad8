"""A lawyer puts a value in place of a step: what follows from it is worked out anew, what does not stays."""

import pytest

from gongjia.law.claims import calculate

N = {"service_start": "2020-01-01", "service_end": "2024-06-30", "termination_ground": "LCL36_EMPLOYER"}


def found(claim_type="economic_compensation", inputs=None, **replaced):
    return calculate(claim_type, inputs or {**N, "avg_wage_12m": "8000"}, replaced=replaced).as_json()


def step(result, name):
    return next(one for one in result["steps"] if one["name"] == name)


def test_what_follows_from_a_replaced_step_follows_it():
    plain, changed = found(), found(months_factor="4")
    assert (plain["amount"], changed["amount"]) == ("40000.00", "32000.00")
    assert step(changed, "months_factor")["computed"] == "5"
    assert "computed" not in step(plain, "months_factor")
    assert step(changed, "compensation")["inputs"]["months"] == "4"


def test_the_sum_itself_may_be_replaced():
    assert found(compensation="1234.5")["amount"] == "1234.50"


def test_the_second_step_of_a_rule_has_a_name_of_its_own():
    inputs = {"hourly_wage": "20", "items": [{"rate_percent": 150, "hours": 10}, {"rate_percent": 150, "hours": 4}]}
    assert found("overtime", inputs)["amount"] == "420.00"
    assert found("overtime", inputs, **{"overtime_weekday#2": "0"})["amount"] == "300.00"


def test_a_day_is_replaced_by_a_day():
    inputs = {"accident": "2025-03-01"}
    assert found("limitation", inputs, injury_recognition_worker="2026-05-01")["limitation_date"] == "2026-05-01"


@pytest.mark.parametrize("typed", ["four", "-1", ""])
def test_what_cannot_be_read_is_a_refusal_that_says_what_to_type(typed):
    result = found(months_factor=typed)
    assert result["amount"] is None
    assert "number" in result["reason"]


def test_a_step_that_does_not_come_up_changes_nothing():
    assert found(capped_base="1")["amount"] == "40000.00"
