"""Which claims a story holds, and what may be added to what."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjia.law.claims import CLAIMS
from gongjia.people.divisions import county_choices
from gongjia.programmes.owed.kinds import Changes, Way
from gongjia.programmes.owed.rules import claims_of, region_of, work_out
from gongjia.programmes.owed.situations import SITUATIONS
from gongjia.programmes.owed.situations.ending import Dismissal, Leaving
from gongjia.programmes.owed.situations.other import Act
from gongjia.programmes.owed.words import EVIDENCE, row_of

FACTS = {
    "started_on": "2020-03-01", "ended_on": "2026-06-30", "employment": "ended", "wage": "8000", "county": "220202",
    "today": "2026-09-01", "dismissal": "no_ground", "leaving": "arrears", "unpaid_months": "2", "weekday_hours": "44",
    "years_in_all": "6", "signed": "never", "probation_months": "4", "contract_months": "12", "hours_per_day": "4",
    "hourly_paid": "15", "hours_in_all": "100", "hot_days_outside": "20", "stood_from": "2026-05-01",
    "stood_until": "2026-06-30", "worked_meanwhile": "yes", "taken": "3000", "taken_on": "2026-05-10",
    "paid_monthly": "1500", "low_from": "2026-01-01", "low_to": "2026-03-31", "accident_on": "2025-10-01", "grade": "8",
    "months_off": "3", "sick_from": "2026-02-01", "sick_months": "2", "birth": "normal", "born_on": "2026-03-01",
    "died_on": "2025-03-01", "spouse": "yes", "contribution_years": "6", "covenant_months": "6", "training_cost": "6000",
    "bound_months": "36", "served_months": "12", "penalty_basis": "training", "ordered_due": "5000",
    "ordered_for": "wages", "ordered_on": "2026-06-01", "ordered_until": "2026-06-15", "limit_about": "wages",
    "known_on": "2026-05-01", "paper_act": "suit_after_award", "paper_on": "2026-08-20",
}  # fmt: skip


def story(*situations, **facts):
    return work_out({**FACTS, "situations": list(situations), **facts})


def owed(found):
    return {item["key"]: item["owed"] for item in found["items"]}


def test_every_claim_type_of_the_library_is_reached():
    everything = story(*(set(SITUATIONS) - {"left"}))
    reached = {item["claim_type"] for item in everything["items"]}
    for reason in Dismissal:
        reached |= {
            claim.claim_type for claim in claims_of({**FACTS, "situations": ["dismissed"], "dismissal": reason})
        }
    assert reached | {"final_award"} == set(CLAIMS)  # whether an award is final stands on each claim


@pytest.mark.parametrize("key", SITUATIONS)
def test_every_situation_gives_an_answer_or_says_why_not(key):
    found = story(key)
    assert found["items"]
    for item in found["items"]:
        assert not [warning for warning in item["result"]["warnings"] if "not used" in warning], item["key"]
        if item["owed"] is None and item["payer"] != "nobody":
            assert item["result"].get("reason") or "amount_range" in item["result"] or item["act_by"], item["key"]


def test_every_situation_names_evidence_that_there_are_words_for():
    assert {name for one in SITUATIONS.values() for name in one.evidence} <= set(EVIDENCE)


@pytest.mark.parametrize(
    ("how", "first", "instead"),
    [
        (Dismissal.NO_GROUND, "unlawful_termination", None),
        (Dismissal.INCOMPETENT, "payment_in_lieu", "unlawful_termination"),
        (Dismissal.MISCONDUCT, "economic_compensation", "unlawful_termination"),
        (Dismissal.AGREED, "economic_compensation", None),
        (Dismissal.LAY_OFF, "economic_compensation", "unlawful_termination"),
    ],
)
def test_only_one_of_n_and_2n_is_added(how, first, instead):
    found = story("dismissed", dismissal=how)
    counted = [item for item in found["items"] if item["is_counted"]]
    beside = [item["claim_type"] for item in found["items"] if item["instead_of"]]
    assert [item["claim_type"] for item in counted] == [first]
    assert beside == ([instead] if instead else [])
    assert found["totals"]["employer"] == counted[0]["owed"]


def test_a_union_that_was_not_told_makes_it_unlawful():
    found = story("dismissed", dismissal=Dismissal.MISCONDUCT, union_told="not_told")
    assert owed(found) == {"end": "104000.00", "end_lawful": "0.00"}
    assert found["totals"]["employer"] == "104000.00"


def test_leaving_for_unpaid_wages_is_paid_and_leaving_by_wish_is_not():
    assert owed(story("left", leaving=Leaving.ARREARS))["end"] == "52000.00"
    assert owed(story("left", leaving=Leaving.OWN_WISH))["end"] == "0.00"


def test_part_time_work_ends_without_compensation_unless_the_hours_are_too_many():
    assert owed(story("dismissed", "part_time", dismissal="agreed"))["end"] == "0.00"
    assert owed(story("dismissed", "part_time", dismissal="agreed", hours_per_day="8"))["end"] == "52000.00"


def test_what_was_paid_is_taken_off_once():
    assert owed(story("dismissed", dismissal="agreed", end_paid="20000"))["end"] == "32000.00"
    assert owed(story("dismissed", end_paid="20000"))["end"] == "84000.00"
    assert owed(story("dismissed", dismissal="agreed", end_paid="99999"))["end"] == "0.00"


def test_of_a_deduction_only_the_unlawful_part_is_owed():
    assert owed(story("deduction"))["deduction"] == "1400.00"  # at most 20% of 8000 may be taken
    assert owed(story("deduction", taken="500"))["deduction"] == "0.00"


@pytest.mark.parametrize("answer", ["no", "unknown"])
def test_a_fine_without_a_ground_is_owed_whole(answer):
    """工资支付暂行规定15、16条; if the employer proves a damage, 20% of 8000 are 1600 and 1400 of 3000 are owed."""
    found = story("deduction", taken_for_damage=answer)
    assert owed(found)["deduction"] == "3000.00"
    assert row_of(found["items"][0])["otherwise"] == [Decimal("1400.00")]
    assert owed(story("deduction", taken_for_damage=answer, taken="500"))["deduction"] == "500.00"
    assert owed(story("deduction", taken_for_damage=answer, county=""))["deduction"] == "3000.00"
    assert owed(story("deduction", taken_for_damage="yes", taken="500"))["deduction"] == "0.00"


def test_sums_of_the_fund_and_of_the_employer_are_never_added():
    found = story("injury", "wages")
    assert found["totals"]["employer"] == "40000.00"  # two months of wages and three months of stoppage
    assert found["totals"]["fund"] == "88000.00"
    assert set(found["incomplete"]) == {"exit_medical", "exit_employment"}
    assert "fund" not in story("injury", insured="no")["totals"]


def test_the_minimum_wage_is_not_added_to_the_hourly_one():
    found = story("minimum_wage", "part_time")
    assert next(item for item in found["items"] if item["key"] == "minimum_wage")["instead_of"] == "part_time"
    assert found["totals"]["employer"] == owed(found)["part_time"]


def test_pay_that_is_still_too_low_counts_until_now():
    """长春市区 2120 yuan since 2024-10: 620 are missing each month, 23 months from 2025-01 to 2026-11."""
    low = {"county": "220102", "paid_monthly": "1500", "low_from": "2025-01-15", "low_to": None, "today": "2026-11-23"}
    assert owed(story("minimum_wage", **low, employment="still", ended_on=None))["minimum_wage"] == "14260.00"
    assert owed(story("minimum_wage", **low, ended_on="2026-06-30"))["minimum_wage"] == "11160.00"  # 18 months
    assert owed(story("minimum_wage", **{**low, "low_to": "2025-01-20"}))["minimum_wage"] == "620.00"


def test_after_a_death_the_pension_is_counted_on_what_the_dead_earned():
    """工伤保险条例39条: the spouse 40% of own pay; 17条: the relatives have one year from the accident."""
    found = story("death", wage="2500", relative_wage="7000", today="2026-11-23", died_on="2026-03-05")
    assert owed(found)["survivors"] == "2800.00"
    assert (found["act_by"], found["ways"]) == ("2027-03-05", [Way.RECOGNITION])
    assert story("death", died_on="2026-03-05", fatal_accident_on="2026-03-01")["act_by"] == "2027-03-01"
    unknown = story("death", wage="2500")
    assert owed(unknown)["survivors"] is None
    assert next(item for item in unknown["items"] if item["key"] == "survivors")["result"]["reason"]
    both = story("death", "injury", relative_wage="7000", contribution_wage="5000")
    assert (owed(both)["survivors"], owed(both)["grant"]) == ("2800.00", "55000.00")  # grade 8: eleven months


def test_overtime_is_not_counted_on_less_than_the_minimum_wage():
    """长春市区 2120: 2120 / 174 × 44 hours × 150% = 804.14; on the 1900 that were paid without overtime it were 720.69."""
    low = {"county": "220102", "wage": "2200", "wage_overtime": "300"}
    assert owed(story("overtime", **low))["overtime"] == "804.14"
    assert owed(story("overtime", **{**low, "ended_on": "2024-09-30"}))["overtime"] == "720.69"  # 1880 until then
    nowhere = story("overtime", **{**low, "county": ""})
    assert owed(nowhere)["overtime"] == "720.69"
    assert any("not tested" in warning for warning in nowhere["items"][0]["result"]["warnings"])


def test_leave_in_the_year_of_hiring_is_a_share_of_the_year():
    """实施办法5条: 122 of 365 days × 10 are 3 whole days; 6000 / 21.75 × 3 × 200% = 1655.17."""
    here = {"wage": "6000", "years_in_all": "12", "employment": "still", "ended_on": None, "today": "2026-11-23"}
    this_year = story("annual_leave", **here, started_on="2026-09-01")
    assert owed(this_year)["annual_leave"] == "1655.17"
    assert any("can still be given" in warning for warning in this_year["items"][0]["result"]["warnings"])
    assert owed(story("annual_leave", **here, started_on="2025-09-01"))["annual_leave"] == "5517.24"  # ten days
    assert owed(story("annual_leave", **here, started_on=None))["annual_leave"] == "5517.24"


@pytest.mark.parametrize(
    ("first", "last", "sum_"),
    [
        ("2026-11-02", "2026-11-06", "1379.31"),  # Monday to Friday: 6000 / 21.75 × 5
        ("2026-11-07", "2026-11-08", "0.00"),  # a weekend
        ("2026-10-01", "2026-10-03", "827.59"),  # three statutory holidays are paid days too
        ("2026-07-01", "2026-07-30", "6000.00"),  # 22 working days are not more than the month's wage
        ("2026-07-01", "2026-07-31", "6000.00"),  # a whole cycle
    ],
)
def test_a_standstill_of_days_is_paid_by_the_day(first, last, sum_):
    assert owed(story("standstill", wage="6000", stood_from=first, stood_until=last))["standstill"] == sum_


def test_a_standstill_that_goes_on_counts_until_today():
    goes_on = {"wage": "6000", "stood_from": "2026-11-02", "stood_until": None, "employment": "still", "ended_on": None}
    assert owed(story("standstill", **goes_on, today="2026-11-06"))["standstill"] == "1379.31"


def test_the_medical_period_is_counted_by_the_years_here():
    """劳部发〔1994〕479号3条: 16 years in all, two and a half here: six months, not the eighteen of sixteen years here."""
    ill = {"years_in_all": "16", "started_on": "2024-03-05", "sick_from": "2026-10-08"}

    def months(**facts):
        return story("sick", **ill | facts)["items"][0]["result"].get("months")

    assert months() == "6"
    assert months(started_on="2021-10-09") == "9"  # five years to the day: the higher row, with a warning
    assert months(started_on="2021-10-10") == "6"
    assert months(started_on=None, years_here="12") == "12"
    assert months(started_on=None) is None  # never all years for want of an answer


def test_a_penalty_is_the_workers_debt_and_an_order_is_not_counted():
    found = story("training", "ordered", "wages")
    assert found["totals"] == {"employer": "16000.00", "worker": "4000.00"}


def test_the_next_last_day_is_shown_and_those_that_passed_are_named():
    assert story("dismissed", "wages")["act_by"] == "2027-06-30"
    passed = story("dismissed", "wages", today="2027-09-01")
    assert (passed["act_by"], passed["late"]) == (None, ["end", "wages"])
    assert story("wages", employment="still", ended_on=None)["act_by"] is None


@pytest.mark.parametrize(
    ("act", "way", "day"),
    [
        (Act.SUIT, Way.SUIT, "2026-12-01"),
        (Act.SET_ASIDE, Way.SUIT, "2026-12-01"),
        (Act.APPEAL_JUDGMENT, Way.APPEAL, "2026-12-01"),
        (Act.APPEAL_RULING, Way.APPEAL, "2026-11-26"),
        (Act.REVIEW, Way.REVIEW, "2026-12-01"),
    ],
)
def test_a_paper_says_what_the_worker_does_by_its_day(act, way, day):
    found = story("paper", paper_act=act, paper_on="2026-11-16", today="2026-11-23")
    assert (found["act_by"], found["ways"], found["late"]) == (day, [way], [])
    over = story("paper", paper_act=act, paper_on="2026-11-16", today="2026-12-20")
    assert (over["act_by"], over["ways"], over["late"]) == (None, [], ["paper"])


@pytest.mark.parametrize("act", [Act.REFUSED, Act.DEFENCE, Act.AWARD, Act.MEDIATION])
@pytest.mark.parametrize("today", ["2026-11-17", "2027-06-01"])
def test_a_day_by_which_others_act_is_none_on_which_a_right_ends(act, today):
    found = story("paper", paper_act=act, paper_on="2026-11-16", today=today)
    assert (found["act_by"], found["late"]) == (None, [])
    assert found["items"][0]["act_by"] is None
    assert found["items"][0]["result"]["date"] > "2026-11-16"  # shown on its card all the same


def test_a_day_that_falls_on_a_weekend_is_not_over_before_the_working_day_after_it():
    # Served on Friday 2026-11-13: the fifteenth day is Saturday the 28th, the court opens on Monday the 30th.
    def on(today):
        found = story("paper", paper_act=Act.SUIT, paper_on="2026-11-13", today=today)
        return found["act_by"], found["late"]

    assert on("2026-11-27") == ("2026-11-28", [])
    assert on("2026-11-29") == ("2026-11-30", [])
    assert on("2026-12-01") == (None, ["paper"])


def test_the_nearest_day_says_its_own_way():
    found = story("paper", "dismissed", paper_on="2026-08-20")
    assert (found["act_by"], found["ways"]) == ("2026-09-04", [Way.SUIT])
    assert story("dismissed", "wages")["ways"] == [Way.ARBITRATION]
    found = story("injury", grade="0", months_off=None, accident_on="2026-03-01")
    assert (found["act_by"], found["ways"]) == ("2027-03-01", [Way.RECOGNITION])


def test_a_lawyers_changes_touch_their_claim_only():
    plain = work_out({**FACTS, "situations": ["dismissed", "wages"]})
    changes = {"end": Changes(inputs={"avg_wage_12m": "6000"}), "wages": Changes(amount="1.00")}
    changed = work_out({**FACTS, "situations": ["dismissed", "wages"]}, changes=changes)
    assert owed(plain) == {"end": "104000.00", "wages": "16000.00"}
    assert owed(changed) == {"end": "78000.00", "wages": "1.00"}
    assert changed["items"][1]["owed_is_set"]


def test_every_county_is_a_place_of_the_table_of_figures():
    for _prefecture, counties in county_choices()[1:]:
        for code, _name in counties:
            assert owed(story("minimum_wage", county=code))["minimum_wage"] is not None, code
    assert (region_of("220202"), region_of("220183"), region_of("")) == ("吉林市区", "德惠市", "")


SETS = st.lists(st.sampled_from(sorted(set(SITUATIONS) - {"left"})), min_size=1, max_size=5, unique=True)


@given(situations=SETS, seed=st.randoms())
@settings(max_examples=25, deadline=None)
def test_the_order_of_what_happened_does_not_matter_and_parts_add_up(situations, seed):
    shuffled = list(situations)
    seed.shuffle(shuffled)
    found = story(*situations)
    assert found == story(*shuffled)
    for payer in ("employer", "fund"):
        parts = [
            item["owed"] for item in found["items"] if item["is_counted"] and item["payer"] == payer and item["owed"]
        ]
        assert sum(map(Decimal, parts)) == Decimal(found["totals"].get(payer, "0"))
    assert all(Decimal(item["owed"]) >= 0 for item in found["items"] if item["owed"] is not None)


@given(wages=st.tuples(st.integers(2000, 20000), st.integers(2000, 20000)), situations=SETS)
@settings(max_examples=25, deadline=None)
def test_more_pay_is_never_a_smaller_sum(wages, situations):
    """Below the line of three times the average wage, which no figure draws for 2026; a deduction shrinks, as it should."""
    low, high = (story(*(set(situations) - {"deduction"} or {"wages"}), wage=str(wage)) for wage in sorted(wages))
    assert Decimal(low["totals"].get("employer", "0")) <= Decimal(high["totals"].get("employer", "0"))


VALUES = st.one_of(
    st.none(), st.sampled_from(["", "0", "-1", "2026-02-30", "x", "220202", "99999999999999", "yes", "no_ground"])
)


@given(facts=st.dictionaries(st.sampled_from(sorted(FACTS)), VALUES, max_size=6), situations=SETS)
@settings(max_examples=80, deadline=None)
def test_no_facts_break_a_story(facts, situations):
    found = story(*situations, **facts)
    assert all(Decimal(item["owed"]) >= 0 for item in found["items"] if item["owed"] is not None)
