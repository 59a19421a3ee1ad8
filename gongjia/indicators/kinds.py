"""What a programme declares to publish a figure, and the registry of figures.

A figure is a definition over records, never a form: the programme hands over a queryset, the engine scopes it to a
union's subtree, counts or adds it up, groups it by month and opens it down to the rows.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjia.people.models import Person

Words = str | Promise
Number = int | Decimal | float


class Nature(models.TextChoices):
    STOCK = "stock", _("Stock")  # in being at the end of a day
    FLOW = "flow", _("Flow")  # happened after one day and up to another


class Unit(models.TextChoices):
    """What is counted; the label is the word that follows the number."""

    PERSON = "person", pgettext_lazy("unit", "people")
    PERSON_TIME = "person-time", pgettext_lazy("unit", "person-times")  # 人次: never shown as people
    CASE = "case", pgettext_lazy("unit", "cases")
    YUAN = "CNY", pgettext_lazy("unit", "yuan")
    RATE = "rate", ""
    ITEM = "item", pgettext_lazy("unit", "items")
    PLACE = "place", pgettext_lazy("unit", "places")
    SESSION = "session", pgettext_lazy("unit", "sessions")
    VIEW = "view", pgettext_lazy("unit", "views")
    COLLEGE = "college", pgettext_lazy("unit", "colleges")
    BASE = "base", pgettext_lazy("unit", "bases")
    ENTERPRISE = "enterprise", pgettext_lazy("unit", "enterprises")
    REGION = "region", pgettext_lazy("unit", "regions")
    COMMITTEE = "committee", pgettext_lazy("unit", "committees")
    PROJECT = "project", pgettext_lazy("unit", "projects")
    PERSON_PER_COLLEGE = "person/college", pgettext_lazy("unit", "people a college")

    @property
    def is_personal(self) -> bool:
        """Whether each row stands for somebody, so that a number below five could point at them."""
        return self in (Unit.PERSON, Unit.PERSON_TIME, Unit.CASE, Unit.YUAN, Unit.RATE)


@dataclass(frozen=True)
class Indicator:
    key: str
    figure: str  # id in the federation's published list, e.g. "F25"; "" for one of our own
    title: Words
    unit: Unit
    nature: Nature
    definition: Words  # one line, shown under the number
    pitfall: Words  # what it must not be mistaken for
    rows: Callable[[], QuerySet[Any]]  # one row for each thing it could ever count; the engine narrows day and union
    union_path: str  # lookup from a row to the path of its union, e.g. "union__path"
    county: str  # lookup from a row to the id of its county federation
    from_day: str  # lookup of a date. Flow: the day it happened; stock: the day it came into being
    to_day: str = ""  # lookup of a date. Stock: the first day on which it was no more, where it has ended
    amount: str = ""  # lookup of the money added up; "" counts rows
    denominator: str = ""  # key of another indicator: the figure is then this one's rows divided by that one's
    beside: tuple[str, ...] = ()  # keys of figures that must stand beside this one
    describe: Callable[[Any], tuple[str, str]] | None = None  # a row's label and address, for the drill-down
    # Gives rows that a reader opens what `describe` says of them and the reader's own eyes may not see.
    complete: Callable[[Person | None, Sequence[Any]], None] | None = None
    opened_by: str = "read_cases"  # verb of unions.may() that opens the rows
    kept: bool = False  # counted as its rows change (keeping.py), for tables of millions; what they join never changes
    growth_of: str = ""  # key of a kept stock whose begun less ended this flow is


_indicators: dict[str, Indicator] = {}


def register(indicator: Indicator) -> Indicator:
    """Called by a programme's indicators.py. Raises ValueError for a declaration that cannot be read."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", indicator.key):
        raise ValueError(f"{indicator.key!r} cannot stand in an address: use small letters, digits and _")
    if indicator.nature == Nature.FLOW and indicator.to_day:
        raise ValueError(f"{indicator.key}: what happened on a day does not end; a flow has no to_day")
    if indicator.unit == Unit.RATE and not indicator.denominator:
        raise ValueError(f"{indicator.key}: a rate needs a denominator")
    if indicator.kept and indicator.amount:
        raise ValueError(f"{indicator.key}: what is kept by month is a count of rows, not an amount")
    _indicators[indicator.key] = indicator
    return indicator


def indicator_of(key: str) -> Indicator:
    return _indicators[key]


def all_indicators() -> list[Indicator]:
    """Every declared figure: the published list in its order, then our own."""

    def place(indicator: Indicator) -> tuple[int, str]:
        number = re.search(r"\d+", indicator.figure)
        return (int(number[0]) if number else 10**6, indicator.key)

    return sorted(_indicators.values(), key=place)


@dataclass(frozen=True)
class Reading:
    """A figure read for a union: what `gongjia figures --json` prints and the page shows.

    Counts are int, money is Decimal yuan with two places, rates are float; a rate of nothing is None.
    """

    key: str
    value: Number | None
    numerator: Number
    denominator: Number | None
    unit: str
    as_of: date
    since: date | None
    definition: str
