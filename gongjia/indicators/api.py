"""Figures for programs: definitions, and the same numbers as on the pages, hidden as there from whoever is outside."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router, Schema
from pydantic import Field

from gongjia.foundation.api.paging import Page, PageQuery, listed
from gongjia.foundation.api.problems import Problem
from gongjia.foundation.api.scopes import Scope, anybody, caller_of, register
from gongjia.foundation.clock import today
from gongjia.indicators import access
from gongjia.indicators.forms import EARLIEST
from gongjia.indicators.kinds import Indicator, Nature
from gongjia.indicators.periods import Period, published, this_year
from gongjia.indicators.small_numbers import Shown
from gongjia.unions.kinds import READ_FIGURES
from gongjia.unions.models import Union

FIGURES_READ = register(
    Scope("figures:read", gettext_lazy("Read exact figures of unions within your office"), READ_FIGURES)
)
router = Router(tags=["figures"])
Day = Annotated[date, Field(ge=EARLIEST, le=date(2099, 12, 31))]


class FigureOut(Schema):
    key: str
    figure: str = Field(description="number in the federation's published list; empty for one of our own")
    title: str
    definition: str
    pitfall: str = Field(description="what it must not be mistaken for")
    unit: str
    nature: str = Field(description="stock: in being at the end of a day; flow: happened within the period")
    denominator: str = Field(description="key of the figure it is divided by; empty where it is no rate")
    beside: list[str] = Field(description="figures that must stand beside it")


class NumberOut(Schema):
    value: str | None = Field(
        description="a decimal number; null where it is not told or there is nothing to divide by"
    )
    few: bool = Field(
        description="1 to 4, which outsiders are not told; only where all that is not told beside it is small"
    )
    withheld: bool = Field(description="not told: it is small, or would tell a small one")


class ReadingOut(NumberOut):
    key: str
    union: int
    unit: str
    since: date | None = Field(description="flow: what happened after this day; null for a stock")
    as_of: date = Field(description="up to this day, included")
    is_exact: bool = Field(description="the reader is inside; outsiders get whole months and no small numbers")


class PlaceOut(NumberOut):
    union: int | None = Field(description="null for what belongs to none of the others")
    name: str


class MonthOut(NumberOut):
    month: str = Field(description="e.g. 2026-11")


class ReadingQuery(Schema):
    union: str = Field("", pattern=r"^(jl|\d{1,12})?$", description="jl, a division code or the number of a union")
    since: Day | None = Field(None, description="after this day; outsiders get five calendar years")
    as_of: Day | None = Field(None, description="up to this day; outsiders get the end of a month or year before it")


class PlacesQuery(ReadingQuery, PageQuery):
    pass


class _Question:
    """One request, understood: who reads, of which union, which days."""

    def __init__(self, request: HttpRequest, query: ReadingQuery) -> None:
        caller = caller_of(request)
        person = caller.person if FIGURES_READ.key in caller.scopes else None
        key = query.union or (str(caller.union.pk) if person is not None and caller.union is not None else "")
        self.union: Union = access.union_for(person, key)
        if caller.union is not None and not caller.union.covers(self.union):
            person = None  # a partner's program is inside its own union alone
            self.union = access.union_for(None, key)
        self.viewer, self.is_exact = person, access.is_insider(person, self.union)
        self.period = self._days(query) if self.is_exact else published(query.as_of, today())

    def _days(self, query: ReadingQuery) -> Period:
        as_of = min(query.as_of or today(), today())
        since = query.since or this_year(as_of).since
        if since >= as_of:
            said = _("This day must lie before the last day of the period, %(day)s.") % {"day": as_of}
            raise Problem("unfit", said, [("since", said)])
        return Period(since, as_of)


@router.get("", response=Page[FigureOut], summary="Definitions of the figures")
@anybody
def list_figures(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """Every figure with its definition, the published list first."""
    return listed([_figure(indicator) for indicator in access.figures()], query, "figures")


@router.get("/{key}", response=ReadingOut, summary="One figure of a union")
@anybody
def get_figure(request: HttpRequest, key: str, query: Query[ReadingQuery]) -> dict[str, Any]:
    """The number for a union and a period. With a token that carries figures:read it is exact within one's office."""
    indicator, question = access.figure_named(key), _Question(request, query)
    shown, _count = access.number_for(question.viewer, indicator, question.union, question.period)
    return {
        **_number(shown), "key": key, "union": question.union.pk, "unit": indicator.unit.value,
        "since": question.period.since if indicator.nature == Nature.FLOW else None,
        "as_of": question.period.as_of, "is_exact": question.is_exact,
    }  # fmt: skip


@router.get("/{key}/places", response=Page[PlaceOut], summary="A figure by the unions below")
@anybody
def list_figure_places(request: HttpRequest, key: str, query: Query[PlacesQuery]) -> dict[str, Any]:
    """The figure by the unions directly under the one asked for."""
    indicator, question = access.figure_named(key), _Question(request, query)
    found = access.places_for(question.viewer, indicator, question.union, question.period)
    return listed([_place(place) for place in found], query, f"places:{key}")


@router.get("/{key}/months", response=Page[MonthOut], summary="A figure by months")
@anybody
def list_figure_months(request: HttpRequest, key: str, query: Query[PlacesQuery]) -> dict[str, Any]:
    """The trend, ten years at most. Empty for outsiders below the province, who could subtract neighbours' months."""
    indicator, question = access.figure_named(key), _Question(request, query)
    found = access.months_for(question.viewer, indicator, question.union, question.period) or []
    return listed(
        [{**_number(shown), "month": f"{month.first:%Y-%m}"} for month, shown in found], query, f"months:{key}"
    )


def _figure(indicator: Indicator) -> dict[str, Any]:
    return {
        "key": indicator.key, "figure": indicator.figure, "title": str(indicator.title),
        "definition": str(indicator.definition), "pitfall": str(indicator.pitfall), "unit": indicator.unit.value,
        "nature": indicator.nature.value, "denominator": indicator.denominator, "beside": list(indicator.beside),
    }  # fmt: skip


def _number(shown: Shown) -> dict[str, Any]:
    return {"value": None if shown.value is None else str(shown.value), "few": shown.few, "withheld": shown.withheld}


def _place(place: access.Place) -> dict[str, Any]:
    name = place.union.label if place.union else _("Directly under this union")
    return {**_number(place.shown), "union": place.union.pk if place.union else None, "name": name}
