"""What `gongjia figures` prints: every declared figure, exact, for the operator at the machine."""

import json
import sys
from datetime import date
from decimal import Decimal
from typing import Any, TextIO

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.utils import translation

from gongjia.foundation.clock import today
from gongjia.indicators import access, counting
from gongjia.indicators.kinds import Number, Reading
from gongjia.indicators.periods import years_before
from gongjia.indicators.presenting import number_words


def print_figures(
    as_of: date | None = None,
    since: date | None = None,
    union_key: str = access.PROVINCE_KEY,
    as_json: bool = False,
    out: TextIO | None = None,
) -> int:
    """`as_of` is today if not given, `since` five years before it. Returns an exit status.

    `union_key`: "jl" for the province, a division code, or a union's id.
    """
    out = out or sys.stdout
    as_of = as_of or today()
    since = since or years_before(as_of, 5)
    if since >= as_of:
        print(f"--since {since} 必须早于 --as-of {as_of}。", file=sys.stderr)
        return 2
    try:
        union = access.union_of(union_key)
    except (ObjectDoesNotExist, Http404):
        print(f"没有找到工会「{union_key}」。可以写 jl（全省）、行政区划代码或工会编号。", file=sys.stderr)
        return 2
    with translation.override("zh-hans"):
        figures = access.figures()
        readings = [counting.read(indicator, union, as_of, since) for indicator in figures]
        if as_json:
            print(json.dumps([as_printed(reading) for reading in readings], ensure_ascii=False, indent=2), file=out)
            return 0
        print(f"{union.name}  {since} 之后，至 {as_of}", file=out)
        for indicator, reading in zip(figures, readings, strict=True):
            number = f"{number_words(indicator.unit, reading.value)} {indicator.unit.label}".rstrip()
            print(f"{indicator.figure or '—':<5}{number:>20}  {indicator.title}：{reading.definition}", file=out)
    return 0


def as_printed(reading: Reading) -> dict[str, Any]:
    """The JSON form: counts and rates as numbers, money as a string with two places, a rate of nothing as null."""
    return {
        "key": reading.key,
        "value": _printed(reading.value),
        "numerator": _printed(reading.numerator),
        "denominator": _printed(reading.denominator),
        "unit": reading.unit,
        "as_of": reading.as_of.isoformat(),
        "definition": reading.definition,
    }


def _printed(value: Number | None) -> int | float | str | None:
    return f"{value:.2f}" if isinstance(value, Decimal) else value
