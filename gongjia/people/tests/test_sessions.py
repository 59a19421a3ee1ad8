import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from gongjia.audit.access import events_about
from gongjia.people import actions
from gongjia.people.tests.factories import an_account, an_officer_account, signed_in

pytestmark = pytest.mark.django_db
MINUTE, DAY = 60, 24 * 3600


def is_in(browser):
    return browser.get("/me/").status_code == 200


@pytest.mark.parametrize(
    ("make", "idle"), [(an_officer_account, 15 * MINUTE), (an_account, 30 * DAY)], ids=["officer", "member"]
)
def test_a_session_that_nobody_touches_ends(make, idle):
    with time_machine.travel("2026-11-20 08:00+08:00", tick=False) as traveller:
        browser = signed_in(make())
        assert is_in(browser)
        for _ in range(3):
            traveller.shift(idle - 2 * MINUTE)
            assert is_in(browser), "a session that is used goes on"
        traveller.shift(idle + MINUTE)
        answer = browser.get("/me/looks/?page=2")
        assert answer.status_code == 302
        assert answer.url.startswith("/sign-in/?next=%2Fme%2Flooks%2F%3Fpage%3D2") or make is an_account
        assert not is_in(browser)


def test_a_session_that_is_over_leaves_nothing_behind():
    """It may hold a name on its way to being proved; and whoever closes an account has to look into each one."""
    with time_machine.travel("2026-11-20 08:00+08:00", tick=False) as traveller:
        signed_in(an_account())
        traveller.shift(29 * DAY)
        lately = signed_in(an_account())
        traveller.shift(2 * DAY)
        assert Session.objects.count() == 2
        actions.forget_traces()
        assert [session.pk for session in Session.objects.all()] == [lately.session.session_key]
        assert is_in(lately)


@pytest.mark.parametrize(
    ("make", "longest", "step"), [(an_officer_account, DAY / 2, 14 * MINUTE), (an_account, 180 * DAY, 29 * DAY)]
)
def test_no_session_outlives_its_day(make, longest, step):
    with time_machine.travel("2026-11-20 08:00+08:00", tick=False) as traveller:
        browser = signed_in(make())
        assert is_in(browser)
        gone = 0
        while gone + step < longest:
            traveller.shift(step)
            gone += step
            assert is_in(browser), f"used all the time, and closed after {gone} s"
        traveller.shift(step)
        assert not is_in(browser)


def test_a_page_read_twice_within_a_minute_writes_the_session_once():
    with time_machine.travel("2026-11-20 08:00+08:00", tick=False) as traveller:
        browser = signed_in(an_account())
        is_in(browser)
        first = browser.session["seen_at"]
        traveller.shift(59)
        is_in(browser)
        assert browser.session["seen_at"] == first
        traveller.shift(2)
        is_in(browser)
        assert browser.session["seen_at"] == first + 61


def test_signing_out_everywhere_ends_every_session():
    account = an_account()
    here, there, stranger = signed_in(account), signed_in(account), signed_in(an_account())
    assert here.post("/me/sign-out-everywhere/").url == "/sign-in/"
    assert not is_in(here)
    assert not is_in(there)
    assert is_in(stranger)
    assert events_about(account.person).filter().count() == 0
    assert events_about(account).get().verb == "people.signed_out_everywhere"
    account.refresh_from_db()
    assert is_in(signed_in(account))


def test_a_new_password_ends_the_sessions():
    account = an_officer_account(with_totp=False)
    browser = signed_in(account)
    assert is_in(browser)
    actions.set_password(account, "another long password")
    assert not is_in(browser)


def test_signing_out_is_a_press_not_a_link():
    browser = signed_in(an_account())
    assert browser.get("/sign-out/").status_code == 200
    assert is_in(browser)
    assert browser.post("/sign-out/").url == "/"
    assert not is_in(browser)


@pytest.mark.parametrize(
    "path",
    ["/sign-in/", "/sign-in/code/", "/sign-in/officer/", "/sign-out/", "/me/proof/", "/me/consents/agent/",
     "/me/phone/", "/me/language/", "/me/sign-out-everywhere/", "/people/1/vouch/", "/people/1/reveal/",
     "/me/security/password/", "/sign-in/second-factor/", "/sign-in/again/"],
)  # fmt: skip
def test_no_press_from_a_foreign_page(path):
    browser = signed_in(an_account(), Client(enforce_csrf_checks=True))
    assert browser.post(path, {"x": "y"}).status_code == 403


@pytest.mark.parametrize(
    "path",
    ["/me/", "/me/proof/", "/me/proof/number/", "/me/work/", "/me/phone/", "/me/phone/code/", "/me/language/", "/me/looks/",
     "/me/counter/", "/me/consents/", "/me/security/", "/people/1/vouch/", "/people/1/reveal/"],
)  # fmt: skip
def test_visitors_are_led_to_the_entry_and_back(path):
    answer = Client().get(path)
    assert (answer.status_code, answer.url) == (302, f"/sign-in/?next={path}")


def test_addresses_behind_a_proxy_are_the_proxys_own_last_word(settings, rf):
    from gongjia.people.addresses import address_of

    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="1.1.1.1, 203.0.113.9")
    assert address_of(request) == "10.0.0.1"
    settings.ENV = settings.ENV.model_copy(update={"BEHIND_TLS": True})
    assert address_of(request) == "203.0.113.9"
    assert address_of(rf.get("/", REMOTE_ADDR="2001:db8:1:2:3:4:5:6")) == "2001:db8:1:2::/64"
    assert address_of(rf.get("/", REMOTE_ADDR="")) == "unknown"


def test_a_form_that_came_too_late_is_kept_by_the_page_and_leads_back_to_its_own():
    with time_machine.travel("2026-11-20 08:00+08:00", tick=False) as traveller:
        browser = signed_in(an_officer_account())
        assert is_in(browser)
        traveller.shift(16 * MINUTE)
        form = {"HTTP_REFERER": "http://testserver/unions/members/5/?page=2"}
        answer = browser.post("/unions/members/5/end/", {"end-reason": "…"}, **form)
        assert answer.url == "/sign-in/?next=%2Funions%2Fmembers%2F5%2F%3Fpage%3D2&idle=sent"
        page = browser.get(answer.url).content.decode()
    assert "data-refused" in page, "app.js keeps what was typed"
    assert "没有发出去" in page
    assert "/sign-in/officer/?next=/unions/members/5/%3Fpage%3D2" in page


def test_a_form_of_who_signed_out_in_another_window_leads_back_to_its_page():
    """The address that it was sent to takes forms alone: to come back there would be an error page."""
    browser = signed_in(an_officer_account())
    browser.logout()
    answer = browser.post("/unions/members/5/end/", {}, HTTP_REFERER="http://testserver/unions/members/5/")
    assert answer.url == "/sign-in/?next=%2Funions%2Fmembers%2F5%2F&idle=sent"
    assert "没有发出去" in browser.get(answer.url).content.decode()


def test_a_form_of_another_site_leads_home():
    with time_machine.travel("2026-11-20 08:00+08:00", tick=False) as traveller:
        browser = signed_in(an_officer_account())
        assert is_in(browser)
        traveller.shift(16 * MINUTE)
        answer = browser.post("/me/work/", {}, HTTP_REFERER="https://example.com/unions/")
        assert answer.url == "/sign-in/?next=%2F&idle=sent"
