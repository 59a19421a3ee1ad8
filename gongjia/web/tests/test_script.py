"""app.js in a real browser: each kindness works, and the page works without it."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def site(settings, live_server):
    settings.DEMO = True
    return live_server.url


@pytest.fixture
def context(browser):
    made = browser.new_context(viewport={"width": 375, "height": 812}, locale="zh-CN", service_workers="block")
    yield made
    made.close()


@pytest.fixture
def page(context):
    opened = context.new_page()
    opened.mistakes = []
    opened.on("pageerror", lambda error: opened.mistakes.append(str(error)))
    opened.on("console", lambda line: opened.mistakes.append(line.text) if "Content Security" in line.text else None)
    yield opened
    assert opened.mistakes == []


def test_a_form_is_sent_once_however_often_it_is_pressed(site, page):
    sent = []
    page.route("**/i18n/setlang/", lambda route: sent.append(route.request.post_data))
    page.goto(f"{site}/look/home/")
    page.evaluate(
        """() => { const button = document.querySelector('.foot [value=ko]');
                   button.click(); button.click(); button.click(); }"""
    )
    page.wait_for_timeout(300)
    assert len(sent) == 1
    assert "language=ko" in sent[0]


def test_the_look_changes_under_the_readers_eyes_and_nothing_else_does(site, page):
    page.goto(f"{site}/look/question/")
    page.evaluate("window.untouched = true")
    page.locator("input[type=date]").fill("2026-11-18")
    html = page.locator("html")
    with page.expect_response("**/settings/look"):
        page.locator(".top [value=elder]").click()
    assert html.get_attribute("data-skin") == "elder"
    assert page.evaluate("document.activeElement.value") == "normal", "the keyboard is where it was"
    assert page.locator(".top [value=elder]").is_hidden()
    with page.expect_response("**/settings/look"):
        page.locator(".foot [name=size][value='3']").click()
    assert page.locator(".foot [name=size][aria-current]").get_attribute("value") == "3"
    with page.expect_response("**/settings/look"):
        page.locator(".foot [value=dark]").click()
    assert page.evaluate("window.untouched")
    assert page.locator("input[type=date]").input_value() == "2026-11-18"
    page.goto(f"{site}/look/home/")
    assert [html.get_attribute(f"data-{name}") for name in ("skin", "size", "theme")] == ["elder", "3", "dark"]


def test_another_language_brings_back_what_was_typed_or_asks_first(site, page):
    page.goto(f"{site}/look/question/")
    page.locator("input[type=date]").fill("2026-11-18")
    page.locator(".foot [value=ko]").click()
    page.wait_for_function("document.documentElement.lang === 'ko'")
    assert page.locator("input[type=date]").input_value() == "2026-11-18"
    page.evaluate(
        """() => { const form = document.querySelector('main form'); form.removeAttribute('data-keep');
                   form.append(document.createElement('textarea')); }"""
    )
    page.locator("main textarea").fill("half a message")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.locator(".foot [value=en]").click()
    assert asked and "지워집니다" in asked[0]
    assert page.locator("main textarea").input_value() == "half a message"


def test_the_script_can_be_off(site, browser):
    bare = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = bare.new_page()
    page.goto(f"{site}/look/home/")
    page.locator(".top [value=elder]").click()
    assert page.locator("html").get_attribute("data-skin") == "elder"
    assert page.url == f"{site}/look/home/"
    assert page.locator("[data-read]").is_hidden()
    bare.close()


def test_focus_goes_to_what_is_wrong(site, page):
    page.goto(f"{site}/look/")
    assert page.evaluate("document.activeElement.className") == "summary"
    page.locator(".summary a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_wrong-name"


def test_keys_walk_the_rows(site, page):
    page.goto(f"{site}/look/desk/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.locator("tr.is-here").count() == 1
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/look/tracker/?row=2")


def test_keys_are_letters_in_a_field(site, page):
    page.goto(f"{site}/look/")
    page.locator("#id_story").fill("")
    page.locator("#id_story").press_sequentially("jk")
    assert page.locator("#id_story").input_value() == "jk"
    assert page.locator("tr.is-here").count() == 0


def test_what_was_typed_survives_a_broken_network(site, context, page):
    page.goto(f"{site}/look/question/")
    page.locator("input[type=date]").fill("2026-11-18")
    page.locator("input[type=radio]").nth(1).check()
    context.set_offline(True)
    page.locator(".button-main").click()
    page.locator("#offline").wait_for(state="visible")
    context.set_offline(False)
    page.goto(f"{site}/look/home/")
    page.goto(f"{site}/look/question/")
    assert page.locator("#kept").is_visible()
    assert page.locator("input[type=date]").input_value() == "2026-11-18"
    assert page.locator("input[type=radio]").nth(1).is_checked()


def test_nothing_is_sent_into_a_broken_network(site, context, page):
    page.goto(f"{site}/look/question/")
    page.evaluate("document.querySelector('form[data-keep]').removeAttribute('data-keep')")
    page.locator("input[type=date]").fill("2026-11-18")
    context.set_offline(True)
    page.locator(".button-main").click()
    page.locator("#offline").wait_for(state="visible")
    assert page.locator("input[type=date]").input_value() == "2026-11-18"
    assert kept_in(page) == [], "what must not be kept only stays where it is"
    context.set_offline(False)


def test_what_was_answered_is_forgotten(site, page):
    def answer(route):
        if route.request.method == "POST":
            route.fulfill(status=303, headers={"Location": "/look/home/"})
        else:
            route.continue_()

    page.route("**/look/question/", answer)
    page.goto(f"{site}/look/question/")
    page.locator("input[type=date]").fill("2026-11-18")
    page.locator(".button-main").click()
    page.wait_for_url("**/look/home/")
    page.goto(f"{site}/look/question/")
    assert page.locator("input[type=date]").input_value() == ""
    assert page.locator("#kept").is_hidden()


def test_what_was_refused_is_kept(site, page):
    page.goto(f"{site}/look/question/")
    page.evaluate("document.querySelector('form[data-keep]').action = '/no/such/page/'")
    page.locator("input[type=date]").fill("2026-11-18")
    page.locator(".button-main").click()
    page.wait_for_url("**/no/such/page/")
    page.goto(f"{site}/look/question/")
    assert page.locator("input[type=date]").input_value() == "2026-11-18"
    assert page.locator("#kept").is_visible()


def kept_in(page):
    return page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('kept:'))")


def test_what_was_typed_for_one_person_is_not_offered_in_another_s_form(site, context, page):
    page.goto(f"{site}/look/question/")
    page.evaluate("document.querySelector('form[data-keep]').dataset.keep = '7'")
    page.locator("input[type=date]").fill("2026-11-18")
    context.set_offline(True)
    page.locator(".button-main").click()
    context.set_offline(False)
    page.goto(f"{site}/look/question/")
    assert page.locator("input[type=date]").input_value() == ""
    assert kept_in(page) == ["kept:/look/question/:7:0"]
    page.evaluate("document.querySelector('.foot form').dataset.forget = '7'")
    page.locator(".foot form button").first.click()
    page.wait_for_load_state()
    assert kept_in(page) == []


def test_a_draft_is_saved_after_a_pause(site, page):
    saved = []
    page.route("**/draft", lambda route: (saved.append(route.request.post_data), route.fulfill(status=204)))
    page.goto(f"{site}/look/question/")
    page.evaluate('sessionStorage.setItem(\'kept:/look/question/::0\', \'{"state": "refused", "values": []}\')')
    page.evaluate(
        """() => { const form = document.querySelector('form[data-keep]');
                   form.dataset.autosave = ''; form.dataset.autosaveUrl = '/draft';
                   document.dispatchEvent(new CustomEvent('htmx:load', {detail: {elt: form}})); }"""
    )
    page.locator("input[type=radio]").nth(2).check()
    page.locator("input[type=radio]").nth(0).check()
    page.wait_for_timeout(1700)
    assert len(saved) == 1
    assert "question-reach" in saved[0]
    assert kept_in(page) == [], "what failed to be saved before is out of date"


def test_the_page_is_read_aloud_and_stops(site, page):
    page.add_init_script(
        """window.spoken = [];
           Object.defineProperty(window, 'speechSynthesis', {value: {
             speak(words) { window.spoken.push(words.text + '|' + words.lang); window.last = words; }, cancel() {} }});
           window.SpeechSynthesisUtterance = function (text) { this.text = text; };"""
    )
    page.goto(f"{site}/look/tracker/")
    button = page.locator("[data-read]")
    button.click()
    page.evaluate("window.last.onend()")
    assert page.evaluate("window.spoken[0]") == "补办借阅证|zh-CN"
    assert "李敏" in page.evaluate("window.spoken[1]")
    assert page.locator(".is-read").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".is-read").count() == 0
    assert button.get_attribute("aria-pressed") == "false"


def test_htmx_sends_the_page_s_token_and_shows_error_pages_whole(site, page):
    sent = []
    page.on("request", lambda request: sent.append(request) if request.headers.get("hx-request") else None)
    page.goto(f"{site}/look/tracker/")
    page.evaluate("htmx.ajax('POST', '/no/such/page/', {target: '.steps'})")
    page.locator(".broken").wait_for()
    assert page.locator("main").count() == 1
    assert page.locator(".steps").count() == 0
    assert len(sent[0].headers["x-csrftoken"]) >= 32
