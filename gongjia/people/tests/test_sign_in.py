"""Members: phone, six digits, in. The same for a number that nobody has."""

import logging
import re
import threading

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from gongjia.audit.access import events_about
from gongjia.people import actions
from gongjia.people.actions import codes
from gongjia.people.models import Account, Person
from gongjia.people.sealing import blind_index
from gongjia.people.tests import gateway
from gongjia.people.tests.factories import (
    TOTP_SECRET,
    a_person,
    a_phone,
    an_account,
    an_officer_account,
    signed_in,
    totp_code,
)


@pytest.fixture
def sent(settings, db):
    return gateway.use(settings)


def digits(sent):
    return re.search(r"\d{6}", sent[-1][1]).group()


def walk_in(browser, phone, sent, **extra):
    assert browser.post("/sign-in/", {"phone": phone, **extra}).url == "/sign-in/code/"
    return browser.post("/sign-in/code/", {"code": digits(sent)})


def test_a_known_number_signs_in_and_the_session_gets_a_new_key(sent):
    account = an_account(a_person(phone="13800000001"))
    browser = Client()
    browser.post("/sign-in/?next=/help/", {"phone": " 138 0000 0001 "})
    before = browser.session.session_key
    answer = browser.post("/sign-in/code/", {"code": digits(sent)})
    assert answer.url == "/help/"
    assert browser.session["_auth_user_id"] == str(account.pk)
    assert browser.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_every_sign_in_is_written_down(sent):
    account = an_account(a_person(phone="13800000001"))
    walk_in(Client(), "13800000001", sent)
    event = events_about(account).get()
    assert (event.verb, event.actor_id, event.change) == ("people.signed_in", account.pk, {"ways": ["code"]})


def test_a_new_number_becomes_a_person_only_after_the_code(sent):
    browser = Client()
    browser.post("/sign-in/", {"phone": "13800000002"})
    assert not Person.objects.exists()
    browser.cookies["django_language"] = "ko"
    browser.post("/sign-in/code/", {"code": digits(sent)})
    account = Account.objects.get()
    assert bytes(account.person.phone_index) == blind_index("phone", "13800000002")
    assert (account.person.name, account.phone_verified, account.language) == ("", True, "ko")


def test_the_phone_lies_in_no_session_in_clear(sent):
    browser = Client()
    browser.post("/sign-in/", {"phone": "13800000003"})
    assert "13800000003" not in str(dict(browser.session))
    browser.post("/sign-in/code/", {"code": digits(sent)})
    assert "13800000003" not in str(dict(browser.session))


def test_known_and_unknown_numbers_get_the_same_answers(sent):
    an_account(a_person(phone="13800000004"))
    answers = []
    for phone in ("13800000004", "13800000005"):
        browser = Client()
        asked = browser.post("/sign-in/", {"phone": phone})
        shown = browser.get("/sign-in/code/")
        wrong = browser.post("/sign-in/code/", {"code": f"{(int(digits(sent)) + 1) % 10**6:06d}"})
        clean = [
            re.sub(r'csrf[^>]*value="[^"]*"|data-csrf="[^"]*"', "", page.content.decode()) for page in (shown, wrong)
        ]
        answers.append((asked.status_code, asked.url, shown.status_code, wrong.status_code, len(sent),
                        [re.sub(r"138\*{4}\d{4}|\b\d{6}\b", "", text) for text in clean]))  # fmt: skip
        sent.clear()
    assert answers[0] == answers[1]


def test_known_and_unknown_numbers_get_the_same_refusals(sent):
    an_account(a_person(phone="13800000006"))
    pages = []
    for phone in ("13800000006", "13800000007"):
        browser = Client()
        browser.post("/sign-in/", {"phone": phone})
        again = Client().post("/sign-in/", {"phone": phone})
        sentence = str(again.context["form"].non_field_errors()[0])
        pages.append((again.status_code, "Retry-After" in again, sentence[:10]))
    assert pages[0] == pages[1]
    assert pages[0][0] == 429


def test_an_officers_password_page_says_the_same_for_unknown_and_wrong(sent):
    an_officer_account(a_person(phone="13800000008"))
    an_account(a_person(phone="13800000009"))
    pages = set()
    for phone in ("13800000008", "13800000009", "13800000010"):
        page = Client().post("/sign-in/officer/", {"phone": phone, "password": "wrong"})
        pages.add((page.status_code, *page.context["form"].non_field_errors()))
    assert len(pages) == 1


def test_a_thousand_wrong_codes_open_nothing(sent):
    """Whoever waits as told and asks for new codes as told gets nowhere; the wait grows, the owner still gets in."""
    an_account(a_person(phone="13800000011"))
    browser, tried = Client(), 0
    with time_machine.travel("2026-11-20 08:00+08:00", tick=False) as traveller:
        browser.post("/sign-in/", {"phone": "13800000011"})
        code = f"{(int(digits(sent)) + 1) % 10**6:06d}"
        while tried < 100:
            page = browser.post("/sign-in/code/", {"code": code})
            assert "_auth_user_id" not in browser.session
            tried += 1
            traveller.shift(int(page.get("Retry-After", 1)) if tried % 10 == 0 else 0.5)
        index, about = blind_index("phone", "13800000011"), browser.session["entrance"]["about"]
        for number in range(1000):  # as if there were no wait at all, with the right digits among them
            with pytest.raises(codes.CodeWrong):
                codes.use_code(index, "sign_in", about, f"{(int(digits(sent)) + number - 500) % 10**6:06d}")
        owner = Client(REMOTE_ADDR="10.9.9.9")
        traveller.shift(3700)
        page = owner.post("/sign-in/", {"phone": "13800000011"})
        assert page.status_code == 302
        assert owner.post("/sign-in/code/", {"code": digits(sent)}).status_code == 302
        assert "_auth_user_id" in owner.session


def test_the_fifth_wrong_try_wants_a_new_code(sent):
    browser = Client()
    with time_machine.travel("2026-11-20 08:00+08:00", tick=False) as traveller:
        browser.post("/sign-in/", {"phone": "13800000012"})
        right = digits(sent)
        for _ in range(5):
            traveller.shift(10)
            browser.post("/sign-in/code/", {"code": f"{(int(right) + 1) % 10**6:06d}"})
        traveller.shift(20)
        page = browser.post("/sign-in/code/", {"code": right})
        assert "请重新获取" in page.content.decode()
        traveller.shift(60)
        page = browser.post("/sign-in/code/", {"again": "1"})
        assert "新的验证码已经发出" in page.content.decode()
        traveller.shift(60)
        assert browser.post("/sign-in/code/", {"code": digits(sent)}).status_code == 302


def test_a_code_works_only_in_the_browser_that_asked(sent):
    mine, thief = Client(), Client()
    with time_machine.travel("2026-11-20 08:00+08:00", tick=False) as traveller:
        mine.post("/sign-in/", {"phone": "13800000013"})
        first = digits(sent)
        traveller.shift(61)
        thief.post("/sign-in/", {"phone": "13800000013"})
        assert "_auth_user_id" not in thief.session
        thief.post("/sign-in/code/", {"code": first})
        assert "_auth_user_id" not in thief.session
        assert mine.post("/sign-in/code/", {"code": first}).status_code == 302


def test_an_asking_too_soon_says_how_long_to_wait_and_keeps_the_number(sent):
    browser = Client()
    with time_machine.travel("2026-11-20 08:00+08:00", tick=False):
        browser.post("/sign-in/", {"phone": "13800000014"})
        page = browser.post("/sign-in/", {"phone": "13800000014"})
    assert (page.status_code, page["Retry-After"]) == (429, "60")
    assert "60 秒后" in page.content.decode()
    assert "13800000014" in page.content.decode()
    assert len(sent) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("1380000001", "11 位"), ("12800000001", "13 到 19"), ("abc", "只有数字"), ("", "手机号")],
)
def test_a_bad_number_is_a_sentence_and_stays_typed(sent, typed, sentence):
    page = Client().post("/sign-in/", {"phone": typed})
    assert sentence in page.content.decode()
    assert f'value="{typed}"' in page.content.decode() or not typed
    assert not sent


def test_who_asks_again_and_again_answers_a_plain_question_first(sent):
    browser = Client()
    with time_machine.travel("2026-11-20 08:00+08:00", tick=False) as traveller:
        for _ in range(2):
            browser.post("/sign-in/", {"phone": "13800000015"})
            traveller.shift(61)
        page = browser.post("/sign-in/", {"phone": "13800000015"})
        assert page.status_code == 200
        assert len(sent) == 2, "no message before the answer"
        first, second = browser.session["plain_question"]
        page = browser.post("/sign-in/", {"phone": "13800000015", "answer": str(first + second + 1)})
        assert len(sent) == 2
        assert "不对" in page.content.decode()
        first, second = browser.session["plain_question"]
        page = browser.post("/sign-in/", {"phone": "13800000015", "answer": f" {first + second} "})
        assert page.status_code == 302
        assert len(sent) == 3


@pytest.mark.parametrize(
    ("answer", "is_right"), [("12", True), ("１２", True), ("十二", True), ("13", False), ("x", False)]
)
def test_answers_in_digits_and_in_chinese(answer, is_right):
    from django.contrib.sessions.backends.signed_cookies import SessionStore

    from gongjia.people import questions

    session = SessionStore()
    session[questions.KEY] = [5, 7]
    assert questions.is_right(session, answer) == is_right
    assert not questions.is_right(session, answer), "an answer counts once"


def test_without_a_begun_sign_in_the_code_page_leads_back(db):
    assert Client().get("/sign-in/code/").url == "/sign-in/"


def test_no_foreign_page_after_sign_in(sent):
    browser = Client()
    browser.post("/sign-in/?next=https://evil.example/", {"phone": "13800000016"})
    assert browser.post("/sign-in/code/", {"code": digits(sent)}).url == "/"


def test_whoever_is_signed_in_is_not_asked_again(db):
    browser = signed_in(an_account())
    assert browser.get("/sign-in/").url == "/"
    assert browser.get("/sign-in/officer/").url == "/"
    assert browser.get("/sign-in/code/").url == "/sign-in/"


def test_a_closed_account_does_not_get_in(sent):
    account = an_account(a_person(phone="13800000017"))
    account.is_active = False
    account.save()
    browser = Client()
    browser.post("/sign-in/", {"phone": "13800000017"})
    page = browser.post("/sign-in/code/", {"code": digits(sent)}, follow=True)
    assert page.status_code == 403
    assert "_auth_user_id" not in browser.session


def test_an_officer_with_a_second_factor_is_asked_for_it_after_a_code_too(sent):
    account = an_officer_account(a_person(phone="13800000018"))
    browser = Client()
    browser.post("/sign-in/", {"phone": "13800000018"})
    assert browser.post("/sign-in/code/", {"code": digits(sent)}).url == "/sign-in/second-factor/"
    assert "_auth_user_id" not in browser.session
    browser.post("/sign-in/second-factor/", {"code": totp_code()})
    assert browser.session["_auth_user_id"] == str(account.pk)


def test_nothing_personal_is_logged(sent, caplog):
    caplog.set_level(logging.DEBUG)
    browser = Client()
    browser.post("/sign-in/", {"phone": "13800000019"})
    browser.post("/sign-in/code/", {"code": "000000"})
    browser.post("/sign-in/code/", {"code": digits(sent)})
    browser.post("/me/proof/", {"name": "王小芳"})
    browser.post("/me/proof/number/", {"resident_id": "220102199003070011"})
    lines = [record for record in caplog.records if not record.name.startswith("django.db")]
    text = "\n".join(record.getMessage() for record in lines)
    for secret in ("13800000019", digits(sent), "王小芳", "220102199003070011"):
        assert secret not in text


@pytest.mark.django_db(transaction=True)
def test_two_first_sign_ins_at_once_make_one_person():
    phone, barrier, accounts = a_phone(), threading.Barrier(2), []

    def enter():
        barrier.wait()
        try:
            accounts.append(actions.account_for_phone(phone).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=enter) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(accounts) == 2
    assert len(set(accounts)) == 1
    assert Person.objects.count() == 1


def test_the_demo_phone_shows_made_up_numbers_only(settings, db):
    settings.DEMO = True
    from django.core.cache import cache

    cache.set("demo-sms-13800000020", ["secret"], 60)
    browser = Client()
    browser.post("/sign-in/", {"phone": "19900000042"})
    page = browser.get("/demo/phone/", {"number": "199 0000 0042"}).content.decode()
    code = re.search(r"\b\d{6}\b", page).group()
    assert browser.post("/sign-in/code/", {"code": code}).status_code == 302
    assert "secret" not in browser.get("/demo/phone/", {"number": "13800000020"}).content.decode()
    assert "secret" not in browser.get("/demo/phone/").content.decode()
    settings.DEMO = False
    assert browser.get("/demo/phone/", {"number": "19900000042"}).status_code == 404


def test_a_member_may_have_more_than_the_short_message(sent):
    """Whoever holds the telephone card alone does not come in; the page says so where a second factor is set up."""
    account = an_account(a_person(phone="13800000001"))
    page = signed_in(account).get("/me/security/").content.decode()
    assert "别人就算拿到您的手机号或者密码" in page
    assert "/me/security/authenticator/" in page and "/me/security/keys/" in page
    TOTP.activate(account, TOTP_SECRET)
    browser = Client()
    assert walk_in(browser, "13800000001", sent).url == "/sign-in/second-factor/"
    assert "_auth_user_id" not in browser.session
    browser.post("/sign-in/second-factor/", {"code": totp_code()})
    assert browser.session["_auth_user_id"] == str(account.pk)
