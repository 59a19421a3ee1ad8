"""Keeping the membership through retirement or unemployment, and coming back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from gongjia.audit.access import events_about
from gongjia.foundation.clock import today
from gongjia.foundation.refusals import Refused
from gongjia.notices.models import Notice
from gongjia.people.tests.factories import a_person
from gongjia.unions import actions
from gongjia.unions.access import members_count, membership_of, retention_of
from gongjia.unions.tests.factories import a_member, a_tree, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return a_tree()


def test_a_retained_member_stays_a_member(tree):
    person = a_member(tree["grassroots"])
    retention = actions.retain(person, " 退休 ", by=person.account)
    assert retention == retention_of(membership_of(person))
    assert (retention.since, retention.until, retention.reason) == (today(), None, "退休")
    assert members_count(tree["grassroots"]) == 1
    assert actions.retain(person, "退休", by=person.account) == retention  # a double press
    assert events_about(retention.membership).filter(verb="unions.retained").count() == 1


def test_resuming_makes_a_full_member_again(tree):
    person, officer = a_member(tree["grassroots"]), an_officer(tree["county"])
    actions.retain(person, "失业", by=officer.account)
    membership = actions.resume(person, by=officer.account)
    assert retention_of(membership) is None
    assert membership.retentions.get().until == today()
    assert actions.resume(person, by=person.account) == membership  # a double press
    assert events_about(membership).filter(verb="unions.resumed").count() == 1


def test_the_member_hears_of_a_keeping_they_did_not_ask_for(tree):
    person, officer = a_member(tree["grassroots"]), an_officer(tree["county"])
    actions.retain(person, "失业", by=officer.account)
    actions.resume(person, by=officer.account)
    assert [notice.kind for notice in Notice.objects.filter(person=person).order_by("pk")] == [
        "unions.retained",
        "unions.resumed",
    ]
    actions.retain(person, "失业", by=person.account)
    assert Notice.objects.count() == 2, "nobody is told of their own doings"


def test_who_may_and_what_is_needed(tree):
    person, colleague = a_member(tree["grassroots"]), a_member(tree["grassroots"])
    with pytest.raises(Refused, match="原因"):
        actions.retain(person, "  ", by=person.account)
    with pytest.raises(PermissionDenied):
        actions.retain(person, "退休", by=colleague.account)
    with pytest.raises(PermissionDenied):
        actions.resume(person, by=an_officer(tree["other"]).account)
    with pytest.raises(Refused, match="不是"):
        actions.retain(a_person(), "退休")
    with pytest.raises(Refused):
        actions.retain(person, "退休", on=today() - timedelta(days=1))
