"""The figures pages. Everybody may read them; what they say of small numbers and whose rows they open is access.py's."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from gongjia.indicators import access, presenting
from gongjia.indicators.actions import note_opening
from gongjia.indicators.forms import Asked, asked
from gongjia.indicators.kinds import Indicator, Nature
from gongjia.indicators.spreadsheet import csv_file
from gongjia.people.access import account_of
from gongjia.unions.access import unions_reached
from gongjia.unions.kinds import READ_FIGURES

PAGE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All figures of a union."""
    question = asked(request)
    return render(request, "indicators/index.html", _index(question))


@require_safe
def index_print(request: HttpRequest) -> HttpResponse:
    question = asked(request, strict=True)
    return render(request, "indicators/index_print.html", _index(question) | {"back_url": question.address("index")})


@require_safe
def index_table(request: HttpRequest) -> HttpResponse:
    question = asked(request, strict=True)
    heads = [
        _("Figure"),
        pgettext("figures", "Number"),
        _("Unit of measure"),
        _("After the day"),
        _("Up to the day, included"),
        _("Definition"),
    ]
    rows = [_line(question, tile) for tile in presenting.tiles(question, access.figures())]
    return csv_file(f"figures-{question.union.pk}", [heads, *rows])


@require_safe
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """One figure of a union: number, trend, map and table of places."""
    question, indicator = asked(request), access.figure_named(key)
    return render(request, "indicators/figure.html", _figure(question, indicator))


@require_safe
def figure_print(request: HttpRequest, key: str) -> HttpResponse:
    question, indicator = asked(request, strict=True), access.figure_named(key)
    context = _figure(question, indicator) | {"back_url": question.address("figure", key), "is_print": True}
    return render(request, "indicators/figure_print.html", context)


@require_safe
def figure_table(request: HttpRequest, key: str) -> HttpResponse:
    """The figure of the union and of its places, as seen by the reader."""
    question, indicator = asked(request, strict=True), access.figure_named(key)
    heads = [
        _("Place"),
        _("Division code"),
        indicator.title,
        _("Unit of measure"),
        _("After the day"),
        _("Up to the day, included"),
    ]
    return csv_file(f"{key}-{question.union.pk}", [heads, *_place_lines(question, indicator)])


@require_safe
def records(request: HttpRequest, key: str) -> HttpResponse:
    """The rows behind a figure, each leading to its own page."""
    question, indicator = asked(request), access.figure_named(key)
    rows = access.records_for(question.viewer, indicator, question.union, question.period, question.only_direct)
    account = account_of(request)
    assert account is not None  # noqa: S101 - nobody without an account may open rows
    note_opening(account, indicator, question.union, question.period)
    count = access.records_count(indicator, question.union, question.period, question.only_direct)
    page = Paginator(range(min(count, access.LISTED_AT_MOST)), PAGE).get_page(request.GET.get("page"))
    seen = access.records_seen(question.viewer, indicator, rows, page.object_list)
    context = _common(question, "records", indicator) | {
        "indicator": indicator, "page": page, "lines": [_record(indicator, row) for row in seen], "count": count,
        "listed_at_most": access.LISTED_AT_MOST, "are_too_many": count > access.LISTED_AT_MOST,
        "records_table_url": question.address("records_table", key, only="direct" if question.only_direct else None),
    }  # fmt: skip
    return render(request, "indicators/desk/records.html", context)


@require_safe
def records_table(request: HttpRequest, key: str) -> HttpResponse:
    """The same as a file; where there are too many for one, the page that says so."""
    question, indicator = asked(request, strict=True), access.figure_named(key)
    rows = access.records_for(question.viewer, indicator, question.union, question.period, question.only_direct)
    count = access.records_count(indicator, question.union, question.period, question.only_direct)
    if count > access.LISTED_AT_MOST:
        return redirect(question.address("records", key, only="direct" if question.only_direct else None))
    account = account_of(request)
    assert account is not None  # noqa: S101 - nobody without an account may open rows
    note_opening(account, indicator, question.union, question.period, exported=True)
    lines = (_record(indicator, row) for row in access.records_seen(question.viewer, indicator, rows, range(count)))
    table = ([line["label"], request.build_absolute_uri(line["url"]) if line["url"] else ""] for line in lines)
    return csv_file(f"{key}-{question.union.pk}-records", [[indicator.title, _("Web address")], *table])


def _common(question: Asked, view: str, indicator: Indicator | None = None) -> dict[str, Any]:
    key = indicator.key if indicator else ""
    is_officer = bool(unions_reached(question.viewer, READ_FIGURES))
    return {
        "base": "web/desk.html" if is_officer else "web/member.html",
        "asked": question,
        "union_name": question.union.label,
        "way": presenting.way(question, view, key),
        "days": presenting.days(question, view, key),
        "days_words": presenting.days_words(question, indicator.nature if indicator else Nature.FLOW),
        "index_url": question.address("index"),
        "figure_url": question.address("figure", key) if key else "",
        "print_url": question.address(f"{'figure' if key else 'index'}_print", key),
        "table_url": question.address(f"{'figure' if key else 'index'}_table", key),
    }


def _index(question: Asked) -> dict[str, Any]:
    return _common(question, "index") | {"tiles": presenting.tiles(question, access.figures())}


def _figure(question: Asked, indicator: Indicator) -> dict[str, Any]:
    return _common(question, "figure", indicator) | {
        "indicator": indicator,
        "tile": presenting.tiles(question, [indicator])[0],
        "trend": presenting.trend(question, indicator),
        "places": presenting.places(question, indicator),
    }


def _record(indicator: Indicator, row: Any) -> dict[str, str]:
    if row is None:
        return {"label": _("Is with another union now, which alone can open it."), "url": ""}
    label, url = indicator.describe(row) if indicator.describe else (str(row), "")
    return {"label": label, "url": url}


def _line(question: Asked, tile: dict[str, Any]) -> list[Any]:
    return [tile["label"], tile["cell"], tile["unit"], *_days(question, tile["indicator"]), tile["definition"]]


def _place_lines(question: Asked, indicator: Indicator) -> Iterator[list[Any]]:
    tile = presenting.tiles(question, [indicator])[0]
    days = _days(question, indicator)
    yield [question.union.label, question.union.division_code, tile["cell"], tile["unit"], *days]
    for place in presenting.places(question, indicator)["rows"]:
        code = place["union"].division_code if place["union"] else ""
        yield [place["label"], code, place["cell"], place["unit"], *days]


def _days(question: Asked, indicator: Indicator) -> list[str]:
    since = question.period.since.isoformat() if indicator.nature == Nature.FLOW else ""
    return [since, question.period.as_of.isoformat()]
