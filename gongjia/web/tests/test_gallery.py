"""The gallery draws every part; a real browser measures it in three skins at two widths and at 320 px."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from gongjia.web import gallery
from gongjia.web.testing import WIDTHS, check_in_skins, check_narrowest, violations

PARTS = Path(__file__).parent.parent / "templates" / "web" / "parts"
HOME_BYTES = 100_000  # the whole first page of a member on a slow line, compressed
MEASURED = [*gallery.PAGES, "error-429"]  # the error pages differ in their words only
ALL_PAGES = [*gallery.PAGES, *(f"error-{name}" for name in gallery.ERRORS)]


@pytest.fixture
def reader(settings, db):
    settings.DEMO = True
    return Client(headers={"accept-language": "zh-CN"}, raise_request_exception=False)


@pytest.mark.parametrize("page", ALL_PAGES)
def test_every_page_is_drawn(reader, page):
    body = reader.get(f"/look/{page}/").content.decode()
    assert body.count("<main") == 1
    assert "{%" not in body
    assert "{{" not in body


def test_every_part_is_in_the_gallery():
    shown = "".join(
        path.read_text(encoding="utf-8")
        for path in [*PARTS.parent.glob("*.html"), *PARTS.parent.glob("gallery/*.html"), *PARTS.glob("*.html")]
    )
    drawn_by_tags = {"field", "error_summary"}
    assert [
        part.stem
        for part in PARTS.glob("*.html")
        if f"parts/{part.name}" not in shown and part.stem not in drawn_by_tags
    ] == []


def test_closed_outside_the_demo(settings, db):
    settings.DEMO = settings.DEBUG = False
    assert Client().get("/look/").status_code == 404
    assert Client().get("/look/desk/").status_code == 404


def test_a_first_page_is_light(reader):
    body = reader.get("/look/home/").content
    names = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"', body.decode())
    files = [Path(finders.find(name)) for name in names]
    total = len(gzip.compress(body)) + sum(len(gzip.compress(file.read_bytes())) for file in files)
    assert len(files) >= 6
    assert total <= HOME_BYTES, f"{total} bytes"


@pytest.fixture
def site(settings, live_server):
    settings.DEMO = True
    return live_server.url


@pytest.mark.browser
@pytest.mark.parametrize("width", [375, pytest.param(1280, marks=pytest.mark.nightly)])
def test_open_to_everybody(site, browser, width):
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]}, reduced_motion="reduce", service_workers="block"
    )
    page = context.new_page()
    for name in MEASURED:
        page.goto(f"{site}/look/{name}/")
        check_in_skins(page)
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("look", ["normal.1.light", "elder.3.light"])
def test_narrowest_phone_does_not_scroll_sideways(site, browser, look):
    context = browser.new_context(viewport={"width": 320, "height": 640}, locale="zh-CN", service_workers="block")
    context.add_cookies([{"name": "gj_look", "value": look, "url": site}])
    page = context.new_page()
    for name in MEASURED:
        page.goto(f"{site}/look/{name}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
    context.close()


@pytest.mark.browser
def test_the_measure_itself(browser):
    page = browser.new_page()
    page.set_content("<html lang=zh><title>x</title><main><img src=x><button></button></main>")
    assert len(violations(page)) == 2
    with pytest.raises(AssertionError, match="image-alt"):
        check_in_skins(page)
    page.set_content("<html lang=zh><title>x</title><main><p style='width: 330px'>演示</p></main>")
    check_in_skins(page)
    with pytest.raises(AssertionError, match="wider than 320 px"):
        check_narrowest(page)
    page.close()
