"""Limitation, procedure and final awards."""

import pytest

from gongjia.law.claims.tests.examples import result


def last_day(**facts):
    return result("limitation", **facts).get("date")


def test_wages_have_no_limit_while_employed():
    found = result("limitation", claim="wages", still_employed=True)
    assert found["in_time"] is True
    assert "date" not in found


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"known": "2025-05-31"}, "2026-06-01"),  # a Sunday rolls
        ({"known": "2024-06-01", "interrupted_on": "2025-03-03"}, "2026-03-03"),
        ({"known": "2024-06-03", "interrupted_on": "2025-06-03"}, "2026-06-03"),  # on the last day
        ({"known": "2024-06-03", "interrupted_on": "2025-06-04"}, "2025-06-03"),  # too late to interrupt
        ({"known": "2023-06-05", "interruptions": ["2025-03-04", "2024-05-06"]}, "2026-03-04"),  # each within its year
        ({"known": "2020-01-02", "interruption_start": "2020-12-30", "interruption_end": "2021-11-08"}, "2022-11-08"),
        ({"violation_ended": "2024-03-04"}, "2026-03-04"),
        ({"performance_due": "2024-03-04"}, "2026-03-04"),
        ({"accident": "2025-01-15", "applicant": "union"}, "2026-01-15"),
    ],
)
def test_clocks(facts, expected):
    assert last_day(**facts) == expected


def test_the_unrolled_day_is_the_safe_one():
    found = result("limitation", known="2025-10-03")
    assert (found["date"], found["limitation_date"]) == ("2026-10-08", "2026-10-03")
    assert any("2026-10-03" in warning for warning in found["warnings"])


def test_beyond_the_calendar_the_day_is_not_rolled_and_says_so():
    found = result("limitation", known="2026-12-26")
    assert found["date"] == "2027-12-26"  # a Sunday
    assert any("2027-12-26" in warning for warning in found["warnings"])


def test_a_plea_that_was_not_made_in_arbitration_is_lost():
    facts = {"known": "2020-01-02", "filed": "2024-01-01"}
    assert result("limitation", **facts)["in_time"] is False
    assert result("limitation", pleaded_in_arbitration=False, **facts)["in_time"] is True


@pytest.mark.parametrize(
    ("served", "act", "expected"),
    [
        ("2025-09-29", "accept_or_refuse", "2025-10-13"),
        ("2026-02-09", "defence", "2026-02-28"),
        ("2025-08-20", "award", "2025-10-09"),
        ("2025-09-01", "suit_after_award", "2025-09-16"),
        ("2026-04-02", "employer_sets_aside_final_award", "2026-05-06"),
        ("2026-03-09", "appeal_ruling", "2026-03-19"),
        ("2026-06-05", "appeal_judgment", "2026-06-22"),
    ],
)
def test_acts_carry_their_own_period(served, act, expected):
    assert result("procedure_deadline", served=served, act=act)["date"] == expected


def test_an_extended_award_has_fifteen_days_more():
    assert result("procedure_deadline", served="2025-08-20", act="award", extended=True)["date"] == "2025-10-20"


def test_a_period_without_its_kind_is_refused():
    assert result("procedure_deadline", served="2025-08-20", days=10)["amount"] is None


@pytest.mark.parametrize(
    ("region", "items", "expected"),
    [
        ("长春市区", {"wages": "25440.00"}, True),
        ("长春市区", {"wages": "25440.01"}, False),
        ("松原市区", {"wages": "23040.01"}, False),
        ("四平市区", {"wages": "21360.00"}, True),
        ("长春市区", {"annual_leave": "90000"}, True),
        ("长春市区", {"reinstatement": "0"}, False),
        ("长春市区", {"wages": "1", "damages_2n": "60000"}, {"damages_2n": False, "wages": True}),
    ],
)
def test_final_item_by_item(region, items, expected):
    assert result("final_award", "吉林", region=region, award_date="2025-06-01", items=items)["final"] == expected


def test_one_award_with_other_items_is_not_final():
    items = {"wages": "1", "damages_2n": "60000"}
    found = result("final_award", "吉林·长春市区", award_date="2025-06-01", items=items, one_award=True)
    assert found["final"] is False


def test_claims_carry_their_own_limitation_and_final_flag():
    facts = {"service_start": "2022-03-01", "service_end": "2025-02-28", "avg_wage_12m": "5000"}
    found = result("economic_compensation", "吉林·长春市区", termination_ground="LCL36_EMPLOYER", **facts)
    assert found["limitation_date"] == "2026-02-28"
    assert found["final_award"] is True
