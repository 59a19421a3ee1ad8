from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjia.indicators.spreadsheet import csv_file, safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+86", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "  =cmd|' /C calc'!A0"])
def test_a_text_like_a_formula_stays_a_text(text):
    assert safe_cell(text) == "'" + text


@given(st.text())
def test_no_cell_begins_like_a_formula(text):
    assert not str(safe_cell(text)).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("plain", ["昌邑区总工会", "", 12, -5, Decimal("-3.20"), "TJ-2026-1"])
def test_what_is_harmless_stays_as_it_is(plain):
    assert safe_cell(plain) == plain


def test_a_file_opens_in_chinese():
    content = csv_file("figures-1", [["数字", 5]]).content
    assert content == "\ufeff数字,5\r\n".encode()
