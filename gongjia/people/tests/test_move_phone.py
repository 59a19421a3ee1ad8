"""A number is moved at the counter: for whoever stands there with their card, and never silently."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from gongjia.audit.access import events_about
from gongjia.foundation.refusals import Refused
from gongjia.notices.actions import tell
from gongjia.people import access, actions
from gongjia.people.tests import gateway
from gongjia.people.tests.factories import a_person, a_resident_id, an_account, an_officer_account, signed_in

pytestmark = pytest.mark.django_db
OLD, NEW = "13800000001", "13800000002"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def sent(settings):
    return gateway.use(settings)


@pytest.fixture
def officer(scope):
    account = an_officer_account()
    scope.officers.add(account.person_id)
    return account


@pytest.fixture
def card():
    return a_resident_id()


@pytest.fixture
def member(card, sent):
    return an_account(a_person("王芳", phone=OLD, resident_id=card), language="ko")


def test_the_number_moves_and_the_old_one_is_told_without_a_name(officer, member, card, sent):
    browser = signed_in(member)
    actions.move_phone(officer, member.person, NEW, card)
    assert access.person_by_phone(NEW) == member.person
    assert access.person_by_phone(OLD) is None
    assert browser.get("/me/").status_code == 302, "who still has the old phone is signed out"
    [(number, text)] = sent
    assert number == OLD
    assert "12351" in text
    assert "王芳" not in text
    member.refresh_from_db()
    assert member.phone_verified
    assert "演示李敏" in signed_in(member).get("/me/counter/").content.decode()
    event = events_about(member.person).get(verb="people.phone.changed")
    assert (event.actor_id, event.on_behalf_of, event.change) == (
        officer.pk,
        member.person_id,
        {"old_number_told": True},
    )


def test_who_signed_in_with_the_new_number_first_loses_nothing_but_the_empty_record(officer, member, card):
    empty = actions.account_for_phone(NEW)
    tell([empty.person], "cases.counter_started")
    actions.give_consent(empty.person, "agent")
    there = signed_in(empty)
    actions.move_phone(officer, member.person, NEW, card)
    assert access.person_by_phone(NEW) == member.person
    assert there.get("/me/").status_code == 302
    empty.person.refresh_from_db()
    assert empty.person.phone_sealed is None
    assert events_about(empty.person).filter(verb="people.phone.given_up", actor_id=officer.pk).exists()


def test_a_number_given_out_anew_leaves_whoever_is_found_by_their_card(officer, member, card):
    former = an_account(a_person("李强", phone=NEW, resident_id=a_resident_id(sequence=7)))
    actions.move_phone(officer, member.person, NEW, card)
    assert access.person_by_phone(NEW) == member.person
    former.refresh_from_db()
    assert "演示李敏" in signed_in(former).get("/me/counter/").content.decode()


def test_a_record_that_would_be_lost_keeps_its_number(officer, member, card):
    other = an_account(a_person("李强", phone=NEW))
    actions.ask_for_copy(other.person)
    assert access.is_bare(other.person), "a trace alone"
    other.person.proof = "vouched"
    other.person.save()
    with pytest.raises(Refused, match="a record of its own"):
        actions.move_phone(officer, member.person, NEW, card)
    assert access.person_by_phone(NEW) == other.person
    assert access.person_by_phone(OLD) == member.person


def test_the_card_must_be_that_of_the_record(officer, member):
    with pytest.raises(Refused, match="not the identity number in this record"):
        actions.move_phone(officer, member.person, NEW, a_resident_id(sequence=9))
    with pytest.raises(Refused, match="no identity number in this record"):
        actions.move_phone(officer, a_person("李强"), NEW, a_resident_id())


def test_no_counter_touches_the_way_in_of_an_officer(officer, member, card, scope):
    with pytest.raises(Refused, match="change yourself"):
        actions.check_card(officer, officer.person, card)
    colleague = an_account(a_person("李强", phone=NEW, resident_id=a_resident_id(sequence=7)))
    scope.officers.add(colleague.person_id)
    with pytest.raises(Refused, match="holds an office, so no counter"):
        actions.move_phone(officer, colleague.person, "13800000003", a_resident_id(sequence=7))
    with pytest.raises(Refused, match="somebody who holds an office"):
        actions.move_phone(officer, member.person, NEW, card)


def test_nobody_without_a_counter_moves_a_number(scope, member, card):
    with pytest.raises(PermissionDenied):
        actions.move_phone(an_officer_account(), member.person, NEW, card)


def test_whoever_had_no_number_gets_one_and_nobody_is_told(officer, card, sent):
    person = a_person("王芳", resident_id=card)
    actions.move_phone(officer, person, NEW, card)
    assert access.person_by_phone(NEW) == person
    assert sent == []


def test_a_provider_that_fails_holds_nobody_up(officer, member, card, settings):
    gateway.use(settings, "FailingSms")
    actions.move_phone(officer, member.person, NEW, card)
    event = events_about(member.person).get(verb="people.phone.changed")
    assert event.change == {"old_number_told": False}
