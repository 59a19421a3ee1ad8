"""Who may do what where: an office reaches its subtree, for as long as it is held, and not one step further."""

from datetime import timedelta

import pytest
from django.http import Http404

from gongjia.foundation.clock import today
from gongjia.people.tests.factories import a_person
from gongjia.unions import actions
from gongjia.unions.access import (
    OfficeScope,
    employers_spoken_for,
    may,
    member_for,
    members_for,
    membership_of,
    offices_of,
    union_for,
    union_served,
    unions_for,
    unions_reached,
)
from gongjia.unions.kinds import VERBS, Role, roles_that_may
from gongjia.unions.tests.factories import a_contact, a_member, a_tree, an_employer, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return a_tree()


def test_an_office_reaches_down_and_not_up_or_across(tree):
    officer = an_officer(tree["county"])
    assert may(officer, "approve_members", tree["county"])
    assert may(officer, "approve_members", tree["grassroots"])
    assert not may(officer, "approve_members", tree["prefecture"])
    assert not may(officer, "approve_members", tree["other"])
    assert not may(None, "approve_members", tree["county"])
    assert not may(a_person(), "approve_members", tree["county"])


def test_an_office_counts_on_its_days_only(tree):
    tomorrow = today() + timedelta(days=1)
    coming = an_officer(tree["county"], since=tomorrow)
    assert not may(coming, "read_cases", tree["county"])
    ending = an_officer(tree["county"], since=today() - timedelta(days=9), until=today())
    assert not may(ending, "read_cases", tree["county"])
    assert list(offices_of(ending)) == []
    assert offices_of(ending, today() - timedelta(days=1)).count() == 1


def test_unions_reached_names_each_subtree_once(tree):
    officer = an_officer(tree["township"])
    an_officer(tree["county"], person=officer)
    an_officer(tree["other"], Role.MEDIATOR, person=officer)
    assert unions_reached(officer, "read_cases") == [tree["county"].path]
    assert unions_reached(officer, "mediate") == [tree["other"].path]
    assert unions_reached(officer, "administer") == []
    assert unions_reached(None, "read_cases") == []
    assert list(unions_for(officer, "read_cases")) == [tree["county"], tree["township"], tree["grassroots"]]


@pytest.mark.parametrize("role", Role.values)
def test_each_role_carries_its_verbs_and_no_other(role, tree):
    officer = an_officer(tree["county"], role)
    every = frozenset().union(*VERBS.values())
    assert {verb for verb in every if may(officer, verb, tree["county"])} == VERBS[role]


def test_no_role_of_assigned_work_opens_a_list():
    for role in (Role.MEDIATOR, Role.LAWYER, Role.SUPERVISOR):
        assert not VERBS[role] & {"read_cases", "read_members", "reveal"}
    assert not VERBS[Role.ANALYST] & {"handle_cases", "read_members", "reveal"}


def test_a_misspelt_verb_opens_nothing():
    with pytest.raises(KeyError):
        roles_that_may("aprove_members")


def test_the_neighbouring_county_finds_nothing(tree):
    stranger = an_officer(tree["other"])
    member = a_member(tree["grassroots"])
    with pytest.raises(Http404):
        union_for(stranger, "read_members", tree["county"].pk)
    with pytest.raises(Http404):
        members_for(stranger, tree["county"])
    with pytest.raises(Http404):
        member_for(stranger, member.pk)
    assert list(members_for(stranger, tree["other"])) == []


def test_speaking_for_an_employer_lasts_as_long_as_it_is_open(tree):
    employer = an_employer()
    contact = a_contact(employer)
    assert list(employers_spoken_for(contact)) == [employer]
    actions.end_contact(contact.employer_contacts.get())
    assert list(employers_spoken_for(contact)) == []
    assert list(employers_spoken_for(None)) == []


def test_looking_reaches_members_of_the_subtree_and_the_counter_everybody(tree):
    scope, officer, stranger = OfficeScope(), an_officer(tree["county"]), an_officer(tree["other"])
    member, nobody = a_member(tree["grassroots"]), a_person()
    assert scope.union_reaching(officer, "reveal", member) == tree["county"]
    assert scope.union_reaching(stranger, "reveal", member) is None
    assert scope.union_reaching(officer, "reveal", nobody) is None
    assert scope.union_reaching(stranger, "vouch", member) == tree["other"]
    assert scope.union_reaching(stranger, "act_at_counter", nobody) == tree["other"]
    assert scope.union_reaching(member, "vouch", nobody) is None
    assert scope.name_of(tree["county"].path) == tree["county"].name
    assert scope.name_of("0/") == ""


def test_an_officer_is_reached_by_their_offices_not_by_membership(tree):
    scope, officer = OfficeScope(), an_officer(tree["county"])
    above, beside, below = (an_officer(tree[name], Role.ADMINISTRATOR) for name in ("prefecture", "county", "township"))
    elsewhere, no_manager = an_officer(tree["other"], Role.LEADER), an_officer(tree["province"])
    assert scope.union_reaching(above, "manage_offices", officer) == tree["prefecture"]
    assert scope.union_reaching(beside, "manage_offices", officer) == tree["county"]
    for nobody in (below, elsewhere, no_manager):
        assert scope.union_reaching(nobody, "manage_offices", officer) is None
    a_member(tree["grassroots"], person=officer)  # a membership further down does not lower an office
    assert scope.union_reaching(below, "manage_offices", officer) is None
    an_officer(tree["other"], person=officer)  # a second office: only who stands above both
    assert scope.union_reaching(above, "manage_offices", officer) == tree["prefecture"]
    assert scope.union_reaching(beside, "manage_offices", officer) is None
    assert scope.union_reaching(elsewhere, "manage_offices", officer) is None


def test_whoever_holds_no_office_any_more_is_reached_by_membership(tree):
    scope, administrator = OfficeScope(), an_officer(tree["county"], Role.ADMINISTRATOR)
    assert scope.union_reaching(administrator, "manage_offices", a_member(tree["grassroots"])) == tree["county"]
    assert scope.union_reaching(administrator, "manage_offices", a_person()) is None


def test_whoever_is_nobody_has_nothing(tree):
    assert list(offices_of(None)) == []
    assert membership_of(None) is None
    assert not may(None, "read_cases", tree["county"])
    with pytest.raises(Http404):
        union_served(a_person(), tree["county"].pk)
