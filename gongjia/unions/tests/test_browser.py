"""The pages in a real browser: open to everybody in three skins, and an employer offered while it is typed."""

import pytest
from playwright.sync_api import expect

from gongjia.people.tests.factories import a_person, a_resident_id, an_officer_account, signed_in
from gongjia.unions.kinds import Role
from gongjia.unions.tests.factories import a_contact, a_member, a_tree, a_union, an_employer, an_officer
from gongjia.web.testing import WIDTHS, check_accessible, wear

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tree():
    return a_tree()


def open_as(browser, live_server, account, width, skin="normal"):
    context = browser.new_context(viewport={"width": width, "height": WIDTHS[width]})
    wear(context, skin, live_server.url)
    if account is not None:
        session = signed_in(account).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return context.new_page()


def check(page, live_server, addresses):
    for address in addresses:
        answer = page.goto(live_server.url + address)
        assert answer.status == 200, address
        check_accessible(page)


@pytest.mark.parametrize(("width", "skin"), [(375, "normal"), (375, "elder"), (1280, "dark")])
def test_members_pages(tree, browser, live_server, width, skin):
    member, newcomer, union = a_member(tree["grassroots"]), a_member(tree["other"]), tree["grassroots"]
    page = open_as(browser, live_server, member.account, width, skin)
    check(page, live_server, [
        "/unions/membership/", "/unions/membership/leave/", "/unions/membership/retain/", "/unions/?q=演示",
        f"/unions/{union.pk}/", f"/unions/{union.pk}/poster/", f"/transfer/{tree['other'].join_code}/", "/join/",
        "/unions/card/spoilt/",
    ])  # fmt: skip
    page.context.close()
    newcomer.memberships.all().delete()
    page = open_as(browser, live_server, newcomer.account, width, skin)
    check(page, live_server, ["/unions/membership/", f"/join/{union.join_code}/", "/join/", "/unions/?q=没有"])
    page.context.close()


@pytest.mark.parametrize(("width", "skin"), [(375, "elder"), (1280, "dark")])
def test_officers_pages(tree, browser, live_server, width, skin):
    person = an_officer_account(a_person("演示李敏")).person
    county = tree["county"]
    for role in (Role.OFFICER, Role.ADMINISTRATOR):
        an_officer(county, role, person)
    an_officer(tree["township"])
    member = a_member(tree["grassroots"], a_person(resident_id=a_resident_id()))
    employer = an_employer()
    a_contact(employer)
    page = open_as(browser, live_server, person.account, width, skin)
    check(page, live_server, [
        "/unions/mine/", f"/unions/{county.pk}/desk/", "/unions/members/", f"/unions/members/{member.pk}/",
        f"/unions/{county.pk}/offices/", "/unions/employers/?q=演示", "/unions/employers/add/",
        f"/unions/employers/{employer.pk}/",
    ])  # fmt: skip
    page.context.close()


def test_an_employer_is_offered_while_it_is_typed(tree, browser, live_server):
    employer = an_employer(name="演示长白山物流有限公司")
    union = a_union(tree["county"], "grassroots")
    page = open_as(browser, live_server, an_officer_account(a_person()), 375)
    page.goto(f"{live_server.url}/join/{union.join_code}/")
    page.locator("[name=employer_name]").press_sequentially("长白山")
    expect(page.locator(f'datalist option[value="{employer.name}"]')).to_have_count(1)
    page.context.close()
