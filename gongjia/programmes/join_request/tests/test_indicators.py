"""Gross, net, stock: different figures that must reconcile, for the province and below it."""

from datetime import date, timedelta

import pytest

from gongjia.foundation.clock import today
from gongjia.indicators.counting import counted, read
from gongjia.indicators.kinds import indicator_of
from gongjia.people.tests.factories import a_person
from gongjia.unions import actions
from gongjia.unions.tests.factories import a_member, a_tree

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


@pytest.mark.parametrize("key", ["members", "members_joined", "members_left", "members_net", "members_retained"])
def test_each_opens_down_to_rows_that_name_nobody_in_full(tree, key):
    indicator = indicator_of(key)
    rows = list(counted(indicator, tree["province"], today(), BEFORE))
    assert rows
    for row in rows:
        label, address = indicator.describe(row)
        assert "演示会员" not in label
        assert address.startswith("/unions/members/")
