"""For the tests of every room: is this page open to everybody? Measured with axe-core in a real browser."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

# What another skin can break on the same markup. The dark changes colours alone (test_contrast.py), and so no size.
OF_COLOUR = ["color-contrast", "link-in-text-block"]
RULES = {"normal": [], "elder": [*OF_COLOUR, "target-size"], "dark": OF_COLOUR}
AXE = settings.NODE_MODULES / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SKINS = {"normal": "normal.1.light", "elder": "elder.1.light", "dark": "normal.1.dark"}
WIDTHS = {375: 812, 1280: 800}
PHONE, DESK = ({"width": width, "height": height} for width, height in WIDTHS.items())
NARROWEST = {"width": 320, "height": 640}  # the smallest telephone that opens WeChat; also 1280 px at 400 % zoom


def violations(page: Any, rules: Sequence[str] = ()) -> list[str]:
    """What axe-core finds on this Playwright page against WCAG 2.2 A and AA: one line a rule, with the places.

    `rules` narrows to these of its rules.
    """
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": TAGS}
    if not page.evaluate("'axe' in window"):
        page.evaluate(
            AXE.read_text(encoding="utf-8")
        )  # not a script tag: the page's own Content-Security-Policy stays in force
    found = page.evaluate("only => axe.run(document, {runOnly: only, resultTypes: ['violations']})", only)
    return [
        f"{broken['id']} ({broken['impact']}): {broken['help']}\n"
        + "\n".join(f"    {node['target']}: {node['failureSummary']}" for node in broken["nodes"][:5])
        for broken in found["violations"]
    ]


def too_small(page: Any) -> list[str]:
    """Buttons, fields and links that stand alone and are lower than a thumb needs: 44 px, in the elder skin 60 px."""
    return page.evaluate(
        """least => Array.from(document.querySelectorAll(
             'main .button, main .cell[href], label.cell, main .input, main .chip, main .door, .tabs a, .nav a, main summary'))
           .filter(part => part.offsetParent && part.getBoundingClientRect().height < least[document.documentElement.dataset.skin] - 0.5)
           .map(part => part.className + ' ' + part.innerText.slice(0, 20) + ': ' + part.getBoundingClientRect().height)""",
        {"normal": 44, "elder": 60},
    )


def too_wide(page: Any) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"the page is {wide} px wider than the window"] if wide > 0 else []


def check_accessible(page: Any, rules: Sequence[str] = ()) -> None:
    """Assert no violation of WCAG 2.2 A/AA, no target that is too small, and no sideways scrolling on this page."""
    problems = violations(page, rules) + too_small(page) + too_wide(page)
    assert not problems, f"{page.url}\n" + "\n".join(problems)  # noqa: S101 - this is a test helper


def put_on(page: Any, look: str) -> None:
    page.evaluate(
        "look => { const root = document.documentElement.dataset;"
        " [root.skin, root.size, root.theme] = look.split('.') }",
        look,
    )


def check_narrowest(page: Any) -> None:
    """Assert that nobody scrolls sideways on the smallest telephone, in ordinary and in large letters."""
    size = page.viewport_size
    page.set_viewport_size(NARROWEST)
    for skin in ("normal", "elder"):
        put_on(page, SKINS[skin])
        assert not (wide := too_wide(page)), f"{page.url} {skin} at {NARROWEST['width']} px: {wide[0]}"  # noqa: S101
    page.set_viewport_size(size)


def check_in_every_skin(page: Any) -> None:
    """check_accessible in all SKINS on one load of the page: a skin is nothing but attributes of the root."""
    for skin, look in SKINS.items():
        put_on(page, look)
        try:
            check_accessible(page, RULES[skin])
        except AssertionError as problem:
            raise AssertionError(f"{look} at {page.viewport_size['width']} px: {problem}") from None
