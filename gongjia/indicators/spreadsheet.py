"""Tables as CSV files that open in a spreadsheet program: UTF-8 with its mark, and no cell that could run as a formula."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from unicodedata import category

from django.http import HttpResponse

# A spreadsheet takes a text that begins like this for a formula; the full-width forms are read so in East Asia.
# Signs before it that nobody sees do not help: some programs drop them.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_UNSEEN = "".join(chr(code) for code in range(0x10000) if chr(code).isspace() or category(chr(code)) in ("Cc", "Cf"))


def safe_cell(value: Any) -> Any:
    """Numbers as they are; a text that begins like a formula behind an apostrophe, which shows it as text."""
    if isinstance(value, (int, float, Decimal)):
        return value
    text = str(value).encode("utf-8", "replace").decode()  # half a character cannot be written
    seen = text.lstrip(_UNSEEN)
    return f"'{text}" if text.startswith(DANGEROUS) or seen.startswith(DANGEROUS) else text


def csv_file(name: str, rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The rows as a download; `name` in plain letters, without the ending."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")
    csv.writer(response).writerows([safe_cell(value) for value in row] for row in rows)
    return response
