"""What leaves as a table is opened by a spreadsheet program: no cell of it may run, and a number must stay one."""

import csv
import io
from decimal import Decimal
from unicodedata import category

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gongjia.indicators.spreadsheet import DANGEROUS, csv_file, safe_cell

NUMBERS = st.one_of(
    st.integers(), st.decimals(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False)
)
CELLS = st.one_of(st.text(max_size=30), NUMBERS, st.booleans(), st.dates(), st.none())
PREFIXES = [
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
    " =",
    "\u00a0=",
    "\u3000=",
    "\ufeff=",
    "\u200b=",
    "\x00=",
    "'=",
]


def read_again(rows):
    text = csv_file("x", rows).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def runs(cell: str) -> bool:
    """Whether a spreadsheet might take the cell for a formula: its first sign that can be seen is dangerous."""
    seen = next((n for n, sign in enumerate(cell) if not sign.isspace() and category(sign) not in ("Cc", "Cf")), 0)
    return cell.startswith(DANGEROUS) or cell[seen:].startswith(DANGEROUS)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=5))
@example([["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)"]])
@example([["\ud800=1", "\x00=1"]])
def test_no_text_runs_and_every_number_is_one(rows):
    found = read_again(rows)
    assert len(found) == len(rows)
    for given_row, found_row in zip(rows, found, strict=True):
        assert len(found_row) == len(given_row)
        for given_cell, cell in zip(given_row, found_row, strict=True):
            if isinstance(given_cell, (int, float, Decimal)) and not isinstance(given_cell, bool):
                assert Decimal(cell) == Decimal(str(given_cell))
            else:
                assert not runs(cell)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_each_dangerous_beginning_is_shown_as_text(prefix):
    text = prefix + "HYPERLINK(1)"
    cell = read_again([[text]])[0][0]
    assert not runs(cell)
    assert "HYPERLINK(1)" in cell


def test_an_ordinary_text_stays_as_it_is():
    for text in ("王芳", "演示松江配送有限公司", "a=b", "3-5", "", "'"):
        assert safe_cell(text) == text
