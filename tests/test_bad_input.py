"""docs/reference/bad-input.md is true: each test that it names exists, each sentence stands in a Chinese catalogue."""

import ast
import io
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| (?P<fault>.+?) \| (?P<sentence>.+?) \| `(?P<file>.+?)::(?P<test>\w+)` \|$", re.M)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
PAGE = (ROOT / "docs/reference/bad-input.md").read_text()
ROWS = [match.groupdict() for match in ROW.finditer(PAGE)]


@cache
def sentences() -> list[re.Pattern[str]]:
    """What the Chinese catalogues say, anything at all in place of each placeholder."""
    paths = (ROOT / "gongjia").rglob("locale/zh_Hans/LC_MESSAGES/django.po")
    entries = [entry.string for path in paths for entry in read_po(io.BytesIO(path.read_bytes()), "zh_Hans")]
    said = [text for text in entries if isinstance(text, str) and PLACEHOLDER.sub("", text)]
    return [re.compile(".+?".join(re.escape(piece) for piece in PLACEHOLDER.split(text))) for text in said]


def test_every_line_of_the_table_is_read():
    lines = [line for line in PAGE.splitlines() if line.startswith("|")]
    assert len(ROWS) == len(lines) - 2 == 11


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["fault"])
def test_the_named_test_exists(row):
    tree = ast.parse((ROOT / row["file"]).read_text())
    assert row["test"] in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["fault"])
def test_the_sentence_is_what_the_platform_says(row):
    assert any(said.fullmatch(row["sentence"]) for said in sentences())
