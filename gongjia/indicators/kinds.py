"""What a programme declares to publish a figure, and the registry of figures.

A figure is a definition over records, never a form: the programme hands over a queryset, the engine scopes it to a
union's subtree, counts or adds it up, groups it by month and opens it down to the rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

Words = str | Promise


class Nature(StrEnum):
    STOCK = "stock"  # in being at a day
    FLOW = "flow"  # happened between two days


class Unit(StrEnum):
    PERSON = "person"
    PERSON_TIME = "person-time"  # 人次: never shown as people
    CASE = "case"
    YUAN = "CNY"
    RATE = "rate"


@dataclass(frozen=True)
class Indicator:
    key: str
    figure: str  # id in the federation's published list, e.g. "F25"; "" for one of our own
    title: Words
    unit: Unit
    nature: Nature
    definition: Words  # one line, shown under the number
    pitfall: Words  # what it must not be mistaken for
    rows: Callable[[], QuerySet[Any]]  # every row it could ever count; the engine narrows day and union
    union_path: str  # lookup from a row to the path of its union, e.g. "union__path"
    county: str  # lookup from a row to the id of its county federation
    from_day: str  # flow: the day it happened; stock: the day it came into being
    to_day: str = ""  # stock: the day it ended, where it has
    amount: str = ""  # lookup of the money added up; "" counts rows
    denominator: str = ""  # key of another indicator
    beside: tuple[str, ...] = ()  # keys of figures that must stand beside this one
    describe: Callable[[Any], tuple[str, str]] | None = None  # a row's label and address, for the drill-down
    opened_by: str = "read_cases"  # verb of unions.may() that opens the rows


_indicators: dict[str, Indicator] = {}


def register(indicator: Indicator) -> Indicator:
    _indicators[indicator.key] = indicator
    return indicator


def indicator_of(key: str) -> Indicator:
    return _indicators[key]


def all_indicators() -> list[Indicator]:
    return list(_indicators.values())


@dataclass(frozen=True)
class Reading:
    """A figure read on a day for a union: what `gongjia figures --json` prints and the page shows."""

    key: str
    value: Any
    numerator: Any
    denominator: Any
    unit: str
    as_of: date
    since: date | None
    definition: str
