from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjia.cases.models import Case
from gongjia.indicators import counting
from gongjia.indicators.counting import Tally
from gongjia.indicators.kinds import Indicator, Nature, Unit, register
from gongjia.indicators.tests.factories import BEGUN, ENDED, MEMBERS, SCANNED, declared, memberships
from gongjia.people.models import Person
from gongjia.unions.models import Membership
from gongjia.unions.tests.factories import a_tree, a_union

pytestmark = pytest.mark.django_db
DAY_0 = date(2023, 12, 20)
RESOLVED = {
    "figure": "F25", "nature": Nature.FLOW, "definition": "", "pitfall": "", "union_path": "union__path",
    "county": "county_id", "from_day": "settled_on", "rows": lambda: Case.objects.filter(outcome="agreement"),
}  # fmt: skip
CASES = Indicator(key="test_resolved", title="演示：化解", unit=Unit.CASE, **RESOLVED)
MONEY = Indicator(key="test_recovered", title="演示：挽回", unit=Unit.YUAN, amount="agreed", **RESOLVED)

days = st.integers(0, 200).map(lambda number: DAY_0 + timedelta(days=number))
spans = st.tuples(st.integers(0, 3), days, st.none() | st.integers(0, 100), st.booleans())


def a_case(union, settled_on, agreed, number, outcome="agreement"):
    return Case.objects.create(
        number=number, kind="test", union=union, county=union.county, step="done", step_since=DAY_0, outcome=outcome,
        agreed=agreed, opened_at=f"{DAY_0}T08:00Z", opened_on=DAY_0, settled_on=settled_on,
    )  # fmt: skip


@pytest.fixture
def unions():
    tree = a_tree()
    return [tree["grassroots"], tree["county"], tree["other"], a_union(tree["province"], "prefecture")], tree[
        "province"
    ]


@pytest.mark.parametrize(
    "histories", [pytest.param(12, id="every push"), pytest.param(200, id="full", marks=pytest.mark.nightly)]
)
def test_numbers_agree_with_each_other(unions, histories):
    anything = settings(max_examples=histories, deadline=None)
    people = st.lists(spans, max_size=12)
    anything(given(unions=st.just(unions), rows=people, first=days, last=days)(agree_with_each_other))()


def agree_with_each_other(unions, rows, first, last):
    leaves, province = unions
    since, as_of = min(first, last), max(first, last) + timedelta(days=1)
    with declared(MEMBERS, BEGUN, ENDED, SCANNED), transaction.atomic():
        people = Person.objects.bulk_create(Person(name=str(n)) for n in range(len(rows)))
        Membership.objects.bulk_create(
            Membership(
                person=person, union=leaves[place], county=leaves[place].county, started_on=start,
                ended_on=None if length is None else start + timedelta(days=length),
                end_reason="" if length is None else "left", how="scan" if scanned else "counter", is_first=True,
            )
            for person, (place, start, length, scanned) in zip(people, rows, strict=True)
        )  # fmt: skip
        for union in [province, leaves[1]]:
            opening = counting.read(MEMBERS, union, since).value
            stock = counting.read(MEMBERS, union, as_of).value
            begun, ended = (counting.read(figure, union, as_of, since).value for figure in (BEGUN, ENDED))
            assert stock == opening + begun - ended
            middle = since + (as_of - since) / 2
            halves = [counting.read(BEGUN, union, middle, since), counting.read(BEGUN, union, as_of, middle)]
            assert sum(half.value for half in halves) == begun
            for figure in (MEMBERS, BEGUN, SCANNED):
                _parts_make_the_whole(figure, union, as_of, since)
            for point in counting.by_month(MEMBERS, union, as_of, since):
                assert point.tally.amount == counting.read(MEMBERS, union, point.last).value
        transaction.set_rollback(True)


def _parts_make_the_whole(figure, union, as_of, since):
    whole = counting.tally(figure, union, as_of, since)
    for depth in (1, 2):
        parts = counting.by_branch(figure, union, as_of, since, depth)
        assert sum(parts.values(), counting.nothing(figure)) == whole
    months = counting.by_month(figure, union, as_of, since)
    if figure.nature == Nature.STOCK:
        assert months[-1].tally == whole
    else:
        assert sum((month.tally for month in months), counting.nothing(figure)) == whole
    assert months[-1].last == as_of
    assert counting.counted(figure, union, as_of, since).count() == whole.rows


def test_the_first_day_is_not_counted_and_the_last_is():
    union = a_union()
    for day in (1, 2, 3):
        memberships(union, 1, date(2024, 5, day))
    assert counting.read(BEGUN, union, date(2024, 5, 3), date(2024, 5, 1)).value == 2


def test_what_ends_on_a_day_is_no_more_at_its_end():
    union = a_union()
    memberships(union, 1, date(2024, 1, 1), ended_on=date(2024, 5, 2))
    assert counting.read(MEMBERS, union, date(2024, 5, 1)).value == 1
    assert counting.read(MEMBERS, union, date(2024, 5, 2)).value == 0


def test_a_transfer_moves_a_member_without_changing_the_province():
    tree = a_tree()
    person = memberships(tree["county"], 1, date(2024, 1, 1), ended_on=date(2024, 5, 2))[0].person
    Membership.objects.create(
        person=person,
        union=tree["other"],
        county=tree["other"],
        started_on=date(2024, 5, 2),
        how="transfer",
        is_first=False,
    )
    day = date(2024, 5, 2)
    assert [counting.read(MEMBERS, tree[place], day).value for place in ("county", "other", "province")] == [0, 1, 1]


def test_branches_are_the_children_of_the_union_and_what_is_its_own():
    tree = a_tree()
    memberships(tree["grassroots"], 3, DAY_0)
    memberships(tree["other"], 2, DAY_0)
    memberships(tree["prefecture"], 1, DAY_0)
    found = counting.by_branch(BEGUN, tree["prefecture"], DAY_0)
    assert {key: tally.rows for key, tally in found.items()} == {
        (tree["county"].pk,): 3, (tree["other"].pk,): 2, (None,): 1,
    }  # fmt: skip
    deeper = counting.by_branch(BEGUN, tree["province"], DAY_0, depth=2)
    assert deeper[(tree["prefecture"].pk, None)].rows == 1
    assert deeper[(tree["prefecture"].pk, tree["county"].pk)].rows == 3


def test_as_many_queries_however_many_branches_and_months(django_assert_num_queries):
    tree = a_tree()
    for n in range(6):
        memberships(a_union(tree["province"], "prefecture"), 2, date(2024, n + 1, 1))
    with django_assert_num_queries(1):
        counting.by_branch(MEMBERS, tree["province"], date(2024, 12, 1), depth=2)
    with django_assert_num_queries(1):
        counting.by_month(MEMBERS, tree["province"], date(2024, 12, 1), date(2019, 12, 1))


def test_money_is_added_up_to_the_cent_and_grouped():
    tree = a_tree()
    a_case(tree["county"], date(2024, 3, 1), Decimal("8089.10"), "T1")
    a_case(tree["other"], date(2024, 4, 1), Decimal("0.90"), "T2")
    a_case(tree["other"], date(2024, 4, 2), None, "T3")
    a_case(tree["other"], date(2024, 4, 2), Decimal(0), "T0")
    a_case(tree["other"], date(2024, 4, 2), Decimal("5.00"), "T4", outcome="failed")
    as_of, since = date(2024, 4, 30), date(2024, 1, 1)
    with declared(CASES, MONEY):
        assert counting.read(CASES, tree["province"], as_of, since).value == 4
        assert counting.read(MONEY, tree["province"], as_of, since).value == Decimal("8090.00")
        assert counting.by_branch(MONEY, tree["prefecture"], as_of, since)[(tree["other"].pk,)] == Tally(
            3, Decimal("0.90"), adding=1
        )
        assert [month.tally.amount for month in counting.by_month(MONEY, tree["province"], as_of, since)][2:] == [
            Decimal("8089.10"), Decimal("0.90"),
        ]  # fmt: skip
        assert counting.read(MONEY, tree["province"], since).value == Decimal("0.00")


def test_a_rate_carries_both_numbers_and_a_rate_of_nothing_is_none():
    union = a_union()
    memberships(union, 3, date(2024, 5, 2), how="scan")
    memberships(union, 1, date(2024, 5, 2), how="counter")
    with declared(BEGUN, SCANNED):
        reading = counting.read(SCANNED, union, date(2024, 5, 31), date(2024, 5, 1))
        assert (reading.value, reading.numerator, reading.denominator) == (0.75, 3, 4)
        assert counting.read(SCANNED, union, date(2024, 4, 30), date(2024, 4, 1)).value is None


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"key": "Not an address"}, "address"),
        ({"nature": Nature.FLOW, "to_day": "ended_on"}, "flow"),
        ({"unit": Unit.RATE}, "denominator"),
    ],
)
def test_a_declaration_that_cannot_be_read_is_refused(wrong, word):
    with declared(), pytest.raises(ValueError, match=word):
        register(Indicator(**({**vars(BEGUN)} | wrong)))
