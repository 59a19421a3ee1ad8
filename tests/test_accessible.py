"""Every page of members and desks, in three skins: WCAG 2.2 A and AA, targets, no sideways.

On every push a page is looked at where its people sit, on a phone or at a desk, and one whose templates have all been
looked at only in the ordinary skin; in the night each everywhere.

The table of pages stands in pages.py. A template that none of its room's pages draws fails the room's test.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test.signals import template_rendered

from gongjia.cases.kinds import PaperKind, Refused, kind_of
from gongjia.web.testing import AXE, DESK, PHONE, SKINS, check_in_skins, check_narrowest
from tests.pages import AT_DESKS, PAGES, Page, a_world

SHOWN_WITH = {"notices": "desks", "world": "desks"}  # rooms with a page or two
PACKAGE = Path(__file__).resolve().parent.parent / "gongjia"
APART = {
    "parts",
    "panels",
    "errors",
    "gallery",
}  # parts are drawn by pages; the rest, as the whole room web, has tests of its own


def page_templates() -> dict[str, set[str]]:
    """By room: the templates that are a page."""
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("templates/**/*.html"):
        room = path.relative_to(PACKAGE).parts[0 if "programmes" not in path.parts else 1]
        inside = path.relative_to(path.parents[path.parts[::-1].index("templates") - 1]).parts
        if room != "web" and "tests" not in path.parts and not APART & set(inside):
            found.setdefault(SHOWN_WITH.get(room, room), set()).add("/".join(inside))
    return found


TEMPLATES = page_templates()


@pytest.fixture
def drawn():
    """The names of the templates drawn since the test began."""
    names: set[str] = set()

    def note(template, **_kwargs):
        names.add(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def show(page, client, wanted: Page, address: str, at: str) -> None:
    """Open an address in the browser; what answers a form is asked by the client and shown under the same address."""
    if wanted.post:
        said = client.post(address, wanted.post)
        assert said.status_code == wanted.status, f"{address} answers a form with {said.status_code}"
        page.route(at + address, lambda route: route.fulfill(body=said.content, content_type="text/html"))
    answer = page.goto(at + address)
    page.unroute_all()
    assert answer.url == page.url and answer.request.redirected_from is None, f"{address} leads on to {page.url}"
    assert wanted.post or answer.status == wanted.status, f"{address} answers {answer.status}"


@pytest.fixture
def tab(browser):
    """One page for everybody: a browser of its own for each would take longer than looking. Nothing moves in it:
    colours in passing are not measured."""
    context = browser.new_context(reduced_motion="reduce", service_workers="block")
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


def sit_down(tab, client, at: str) -> None:
    """From now on the browser is the client's."""
    tab.context.clear_cookies()
    tab.context.add_cookies([{"name": name, "value": part.value, "url": at} for name, part in client.cookies.items()])


@pytest.fixture(autouse=True)
def _a_letter_that_cannot_be_made(monkeypatch):
    """Its refusal is a page too; otherwise it is only seen on a machine without a Chinese font."""

    def refuse(case):
        raise Refused("这台服务器没有中文字体，做不出这份文书。")

    monkeypatch.setitem(kind_of("dispute_mediation").papers, "never", PaperKind("演示文书", refuse))


@pytest.mark.parametrize("half", [0, 1])
def test_every_page_is_open_to_everybody(half, tab, live_server, drawn):
    missed = set()
    for room, names in visited(half, tab, live_server.url, drawn):
        missed |= TEMPLATES.get(room, set()) - names
    assert not missed, f"Say in tests/pages.py who opens the pages made of {sorted(missed)}"


@pytest.mark.nightly
@pytest.mark.timeout(900)
@pytest.mark.parametrize("half", [0, 1])
def test_every_page_is_open_to_everybody_on_both(half, tab, live_server, drawn):
    assert list(visited(half, tab, live_server.url, drawn, everywhere=True))


def visited(half, tab, at: str, drawn: set[str], everywhere: bool = False) -> Iterator[tuple[str, set[str]]]:
    """Look at every page of each room; yields the room with the templates that it drew. Fails with all that was found."""
    world, problems = a_world(), []
    for room in sorted({*PAGES, *TEMPLATES})[half::2]:
        seen: set[str] = set()
        for who, pages in of_one_person(PAGES.get(room, [])):
            sit_down(tab, world.browsers[who], at)
            for wanted in pages:
                drawn.clear()
                try:
                    show(tab, world.browsers[who], wanted, wanted.address.format(**world.ids), at)
                    look_at(tab, who, everywhere, is_new=bool(drawn - seen))
                except AssertionError as problem:
                    problems.append(f"{who} {wanted.address}: {problem}")
                seen |= drawn
        yield room, seen
    assert not problems, "\n\n".join(problems)


def look_at(tab, who: str, everywhere: bool, is_new: bool) -> None:
    for size in [PHONE, DESK] if everywhere else [DESK if who in AT_DESKS else PHONE]:
        tab.set_viewport_size(size)
        check_in_skins(tab, list(SKINS) if everywhere or is_new else ["normal"])
    if everywhere or is_new:
        check_narrowest(tab)


def of_one_person(pages: list[Page]) -> list[tuple[str, list[Page]]]:
    return [(who, [page for page in pages if page.who == who]) for who in sorted({page.who for page in pages})]


def test_a_template_that_no_page_draws_is_noticed(drawn, client, db):
    client.get("/problem/")
    assert "desks/member/problem.html" in drawn
    assert "desks/member/home.html" in TEMPLATES["desks"] - drawn
