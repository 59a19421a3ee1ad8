"""Giving an office, and ending it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from gongjia.audit.access import events_about
from gongjia.foundation.clock import today
from gongjia.foundation.refusals import Refused
from gongjia.people.tests.factories import a_person
from gongjia.unions import actions
from gongjia.unions.access import may
from gongjia.unions.kinds import Role
from gongjia.unions.tests.factories import a_tree, a_union, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return a_tree()


def test_an_administrator_appoints_and_ends(tree):
    administrator, person = an_officer(tree["county"], Role.ADMINISTRATOR), a_person()
    office = actions.appoint(person, tree["township"], Role.OFFICER, title=" 权益部干事 ", by=administrator.account)
    assert (office.title, office.since, office.appointed_by) == ("权益部干事", today(), administrator.account)
    assert may(person, "handle_cases", tree["grassroots"])
    assert actions.appoint(person, tree["township"], Role.OFFICER, by=administrator.account) == office  # double press
    ended = actions.end_office(office, by=administrator.account)
    assert ended.until == today()
    assert not may(person, "handle_cases", tree["grassroots"])
    actions.end_office(office, by=administrator.account)
    assert [event.verb for event in events_about(office)] == ["unions.appointed", "unions.office_ended"]


def test_who_may_appoint(tree):
    for by in (an_officer(tree["county"]), an_officer(tree["other"], Role.ADMINISTRATOR)):
        with pytest.raises(PermissionDenied):
            actions.appoint(a_person(), tree["county"], Role.OFFICER, by=by.account)
    leader = an_officer(tree["county"], Role.LEADER)
    with pytest.raises(Refused, match="自己"):
        actions.appoint(leader, tree["county"], Role.AUDITOR, by=leader.account)


def test_an_office_may_be_laid_down_but_not_taken(tree):
    holder, other = an_officer(tree["county"]), an_officer(tree["county"])
    with pytest.raises(PermissionDenied):
        actions.end_office(holder.offices.get(), by=other.account)
    assert actions.end_office(holder.offices.get(), by=holder.account).until == today()


def test_what_cannot_be_is_refused(tree):
    gone = a_union(tree["county"], "grassroots", dissolved_on=today() - timedelta(days=1))
    with pytest.raises(Refused, match="撤销"):
        actions.appoint(a_person(), gone, Role.OFFICER)
    with pytest.raises(Refused):
        actions.appoint(a_person(), tree["county"], Role.OFFICER, until=today())
