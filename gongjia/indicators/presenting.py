"""Figures as the templates show them: words, units, addresses, the drawn trend and the drawn map."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext as _

from gongjia.foundation.clock import today
from gongjia.foundation.walls import as_platform
from gongjia.indicators import access, drawing, periods
from gongjia.indicators.access import Place
from gongjia.indicators.counting import Month, Tally
from gongjia.indicators.forms import Asked, PeriodForm
from gongjia.indicators.geometry import Shape, shapes
from gongjia.indicators.kinds import Indicator, Nature, Number, Unit
from gongjia.indicators.small_numbers import Shown
from gongjia.unions.models import Union
from gongjia.web.templatetags.web import day


def number_words(unit: Unit, value: Number | None) -> str:
    """A number with thousands grouped; money with two places, a rate in percent; what cannot be said is a dash."""
    if value is None:
        return "—"
    if unit == Unit.RATE:
        return f"{100 * value:.1f}%"
    if unit == Unit.YUAN:
        return f"{value:,.2f}"
    return f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"


def shown_words(indicator: Indicator, shown: Shown) -> str:
    if shown.few:
        return "<5"
    return _("not published") if shown.withheld else number_words(indicator.unit, shown.value)


def days_words(asked: Asked, nature: str) -> Any:
    """The day that a stock is of, or the first and last counted day of a flow."""
    last = day(asked.period.as_of, weekday=False)
    if nature == Nature.STOCK:
        return last
    return format_html(_("{first} to {last}"), first=day(asked.period.first_day, weekday=False), last=last)


@as_platform("figures count rows that their reader does not see")
def tiles(asked: Asked, indicators: Iterable[Indicator]) -> list[dict[str, Any]]:
    """Figures with those that must stand beside them, and what the reader may do with each; each is counted once."""
    shown = list(indicators)
    every = list({each.key: each for main in shown for each in (main, *access.beside(main))}.values())
    numbers = access.numbers_for(asked.viewer, every, asked.union, asked.period)
    opened = access.opened_to(asked.viewer, every, asked.union)

    def tile(indicator: Indicator) -> dict[str, Any]:
        return _tile(asked, indicator, *numbers[indicator.key], may_open=indicator.key in opened)

    return [tile(main) | {"beside": [tile(other) for other in access.beside(main)]} for main in shown]


def _tile(asked: Asked, indicator: Indicator, shown: Shown, count: Tally, may_open: bool) -> dict[str, Any]:
    return {
        "indicator": indicator,
        "label": indicator.title,
        "number": shown_words(indicator, shown),
        "unit": indicator.unit.label if shown.value is not None or shown.few else "",
        "kind": indicator.nature.value,
        "when": days_words(asked, indicator.nature),
        "definition": indicator.definition,
        "url": asked.address("figure", indicator.key),
        "open": _open(asked, indicator, count) if may_open else None,
        "fraction": _fraction(indicator, shown, count),
        "cell": _cell(indicator, shown),
    }


def way(asked: Asked, view: str, key: str = "") -> list[dict[str, Any]]:
    """From the province down to the union, each step an address."""
    steps = access.unions_over(asked.union)
    return [
        {
            "label": union.label,
            "url": asked.address(view, key, union=union.pk, by=None),
            "active": union == asked.union,
        }
        for union in steps
    ]


def days(asked: Asked, view: str, key: str = "") -> dict[str, Any]:
    """The choice of days: free for insiders, whole months and years for outsiders."""
    if not asked.is_insider:
        chips = [
            {
                "label": _end_words(end),
                "url": asked.address(view, key, as_of=end.isoformat()),
                "active": end == asked.period.as_of,
            }
            for end in periods.published_ends(today())
        ]
        return {"chips": chips, "form": None}
    ready = [(_("This year"), periods.this_year(today())), (_("Last five years"), periods.five_years(today()))]
    chips = [
        {
            "label": label,
            "url": asked.address(view, key, since=period.since.isoformat(), as_of=period.as_of.isoformat()),
            "active": period == asked.period,
        }
        for label, period in ready
    ]
    shown = {"since": asked.period.since, "as_of": asked.period.as_of}
    return {"chips": chips, "form": asked.form if asked.form.errors else PeriodForm(initial=shown)}


def _end_words(end: date) -> str:
    if (end.month, end.day) == (12, 31):
        return _("To the end of %(year)s") % {"year": end.year}
    return _("To %(day)s") % {"day": end.isoformat()}


def trend(asked: Asked, indicator: Indicator) -> dict[str, Any] | None:
    """The drawn trend with its table; None where the reader gets none."""
    months = access.months_for(asked.viewer, indicator, asked.union, asked.period)
    if not months:
        return None
    values = [float(shown.value) if shown.value is not None else None for _month, shown in months]
    drawn = drawing.trend(values, [shown.is_told for _month, shown in months], indicator.nature == Nature.STOCK)
    rows = [{"month": _month_words(month), "text": shown_words(indicator, shown)} for month, shown in months]
    middle = rows[len(rows) // 2]["month"] if len(rows) > 2 else ""
    return {
        "drawn": drawn,
        "ticks": [_tick(indicator, value) for value in drawn.ticks],
        "labels": [rows[0]["month"], middle, rows[-1]["month"]] if len(rows) > 1 else [rows[0]["month"]],
        "rows": rows,
        "bars": list(zip(drawn.bars, rows, strict=True)) if drawn.bars else [],
        "width": drawing.WIDTH,
        "height": drawing.HEIGHT,
    }


@as_platform("figures count rows that their reader does not see")
def places(asked: Asked, indicator: Indicator) -> dict[str, Any]:
    """The table of places and, where their shapes are known, the map of them."""
    found = access.places_for(asked.viewer, indicator, asked.union, asked.period, asked.by_county)
    may_open = access.may_open(asked.viewer, indicator, asked.union)
    rows = [_place(asked, indicator, place, may_open) for place in found if _is_listed(place)]
    drawn = _map(asked, rows)
    off_map = [row for row in rows if row["union"] and not row["shape"]] if drawn else []
    return {
        "rows": rows,
        "map": drawn,
        "legend": _legend(indicator, drawn) if drawn else [],
        "off_map": off_map,
        "are_some_left_out": len(rows) < len(found),
        "is_province": asked.union.parent_id is None,
        "by_county": asked.by_county,
        "by_place_url": asked.address("figure", indicator.key, by=None),
        "by_county_url": asked.address("figure", indicator.key, by="county"),
        "may_open": may_open,
        "approval": settings.ENV.MAP_APPROVAL,
    }


def _is_listed(place: Place) -> bool:
    """Every federation is, and of the other unions those with any record, also where they add up to 0."""
    is_federation = place.union is not None and place.union.kind == Union.Kind.FEDERATION
    return is_federation or not place.is_nothing


def _place(asked: Asked, indicator: Indicator, place: Place, may_open: bool) -> dict[str, Any]:
    union = place.union
    words = shown_words(indicator, place.shown)
    reachable = union is not None and (asked.is_insider or union.level in (Union.Level.PREFECTURE, Union.Level.COUNTY))
    return {
        "union": union,
        "label": union.label if union else _("In no county") if asked.by_county else _("Directly under this union"),
        "short": _short(union.label) if union else "",
        "text": words,
        "unit": indicator.unit.label if place.shown.value is not None or place.shown.few else "",
        "value": (float(place.shown.value or 0)) if place.shown.is_told else None,
        "url": asked.address("figure", indicator.key, union=union.pk, by=None) if union and reachable else "",
        "open": _open_place(asked, indicator, place) if may_open else "",
        "shape": _shape(union),
        "cell": _cell(indicator, place.shown),
    }


def _open_place(asked: Asked, indicator: Indicator, place: Place) -> str:
    """Where the rows behind a line of the table are listed; what lies in no county opens in the table by prefecture."""
    if not place.count.rows:
        return ""
    if place.union is not None:
        return asked.address("records", indicator.key, union=place.union.pk, by=None)
    return "" if asked.by_county else asked.address("records", indicator.key, only="direct")


def _cell(indicator: Indicator, shown: Shown) -> Number | str:
    """For a spreadsheet: the bare number where there is one."""
    return shown.value if shown.value is not None else shown_words(indicator, shown)


def _short(name: str) -> str:
    """What a map has room for: 「长春」 of 「长春市总工会」; other languages keep the name."""
    bare = name.removesuffix("总工会")
    shortened = re.sub(r"(朝鲜族|满族|蒙古族)?(自治州|自治县|州|市|县|区)$", "", bare)
    return shortened if len(shortened) > 1 else bare


def _shape(union: Union | None) -> Shape | None:
    """A federation's division on the map. Industry unions and areas that are no division have none."""
    if union is None or union.kind != Union.Kind.FEDERATION or len(union.division_code) != 6:
        return None
    return shapes().get(union.division_code)


def _map(asked: Asked, rows: Sequence[dict[str, Any]]) -> drawing.Choropleth | None:
    items = [drawing.Item(row["shape"], row["value"], row["short"], row) for row in rows if row["shape"]]
    outlines = [shape for code, shape in shapes().items() if code.endswith("00")] if asked.by_county else []
    return drawing.choropleth(items, outlines)


def _legend(indicator: Indicator, drawn: drawing.Choropleth) -> list[dict[str, Any]]:
    ranges = []
    for shade, low, high in drawn.classes:
        first, last = _tick(indicator, low), _tick(indicator, high)
        ranges.append({"shade": shade, "text": first if first == last else f"{first} – {last}"})
    return ranges


def _tick(indicator: Indicator, value: float) -> str:
    if indicator.unit == Unit.RATE:
        return f"{100 * value:.1f}%"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _month_words(month: Month) -> str:
    return f"{month.first:%Y-%m}"


def _open(asked: Asked, indicator: Indicator, count: Tally) -> dict[str, str]:
    """ "打开 3,794 件", for whoever may."""
    unit = _("records") if indicator.amount or indicator.denominator else indicator.unit.label
    label = _("Open %(number)s %(unit)s") % {"number": f"{count.rows:,}", "unit": unit}
    return {"label": label, "url": asked.address("records", indicator.key)}


def _fraction(indicator: Indicator, shown: Shown, count: Tally) -> dict[str, str] | None:
    """Numerator and denominator of a rate: a rate without them says little."""
    if count.under is None or not shown.is_told:
        return None
    return {"numerator": f"{count.amount:,}", "denominator": f"{count.under.amount:,}", "key": indicator.denominator}
