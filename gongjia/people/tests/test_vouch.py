import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from gongjia.audit.access import done_for
from gongjia.foundation.refusals import Refused
from gongjia.people import access, actions
from gongjia.people.tests.factories import a_person, a_resident_id, an_account, an_officer_account, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(scope):
    account = an_officer_account()
    scope.officers.add(account.person_id)
    return account


def test_an_officer_who_saw_the_card_proves_a_person(officer):
    person, number = a_person("王方", needs_check=True), a_resident_id()
    person = actions.vouch(officer, person, name="王芳", resident_id=number)
    assert (person.name, person.proof, person.proved_by, person.needs_check) == ("王芳", "vouched", officer, False)
    assert access.open_consent(person, "identity").given_to == officer
    event = done_for(person.pk).get(verb="people.vouched")
    assert (event.actor_id, event.union_path) == (officer.pk, "1/")
    assert number not in str(event.change)


def test_a_wrong_number_is_corrected_at_the_counter(officer):
    wrong, right = a_resident_id(sequence=1), a_resident_id(sequence=2)
    person = actions.prove_by_number(a_person(), "王芳", wrong)
    actions.vouch(officer, person, name="王芳", resident_id=right)
    assert access.person_by_resident_id(wrong) is None
    assert access.person_by_resident_id(right) == person


def test_whoever_reaches_nobody_vouches_for_nobody(scope):
    with pytest.raises(PermissionDenied):
        actions.vouch(an_officer_account(), a_person(), name="王芳", resident_id=a_resident_id())


def test_without_any_scope_nobody_is_reached(monkeypatch):
    monkeypatch.setattr(access, "_scope", None)
    with pytest.raises(PermissionDenied):
        access.reach(an_officer_account(), "vouch", a_person())
    assert access.union_name("1/") == ""


def test_nobody_vouches_for_themselves(officer):
    with translation.override("en"), pytest.raises(Refused, match="themselves"):
        actions.vouch(officer, officer.person, name="李敏", resident_id=a_resident_id())


def test_a_number_in_another_record_is_refused_and_nothing_changes(officer):
    number = a_resident_id()
    a_person(resident_id=number)
    person = a_person("王芳")
    with pytest.raises(Refused):
        actions.vouch(officer, person, name="王芳", resident_id=number)
    person.refresh_from_db()
    assert person.proof == "none"


def test_the_page_wants_the_card_seen_and_shows_in_the_persons_own_log(officer):
    account = an_account(a_person("王芳"))
    browser, url = signed_in(officer), f"/people/{account.person_id}/vouch/"
    facts = {"name": "王芳", "resident_id": a_resident_id()}
    page = browser.post(url, facts)
    assert page.context["form"]["card_seen"].errors
    assert facts["resident_id"] in page.content.decode(), "what was typed stays"
    assert browser.post(url, {**facts, "card_seen": "on"}).status_code == 302
    log = signed_in(account).get("/me/counter/").content.decode()
    assert "演示李敏" in log
    assert "演示总工会" in log


def test_the_page_does_not_say_whether_a_person_exists(scope):
    browser = signed_in(an_officer_account())
    known, unknown = a_person().pk, 987654321
    assert (
        browser.get(f"/people/{known}/vouch/").status_code
        == browser.get(f"/people/{unknown}/vouch/").status_code
        == 404
    )


def test_a_number_in_another_record_tells_the_officer_what_to_do(officer):
    number, person = a_resident_id(), a_person("王芳")
    a_person(resident_id=number)
    facts = {"name": "王芳", "resident_id": number, "card_seen": "on"}
    page = signed_in(officer).post(f"/people/{person.pk}/vouch/", facts).content.decode()
    assert "请到任意职工服务站" not in page, "the officer sits there"
    assert "换手机号" in page


def test_another_name_is_corrected_by_the_persons_own_union_alone(officer, scope):
    scope.union_reaching = lambda officer, verb, person: None if verb == "reveal" else scope
    with pytest.raises(Refused, match="不是这个姓名"):
        actions.vouch(officer, a_person("王方"), name="王芳", resident_id=a_resident_id())
