"""Rules beyond the worked cases: boundaries, dates, places. One line is one sentence of the law."""

import pytest

from gongjia.law.claims.tests.examples import amount, result

CHANGCHUN = "吉林·长春市区"
N = "economic_compensation"
SERVED = {"service_end_is_last_day": True, "termination_ground": "LCL36_EMPLOYER"}


def n(ground, start, end, wage="5000", place="CN", **more):
    facts = {"service_start": start, "service_end": end, "service_end_is_last_day": True, "avg_wage_12m": wage}
    return amount(N, place, termination_ground=ground, **facts, **more)


@pytest.mark.parametrize(
    ("ground", "expected"),
    [
        ("LCL40_2", "100000.00"),  # 481号7条: 14 years before 2008, at most 12, and 8 after
        ("LCL36_EMPLOYER", "100000.00"),  # 481号5条: at most 12
        ("LCL40_1", "110000.00"),  # 481号6条: no limit
        ("LCL40_3", "110000.00"),
        ("LCL41", "110000.00"),
        ("LCL44_1_EXPIRY_EMPLOYER", "40000.00"),  # nothing before 2008
        ("LCL44_5_DISSOLUTION", "40000.00"),
        ("LCL38_1_3", "40000.00"),
        ("LCL36_EMPLOYEE", "0.00"),
        ("LCL39", "0.00"),
        ("LCL38_1_2", None),  # open: a range
        ("LCL44_4_BANKRUPT", None),
    ],
)
def test_service_before_2008_by_ground(ground, expected):
    assert n(ground, "1994-01-01", "2015-12-31") == expected


def test_an_open_ground_gives_the_range_and_a_reading_may_be_chosen():
    found = result(
        N, service_start="1994-01-01", service_end="2015-12-31", avg_wage_12m="5000", termination_ground="LCL38_1_2"
    )
    assert found["amount_range"] == {"min": "40000.00", "max": "110000.00"}
    assert n("LCL38_1_2", "1994-01-01", "2015-12-31", count_service_before_2008=False) == "40000.00"


def test_service_that_only_began_in_2007_counts_as_a_year():
    assert n("LCL36_EMPLOYER", "2007-12-31", "2008-12-31") == "10000.00"
    assert n("LCL36_EMPLOYER", "2008-01-01", "2008-12-31") == "5000.00"


def test_task_contracts_pay_since_2008_09_18():
    assert n("TASK_DONE", "2008-03-01", "2008-09-17") == "0.00"
    assert n("TASK_DONE", "2008-03-01", "2008-09-18") == "5000.00"


def test_the_cap_limits_only_service_since_2008_and_shows_the_other_readings():
    found = result(
        N,
        service_start="1998-01-01",
        service_end="2022-12-31",
        avg_wage_12m="30000",
        termination_ground="LCL41",
        local_avg_monthly_wage_prev_year="7000",
    )
    assert found["amount"] == "462000.00"  # 21,000 × (10 + 12)
    assert {"252000.00", "552000.00"} <= {other["amount"] for other in found["alternatives"]}


def test_local_figures_floor_and_cap_the_base():
    assert n("LCL36_EMPLOYER", "2019-01-01", "2023-06-30", "30000", CHANGCHUN) == "126120.00"  # 25,224 × 5
    assert n("LCL36_EMPLOYER", "2019-01-01", "2023-06-30", "1500", CHANGCHUN) == "9400.00"  # 1,880 × 5


def test_the_average_is_formed_over_the_months_worked():
    wages = ["5000", "6000", "5500", "5500", "5600"]
    facts = {"service_start": "2024-10-01", "service_end": "2025-02-28", "monthly_wages": wages}
    assert amount(N, **SERVED, **facts) == "2760.00"


def test_damages_are_not_split_and_follow_cap_and_set_off():
    facts = {"service_start": "2003-01-01", "service_end": "2022-12-31", "termination_ground": "LCL48_UNLAWFUL"}
    assert amount("unlawful_termination", avg_wage_12m="5000", **facts) == "200000.00"
    capped = {"avg_wage_12m": "30000", "local_avg_monthly_wage_prev_year": "7000"}
    assert amount("unlawful_termination", **facts, **capped) == "504000.00"
    assert amount("unlawful_termination", avg_wage_12m="5000", already_paid="250000", **facts) == "0.00"


def test_an_unheard_union_makes_a_dismissal_unlawful_unless_cured():
    facts = {"service_months_factor": "3", "avg_wage_12m": "5000", "termination_ground": "LCL39", "union_exists": True}
    assert amount("unlawful_termination", union_notified=False, **facts) == "30000.00"
    assert amount("unlawful_termination", union_notified=False, cured_before_suit=True, **facts) == "0.00"


def test_wages_until_reinstatement_are_apportioned():
    facts = {"monthly_wage": "8000", "months_until_reinstatement": "6", "employer_fault_percent": "70"}
    assert amount("unlawful_termination", reinstated=True, **facts) == "33600.00"
    by_days = {"monthly_wage": "8700", "terminated_on": "2025-02-28", "reinstated_on": "2025-05-07"}
    assert amount("unlawful_termination", **by_days) == "17800.00"  # March, April, and one working day of May


@pytest.mark.parametrize(
    ("ground", "days", "expected"),
    [
        ("LCL40_1", "29", "9000.00"),
        ("LCL40_1", "30", "0.00"),
        ("LCL41", "0", "0.00"),
        ("LCL48_UNLAWFUL", "0", "0.00"),
    ],
)
def test_the_extra_month_belongs_to_article_40_without_notice(ground, days, expected):
    assert (
        amount("payment_in_lieu", termination_ground=ground, notice_days_given=days, last_month_wage="9000") == expected
    )


@pytest.mark.parametrize(
    ("signed", "expected"),
    [
        ("2024-02-01", "0.00"),
        ("2024-02-02", "0.00"),
        ("2024-03-01", "6000.00"),
        ("2025-06-01", "66000.00"),
    ],
)
def test_double_wage_window_ends_before_signing(signed, expected):
    # 2024-02-01 was a working day: one day of 6000 / 21.75 for signing on 2024-02-02
    found = amount("no_written_contract", hire_date="2024-01-01", monthly_wage="6000", contract_signed_on=signed)
    assert found == ("275.86" if signed == "2024-02-02" else expected)


def test_double_wage_limitation_differs_by_place():
    facts = {"hire_date": "2023-03-01", "monthly_wage": "6000", "claim_filed": "2024-09-15", "limitation_pleaded": True}
    assert amount("no_written_contract", "北京", **facts) == "32758.62"
    assert amount("no_written_contract", "广东", **facts) == "36000.00"
    assert amount("no_written_contract", "山东", **facts) == "66000.00"
    open_here = result("no_written_contract", "吉林", **facts)
    assert open_here["amount"] is None
    assert open_here["amount_range"] == {"min": "32758.62", "max": "66000.00"}
    not_pleaded = facts | {"limitation_pleaded": False}
    assert amount("no_written_contract", "北京", **not_pleaded) == "66000.00"


def test_a_refused_open_ended_contract_has_no_twelve_month_limit():
    facts = {"hire_date": "2010-01-01", "monthly_wage": "5000", "open_ended_due_from": "2020-01-01"}
    assert amount("no_written_contract", employment_last_day="2021-03-31", **facts) == "75000.00"


def test_no_double_wage_where_the_worker_refused():
    assert amount("no_written_contract", hire_date="2024-01-01", monthly_wage="6000", worker_refused=True) == "0.00"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-01-26", "0.00"),
        ("2025-05-02", "1200.00"),
        ("2024-05-02", "800.00"),
        ("2025-02-03", "800.00"),
        ("2025-10-06", "1200.00"),
        ("2025-10-04", "800.00"),
    ],
)
def test_overtime_by_date_alone(day, expected):
    assert amount("overtime", overtime_base_monthly="8700", dates=[day]) == expected


def test_a_rate_that_does_not_fit_its_date_is_pointed_out():
    items = [{"days": "1", "rate_percent": "300"}]
    found = result("overtime", overtime_base_monthly="8700", items=items, dates=["2025-10-04"])
    assert any("2025-10-04" in warning for warning in found["warnings"])


@pytest.mark.parametrize(
    ("system", "year", "hours", "expected"),
    [
        ("comprehensive_year", 2025, "2000", "720.00"),
        ("comprehensive_year", 2024, "2000", "0.00"),
        ("comprehensive_half_year", 2025, "1000", "360.00"),
        ("irregular", 2025, "2000", "0.00"),
    ],
)
def test_special_systems(system, year, hours, expected):
    facts = {"overtime_base_monthly": "5220", "hours_worked": hours, "year": year}
    assert amount("overtime", system=system, **facts) == expected


def test_holiday_hours_under_comprehensive_hours_are_300_percent_and_never_twice():
    facts = {"overtime_base_monthly": "5220", "year": 2025, "hours_worked": "504", "statutory_holiday_hours": "8"}
    assert amount("overtime", system="comprehensive_quarter", **facts) == "720.00"


@pytest.mark.parametrize(
    ("left", "entitled", "taken", "expected"),
    [
        ("2024-03-12", 5, 0, "0"),
        ("2024-03-13", 5, 0, "1"),
        ("2025-06-30", 10, 6, "0"),
        ("2025-12-31", 10, 0, "10"),
        ("2024-12-31", 15, 0, "15"),
        ("2025-12-30", 5, 0, "4"),
    ],
)
def test_leave_of_a_leaver(left, entitled, taken, expected):
    assert result("annual_leave", leave_date=left, entitlement=entitled, taken=taken)["days"] == expected


@pytest.mark.parametrize(
    ("years", "sick", "expected"),
    [
        (1, 0, "5"),
        (9, 2, "0"),
        (10, 2, "10"),
        (10, 3, "0"),
        (20, 3, "15"),
        (20, 4, "0"),
        ("0.5", 0, "0"),
    ],
)
def test_leave_by_years_and_sick_months(years, sick, expected):
    assert result("annual_leave", cumulative_years=years, sick_leave_months=sick, full_year=True)["days"] == expected


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("2025-03-30", "0"),
        ("2025-03-31", "1"),
        ("2025-12-30", "1"),
        ("2025-12-31", "2"),
        ("2027-12-30", "2"),
        ("2027-12-31", "6"),
    ],
)
def test_longest_probation(end, expected):
    assert result("probation", contract_start="2025-01-01", contract_end=end)["months"] == expected


@pytest.mark.parametrize(
    ("region", "month", "paid", "expected"),
    [
        ("长春市区", "2024-09", "1880", "0.00"),
        ("长春市区", "2024-10", "2120", "0.00"),
        ("双阳区", "2024-10", "2000", "120.00"),
        ("榆树市", "2024-10", "1700", "80.00"),
        ("吉林市区", "2019-10", "1600", "80.00"),
        ("长春市区", "2010-03", "500", None),
        ("长春", "2024-10", "1880", None),
        ("No such place", "2024-10", "1880", None),
    ],
)
def test_minimum_wage_by_place_and_time(region, month, paid, expected):
    assert amount("minimum_wage", "吉林", region=region, month=month, paid=paid) == expected


def test_minimum_wage_changes_within_a_claim_and_by_the_hour():
    months = {"from": "2024-08", "to": "2024-11"}
    assert amount("minimum_wage", CHANGCHUN, paid="1880", **months) == "480.00"
    assert amount("minimum_wage", CHANGCHUN, hourly_paid="18", hours="60", month="2025-03") == "180.00"


def test_suspension_pays_a_full_first_cycle_then_the_minimum_wage():
    facts = {"suspension_start": "2020-02-03", "suspension_end": "2020-05-02", "monthly_wage": "5000"}
    found = result("wages", work_done=True, local_min_wage="1780", **facts)
    assert (found["date"], found["amount"]) == ("2020-03-02", "8560.00")
    refused = result("wages", CHANGCHUN, work_done=False, **facts)
    assert refused["missing_figure"]["kind"] == "living_allowance.rate"


def test_additional_compensation_needs_a_lapsed_order():
    order = {"admin_order_issued": "2025-06-01", "order_deadline": "2025-06-15"}
    found = result("additional_compensation", due="10000", paid_by_deadline="4000", **order)
    assert found["amount_range"] == {"min": "3000.00", "max": "6000.00"}
    assert amount("additional_compensation", due="3000", kind="annual_leave", **order) == "3000.00"


def test_injury_before_2011_and_the_exit_subsidies_that_nobody_guesses():
    facts = {"grade": 9, "own_wage": "6000", "regional_avg_wage": "7000"}
    assert amount("work_injury", injury_date="2010-12-31", **facts) == "48000.00"
    assert amount("work_injury", injury_date="2011-01-01", **facts) == "54000.00"
    refused = result("work_injury", "吉林", benefit="exit_employment_subsidy", exit_date="2025-05-01", **facts)
    assert refused["amount"] is None
    assert refused["missing_figure"] == {
        "kind": "injury_employment.months",
        "place": "吉林",
        "on": "2025-05-01",
        "grade": 9,
    }


def test_monthly_allowance_is_raised_to_the_minimum_wage():
    facts = {"grade": 4, "own_wage": "2500", "regional_avg_wage": "4000", "local_min_wage": "2120"}
    assert amount("work_injury", **facts) == "2120.00"


@pytest.mark.parametrize(
    ("total", "here", "expected"),
    [
        (9, 4, "3"),
        (9, 5, "6"),
        (10, 4, "6"),
        (10, 5, "9"),
        (10, 10, "12"),
        (15, 15, "18"),
        (20, 20, "24"),
    ],
)
def test_medical_period_uses_the_higher_row_at_the_boundary(total, here, expected):
    assert result("medical_period", total_years=total, years_here=here)["months"] == expected


@pytest.mark.parametrize(
    ("years", "months", "expected"),
    [
        (0, 11, "0"),
        (1, 0, "12"),
        (4, 11, "12"),
        (5, 0, "18"),
        (9, 11, "18"),
        (10, 0, "24"),
    ],
)
def test_unemployment_bands(years, months, expected):
    facts = {"contribution_years": years, "contribution_extra_months": months, "involuntary": True, "registered": True}
    assert result("unemployment", **facts)["months"] == expected


def test_maternity_adds_difficult_birth_children_and_province():
    assert result("maternity", birth="difficult", babies=2)["days"] == "128"
    assert result("maternity", "吉林", birth="normal", babies=2, birth_date="2019-05-01")["days"] == "173"
    assert result("maternity", "吉林", birth="normal", babies=1, birth_date="2016-03-29")["days"] == "98"


def test_non_compete_months_floor_and_release():
    assert amount("non_compete", avg_wage_12m="10000", months="30") == "72000.00"
    assert amount("non_compete", agreed_compensation="4000", months="6", employer_releases=True) == "36000.00"
    assert amount("non_compete", avg_wage_12m="10000", months="12", performed=False) == "0.00"


def test_penalty_is_limited_by_cost_and_unserved_months():
    facts = {"training_cost": "50000", "travel_cost": "10000", "service_months": 36}
    assert amount("service_period_penalty", served_months=12, agreed_penalty="100000", **facts) == "40000.00"
    assert amount("service_period_penalty", served_months=40, **facts) == "0.00"
    assert amount("service_period_penalty", basis="户口", agreed_penalty="50000") == "0.00"


def test_after_an_expired_contract_only_some_places_leave_a_month_free():
    facts = {"hire_date": "2020-01-01", "monthly_wage": "6000", "contract_expired_on": "2022-12-31"}
    assert amount("no_written_contract", **facts) == "66000.00"
    assert amount("no_written_contract", "北京", **facts) == "72000.00"


def test_the_old_base_may_be_raised_to_the_enterprise_average():
    facts = {"service_start": "1998-01-01", "service_end": "2012-12-31", "avg_wage_12m": "5000"}
    found = result(N, termination_ground="LCL40_3", enterprise_avg_wage="7000", **facts)
    assert found["amount"] == "75000.00"
    assert "95000.00" in {other["amount"] for other in found["alternatives"]}


@pytest.mark.parametrize(("filed", "expected"), [("2025-03-01", "66000.00"), ("2025-03-02", "0.00")])
def test_one_debt_is_barred_a_year_after_the_open_ended_contract_by_law(filed, expected):
    facts = {"hire_date": "2023-03-01", "monthly_wage": "6000", "limitation_pleaded": True}
    assert amount("no_written_contract", "山东", claim_filed=filed, **facts) == expected


@pytest.mark.parametrize(
    ("wage", "expected"), [("3000", "600.00"), ("2650", "530.00"), ("2400", "280.00"), ("2000", "0.00")]
)
def test_a_deduction_keeps_both_limits(wage, expected):
    assert amount("wages", monthly_wage=wage, local_min_wage="2120") == expected
