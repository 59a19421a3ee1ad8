"""The colours of tokens.css against WCAG 2.2: computed, not judged by eye."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2]
TOKENS = PACKAGE / "web" / "static" / "web" / "tokens.css"
GROUNDS = ["paper", "card", "sunken"]
SIGNS = ["accent", "blue", "green", "amber"]
TEXT = (
    [(word, ground) for word in ["ink", "muted", *SIGNS] for ground in GROUNDS]
    + [(sign, f"{sign}-soft") for sign in SIGNS]
    + [("ink", f"{sign}-soft") for sign in SIGNS]
    + [("muted", f"{sign}-soft") for sign in SIGNS]
    + [("on-action", "action"), ("on-action", "action-press"), ("paper", "ink")]
)
SHAPES = [("edge", ground) for ground in GROUNDS] + [("blue", ground) for ground in GROUNDS]
SKINS = {
    "normal": ([":root"], 4.5),
    "elder": ([":root", ':root[data-skin="elder"]'], 7.0),
    "dark": ([":root", ':root[data-theme="dark"]'], 7.0),
    "elder in the dark": ([":root", ':root[data-skin="elder"]', ':root[data-theme="dark"]'], 7.0),
}


def colours(selectors: list[str]) -> dict[str, str]:
    """Name -> #rrggbb as these blocks leave it, the later over the earlier; the print sheet is not read."""
    screen = TOKENS.read_text(encoding="utf-8").split("@media print")[0]
    found: dict[str, str] = {}
    for selector in selectors:
        body = re.search(rf"^{re.escape(selector)} \{{(.*?)^\}}", screen, re.S | re.M)
        assert body, f"tokens.css has no block {selector}"
        found.update(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", body[1]))
    return found


EXCHANGED = re.compile(r"\.when-light, .*\.when-dark \{ display: none; \}")  # the two faces of one button


def test_the_dark_changes_nothing_but_colours():
    """Sizes are measured in the light alone: here is why that is enough."""
    lines = [(path, line) for path in PACKAGE.rglob("static/**/*.css") for line in path.read_text("utf-8").splitlines()]
    naming = {path for path, line in lines if "data-theme" in line and not EXCHANGED.search(line)}
    assert naming == {TOKENS}
    screen = TOKENS.read_text(encoding="utf-8").split("@media print")[0]
    [body] = re.findall(r"\[data-theme.*?\{(.*?)^\}", screen, re.S | re.M)
    sizes = [
        line
        for line in body.split(";")
        if not re.fullmatch(r"\s*(--[a-z-]+: #[0-9a-f]{6}|color-scheme: dark)\s*", line)
    ]
    assert [line.strip() for line in sizes] == ["--shadow: 0 1px 2px rgba(0, 0, 0, 0.4)", ""]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_faint(selectors: list[str], pairs: list[tuple[str, str]], least: float) -> list[str]:
    known = colours(selectors)
    ratios = {pair: contrast(known[pair[0]], known[pair[1]]) for pair in pairs}
    return [f"{word} on {ground}: {ratio:.2f}" for (word, ground), ratio in ratios.items() if ratio < least]


@pytest.mark.parametrize("skin", SKINS)
def test_text_can_be_read(skin):
    selectors, least = SKINS[skin]
    assert not too_faint(selectors, TEXT, least)


@pytest.mark.parametrize("skin", SKINS)
def test_edges_of_fields_and_focus_can_be_seen(skin):
    assert not too_faint(SKINS[skin][0], SHAPES, 3.0)


def test_the_measure_itself():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert too_faint([":root"], [("line", "paper")], 4.5)
