"""What holds for every claim, whatever the facts."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from gongjia.law.claims import CLAIMS, calculate
from gongjia.law.claims.numerals import money, rounded
from gongjia.law.claims.tests.examples import amount, cases, result

WAGES = st.integers(100_000, 5_000_000).map(lambda fen: Decimal(fen) / 100)
STARTS = st.dates(date(1995, 1, 1), date(2020, 12, 31))
LENGTHS = st.integers(0, 9000)
EXAMPLES = settings(max_examples=80)
GROUND = "LCL36_EMPLOYER"


def compensation(wage, start, days, **more):
    end = min(start + timedelta(days=days), date(2026, 6, 30))
    facts = {"service_start": start.isoformat(), "service_end": end.isoformat(), "service_end_is_last_day": True}
    return result("economic_compensation", avg_wage_12m=str(wage), termination_ground=GROUND, **facts, **more)


@given(wage=WAGES, more=WAGES, start=STARTS, days=LENGTHS)
@EXAMPLES
def test_more_pay_is_never_less_compensation_below_the_cap(wage, more, start, days):
    low, high = sorted((wage, more))
    assert Decimal(compensation(low, start, days)["amount"]) <= Decimal(compensation(high, start, days)["amount"])


@given(wage=WAGES, start=STARTS, days=LENGTHS, longer=st.integers(0, 2000))
@EXAMPLES
def test_longer_service_is_never_less_compensation(wage, start, days, longer):
    short, long = compensation(wage, start, days), compensation(wage, start, days + longer)
    assert Decimal(short["amount"]) <= Decimal(long["amount"])


@given(wage=WAGES, start=st.dates(date(1995, 1, 1), date(2007, 12, 30)), days=st.integers(5000, 9000))
@EXAMPLES
def test_the_parts_before_and_after_2008_add_up(wage, start, days):
    found = compensation(wage, start, days)
    parts = [Decimal(part) for part in found["parts"].values()]
    assert len(parts) == 2
    assert abs(sum(parts) - Decimal(found["amount"])) <= Decimal("0.01")


@given(average=st.integers(300_000, 1_500_000), over=st.integers(1, 100_000), years=st.integers(1, 30))
@EXAMPLES
def test_the_cliff_stands_exactly_above_three_times_the_average_wage(average, over, years):
    line = Fraction(3 * average, 100)

    def at(wage):
        facts = {"avg_wage_12m": money(wage), "local_avg_monthly_wage_prev_year": money(Fraction(average, 100))}
        found = result("economic_compensation", termination_ground=GROUND, service_months_factor=years, **facts)
        return Fraction(found["amount"])

    assert at(line) == line * years
    assert at(line + Fraction(over, 100)) == line * min(years, 12)
    assert at(line - Fraction(1, 100)) == (line - Fraction(1, 100)) * years


@given(wage=WAGES, start=STARTS, days=LENGTHS)
@EXAMPLES
def test_damages_are_twice_the_standard_from_the_day_of_hire(wage, start, days):
    end = min(start + timedelta(days=days), date(2026, 6, 30)).isoformat()
    facts = {"service_start": start.isoformat(), "service_end": end, "avg_wage_12m": str(wage)}
    double = amount("unlawful_termination", termination_ground="LCL48_UNLAWFUL", **facts)
    if start.year >= 2008:
        single = amount("economic_compensation", termination_ground=GROUND, **facts)
        assert Decimal(double) - 2 * Decimal(single) in (Decimal("-0.01"), Decimal(0))
    assert Decimal(double) >= 0


@given(st.permutations(cases("cases.jsonl")), st.data())
@settings(max_examples=5)
def test_the_order_of_inputs_does_not_matter(shuffled, data):
    for case in shuffled[:30]:
        items = data.draw(st.permutations(list(case["inputs"].items())))
        inputs = {
            name: list(reversed(value)) if isinstance(value, list) and name != "monthly_wages" else value
            for name, value in items
        }
        found = calculate(case["claim_type"], inputs, case["jurisdiction"]).as_json()
        for key, value in case["expected"].items():
            if key != "steps":
                assert found.get(key) == value


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**7),
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(max_size=8),
    st.dates(date(1980, 1, 1), date(2040, 1, 1)).map(str),
    st.sampled_from(["5000", "0", "1e400", "LCL40_1", "长春市区", "2025-02", "9999-12-31", "0001-01-01"]),
    st.lists(st.just("5000"), max_size=2),
    st.dictionaries(st.sampled_from(["wages", "hours", "kind"]), st.just("10"), max_size=2),
)


@given(claim_type=st.sampled_from(sorted(CLAIMS)), data=st.data())
@settings(max_examples=400, deadline=None)
def test_no_facts_break_it_and_no_amount_is_below_zero(claim_type, data):
    fields = sorted(CLAIMS[claim_type].facts.model_fields)
    inputs = data.draw(st.dictionaries(st.sampled_from(fields), VALUES, max_size=6))
    found = calculate(
        claim_type, inputs, data.draw(st.sampled_from(["CN", "吉林·长春市区", "吉林", "北京", ""]))
    ).as_json()
    if found.get("amount") is not None:
        assert Decimal(found["amount"]) >= 0
    if "reason" in found:
        assert found["amount"] is None
        assert found["reason"]


@given(st.fractions(min_value=0, max_value=10**9))
def test_rounding_is_half_up_to_the_fen(number):
    assert abs(rounded(number) - number) <= Fraction(1, 200)
    assert rounded(Fraction("0.125")) == Fraction("0.13")
    assert Fraction(money(number)) == rounded(number)
