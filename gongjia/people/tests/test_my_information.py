import re
import time

import pytest
import time_machine
from django.test import Client

from gongjia.audit.access import events_about
from gongjia.audit.actions import record
from gongjia.people import actions, doings
from gongjia.people.access import person_by_phone
from gongjia.people.tests import gateway
from gongjia.people.tests.factories import a_person, a_resident_id, an_account, an_officer_account, signed_in

pytestmark = pytest.mark.django_db


def test_my_page_shows_masks_and_what_to_do():
    number = a_resident_id()
    account = an_account(a_person("王芳", phone="13800000001", resident_id=number))
    page = signed_in(account).get("/me/").content.decode()
    assert "138****0001" in page
    assert f"2201{'*' * 12}{number[-2:]}" in page
    for secret in ("13800000001", number, number[6:14]):
        assert secret not in page
    bare = signed_in(an_account(a_person("王芳"))).get("/me/").content.decode()
    assert "/me/proof/" in bare


def test_the_pages_speak_korean_to_whoever_reads_it():
    account = an_account(language="ko")
    browser = signed_in(account)
    browser.cookies["django_language"] = "ko"
    for path in ("/me/", "/me/consents/", "/me/looks/", "/me/counter/", "/me/phone/", "/me/proof/", "/me/security/"):
        main = re.search(r"<main.*?</main>", browser.get(path).content.decode(), re.S).group()
        assert re.search(r"[가-힣]", main), path


def test_the_language_is_kept_for_pages_and_messages():
    account = an_account()
    browser = signed_in(account)
    answer = browser.post("/me/language/", {"language": "ko"})
    assert answer.cookies["django_language"].value == "ko"
    account.refresh_from_db()
    assert account.language == "ko"
    assert events_about(account).get().verb == "people.language.set"
    assert browser.post("/me/language/", {"language": "tlh"}).status_code == 200
    with pytest.raises(KeyError):
        actions.set_language(account, "tlh")


def test_my_work_is_told_on_its_page():
    account = an_account()
    browser = signed_in(account)
    assert browser.get("/me/work/").status_code == 200
    browser.post("/me/work/", {"is_new_form_worker": "on"})
    account.person.refresh_from_db()
    assert (account.person.is_new_form_worker, account.person.is_migrant_worker) == (True, False)


def code_of(sent):
    return re.search(r"\d{6}", sent[-1][1]).group()


def test_a_new_number_is_kept_after_its_code_and_other_sessions_end(settings):
    sent = gateway.use(settings)
    account = an_account(a_person(phone="13800000001"))
    here, there = signed_in(account), signed_in(account)
    assert here.get("/me/phone/code/").url == "/me/phone/"
    assert here.post("/me/phone/", {"phone": "13800000002"}).url == "/me/phone/code/"
    assert "13800000002" not in str(dict(here.session))
    assert here.get("/me/phone/code/").status_code == 200
    assert here.post("/me/phone/code/", {"code": "1"}).status_code == 200
    assert here.post("/me/phone/code/", {"code": code_of(sent)}).url == "/me/"
    assert person_by_phone("13800000002") == account.person
    assert person_by_phone("13800000001") is None
    assert here.get("/me/").status_code == 200
    assert there.get("/me/").status_code == 302
    number, text = sent[-1]
    assert number == "13800000001" and "12351" in text and "13800000002" not in text


def test_whoever_found_a_telephone_that_is_still_signed_in_gives_it_no_other_number(settings):
    """A number is a way in: who signed in by code a while ago shows first that the number is in their hands."""
    sent = gateway.use(settings)
    browser = signed_in(an_account(a_person(phone="13800000001")))
    session = browser.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time() - 3600}]
    session.save()
    asked = "/sign-in/again/code/?next=/me/phone/"
    assert browser.post("/me/phone/", {"phone": "13800000002"}).url == asked and not sent
    assert "138****0001" in browser.get(asked).content.decode()
    assert browser.post(asked).status_code == 200
    assert browser.post(asked, {"code": code_of(sent)}).url == "/me/phone/"
    assert browser.post("/me/phone/", {"phone": "13800000002"}).url == "/me/phone/code/"


def test_a_number_in_use_is_said_only_to_whoever_holds_it(settings):
    sent = gateway.use(settings)
    an_account(a_person(phone="13800000003"))
    browser = signed_in(an_account(a_person(phone="13800000004")))
    assert browser.post("/me/phone/", {"phone": "13800000003"}).url == "/me/phone/code/"
    assert sent[-1][0] == "13800000003"
    page = browser.post("/me/phone/code/", {"code": code_of(sent)})
    assert "职工服务站" in page.content.decode()


def test_a_new_number_waits_its_minute(settings):
    gateway.use(settings)
    browser = signed_in(an_account())
    with time_machine.travel("2026-11-20 08:00+08:00", tick=False):
        browser.post("/me/phone/", {"phone": "13800000005"})
        assert browser.post("/me/phone/", {"phone": "13800000005"}).status_code == 429


def test_logs_say_every_verb_in_words_and_are_paged():
    account, officer = an_account(), an_officer_account()
    for _ in range(31):
        record(officer, "cases.looked", account.person, person=account.person, reason="办案")
    record(None, "something.new.looked", account.person, person=account.person)
    browser = signed_in(account)
    first, second = (browser.get("/me/looks/", {"page": n}) for n in (1, 2))
    assert len(first.context["entries"]) == 30
    assert len(second.context["entries"]) == 2
    assert "您的信息" in first.content.decode()
    doings.say("something.new.looked", "新的词")
    assert "新的词" in browser.get("/me/looks/").content.decode()


def test_empty_logs_say_so():
    browser = signed_in(an_account())
    assert "还没有人看过" in browser.get("/me/looks/").content.decode()
    assert "还没有代办" in browser.get("/me/counter/").content.decode()


def test_every_page_of_a_visitor_shows():
    for path in ("/sign-in/", "/sign-in/officer/", "/sign-in/?idle=1", "/sign-out/"):
        assert Client().get(path).status_code == 200
    assert Client().get("/sign-in/closed/").status_code == 403
