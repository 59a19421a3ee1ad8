"""On the smallest telephone: with scripts off from the first page to the sum, and with scripts a calendar beside the line."""

from gongjia.programmes.owed.tests.factories import DISMISSED
from gongjia.web.testing import NARROWEST, too_wide


def fill(page, typed):
    for name, value in typed.items():
        field = page.locator(f'[name="{name}"]').first
        kind = field.get_attribute("type")
        if kind == "radio":
            page.check(f'[name="{name}"][value="{value}"]')
        elif field.evaluate("part => part.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def test_the_whole_way_with_scripts_off(browser, live_server):
    context = browser.new_context(viewport=NARROWEST, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/owed/")
    for key in ("dismissed", "wages", "overtime"):
        page.check(f'[value="{key}"]')
    page.click("main .button-main")
    while "/questions/" in page.url:
        key = page.url.rstrip("/").rsplit("/", 1)[1]
        assert page.locator("[data-picks]").count() == 0 or not page.locator("[data-picks]").first.is_visible()
        fill(page, DISMISSED[key])
        page.click("main .button-main")
    page.click("main .button-main")
    assert "75,034.48" in page.inner_text("main")
    assert "2027年6月30日" in page.inner_text("main")
    assert not page.locator(".claim-steps").first.is_visible()  # folded, and opened without a script
    page.locator("summary").first.click()
    assert page.locator(".claim-steps").first.is_visible()
    context.close()


def test_what_was_typed_wrong_stays_and_the_summary_leads_to_it(browser, live_server):
    context = browser.new_context(viewport=NARROWEST)
    page = context.new_page()
    page.goto(f"{live_server.url}/owed/")
    page.click("main .button-main")
    assert "请至少选一行" in page.inner_text(".summary")
    page.check('[value="dismissed"]')
    page.click("main .button-main")
    page.click("main .button-main")
    fill(page, {"started_on": "2023年13月", "employment": "ended", "ended_on": "3月5日"})
    page.click("main .button-main")
    assert page.input_value('[name="started_on"]') == "2023年13月"
    assert page.evaluate("document.activeElement.className") == "summary"
    page.click(".summary a >> nth=1")
    assert page.evaluate("document.activeElement.name") == "ended_on"
    assert not too_wide(page)
    page.fill("[data-picks=id_started_on]", "2023-03-05")
    assert page.input_value('[name="started_on"]') == "2023-03-05"
    fill(page, {"ended_on": "20260630"})
    page.click("main .button-main")
    assert "/questions/wage/" in page.url
    context.close()
