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


MEASURES = """
  const root = document.documentElement;
  const putOn = look => { [root.dataset.skin, root.dataset.size, root.dataset.theme] = look.split('.') };
  const tooWide = () => root.scrollWidth - root.clientWidth;
  const tooSmall = least => Array.from(document.querySelectorAll(
      'main .button, main .cell[href], label.cell, main .input, main .chip, main .door, .tabs a, .nav a, main summary'))
    .filter(part => part.offsetParent && part.getBoundingClientRect().height < least[root.dataset.skin] - 0.5)
    .map(part => part.className + ' ' + part.innerText.slice(0, 20) + ': ' + part.getBoundingClientRect().height);
  const broken = (only, how) => axe.run(document, {runOnly: only, resultTypes: ['violations'], preload: false, ...how})
    .then(found => found.violations);
"""
LEAST = {"normal": 44, "elder": 60}  # px that a thumb needs
UNNAMED = {"selectors": False, "elementRef": False}  # whether there are any, not where: a third less to wait


def violations(page: Any, rules: Sequence[str] = ()) -> list[str]:
    """What axe-core finds on this Playwright page against WCAG 2.2 A and AA: one line a rule, with the places.

    `rules` narrows to these of its rules.
    """
    _bring_axe(page)
    return [
        f"{broken['id']} ({broken['impact']}): {broken['help']}\n"
        + "\n".join(f"    {node['target']}: {node['failureSummary']}" for node in broken["nodes"][:5])
        for broken in _measured(page, "only => broken(only, {})", _only(rules))
    ]


def too_small(page: Any) -> list[str]:
    """Buttons, fields and links that stand alone and are lower than a thumb needs: 44 px, in the elder skin 60 px."""
    return _measured(page, "tooSmall", LEAST)


def too_wide(page: Any) -> list[str]:
    wide = _measured(page, "tooWide")
    return [f"the page is {wide} px wider than the window"] if wide > 0 else []


def check_accessible(page: Any, rules: Sequence[str] = ()) -> None:
    """Assert no violation of WCAG 2.2 A/AA, no target that is too small, and no sideways scrolling on this page."""
    problems = violations(page, rules) + too_small(page) + too_wide(page)
    assert not problems, f"{page.url}\n" + "\n".join(problems)  # noqa: S101 - this is a test helper


def put_on(page: Any, look: str) -> None:
    _measured(page, "putOn", look)


def check_narrowest(page: Any) -> None:
    """Assert that nobody scrolls sideways on the smallest telephone, in ordinary and in large letters."""
    size = page.viewport_size
    page.set_viewport_size(NARROWEST)
    looks = [SKINS["normal"], SKINS["elder"]]
    wide = _measured(page, "looks => looks.filter(look => { putOn(look); return tooWide() > 0 })", looks)
    assert not wide, f"{page.url} is wider than {NARROWEST['width']} px in {wide}"  # noqa: S101
    page.set_viewport_size(size)


def check_in_skins(page: Any, skins: Sequence[str] = tuple(SKINS)) -> None:
    """check_accessible in all SKINS, or in these, on one load of the page: a skin is nothing but attributes of the root.

    All of them are looked over at once; where something is wrong we look again, to say what it is and where.
    """
    _bring_axe(page)
    looks = [{"skin": skin, "look": look, "only": _only(RULES[skin])} for skin, look in SKINS.items() if skin in skins]
    wrong = _measured(
        page,
        """async ({looks, least, unnamed}) => {
             const wrong = [];
             for (const {skin, look, only} of looks) {
               putOn(look);
               if (tooWide() > 0 || tooSmall(least).length || (await broken(only, unnamed)).length) wrong.push(skin);
             }
             return wrong;
           }""",
        {"looks": looks, "least": LEAST, "unnamed": UNNAMED},
    )
    for skin in wrong:
        put_on(page, SKINS[skin])
        try:
            check_accessible(page, RULES[skin])
        except AssertionError as problem:
            raise AssertionError(f"{SKINS[skin]} at {page.viewport_size['width']} px: {problem}") from None
        raise AssertionError(f"{SKINS[skin]}: something was wrong with {page.url} for a moment")


def _measured(page: Any, function: str, argument: Any = None) -> Any:
    """What a function of the browser answers that may use MEASURES."""
    return page.evaluate("argument => {" + MEASURES + f"return ({function})(argument) }}", argument)


def _only(rules: Sequence[str]) -> dict[str, Any]:
    return {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": TAGS}


def _bring_axe(page: Any) -> None:
    if not page.evaluate("'axe' in window"):
        page.evaluate(
            AXE.read_text(encoding="utf-8")
        )  # not a script tag: the page's own Content-Security-Policy stays in force
