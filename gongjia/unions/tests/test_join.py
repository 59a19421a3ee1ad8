"""Joining: one person, one open membership."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from gongjia.audit.access import events_about
from gongjia.foundation.clock import today
from gongjia.foundation.refusals import Refused
from gongjia.people.tests.factories import a_person
from gongjia.unions import actions
from gongjia.unions.access import membership_of
from gongjia.unions.kinds import AlreadyMember
from gongjia.unions.models import Membership
from gongjia.unions.tests.factories import a_member, a_tree, a_union, an_officer

pytestmark = pytest.mark.django_db
SCAN = Membership.How.SCAN


@pytest.fixture
def tree():
    return a_tree()


def test_joining_opens_a_membership_and_is_recorded(tree):
    officer, person = an_officer(tree["grassroots"]), a_person()
    membership = actions.join(person, tree["grassroots"], SCAN, by=officer.account)
    assert membership_of(person) == membership
    assert (membership.started_on, membership.ended_on, membership.is_first) == (today(), None, True)
    assert membership.county == tree["county"]
    event = events_about(membership).get()
    assert (event.verb, event.actor_id, event.person_id) == ("unions.joined", officer.account.pk, person.pk)
    assert event.union_path == tree["grassroots"].path


def test_a_member_cannot_join_twice(tree):
    person = a_member(tree["grassroots"])
    for union in (tree["grassroots"], tree["other"]):
        with pytest.raises(AlreadyMember, match=tree["grassroots"].name):
            actions.join(person, union, SCAN)
    assert person.memberships.count() == 1


def test_joining_again_after_leaving_is_no_first_time(tree):
    person = a_member(tree["grassroots"], on=today() - timedelta(days=30))
    actions.leave(person, on=today() - timedelta(days=10))
    assert actions.join(person, tree["other"], SCAN).is_first is False


def test_only_an_office_over_the_union_approves(tree):
    for by in (an_officer(tree["other"]), a_member(tree["grassroots"])):
        with pytest.raises(PermissionDenied):
            actions.join(a_person(), tree["grassroots"], SCAN, by=by.account)
    above = an_officer(tree["prefecture"])
    assert actions.join(a_person(), tree["grassroots"], SCAN, by=above.account).pk


def test_age_over_sixty_is_no_ground_for_refusal(tree):
    person = a_person(birth_date=date(today().year - 71, 3, 1))
    assert actions.join(person, tree["grassroots"], SCAN).pk


def test_days_that_cannot_be_are_refused(tree):
    union = a_union(tree["county"], "grassroots", founded_on=date(2024, 1, 1), dissolved_on=date(2025, 1, 1))
    for where, on, word in [
        (tree["grassroots"], today() + timedelta(days=1), "将来"),
        (union, date(2023, 12, 31), "不存在|还没有"),
        (union, today(), "不存在|还没有"),
    ]:
        with pytest.raises(Refused, match=word):
            actions.join(a_person(), where, SCAN, on=on)


def test_a_new_membership_never_reaches_behind_the_last_one(tree):
    person = a_member(tree["grassroots"], on=today() - timedelta(days=30))
    actions.leave(person, on=today() - timedelta(days=10))
    with pytest.raises(Refused):
        actions.join(person, tree["other"], SCAN, on=today() - timedelta(days=11))
    assert actions.join(person, tree["other"], SCAN, on=today() - timedelta(days=10)).pk
