"""Every template of every room against the strict Content-Security-Policy and the floor of old phones."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent.parent
STATIC = PACKAGE / "web" / "static" / "web"
# A file that leaves the platform whole, to be read without it, carries its own look.
TAKEN_ALONG = {"copy_file.html"}
TEMPLATES = sorted(path for path in PACKAGE.glob("**/templates/**/*.html") if path.name not in TAKEN_ALONG)
INLINE = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=.application/json)", re.I),
    "inline style": re.compile(r"<style|\sstyle\s*=", re.I),
    "inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "javascript address": re.compile(r"""["']\s*javascript:""", re.I),
    "htmx that needs eval": re.compile(r"hx-on|hx-vals=.js:|hx-headers=.js:", re.I),
    "address outside the house": re.compile(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", re.I),
}
# Not known to Chrome 87 or iOS 14.
TOO_NEW_CSS = re.compile(
    r":has\(|@container|@layer|\d[dsl]vh\b|color-mix\(|:is\(|:where\(|\boklch\(|^\s+&|@scope", re.M
)
TOO_NEW_JS = re.compile(
    r"\?\?=|\|\|=|&&=|\.at\(|structuredClone|\.findLast|Object\.hasOwn|\.toSorted|static \{|\breplaceAll\("
)


def findings(text: str) -> list[str]:
    return [name for name, pattern in INLINE.items() if pattern.search(text)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_inline(path):
    text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert findings(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<script>alert(1)</script>", "inline script"),
        ('<p style="color:red">', "inline style"),
        ("<button onclick=go()>", "inline handler"),
        ('<a href="javascript:go()">', "javascript address"),
        ('<img src="//elsewhere.example/x.png">', "address outside the house"),
    ],
)
def test_the_scan_itself(text, name):
    assert findings(text) == [name]


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_styles_work_on_old_phones(path):
    assert TOO_NEW_CSS.findall(path.read_text(encoding="utf-8")) == []


def test_script_works_on_old_phones():
    assert TOO_NEW_JS.findall((STATIC / "app.js").read_text(encoding="utf-8")) == []


def test_colours_come_from_the_tokens():
    for path in set(STATIC.glob("*.css")) - {STATIC / "tokens.css", STATIC / "print.css"}:
        assert re.findall(r"#[0-9a-f]{3,8}\b", path.read_text(encoding="utf-8")) == [], path.name
