"""A passkey in a real browser: enrolled as a second factor, asked for at the next sign-in, and of no use elsewhere."""

import pytest
from allauth.mfa.models import Authenticator

from gongjia.people.tests.factories import PASSWORD, a_person, an_officer_account, totp_code

PHONE = "13800000001"


@pytest.fixture
def tab(browser, live_server):
    """A page on a telephone with an authenticator of its own, as a phone that unlocks with a finger has it."""
    context = browser.new_context(viewport={"width": 375, "height": 812}, locale="zh-CN", service_workers="block")
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    page.authenticator = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    page.devtools, page.at = devtools, live_server.url.replace("127.0.0.1", "localhost")
    yield page
    context.close()


def enter(tab, next_page="/me/security/"):
    tab.goto(f"{tab.at}/sign-in/officer/?next={next_page}")
    tab.fill("[name=phone]", PHONE)
    tab.fill("[name=password]", PASSWORD)
    tab.click("main form button.button-main")


def enrol(tab, name):
    """Sign in with the authenticator, show the password once more, add a passkey."""
    enter(tab)
    tab.fill("[name=code]", totp_code())
    tab.click("main form button.button-main")
    tab.wait_for_url("**/me/security/")
    tab.goto(f"{tab.at}/me/security/keys/add/")
    tab.fill("[name=password]", PASSWORD)
    tab.click("main form button.button-main")
    tab.wait_for_url("**/me/security/keys/add/")
    tab.fill("[name=name]", name)
    tab.click("#add-key")
    tab.wait_for_url(lambda address: "/add/" not in address)


def leave(tab):
    tab.goto(f"{tab.at}/me/")
    tab.click("form[action$='/sign-out/'] button")


def test_a_passkey_is_enrolled_and_signs_its_owner_in(tab, transactional_db):
    account = an_officer_account(a_person("李敏", phone=PHONE))
    enrol(tab, "我的手机")
    tab.goto(f"{tab.at}/me/security/keys/")
    assert "我的手机" in tab.content()
    assert Authenticator.objects.filter(user=account, type="webauthn").count() == 1
    held = tab.devtools.send("WebAuthn.getCredentials", {"authenticatorId": tab.authenticator})["credentials"]
    assert [one["rpId"] for one in held] == ["localhost"], "the key is bound to this site alone"

    leave(tab)
    enter(tab)
    tab.wait_for_url("**/sign-in/second-factor/**")
    tab.click("#use-key")
    tab.wait_for_url("**/me/security/")
    assert tab.locator("h1").count() == 1
    signs = tab.devtools.send("WebAuthn.getCredentials", {"authenticatorId": tab.authenticator})["credentials"][0]
    assert signs["signCount"] > held[0]["signCount"], "the key itself has signed"


def test_another_key_does_not_open(tab, transactional_db):
    """The phone has a key, but not one that this account enrolled."""
    account = an_officer_account(a_person("李敏", phone=PHONE))
    enrol(tab, "旧手机")
    leave(tab)
    tab.devtools.send("WebAuthn.clearCredentials", {"authenticatorId": tab.authenticator})
    enter(tab)
    tab.wait_for_url("**/sign-in/second-factor/**")
    tab.click("#use-key")
    tab.wait_for_timeout(500)
    assert "/sign-in/second-factor/" in tab.url
    tab.goto(f"{tab.at}/me/security/")
    assert "/sign-in/" in tab.url
    assert Authenticator.objects.filter(user=account, type="webauthn").exists()
