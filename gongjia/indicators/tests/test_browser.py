"""The figures in a real browser: open to everybody, led through by keyboard, and complete with scripts off."""

import random
import re
from datetime import date, timedelta
from itertools import product

import pytest
from django.test import Client
from playwright.sync_api import expect

from gongjia.indicators.tests.factories import BEGUN, MEMBERS, RETAINED, SCANNED, declared, memberships, sign_in
from gongjia.unions.models import Union
from gongjia.unions.tests.factories import an_officer
from gongjia.web.testing import SKINS, WIDTHS, check_accessible, wear

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def province(live_server):
    """The real tree with some members in every county, so that the map has something to show."""
    chance = random.Random(7)
    for county in Union.objects.filter(level="county").order_by("path"):
        start = date(2022, 1, 1) + timedelta(days=chance.randrange(1300))
        memberships(county, chance.choice([0, 2, 6, 9, 14, 25, 40]), start, how=chance.choice(["scan", "counter"]))
    with declared(MEMBERS, RETAINED, BEGUN, SCANNED):
        yield f"{live_server.url}/figures/"


def test_the_pages_are_open_to_everybody(province, browser):
    for skin, (width, height) in product(SKINS, WIDTHS.items()):
        context = browser.new_context(viewport={"width": width, "height": height})
        wear(context, skin, province)
        page = context.new_page()
        by_county = ["test_begun/?by=county"] if skin == "normal" else []
        for address in ["", "test_members/", "test_begun/print/", *by_county]:
            page.goto(province + address)
            check_accessible(page)
        context.close()


def test_the_pages_of_officers_are_open_to_everybody(province, browser, live_server):
    union = Union.objects.get(division_code="220202", level="county")
    officer = an_officer(union)
    client = Client()
    sign_in(client, officer)
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    for address in [
        "",
        "test_members/",
        "test_members/records/",
        "test_members/records/?since=2020-01-01&as_of=2020-12-31",
    ]:
        page.goto(province + address)
        check_accessible(page)
    context.close()


def test_by_keyboard_and_without_scripts_from_the_map_to_a_county(province, browser):
    context = browser.new_context(viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(province + "test_begun/")
    page.locator("a.map-place[aria-label^='吉林市总工会']").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("吉林市总工会"))
    page.locator("a.map-place[aria-label^='昌邑区总工会']").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("昌邑区总工会"))
    context.close()
