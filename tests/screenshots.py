"""`make screenshots`: every page of tests/pages.py in three skins, on a phone and on a desk, into ./screenshots.

It is a test for the sake of the scene alone: the people and matters of the tests, on a database that is thrown away.
Look through what it took at screenshots/index.html. ROOM=cases takes one room only.
"""

import os
import re
import shutil
from html import escape
from pathlib import Path
from typing import Any

import pytest

from gongjia.web.testing import PHONE, SKINS, WIDTHS, put_on
from tests.pages import PAGES, Page, a_world
from tests.test_accessible import _a_letter_that_cannot_be_made, of_one_person, show, sit_down, tab  # noqa: F401

FOLDER = Path(__file__).resolve().parent.parent / "screenshots"
HEAD = """<!doctype html>
<html lang="zh-Hans">
<meta charset="utf-8">
<title>Gongjia: every page</title>
<style>
  body { font-family: sans-serif; margin: 1rem } section { display: flex; gap: 1rem; overflow-x: auto }
  figure { margin: 0 } img { height: 24rem; border: 1px solid #999 } h3 { font-weight: normal }
</style>
"""


@pytest.mark.timeout(1800)
def test_take_a_picture_of_every_page(tab, live_server):  # noqa: F811
    world, problems, taken = a_world(), [], {}
    for room, pages in _wanted().items():
        shutil.rmtree(FOLDER / room, ignore_errors=True)
        (FOLDER / room).mkdir(parents=True)
        for who, theirs in of_one_person(pages):
            sit_down(tab, world.browsers[who], live_server.url)
            for page in theirs:
                try:
                    tab.set_viewport_size(PHONE)
                    show(tab, world.browsers[who], page, page.address.format(**world.ids), live_server.url)
                    for width in WIDTHS:
                        taken.setdefault(room, {}).setdefault(_name(page), []).extend(_pictures(tab, room, page, width))
                except AssertionError as problem:
                    problems.append(f"{who} {page.address}: {problem}")
        print(f"  {room}: {sum(map(len, taken.get(room, {}).values()))} pictures", flush=True)
    (FOLDER / "index.html").write_text(HEAD + "".join(_section(*part) for part in taken.items()), encoding="utf-8")
    assert not problems, "\n".join(problems)


def _wanted() -> dict[str, list[Page]]:
    room = os.environ.get("ROOM")
    return {room: PAGES[room]} if room else PAGES


def _pictures(tab: Any, room: str, page: Page, width: int) -> list[str]:  # noqa: F811
    """Three pictures of the page that the tab shows; a skin is nothing but attributes of the root."""
    taken = []
    for skin, look in SKINS.items():
        put_on(tab, look)
        name = f"{room}/{_name(page)}-{skin}-{width}.png"
        # The window is made as high as the page: what sticks to the bottom of the window must not lie across the middle.
        tab.set_viewport_size({"width": width, "height": tab.evaluate("document.documentElement.scrollHeight")})
        tab.screenshot(path=FOLDER / name)
        tab.set_viewport_size({"width": width, "height": WIDTHS[width]})
        taken.append(name)
    return taken


def _name(page: Page) -> str:
    """cases-waiting-desk-officer: the address, who opens it, and whether it answers a form."""
    address = re.sub(r"[^\w]+", "-", page.address).strip("-") or "home"
    return "-".join([address, page.who, *(["answer"] if page.post else [])])


def _section(room: str, pages: dict[str, list[str]]) -> str:
    rows = [
        f"<h3>{escape(name)}</h3>\n<section>{''.join(_figure(picture) for picture in pictures)}</section>\n"
        for name, pictures in pages.items()
    ]
    return f"<h2>{escape(room)}</h2>\n" + "".join(rows)


def _figure(picture: str) -> str:
    alt = escape(picture.rsplit("/", 1)[1])
    return (
        f'<figure><a href="{escape(picture)}"><img loading="lazy" src="{escape(picture)}" alt="{alt}"></a></figure>\n'
    )
