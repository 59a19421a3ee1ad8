"""Nobody decides their own matter: whoever is a side of it is that alone, whatever office they hold."""

import pytest
from django.http import Http404

from gongjia.cases.access import (
    asked_if_late,
    case_for,
    cases_for,
    entries_for,
    holders_of,
    roles_in,
    worklist_for,
)
from gongjia.cases.actions import make_move
from gongjia.cases.actions.messages import note
from gongjia.cases.kinds import Refused, Role
from gongjia.cases.tests import kinds
from gongjia.cases.tests.factories import a_case, a_respondent, an_actor, nobody_has
from gongjia.unions.actions import end_contact
from gongjia.unions.tests.factories import a_contact, an_employer, an_officer


@pytest.fixture
def own(place):
    """The county's officer has a matter of her own; a colleague has it in hand."""
    place.colleague = an_officer(place.tree["county"])
    place.own = a_case(kinds.KEY, place.tree["county"], place.officer, {"wish": "w", "amount": "5"})
    assert place.own.assignments.get().person == place.colleague
    note(place.own.pk, place.actor("colleague"), "she asked twice")
    return place


def test_an_officer_is_the_applicant_alone_in_her_own_matter(own):
    actor = own.actor("officer")
    assert roles_in(own.own, actor) == {Role.APPLICANT}
    with pytest.raises(Refused, match="someone else"):
        make_move(own.own.pk, "accept", actor)
    assert "she asked twice" not in [entry.text for entry in entries_for(own.own, roles_in(own.own, actor))]
    assert roles_in(own.case, actor) == {Role.OFFICER}
    assert own.own not in worklist_for(actor, "union") and own.own in cases_for(actor)


def test_her_desk_page_of_it_leads_to_the_tracker(own, client_of):
    assert client_of("officer").get(f"/cases/{own.own.pk}/desk/").url == f"/cases/{own.own.pk}/"


def test_an_officer_of_the_union_above_does_not_look_into_her_own(own):
    case = a_case(kinds.KEY, own.tree["county"], own.above, {"wish": "w"})
    assert roles_in(case, own.actor("above")) == {Role.APPLICANT}
    assert own.above not in asked_if_late(case, Role.OFFICER)[1]


def test_nobody_is_told_of_their_own_matter_as_its_officer(own):
    own.colleague.offices.update(until="2026-03-01")
    assert holders_of(nobody_has(own.own), Role.OFFICER) == [own.above]


def test_an_officer_named_for_the_employer_speaks_for_it_and_decides_nothing(place):
    employer = an_employer()
    contact = a_contact(employer)
    an_officer(place.tree["county"], person=contact)
    case = a_case(kinds.KEY, place.tree["county"], place.member, {"wish": "w", "amount": "5"}, employer=employer)
    assert roles_in(case, an_actor(contact)) == {Role.OFFICER}  # not named in it: an officer like any other
    a_respondent(case, contact)
    assert roles_in(case, an_actor(contact)) == {Role.RESPONDENT}
    assert case not in worklist_for(an_actor(contact), "union")
    end_contact(contact.employer_contacts.get())
    assert roles_in(case, an_actor(contact)) == set()  # and it does not become hers again
    with pytest.raises(Http404):
        case_for(an_actor(contact), case.pk)
