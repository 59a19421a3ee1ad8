"""In a real browser: an employer is offered while it is typed. What every page must hold is in tests/test_accessible.py."""

import pytest
from playwright.sync_api import expect

from gongjia.people.tests.factories import a_person, an_officer_account, signed_in
from gongjia.unions.tests.factories import a_tree, a_union, an_employer
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
