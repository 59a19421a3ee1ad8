import dataclasses

import pytest
from django.db import IntegrityError, transaction

from gongjia.audit.access import done_for
from gongjia.people import access, actions, kinds
from gongjia.people.models import Consent
from gongjia.people.tests.factories import a_person, a_resident_id, an_account, an_officer_account, signed_in

pytestmark = pytest.mark.django_db


def test_giving_and_withdrawing_leave_dated_rows():
    person = an_account().person
    first = actions.give_consent(person, "services")
    assert actions.give_consent(person, "services") == first, "a second press changes nothing"
    actions.withdraw_consent(person, "services")
    actions.withdraw_consent(person, "services")
    assert not access.has_consent(person, "services")
    actions.give_consent(person, "services")
    assert access.has_consent(person, "services")
    assert Consent.objects.filter(person=person).count() == 2
    assert access.past_consents(person).get() == first


def test_one_purpose_does_not_open_another():
    person = a_person()
    actions.give_consent(person, "services")
    assert not any(access.has_consent(person, key) for key in kinds.PURPOSES if key != "services")
    with pytest.raises(KeyError):
        actions.give_consent(person, "everything")


def test_a_yes_to_an_older_text_no_longer_holds(monkeypatch):
    person = a_person()
    old = actions.give_consent(person, "services")
    monkeypatch.setitem(kinds.PURPOSES, "services", dataclasses.replace(kinds.SERVICES, version=2))
    assert not access.has_consent(person, "services")
    new = actions.give_consent(person, "services")
    old.refresh_from_db()
    assert (new.text_version, old.withdrawn_at is not None) == (2, True)


def test_without_consent_to_check_identity_the_number_is_erased():
    number = a_resident_id()
    person = actions.prove_by_number(a_person(), "王芳", number)
    actions.withdraw_consent(person, "identity")
    person.refresh_from_db()
    assert (person.id_sealed, person.id_index, person.proof) == (None, None, "none")
    assert access.person_by_resident_id(number) is None


def test_a_card_that_was_seen_stays_seen(scope):
    officer = an_officer_account()
    scope.officers.add(officer.person_id)
    person = actions.vouch(officer, a_person(), name="王芳", resident_id=a_resident_id())
    actions.withdraw_consent(person, "identity", by=officer)
    person.refresh_from_db()
    assert (person.id_sealed, person.proof) == (None, "vouched")
    assert done_for(person.pk).filter(verb="people.consent.withdrawn").exists()


def test_the_database_allows_one_open_consent_per_purpose():
    person = a_person()
    actions.give_consent(person, "agent")
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(person=person, purpose="agent")


def test_on_the_page_withdrawing_is_one_press_like_giving():
    account = an_account()
    browser = signed_in(account)
    assert browser.post("/me/consents/agent/", {"give": "1"}).url == "/me/consents/"
    assert access.has_consent(account.person, "agent")
    assert "收回同意" in browser.get("/me/consents/").content.decode()
    browser.post("/me/consents/agent/", {"withdraw": "1"})
    assert not access.has_consent(account.person, "agent")
    assert browser.post("/me/consents/nothing/", {"give": "1"}).status_code == 404
    assert browser.get("/me/consents/agent/").status_code == 405


def test_a_purpose_that_was_dropped_still_has_its_row_read():
    person = a_person()
    consent = Consent.objects.create(person=person, purpose="long_gone")
    assert consent.title == "long_gone"
    assert actions.give_consent(person, "services").title
