"""Officers: number and password, then the second factor."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from gongjia.people import actions
from gongjia.people.models import WrongTry
from gongjia.people.tests.factories import (
    PASSWORD,
    TOTP_SECRET,
    a_person,
    an_account,
    an_officer_account,
    signed_in,
    totp_code,
)
from gongjia.unions.tests.factories import a_union, an_officer

pytestmark = pytest.mark.django_db
PHONE = "13800000001"


def enter(browser, password=PASSWORD, phone=PHONE):
    return browser.post("/sign-in/officer/?next=/help/", {"phone": phone, "password": password})


def test_password_then_authenticator():
    account, browser = an_officer_account(a_person("李敏", phone=PHONE)), Client()
    assert enter(browser).url == "/sign-in/second-factor/"
    assert "_auth_user_id" not in browser.session
    assert browser.get("/sign-in/second-factor/").status_code == 200
    page = browser.post("/sign-in/second-factor/", {"code": "000000"})
    assert "这个代码不对" in page.content.decode()
    answer = browser.post("/sign-in/second-factor/", {"code": totp_code()})
    assert answer.url == "/help/"
    assert browser.session["_auth_user_id"] == str(account.pk)
    assert PHONE not in str(dict(browser.session))


def test_a_code_of_the_authenticator_works_once():
    an_officer_account(a_person(phone=PHONE))
    with time_machine.travel("2026-11-20 08:00+08:00", tick=False):
        for expected in (302, 200):
            browser = Client()
            enter(browser)
            assert browser.post("/sign-in/second-factor/", {"code": totp_code()}).status_code == expected


def test_without_a_second_factor_the_password_is_enough_for_allauth_and_unions_decide_the_rest():
    account, browser = an_officer_account(a_person(phone=PHONE), with_totp=False), Client()
    assert enter(browser).url == "/help/"
    assert browser.session["_auth_user_id"] == str(account.pk)


def test_wrong_passwords_make_the_next_try_wait_and_lock_nobody_out():
    an_officer_account(a_person(phone=PHONE), with_totp=False)
    browser = Client()
    with time_machine.travel("2026-11-20 08:00+08:00", tick=False) as traveller:
        statuses = [enter(browser, "wrong").status_code for _ in range(4)]
        assert statuses == [200] * 4
        page = enter(browser)
        assert (page.status_code, page["Retry-After"]) == (429, "2")
        traveller.shift(2)
        assert enter(browser).status_code == 302
        assert not WrongTry.objects.exists()


def test_a_thousand_wrong_passwords_take_days_from_one_place():
    an_officer_account(a_person(phone=PHONE), with_totp=False)
    browser, waited = Client(), 0
    with time_machine.travel("2026-11-20 08:00+08:00", tick=False) as traveller:
        for _ in range(40):
            page = enter(browser, "wrong")
            wait = int(page.get("Retry-After", 0))
            waited += wait
            traveller.shift(wait)
            assert "_auth_user_id" not in browser.session
    assert waited > 3600, "forty tries in a row cost more than an hour"


def test_wrong_second_factors_wait_too():
    an_officer_account(a_person(phone=PHONE))
    browser = Client()
    with time_machine.travel("2026-11-20 08:00+08:00", tick=False) as traveller:
        enter(browser)
        for _ in range(4):
            browser.post("/sign-in/second-factor/", {"code": "000000"})
        page = browser.post("/sign-in/second-factor/", {"code": totp_code()})
        assert "2 秒后" in page.content.decode()
        traveller.shift(2)
        assert browser.post("/sign-in/second-factor/", {"code": totp_code()}).status_code == 302


def test_the_authenticators_secret_lies_sealed():
    account = an_officer_account()
    assert TOTP_SECRET not in str(Authenticator.objects.get(user=account).data)


def test_enrolling_an_authenticator_gives_recovery_codes_that_work_once():
    account = an_officer_account(a_person("李敏", phone=PHONE), with_totp=False)
    browser = signed_in(account)
    page = browser.get("/me/security/authenticator/")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    assert PHONE not in page.context["totp_url"]
    assert browser.post("/me/security/authenticator/", {"code": "000000"}).status_code == 200
    answer = browser.post("/me/security/authenticator/", {"code": totp_code(secret)})
    assert answer.url == "/me/security/recovery-codes/"
    recovery = browser.get("/me/security/recovery-codes/").context["unused_codes"]
    assert len(recovery) == 10
    for expected in (302, 200):
        again = Client()
        enter(again)
        assert again.post("/sign-in/second-factor/", {"code": recovery[0]}).status_code == expected


def test_a_change_of_the_second_factor_wants_the_password_again():
    account = an_officer_account(a_person(phone=PHONE), with_totp=False)
    browser = Client()
    enter(browser)
    answer = browser.get("/me/security/authenticator/")
    assert answer.url.startswith("/sign-in/again/")
    page = browser.post(answer.url, {"password": "wrong"})
    assert "这不是您的密码" in page.content.decode()
    assert browser.post(answer.url, {"password": PASSWORD}).url == "/me/security/authenticator/"
    assert browser.get("/me/security/authenticator/").status_code == 200
    assert account.has_usable_password()


@pytest.mark.parametrize(
    "path",
    [
        "", "password/", "authenticator/remove/", "keys/", "keys/add/", "recovery-codes/", "recovery-codes/new/",
    ],
)  # fmt: skip
def test_every_page_of_security_shows(path):
    account = an_officer_account()
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    RecoveryCodes.activate(account)
    assert signed_in(account).get(f"/me/security/{path}").status_code == 200


def test_a_key_is_renamed_and_removed():
    account = an_officer_account()
    key = Authenticator.objects.create(
        user=account, type="webauthn", data={"name": "办公室", "credential": {}}
    )  # fmt: skip
    browser = signed_in(account)
    assert "办公室" in browser.get("/me/security/keys/").content.decode()
    assert browser.get(f"/me/security/keys/{key.pk}/").status_code == 200
    browser.post(f"/me/security/keys/{key.pk}/", {"name": "家里"})
    key.refresh_from_db()
    assert key.data["name"] == "家里"
    assert browser.get(f"/me/security/keys/{key.pk}/remove/").status_code == 200
    assert browser.get("/sign-in/again/second-factor/?next=/me/security/").status_code == 200


def test_an_authenticator_is_removed():
    account = an_officer_account()
    browser = signed_in(account)
    assert browser.post("/me/security/authenticator/remove/").url == "/me/security/"
    assert not Authenticator.objects.filter(user=account, type="totp").exists()


def test_a_first_password_and_a_new_one():
    account = an_account(a_person(phone=PHONE))
    browser = signed_in(account)
    assert browser.get("/me/security/password/").url == "/me/security/password/first/"
    page = browser.post("/me/security/password/first/", {"password1": "short", "password2": "short"})
    assert page.context["form"]["password1"].errors
    page = browser.post("/me/security/password/first/", {"password1": PASSWORD, "password2": PASSWORD + "x"})
    assert "两次" in page.content.decode()
    browser.post("/me/security/password/first/", {"password1": PASSWORD, "password2": PASSWORD})
    assert enter(Client()).status_code == 302
    new = PASSWORD + " indeed"
    facts = {"password1": new, "password2": new}
    assert "这不是您的密码" in browser.post("/me/security/password/", {"oldpassword": "x", **facts}).content.decode()
    assert browser.post("/me/security/password/", {"oldpassword": PASSWORD, **facts}).status_code == 302
    assert enter(Client()).status_code == 200
    assert enter(Client(), new).status_code == 302


def test_the_demos_cast_gets_sign_ins_that_everybody_knows_and_nobody_else_does(settings):
    settings.DEMO = True
    person = a_person("演示李敏", phone="19900000001")
    actions.demo_sign_in(person, "gongjia-demo-2026", TOTP_SECRET)
    actions.demo_sign_in(person, "gongjia-demo-2026", TOTP_SECRET)
    browser = Client()
    enter(browser, "gongjia-demo-2026", "19900000001")
    assert browser.post("/sign-in/second-factor/", {"code": totp_code()}).url == "/help/"
    real = a_person("王芳", phone=PHONE)
    real.is_demo = False
    with pytest.raises(PermissionError):
        actions.demo_sign_in(real, "gongjia-demo-2026", TOTP_SECRET)
    settings.DEMO = False
    with pytest.raises(PermissionError):
        actions.demo_sign_in(person, "gongjia-demo-2026", TOTP_SECRET)


def test_a_lost_second_factor_is_taken_away_by_an_administrator_who_says_why(scope):
    administrator, account = an_officer_account(), an_officer_account(a_person(phone=PHONE))
    scope.officers.add(administrator.person_id)
    union = a_union(level="township")
    an_officer(union, "administrator", administrator.person)
    an_officer(union, person=account.person)
    administrator.refresh_from_db()  # an office ends the sessions before it
    account.refresh_from_db()
    theirs, url = signed_in(account), f"/people/{account.person_id}/second-factor/"
    browser = signed_in(administrator)
    assert browser.get(url).status_code == 200
    assert browser.post(url, {"reason": "丢"}).status_code == 200
    assert browser.post(url, {"reason": "手机丢失，本人到场"}).status_code == 302
    assert not Authenticator.objects.filter(user=account).exists()
    assert theirs.get("/me/").status_code == 302
    account.refresh_from_db()
    assert "手机丢失" in signed_in(account).get("/me/counter/").content.decode()
    own = browser.post(f"/people/{administrator.person_id}/second-factor/", {"reason": "手机丢失"})
    assert own.context["form"].non_field_errors()
    stranger = signed_in(an_officer_account())
    assert stranger.post(url, {"reason": "手机丢失"}).status_code == 404
