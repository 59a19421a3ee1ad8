"""Sessions: none is handed over, none outlives a change of powers, none is used by a foreign page.

What one sign-in does by itself stands in gongjia/people/tests (test_sign_in, test_sessions, test_officer_sign_in).
"""

import pytest
import time_machine
from django.test import Client
from django.test.client import ClientHandler

from gongjia.people.tests.factories import PASSWORD, a_person, a_phone, an_officer_account, signed_in, totp_code
from gongjia.unions.actions import appoint, end_office
from gongjia.unions.kinds import Role
from gongjia.unions.tests.factories import FOUNDED, a_member, a_tree, an_account, an_officer
from tests.walls.matrix import UNKNOWN, address, form, turned
from tests.walls.table import ROWS
from tests.walls.world import OWN

pytestmark = pytest.mark.django_db
MINUTE, DAY = 60, 24 * 3600


def is_in(browser: Client) -> bool:
    return browser.get("/me/").status_code == 200


# ---- fixation and rotation ------------------------------------------------------------------------------------------


def test_a_planted_session_is_nobodys():
    browser = Client()
    browser.cookies["sessionid"] = "planted0planted0planted0planted0"
    browser.post("/sign-in/", {"phone": a_phone()})
    assert browser.cookies["sessionid"].value not in {"", "planted0planted0planted0planted0"}


def test_each_step_of_an_officers_sign_in_has_a_session_of_its_own():
    phone = a_phone()
    an_officer_account(a_person("演示李敏", phone=phone))
    browser, keys = Client(), []
    browser.post("/sign-in/", {"phone": a_phone()})  # what somebody else may have begun at this machine
    keys.append(browser.session.session_key)
    browser.post("/sign-in/officer/", {"phone": phone, "password": PASSWORD})
    browser.post("/sign-in/second-factor/", {"code": totp_code()})
    keys.append(browser.session.session_key)
    assert is_in(browser)
    assert len(set(keys)) == 2
    thief = Client()
    thief.cookies["sessionid"] = keys[0]
    assert not is_in(thief)


def test_a_session_that_was_left_is_worth_nothing():
    browser, thief = signed_in(an_account(a_person())), Client()
    thief.cookies["sessionid"] = browser.cookies["sessionid"].value
    assert is_in(thief), "the same cookie is the same session"
    browser.post("/sign-out/")
    assert not is_in(thief)


@pytest.mark.parametrize("change", ["appointed", "ended"])
def test_a_session_ends_when_powers_change(change):
    tree = a_tree()
    person = a_member(tree["grassroots"])
    if change == "ended":
        an_officer(tree["grassroots"], person=person)
    theirs, others = signed_in(person.account), signed_in(a_member(tree["grassroots"]).account)
    assert is_in(theirs)
    if change == "appointed":
        appoint(person, tree["grassroots"], Role.OFFICER, since=FOUNDED)
    else:
        end_office(person.offices.get())
    assert not is_in(theirs), "an office begins, and ends, with a sign-in of its own"
    assert is_in(others)


def test_an_office_given_twice_ends_no_session():
    tree = a_tree()
    officer = an_officer(tree["grassroots"])
    browser = signed_in(officer.account)
    appoint(officer, tree["grassroots"], Role.OFFICER)
    assert is_in(browser)


# ---- silence --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("is_officer", "silence", "stays"), [
    (True, 15 * MINUTE - 1, True), (True, 15 * MINUTE + 1, False), (False, 29 * DAY, True), (False, 30 * DAY + 1, False),
])  # fmt: skip
def test_an_office_is_what_shortens_a_session_and_not_a_password(is_officer, silence, stays):
    with time_machine.travel("2026-11-20 08:00+08:00", tick=False) as traveller:
        tree = a_tree()
        person = an_officer(tree["grassroots"]) if is_officer else a_member(tree["grassroots"])
        browser = signed_in(person.account)
        assert is_in(browser)
        traveller.shift(silence)
        assert is_in(browser) == stays


# ---- cookies --------------------------------------------------------------------------------------------------------


def test_every_cookie_is_for_pages_of_ours_alone(world, settings):
    """Wherever the table's rows set one: kept from scripts, from foreign pages, and from the open network."""
    for name in ("SESSION", "CSRF", "LANGUAGE"):
        setattr(settings, f"{name}_COOKIE_SECURE", True)
    seen = set()
    routes = {"sign-in/", "settings/look", "i18n/setlang/", "me/language/", "me/security/", "cases/mailbox/", "join/"}
    for row in ROWS:
        if row.route in routes:
            client = world.client_for("anonymous" if row.route == "cases/mailbox/" else "member")
            ids = {**world.ids("member", OWN), **world.own["writer"]}
            data = {"code": ids["pickup"]} if row.route == "cases/mailbox/" else form(row, ids)
            for response in (
                client.get(address(row, ids), secure=True),
                client.post(address(row, ids), data, secure=True),
            ):
                for cookie in response.cookies.values():
                    seen.add(cookie.key)
                    assert cookie["httponly"], f"{row.route} lets scripts read {cookie.key}"
                    assert cookie["samesite"] in {"Lax", "Strict"}, f"{row.route} sends {cookie.key} to foreign pages"
                    assert cookie["secure"], f"{row.route} sends {cookie.key} in clear"
    assert {"csrftoken", "mailbox", settings.LOOK_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME} <= seen


# ---- foreign pages --------------------------------------------------------------------------------------------------


def test_no_address_takes_a_form_from_a_foreign_page(world):
    """Every route of the table, so every route: the cookie alone does nothing. The API looks at no cookie at all."""
    handler, taken = ClientHandler(enforce_csrf_checks=True), []
    for role in ("county officer", "anonymous"):
        for row in ROWS:
            client = world.client_for(role)
            client.handler, client.defaults = handler, {}  # the cookie, and no token
            is_api = row.route.startswith("api/")
            path = address(row, world.ids(role, OWN))
            for method in ("POST", turned(row, UNKNOWN)[0]):
                status = client.generic(method, path, "x=y", "application/x-www-form-urlencoded").status_code
                refused = {401, 403, 404, 405} if is_api else {403} if method == "POST" else {405}
                is_public = is_api and row.do and "anonymous" in row.do
                if status not in refused and not (is_public and status in {400, 415, 422}):
                    taken.append(f"{method} {path} as {role}: {status}")
    assert not taken, "Without the page's own token nothing may be taken: " + "; ".join(taken[:20])
