"""Leaving is free and at once; what an officer decides needs a reason."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from gongjia.audit.access import events_about
from gongjia.foundation.clock import today
from gongjia.foundation.refusals import Refused
from gongjia.unions import actions
from gongjia.unions.access import membership_of
from gongjia.unions.tests.factories import a_member, a_tree, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return a_tree()


def test_leaving_needs_nobody(tree):
    person = a_member(tree["grassroots"])
    actions.retain(person, "退休")
    membership = actions.leave(person, by=person.account)
    assert (membership.ended_on, membership.end_reason) == (today(), "left")
    assert membership.retentions.get().until == today()
    assert membership_of(person) is None
    assert events_about(membership).last().verb == "unions.left"
    with pytest.raises(Refused, match="不是"):
        actions.leave(person, by=person.account)


def test_nobody_leaves_for_another(tree):
    person, colleague = a_member(tree["grassroots"]), a_member(tree["grassroots"])
    with pytest.raises(PermissionDenied):
        actions.leave(person, by=colleague.account)
    assert actions.leave(person, by=an_officer(tree["county"]).account).end_reason == "left"


def test_a_leave_lies_between_the_start_and_today(tree):
    person = a_member(tree["grassroots"], on=today() - timedelta(days=5))
    for day in (today() - timedelta(days=6), today() + timedelta(days=1)):
        with pytest.raises(Refused):
            actions.leave(person, on=day)
    assert actions.leave(person, on=today() - timedelta(days=5)).ended_on == today() - timedelta(days=5)


@pytest.mark.parametrize("end", ["auto_left", "expelled", "deceased"])
def test_an_officer_ends_a_membership_with_a_reason(tree, end):
    person, officer = a_member(tree["grassroots"]), an_officer(tree["county"])
    with pytest.raises(Refused, match="理由"):
        actions.end_membership(person, end, " ", by=officer.account)
    with pytest.raises(PermissionDenied):
        actions.end_membership(person, end, "会员大会决议", by=person.account)
    membership = actions.end_membership(person, end, "会员大会决议", by=officer.account)
    assert membership.end_reason == end
    event = events_about(membership).last()
    assert (event.verb, event.reason) == (f"unions.{end}", "会员大会决议")


def test_own_wish_and_transfer_are_no_officers_decision(tree):
    for end in ("left", "transfer", "nonsense"):
        with pytest.raises(ValueError, match=end):
            actions.end_membership(a_member(tree["grassroots"]), end, "原因")
