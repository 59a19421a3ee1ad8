"""Gross, net, stock: different figures that must reconcile, for the province and below it."""

from datetime import date, timedelta

import pytest
from django.test import Client

from gongjia.foundation.clock import today
from gongjia.indicators.counting import counted, read
from gongjia.indicators.kinds import indicator_of
from gongjia.indicators.tests.factories import sign_in
from gongjia.people.tests.factories import a_person
from gongjia.unions import actions
from gongjia.unions.tests.factories import a_member, a_tree, an_officer

pytestmark = pytest.mark.django_db
BEFORE = date(2026, 1, 31)
FEBRUARY = date(2026, 2, 10)


@pytest.fixture
def tree():
    """Three were members before; in February one joins, one comes back, one leaves, one moves, one retires."""
    tree = a_tree()
    here, there = tree["grassroots"], tree["other"]
    leaver, mover, retired = (a_member(here, on=date(2025, 6, 1)) for _ in range(3))
    back = a_member(here, on=date(2024, 3, 1))
    actions.leave(back, on=date(2025, 3, 1))
    a_member(here, on=FEBRUARY)
    actions.join(back, here, "scan", on=FEBRUARY)
    actions.leave(leaver, on=FEBRUARY)
    actions.transfer(mover, there, on=FEBRUARY)
    actions.retain(retired, "退休", on=FEBRUARY)
    return tree


def value(key, union, as_of=None, since=BEFORE):
    return read(indicator_of(key), union, as_of or today(), since).value


def test_the_figures_of_a_month_reconcile(tree):
    for union, joined, left, net in [("province", 1, 1, 1), ("county", 1, 1, 0), ("other", 0, 0, 1)]:
        at = tree[union]
        assert value("members_joined", at) == joined
        assert value("members_left", at) == left
        assert value("members_net", at) == net
        assert value("members", at) == value("members", at, BEFORE) + net
    assert value("members", tree["province"]) == 4
    assert value("members_retained", tree["province"]) == 1
    assert value("members_retained", tree["province"], FEBRUARY - timedelta(days=1)) == 0


def test_who_joined_is_gross_and_counted_once(tree):
    person = a_person()
    for _ in range(3):
        actions.join(person, tree["grassroots"], "scan")
        actions.leave(person)
    assert value("members_joined", tree["province"]) == 2
    assert value("members_left", tree["province"]) == 4
    assert value("members", tree["province"]) == 4


FIGURES = ["members", "members_joined", "members_left", "members_net", "members_retained", "members_transferred_in"]


def opened(browser, key, union, as_of=None):
    days = {"union": union.pk, "since": BEFORE, "as_of": as_of or today()}
    return browser.get(f"/figures/{key}/records/", days), browser.get(f"/figures/{key}/records.csv", days)


@pytest.mark.parametrize("key", FIGURES)
def test_each_opens_down_to_everybody_counted_also_to_who_left_or_moved_away(tree, key):
    """With the eyes of the county's officer, who sees nobody that is a member elsewhere or no longer."""
    moved_here = a_member(tree["other"], on=date(2025, 6, 1))
    actions.transfer(moved_here, tree["grassroots"], on=FEBRUARY)
    actions.leave(moved_here, on=FEBRUARY + timedelta(days=1))
    browser = Client()
    sign_in(browser, an_officer(tree["county"]))
    number = len(counted(indicator_of(key), tree["county"], today(), BEFORE))
    assert number
    page, file = opened(browser, key, tree["county"])
    text = page.content.decode()
    assert f"<h1>{number} 条记录</h1>" in text
    assert len(page.context["lines"]) == number
    assert all("演**" in line["label"] for line in page.context["lines"])
    assert "演示会员" not in text
    assert len(file.content.decode().splitlines()) == 1 + number
    for line in page.context["lines"]:
        assert not line["url"] or browser.get(line["url"]).status_code == 200


def test_members_of_a_past_day_are_all_listed_and_those_still_here_lead_to_their_page(tree):
    browser = Client()
    sign_in(browser, an_officer(tree["county"]))
    page, _file = opened(browser, "members", tree["county"], FEBRUARY - timedelta(days=1))
    assert len(page.context["lines"]) == 3
    assert [bool(line["url"]) for line in page.context["lines"]].count(True) == 1  # one left, one moved, one retired
