"""In a real browser: an employer is offered while it is typed. What every page must hold is in tests/test_accessible.py."""

import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from gongjia.people.sealing import unseal
from gongjia.people.tests.factories import PASSWORD, a_person, an_officer_account, signed_in, totp_code
from gongjia.unions.tests.factories import a_member, a_tree, a_union, an_employer, an_officer
from gongjia.web.testing import WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tree():
    return a_tree()


def open_as(browser, live_server, account, width):
    context = browser.new_context(viewport={"width": width, "height": WIDTHS[width]})
    if account is not None:
        session = signed_in(account).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return context.new_page()


def test_an_employer_is_offered_while_it_is_typed(tree, browser, live_server):
    employer = an_employer(name="演示长白山物流有限公司")
    union = a_union(tree["county"], "grassroots")
    page = open_as(browser, live_server, an_officer_account(a_person()), 375)
    page.goto(f"{live_server.url}/join/{union.join_code}/")
    page.locator("[name=employer_name]").press_sequentially("长白山")
    expect(page.locator(f'datalist option[value="{employer.name}"]')).to_have_count(1)
    page.context.close()


def test_what_an_officer_wrote_survives_the_quarter_of_an_hour(tree, browser, live_server):
    """Signed out over a long reason, back on the form's own page with the second factor, the reason in place."""
    member, reason = a_member(tree["grassroots"]), "按章程第九条，经会员大会表决通过。"
    account = an_officer_account()
    account = an_officer(tree["county"], person=account.person).account
    page = open_as(browser, live_server, account, 1280)
    page.goto(f"{live_server.url}/unions/members/{member.pk}/")
    page.locator("summary", has_text="终止会籍").click()
    page.fill("[name=end-reason]", reason)
    idle_since(account, 16)
    page.locator("button", has_text="终止会籍").click()
    page.wait_for_url("**/sign-in/?next=*")
    expect(page.locator(".notice")).to_contain_text("没有发出去")
    page.locator("a[href*='/sign-in/officer/']").click()
    page.fill("[name=phone]", unseal("phone", account.person.phone_sealed))
    page.fill("[name=password]", PASSWORD)
    page.click("main form button.button-main")
    page.fill("[name=code]", totp_code())
    page.click("main form button.button-main")
    page.wait_for_url(f"**/unions/members/{member.pk}/")
    expect(page.locator("#kept")).to_be_visible()
    expect(page.locator("[name=end-reason]")).to_have_value(reason)
    page.context.close()


def idle_since(account, minutes):
    """The account's only session was last touched so long ago."""
    [session] = [
        SessionStore(row.pk)
        for row in Session.objects.all()
        if row.get_decoded().get("_auth_user_id") == str(account.pk)
    ]
    session["seen_at"] = time.time() - minutes * 60
    session.save()
