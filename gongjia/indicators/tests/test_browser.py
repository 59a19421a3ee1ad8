"""The figures in a real browser: open to everybody, led through by keyboard, and complete with scripts off."""

import random
import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from gongjia.indicators.tests.factories import BEGUN, MEMBERS, RETAINED, SCANNED, declared, memberships
from gongjia.unions.models import Union

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
