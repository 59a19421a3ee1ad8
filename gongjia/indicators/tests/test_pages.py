import csv
import io
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongjia.audit.models import Event
from gongjia.foundation.clock import today
from gongjia.indicators import access, presenting
from gongjia.indicators.geometry import shapes
from gongjia.indicators.tests.factories import BEGUN, MEMBERS, RETAINED, SCANNED, declared, memberships, sign_in
from gongjia.unions.access import all_changes
from gongjia.unions.models import Retention
from gongjia.unions.tests.factories import a_tree, a_union, an_officer

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 1)


@pytest.fixture(autouse=True)
def _figures():
    with declared(MEMBERS, RETAINED, BEGUN, SCANNED):
        yield


@pytest.fixture
def tree():
    tree = a_tree()
    tree["grassroots"].name = "=演示工会"
    tree["grassroots"].save()
    kept = memberships(tree["grassroots"], 3, DAY)[0]
    memberships(tree["other"], 7, DAY)
    Retention.objects.create(membership=kept, since=date(2024, 7, 1), reason="演示")
    return tree


def page(client, address, **asked):
    return client.get(f"/figures/{address}?{urlencode({'since': '2023-12-31', 'as_of': '2024-12-31'} | asked)}")


def officer_of(client, union, role="officer"):
    person = an_officer(union, role)
    sign_in(client, person)
    return person


def rows_of(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_all_figures_of_a_union_with_what_stands_beside(client, tree):
    officer_of(client, tree["prefecture"])
    answer = page(client, "", union=tree["prefecture"].pk)
    text = answer.content.decode()
    assert answer.status_code == 200
    tiles = {tile["indicator"].key: tile for tile in answer.context["tiles"]}
    assert (tiles["test_members"]["number"], tiles["test_begun"]["number"]) == ("10", "10")
    assert [(other["label"], other["number"]) for other in tiles["test_members"]["beside"]] == [("演示：保留会籍", "1")]
    assert "figure-stock" in text
    assert "figure-flow" in text
    assert tiles["test_scanned_rate"]["fraction"]["denominator"] == "10"


def test_one_figure_opens_down_to_the_rows(client, tree):
    officer_of(client, tree["prefecture"])
    first = page(client, "test_members/", union=tree["prefecture"].pk)
    assert "不是入会的人次" in first.content.decode()
    county = next(row for row in first.context["places"]["rows"] if row["union"] == tree["county"])
    assert county["text"] == "3"
    second = client.get(county["url"])
    opened = client.get(second.context["tile"]["open"]["url"])
    assert opened.context["page"].paginator.count == 3
    assert "/members/" in opened.content.decode()
    event = Event.objects.filter(verb="indicators.opened").get()
    assert event.change == {"figure": "test_members", "since": "2023-12-31", "as_of": "2024-12-31"}
    assert event.union_path == tree["county"].path


@pytest.mark.parametrize("address", ["test_members/records/", "test_members/records.csv"])
def test_the_rows_are_a_404_for_outsiders_other_counties_and_analysts(client, tree, address):
    assert page(client, address, union=tree["county"].pk).status_code == 404
    for union, role in [(tree["other"], "officer"), (tree["county"], "analyst")]:
        officer_of(client, union, role)
        assert page(client, address, union=tree["county"].pk).status_code == 404
    assert not Event.objects.filter(verb__startswith="indicators.").exists()
    officer_of(client, tree["county"])
    assert page(client, address, union=tree["county"].pk).status_code == 200


def test_outsiders_read_less_than_five_and_no_way_to_the_rows(tree):
    visitor = Client()
    answer = page(visitor, "test_members/", union=tree["prefecture"].pk)
    rows = {row["label"]: row["text"] for row in answer.context["places"]["rows"]}
    assert (rows[tree["county"].name], rows[tree["other"].name]) == ("不公布", "不公布")
    text = answer.content.decode()
    assert "/records" not in text
    table = rows_of(page(visitor, "test_members/table.csv", union=tree["prefecture"].pk))
    assert [line[2] for line in table[1:3]] == ["10", "不公布"]


def test_outsiders_days_are_whole_months_whatever_they_ask_for(client, tree):
    answer = page(client, "", as_of="2024-06-01", union=tree["prefecture"].pk)
    assert answer.context["asked"].period.as_of == date(2023, 12, 31)
    assert answer.context["days"]["form"] is None


def test_an_unreadable_day_is_said_and_stays_typed(client, tree):
    officer_of(client, tree["county"])
    answer = page(client, "", as_of="2024-02-31", union=tree["county"].pk)
    assert answer.status_code == 200
    assert 'value="2024-02-31"' in answer.content.decode()
    assert "as_of" in answer.context["asked"].form.errors
    assert page(client, "table.csv", as_of="2024-02-31", union=tree["county"].pk).status_code == 400


def test_a_period_that_ends_before_it_begins_is_refused(client, tree):
    officer_of(client, tree["county"])
    answer = page(client, "", since="2024-05-02", as_of="2024-05-01", union=tree["county"].pk)
    assert "since" in answer.context["asked"].form.errors
    assert answer.context["asked"].period.as_of == today()


def test_a_day_that_has_not_come_is_refused(client, tree):
    officer_of(client, tree["county"])
    answer = page(client, "", as_of="2999-01-01", union=tree["county"].pk)
    assert "as_of" in answer.context["asked"].form.errors


def test_the_address_carries_union_days_and_grain(client, tree):
    officer_of(client, tree["province"])
    answer = page(client, "test_members/", union=tree["province"].pk, by="county")
    asked = answer.context["asked"]
    again = client.get(asked.address("figure", "test_members")).context["asked"]
    assert (again.union, again.period, again.by_county) == (asked.union, asked.period, True)


def test_the_table_runs_no_formula_and_keeps_numbers_bare(client, tree):
    officer_of(client, tree["county"])
    memberships(tree["grassroots"], 1100, DAY)
    table = rows_of(page(client, "test_members/table.csv", union=tree["township"].pk))
    assert table[2][0] == "'=演示工会"
    assert table[2][2] == "1103"
    records = rows_of(page(client, "test_members/records.csv", union=tree["county"].pk))
    assert len(records) == 1104
    assert records[1][1].startswith("http://testserver/members/")


def test_of_very_many_rows_the_newest_are_listed_and_no_file_is_made(client, tree, monkeypatch):
    officer_of(client, tree["county"])
    monkeypatch.setattr(access, "LISTED_AT_MOST", 2)
    answer = page(client, "test_members/records/", union=tree["county"].pk)
    text = answer.content.decode()
    assert "<h1>3 条记录</h1>" in text
    assert len(answer.context["lines"]) == 2
    assert "这里只列出最新的 2 条" in text
    assert "records.csv" not in text
    refused = page(client, "test_members/records.csv", union=tree["county"].pk)
    assert refused.url.startswith("/figures/test_members/records/?union=")
    assert not Event.objects.filter(verb="indicators.exported").exists()


def test_a_page_of_rows_reads_only_its_own(client, tree):
    memberships(tree["grassroots"], 120, DAY)
    officer_of(client, tree["county"])
    with CaptureQueriesContext(connection) as queries:
        answer = page(client, "test_members/records/", union=tree["county"].pk, page=3)
    assert len(answer.context["lines"]) == 23
    rows = [query["sql"] for query in queries if 'FROM "unions_membership"' in query["sql"]]
    assert len(rows) == 3  # how many, which, and the rows themselves


@pytest.mark.parametrize(
    "address", ["print/", "test_members/print/", "test_begun/print/", "test_scanned_rate/", "test_begun/"]
)
def test_every_page_is_drawn_for_officers_and_visitors(client, tree, address):
    assert page(client, address, union=tree["province"].pk).status_code == 200
    officer_of(client, tree["province"])
    assert page(client, address, union=tree["province"].pk).status_code == 200
    assert page(client, address, union=tree["grassroots"].pk).status_code == 200


def test_a_figure_that_does_not_exist_and_a_write_are_refused(client, tree):
    assert page(client, "no_such_figure/").status_code == 404
    assert client.post("/figures/").status_code == 405


def test_the_map_leads_down_and_says_the_number(client, tree):
    tree["county"].division_code = "220202"
    tree["county"].save()
    officer_of(client, tree["prefecture"])
    answer = page(client, "test_members/", union=tree["prefecture"].pk)
    text = answer.content.decode()
    assert shapes()["220202"].path in text
    area = answer.context["places"]["map"].areas[0]
    assert area.about["url"].replace("&", "&amp;") in text
    assert f'aria-label="{tree["county"].name}: 3 人"' in text
    assert [row["label"] for row in answer.context["places"]["off_map"]] == [tree["other"].name]


def test_the_approval_number_of_the_map_is_a_setting(client, tree, settings, monkeypatch):
    tree["county"].division_code = "220202"
    tree["county"].save()
    monkeypatch.setattr(settings.ENV, "MAP_APPROVAL", "GS(2026)0000")
    assert "GS(2026)0000" in page(client, "test_members/", union=tree["prefecture"].pk).content.decode()


def test_without_the_map_the_table_serves(client, tree, monkeypatch):
    monkeypatch.setattr(presenting, "shapes", dict)
    tree["county"].division_code = "220202"
    tree["county"].save()
    answer = page(client, "test_members/", union=tree["prefecture"].pk)
    assert answer.context["places"]["map"] is None
    assert answer.context["places"]["rows"]


def test_a_figure_costs_few_queries_however_large_the_tree(client, tree, django_assert_max_num_queries):
    officer_of(client, tree["province"])
    for _n in range(12):
        a_union(tree["prefecture"], "county")
    with django_assert_max_num_queries(40):
        page(client, "test_begun/", union=tree["province"].pk, by="county")


NET = replace(BEGUN, key="test_net", beside=(), rows=all_changes, from_day="day", amount="change")


def test_what_adds_up_to_nothing_is_listed_and_opens(client, tree):
    """Ten came and ten went: growth is 0, and there are twenty records behind it."""
    quiet = a_union(tree["county"], "grassroots")
    memberships(quiet, 10, DAY, ended_on=date(2024, 8, 1))
    officer_of(client, tree["province"])
    with declared(NET):
        rows = page(client, "test_net/", union=tree["county"].pk).context["places"]["rows"]
        row = next(row for row in rows if row["union"] == quiet)
        assert row["text"] == "0"
        assert "<h1>20 条记录</h1>" in client.get(row["open"]).content.decode()
        assert quiet.name in page(client, "test_net/table.csv", union=tree["county"].pk).content.decode()


def test_what_belongs_to_the_union_itself_opens_too(client, tree):
    memberships(tree["county"], 4, DAY)
    officer_of(client, tree["county"])
    [*_below, own] = page(client, "test_members/", union=tree["county"].pk).context["places"]["rows"]
    assert (own["label"], own["text"]) == ("本级直属", "4")
    opened = client.get(own["open"])
    text = opened.content.decode()
    assert "<h1>4 条记录</h1>" in text
    assert "本级直属" in text
    assert len(opened.context["lines"]) == 4
    assert len(rows_of(client.get(opened.context["records_table_url"]))) == 5
    assert "only=" not in opened.context["figure_url"]


def test_by_county_the_rest_is_what_lies_in_no_county(client, tree):
    memberships(tree["prefecture"], 6, DAY)
    officer_of(client, tree["province"])
    own = page(client, "test_members/", union=tree["province"].pk, by="county").context["places"]["rows"][-1]
    assert (own["label"], own["text"], own["open"]) == ("不在任何县（市、区）", "6", "")


@pytest.mark.parametrize("many", [1, 12])
def test_who_reads_is_asked_once_for_all_figures(client, tree, many):
    officer_of(client, tree["county"])
    figures = [replace(BEGUN, key=f"figure_{n}", beside=("figure_0",)) for n in range(many)]
    with declared(*figures), CaptureQueriesContext(connection) as queries:
        page(client, "", union=tree["county"].pk)
    assert sum('FROM "unions_office"' in query["sql"] for query in queries) <= 8


def test_what_stands_beside_is_counted_once(client, tree):
    circle = [replace(BEGUN, key=f"figure_{n}", beside=("figure_0", "figure_1", "figure_2")) for n in range(3)]
    with declared(*circle), CaptureQueriesContext(connection) as queries:
        page(client, "", union=tree["province"].pk)
    assert sum('FROM "unions_membership"' in query["sql"] for query in queries) == 3
