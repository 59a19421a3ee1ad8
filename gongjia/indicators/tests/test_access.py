from datetime import date
from itertools import combinations

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import Http404

from gongjia.cases.models import Case
from gongjia.indicators import access
from gongjia.indicators.kinds import Indicator, Unit
from gongjia.indicators.periods import Period, published, published_ends
from gongjia.indicators.tests.factories import BEGUN, MEMBERS, RETAINED, SCANNED, declared, memberships
from gongjia.indicators.tests.test_counting import RESOLVED, a_case
from gongjia.people.tests.factories import a_person
from gongjia.unions.tests.factories import a_member, a_tree, a_union, an_officer

pytestmark = pytest.mark.django_db
YEAR = Period(date(2023, 12, 31), date(2024, 12, 31))
DAY = date(2024, 6, 1)


@pytest.fixture(autouse=True)
def _figures():
    with declared(MEMBERS, RETAINED, BEGUN, SCANNED):
        yield


@pytest.fixture
def tree():
    tree = a_tree()
    tree["third"] = a_union(tree["prefecture"], "county")
    memberships(tree["grassroots"], 3, DAY)
    memberships(tree["other"], 7, DAY)
    memberships(tree["third"], 30, DAY)
    return tree


def numbers(viewer, union, **choice):
    places = access.places_for(viewer, BEGUN, union, YEAR, **choice)
    return {place.union.pk if place.union else None: place.shown for place in places}


def test_an_insider_reads_exact_numbers(tree):
    officer = an_officer(tree["prefecture"], "analyst")
    assert access.number_for(officer, BEGUN, tree["county"], YEAR)[0].value == 3
    assert {key: shown.value for key, shown in numbers(officer, tree["prefecture"]).items()} == {
        tree["county"].pk: 3, tree["other"].pk: 7, tree["third"].pk: 30,
    }  # fmt: skip


def test_an_outsider_reads_less_than_five_and_cannot_subtract(tree):
    for outsider in (None, a_person(), an_officer(tree["other"]), a_member(tree["county"], on=date(2025, 1, 1))):
        shown = numbers(outsider, tree["prefecture"])
        assert shown[tree["county"].pk].withheld
        assert shown[tree["third"].pk].value == 30
        if outsider is None:
            assert shown[tree["other"].pk].withheld
            assert access.number_for(outsider, BEGUN, tree["prefecture"], YEAR)[0].value == 40


def test_what_one_page_hides_another_does_not_tell(tree):
    """The number withheld in the table of the prefecture stays withheld on the county's own page and by county."""
    for county in ("county", "other"):
        assert not access.number_for(None, BEGUN, tree[county], YEAR)[0].is_told
    by_county = numbers(None, tree["province"], by_county=True)
    assert [by_county[tree[name].pk].is_told for name in ("county", "other", "third")] == [False, False, True]


def test_a_hidden_prefecture_hides_its_counties():
    tree = a_tree()
    memberships(tree["county"], 2, DAY)
    memberships(tree["other"], 1, DAY)
    second, third = (a_union(tree["province"], "prefecture") for _ in range(2))
    county = a_union(second, "county")
    memberships(county, 8, DAY)
    memberships(third, 90, DAY)
    shown = numbers(None, tree["province"])
    assert shown[tree["prefecture"].pk].withheld
    assert shown[second.pk].withheld
    assert shown[third.pk].value == 90
    assert not numbers(None, second)[county.pk].is_told  # alone under its prefecture, it would tell it
    assert not numbers(None, second)[None].is_told  # nor that nothing is beside it


def test_members_directly_under_the_province_are_a_line_of_their_own(tree):
    memberships(tree["province"], 9, DAY)
    assert numbers(an_officer(tree["province"]), tree["province"])[None].value == 9
    assert numbers(None, tree["province"])[None].value == 9


def test_a_few_directly_under_the_province_are_hidden_and_cannot_be_subtracted():
    tree = a_tree()
    second = a_union(tree["prefecture"].parent, "prefecture")
    memberships(tree["province"], 2, DAY)
    memberships(tree["prefecture"], 8, DAY)
    memberships(second, 90, DAY)
    shown = numbers(None, tree["province"])
    assert shown[None].withheld
    assert shown[tree["prefecture"].pk].withheld
    assert shown[second.pk].value == 90
    assert numbers(an_officer(tree["province"]), tree["province"])[None].value == 2


def test_by_county_counts_everything_once(tree):
    memberships(tree["prefecture"], 6, DAY)
    shown = numbers(an_officer(tree["province"]), tree["province"], by_county=True)
    assert shown[None].value == 6
    assert sum(number.value for number in shown.values()) == 46


def test_the_rows_open_only_for_whoever_may_read_them(tree):
    officer = an_officer(tree["county"])
    assert access.records_for(officer, BEGUN, tree["county"], YEAR).count() == 3
    assert access.records_for(officer, BEGUN, tree["grassroots"], YEAR).count() == 3
    strangers = [
        None,
        a_person(),
        a_member(tree["county"]),
        an_officer(tree["other"]),
        an_officer(tree["county"], "analyst"),
    ]
    for stranger in strangers:
        with pytest.raises(Http404):
            access.records_for(stranger, BEGUN, tree["county"], YEAR)
    with pytest.raises(Http404):
        access.records_for(officer, BEGUN, tree["province"], YEAR)


def test_outsiders_see_regions_and_insiders_all_unions(tree):
    key = str(tree["grassroots"].pk)
    assert access.union_for(an_officer(tree["county"]), key) == tree["grassroots"]
    for outsider in (None, an_officer(tree["other"])):
        with pytest.raises(Http404):
            access.union_for(outsider, key)
        assert access.union_for(outsider, str(tree["county"].pk)) == tree["county"]


def test_without_a_union_an_officer_begins_at_home(tree):
    assert access.union_for(an_officer(tree["other"]), "") == tree["other"]
    assert access.union_for(None, "") == access.province()
    for nonsense in ("x", "999999999999", "9" * 40, "²", "-1"):
        with pytest.raises(Http404):
            access.union_for(None, nonsense)


def test_before_any_union_exists_there_is_nothing_to_show(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM unions_union")  # the whole tree at once: no row is left to protect another
    with pytest.raises(Http404):
        access.province()
    assert client.get("/figures/").status_code == 404


def test_a_union_is_found_by_its_division_code(tree):
    tree["other"].division_code = "990204"
    tree["other"].save()
    assert access.union_of("990204") == tree["other"]
    assert access.union_of("jl") == access.province()


def test_the_trend_of_an_outsider_hides_small_months_and_ends_at_the_province(tree):
    memberships(tree["third"], 2, date(2024, 8, 1))
    memberships(tree["third"], 6, date(2024, 9, 1))
    assert access.months_for(None, BEGUN, tree["prefecture"], YEAR) is None
    months = {month.first.month: shown for month, shown in access.months_for(None, BEGUN, tree["province"], YEAR)}
    assert months[6].value == 40
    assert months[8].withheld
    assert months[9].withheld
    exact = access.months_for(an_officer(tree["prefecture"]), BEGUN, tree["prefecture"], YEAR)
    assert [shown.value for _month, shown in exact] == [0, 0, 0, 0, 0, 40, 0, 2, 6, 0, 0, 0]


def test_a_month_that_is_hidden_in_one_published_period_is_hidden_in_all():
    tree, now = a_tree(), date(2026, 7, 15)
    for month, number in enumerate([9, 5, 9, 9, 9, 9, 2, 6, 9, 9, 9, 9], start=1):
        memberships(tree["county"], number, date(2021, month, 3))
    for month, number in ((3, 30), (4, 3), (5, 40)):
        memberships(tree["county"], number, date(2024, month, 3))
    trends = []
    for end in published_ends(now):
        months = access.months_for(None, BEGUN, tree["province"], published(end, now))
        trends.append({month.first: shown for month, shown in months})
    for one, other in combinations(trends, 2):
        both = one.keys() & other.keys()
        assert {month: one[month] for month in both} == {month: other[month] for month in both}
    assert {month.month for month, shown in trends[1].items() if shown.withheld and month.year == 2021} == {2, 7, 8}
    assert all(month.month == 1 for month in map(min, trends))


def test_a_rate_of_few_people_is_withheld(tree):
    shown = {place.union.pk: place.shown for place in access.places_for(None, SCANNED, tree["prefecture"], YEAR)}
    assert shown[tree["county"].pk].withheld
    assert shown[tree["third"].pk].value == 1.0


def test_the_money_of_one_worker_is_not_published(tree):
    paid = Indicator(key="test_paid", title="演示：到手", unit=Unit.YUAN, amount="paid", **RESOLVED)
    for number, money in enumerate([12345, 0, 0, 0, 0, 0]):
        a_case(tree["county"], DAY, None, f"P{number}")
        Case.objects.filter(number=f"P{number}").update(paid=money)
    for number in range(7):
        a_case(tree["third"], DAY, None, f"Q{number}")
    Case.objects.filter(number__startswith="Q").update(paid=100)
    with declared(paid):
        assert not access.number_for(None, paid, tree["county"], YEAR)[0].is_told
        assert access.number_for(None, paid, tree["prefecture"], YEAR)[0].value == 13045
        assert access.number_for(None, paid, tree["other"], YEAR)[0].value == 0
        assert access.number_for(an_officer(tree["county"]), paid, tree["county"], YEAR)[1].rows == 6


def test_what_is_beside_a_figure_leaves_out_what_is_switched_off():
    assert access.beside(MEMBERS) == [RETAINED]


@pytest.mark.parametrize(
    ("asked", "since", "as_of"),
    [
        (None, date(2021, 12, 31), date(2026, 10, 31)),
        (date(2026, 11, 22), date(2021, 12, 31), date(2026, 10, 31)),
        (date(2023, 7, 15), date(2017, 12, 31), date(2022, 12, 31)),
        (date(2022, 12, 31), date(2017, 12, 31), date(2022, 12, 31)),
    ],
)
def test_outsiders_read_whole_months_and_years(asked, since, as_of):
    assert published(asked, date(2026, 11, 22)) == Period(since, as_of)


def test_the_days_that_outsiders_may_choose():
    ends = published_ends(date(2024, 3, 5))
    assert ends[:2] == [date(2024, 2, 29), date(2023, 12, 31)]
    assert all(published(end, date(2024, 3, 5)).as_of == end for end in ends)
    assert published(None, date(2024, 3, 5)).since == date(2019, 12, 31)
    assert published(None, date(2024, 1, 5)) == Period(date(2018, 12, 31), date(2023, 12, 31))


def test_the_public_shares_one_count_for_a_while_and_an_insider_never_waits(tree, settings):
    settings.CACHES = {**settings.CACHES, "published": {**settings.CACHES["published"], "TIMEOUT": 60}}
    caches["published"].clear()
    analyst = an_officer(tree["province"])
    memberships(tree["third"], 5, date(2024, 9, 1))

    def seen(viewer):
        told = access.number_for(viewer, BEGUN, tree["province"], YEAR)[0].value
        return told, [shown.value for _month, shown in access.months_for(viewer, BEGUN, tree["province"], YEAR)]

    before = seen(None)
    memberships(tree["third"], 5, date(2024, 10, 1))
    assert seen(None) == before
    assert seen(analyst) != before
    caches["published"].clear()
    assert seen(None) == seen(analyst)
