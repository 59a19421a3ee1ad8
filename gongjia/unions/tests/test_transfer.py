"""Transfer: the receiving union acts, the old one has no say."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from gongjia.audit.access import events_about
from gongjia.foundation.clock import today
from gongjia.foundation.refusals import Refused
from gongjia.people.tests.factories import a_person
from gongjia.unions import actions
from gongjia.unions.access import members_count, membership_of, memberships_of
from gongjia.unions.tests.factories import a_member, a_tree, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return a_tree()


def test_one_row_closes_and_the_next_opens_on_the_same_day(tree):
    receiving = an_officer(tree["other"])
    person = a_member(tree["grassroots"], on=today() - timedelta(days=40))
    new = actions.transfer(person, tree["other"], by=receiving.account)
    old = new.transferred_from
    assert (old.ended_on, old.end_reason, new.started_on) == (today(), "transfer", today())
    assert (new.union, new.county, new.how, new.is_first) == (tree["other"], tree["other"], "transfer", False)
    assert list(memberships_of(person)) == [new, old]
    assert membership_of(person) == new
    yesterday = today() - timedelta(days=1)
    assert [members_count(tree["county"], day) for day in (yesterday, today())] == [1, 0]
    assert [members_count(tree["prefecture"], day) for day in (yesterday, today())] == [1, 1]
    assert events_about(new).get().verb == "unions.transferred_in"
    told = events_about(old).get(verb="unions.transferred_out")
    assert told.union_path == tree["grassroots"].path


def test_the_old_union_can_neither_pull_nor_hold(tree):
    person = a_member(tree["grassroots"])
    old = an_officer(tree["county"])
    with pytest.raises(PermissionDenied):
        actions.transfer(person, tree["other"], by=old.account)


def test_a_retained_membership_wakes_up_with_the_new_job(tree):
    person = a_member(tree["grassroots"])
    actions.retain(person, "失业")
    old = actions.transfer(person, tree["other"]).transferred_from
    assert old.retentions.get().until == today()
    assert membership_of(person).retentions.count() == 0


def test_what_cannot_be_transferred_is_said(tree):
    with pytest.raises(Refused, match="不是"):
        actions.transfer(a_person(), tree["other"])
    person = a_member(tree["grassroots"])
    with pytest.raises(Refused, match="已经是"):
        actions.transfer(person, tree["grassroots"])
    with pytest.raises(Refused):
        actions.transfer(person, tree["other"], on=today() - timedelta(days=1))


def test_back_and_forth_in_one_day_stays_readable(tree):
    person = a_member(tree["grassroots"])
    for union in (tree["other"], tree["grassroots"], tree["other"]):
        actions.transfer(person, union)
    assert [row.union for row in memberships_of(person)] == [
        tree["other"], tree["grassroots"], tree["other"], tree["grassroots"],
    ]  # fmt: skip
    assert members_count(tree["prefecture"]) == 1
