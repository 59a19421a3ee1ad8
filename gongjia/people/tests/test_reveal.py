import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from gongjia.audit.access import looks_at
from gongjia.foundation.refusals import Refused
from gongjia.people import actions
from gongjia.people.tests.factories import a_person, a_resident_id, an_account, an_officer_account, signed_in
from gongjia.unions.tests.factories import a_member, a_union, an_officer

pytestmark = pytest.mark.django_db
REASON = "核对开会通知的电话"


@pytest.fixture
def officer(scope):
    account = an_officer_account()
    scope.officers.add(account.person_id)
    return account


def test_a_look_is_recorded_with_who_why_and_for_which_union(officer):
    person = a_person(phone="19900004321")
    assert actions.reveal(officer, person, "phone", f" {REASON} ") == "19900004321"
    event = looks_at(person.pk).get()
    assert (event.verb, event.actor_id, event.reason, event.union_path) == (
        "people.phone.looked", officer.pk, REASON, "1/",
    )  # fmt: skip
    assert "19900004321" not in str(vars(event))


def test_a_room_that_let_the_officer_in_names_the_union(scope):
    person = a_person(phone="19900004322")
    assert actions.reveal(an_officer_account(), person, "phone", REASON, union=scope) == "19900004322"


@pytest.mark.parametrize("reason", ["", "  ", "看", "a b", "   x    "])
def test_no_look_without_a_reason(officer, reason):
    person = a_person()
    with translation.override("en"), pytest.raises(Refused, match="in a few words"):
        actions.reveal(officer, person, "phone", reason)
    assert not looks_at(person.pk).exists()


def test_nothing_to_show_is_said_and_not_recorded(officer):
    person = a_person(phone="")
    with pytest.raises(Refused):
        actions.reveal(officer, person, "phone", REASON)
    assert not looks_at(person.pk).exists()


def test_whoever_does_not_reach_the_person_sees_nothing(scope):
    person = a_person()
    with pytest.raises(PermissionDenied):
        actions.reveal(an_officer_account(), person, "phone", REASON)
    assert not looks_at(person.pk).exists()


def test_the_page_shows_it_once_and_the_person_reads_who_and_why(officer):
    number = a_resident_id()
    account = an_account(a_person("王芳", resident_id=number))
    union = a_union()
    an_officer(union, person=officer.person)
    officer.refresh_from_db()  # an office ends the sessions before it
    a_member(union, account.person)
    browser, url = signed_in(officer), f"/people/{account.person_id}/reveal/"
    assert number not in browser.get(url).content.decode()
    page = browser.post(url, {"field": "resident_id", "reason": REASON})
    assert number in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert number not in browser.get(url).content.decode(), "a reload asks again"
    mine = signed_in(account)
    log = mine.get("/me/looks/").content.decode()
    assert all(word in log for word in (REASON, "演示李敏", "演示总工会", "身份证号"))
    assert REASON not in signed_in(an_account()).get("/me/looks/").content.decode()


def test_a_short_reason_is_a_sentence_on_the_page(officer):
    person = a_person()
    page = signed_in(officer).post(f"/people/{person.pk}/reveal/", {"field": "phone", "reason": "看"})
    assert "请用几个字写明" in page.content.decode()
    assert looks_at(person.pk).get().verb == "people.looked", "seen were the name and the masked numbers, no more"
