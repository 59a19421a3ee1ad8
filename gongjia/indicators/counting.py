"""How a declared figure is counted: pure queries, exact, for a union's whole subtree. Asks nobody's permission.

A stock counts what is in being at the end of `as_of`. A flow counts what happened after `since` and up to the end of
`as_of`, so that two periods that meet add up, and stock(as_of) = stock(since) + begun - ended in between.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.db.models.functions import NullIf

from gongjia.foundation.walls import as_platform
from gongjia.indicators.keeping import is_kept
from gongjia.indicators.kinds import Indicator, Nature, Number, Reading, Unit, indicator_of
from gongjia.indicators.models import homes_kept, months_kept
from gongjia.unions.models import Union, subtree

CENT = Decimal("0.01")
ONE_DAY = timedelta(days=1)
ALL, HOME, DAY = (
    "all",
    "home",
    "day",
)  # what a count is split by: nothing, the union a row belongs to, the day it changed


@dataclass(frozen=True)
class Tally:
    """Rows counted and what they add up to; for a rate `under` is the tally of the denominator.

    `adding`: where an amount is added up, the rows that add anything to it.
    """

    rows: int = 0
    amount: int | Decimal = 0
    under: Tally | None = None
    adding: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether there is no row at all, also none to divide by. What adds up to 0 is not nothing."""
        return not self.rows and not (self.under and self.under.rows)

    def __add__(self, other: Tally) -> Tally:
        under = self.under + other.under if self.under and other.under else self.under or other.under
        return Tally(self.rows + other.rows, self.amount + other.amount, under, self.adding + other.adding)

    def __sub__(self, other: Tally) -> Tally:
        under = self.under - other.under if self.under and other.under else self.under
        return Tally(self.rows - other.rows, self.amount - other.amount, under, self.adding - other.adding)


@dataclass(frozen=True)
class Month:
    """One point of a series: a flow's month, or a stock at the month's end; the last month ends with `as_of`."""

    first: date
    last: date
    tally: Tally


def counted(
    indicator: Indicator, union: Union, as_of: date, since: date | None = None, only_direct: bool = False
) -> QuerySet[Any]:
    """The very rows behind the number, in no order. `only_direct`: those of the union itself, without the unions under it."""
    within = Q(**{indicator.union_path: union.path}) if only_direct else subtree(union.path, indicator.union_path)
    rows = indicator.rows().filter(within, **{f"{indicator.from_day}__lte": as_of})
    if indicator.nature == Nature.FLOW:
        return rows.filter(**{f"{indicator.from_day}__gt": since}) if since else rows
    if not indicator.to_day:
        return rows
    return rows.filter(Q(**{f"{indicator.to_day}__isnull": True}) | Q(**{f"{indicator.to_day}__gt": as_of}))


@as_platform("a figure counts rows that its reader does not see")
def tally(indicator: Indicator, union: Union, as_of: date, since: date | None = None) -> Tally:
    found = sum((count for _key, count in _counts(indicator, union, as_of, since)), Tally())
    under = _under(indicator)
    return replace(found, under=tally(under, union, as_of, since)) if under else found


def nothing(indicator: Indicator) -> Tally:
    return Tally(under=Tally() if indicator.denominator else None)


def value_of(indicator: Indicator, count: Tally) -> Number | None:
    """The figure itself: a count, money, or a quotient to four places; None where the denominator is nothing."""
    if count.under is None:
        return count.amount
    return round(float(count.amount) / float(count.under.amount), 4) if count.under.amount else None


def read(indicator: Indicator, union: Union, as_of: date, since: date | None = None) -> Reading:
    """The figure for a union and everything under it."""
    count = tally(indicator, union, as_of, since)
    return Reading(
        key=indicator.key,
        value=value_of(indicator, count),
        numerator=count.amount,
        denominator=count.under.amount if count.under else None,
        unit=indicator.unit.value,
        as_of=as_of,
        since=since,
        definition=str(indicator.definition),
    )


@as_platform("a figure counts rows that its reader does not see")
def by_branch(
    indicator: Indicator, union: Union, as_of: date, since: date | None = None, depth: int = 1
) -> dict[tuple[int | None, ...], Tally]:
    """The figure split by the branches under `union`.

    Keys are the ids of the child, grandchild, … down to `depth`; None from where a row belongs to the branch itself.
    """
    level = union.path.count("/")
    tallies: dict[tuple[int | None, ...], Tally] = {}
    for path, count in _counts(indicator, union, as_of, since, by=HOME, depth=depth):
        steps = path.rstrip("/").split("/")[level : level + depth]
        branch = tuple(map(int, steps)) + (None,) * (depth - len(steps))
        tallies[branch] = tallies.get(branch, Tally()) + count
    tallies = {branch: count for branch, count in tallies.items() if count != Tally()}
    under = _under(indicator)
    if under is None:
        return tallies
    unders = by_branch(under, union, as_of, since, depth)
    return {
        key: replace(tallies.get(key, Tally()), under=unders.get(key, Tally()))
        for key in tallies.keys() | unders.keys()
    }


@as_platform("a figure counts rows that its reader does not see")
def by_month(indicator: Indicator, union: Union, as_of: date, since: date) -> list[Month]:
    """The figure month by month after `since`, in one query; the last point of a stock is its reading at `as_of`."""
    changes: dict[date, Tally] = {}
    for day, count in _counts(indicator, union, as_of, since, by=DAY):
        month = day.replace(day=1)
        changes[month] = changes.get(month, Tally()) + count
    if indicator.nature == Nature.FLOW:
        points = [(first, last, changes.get(first, Tally())) for first, last in _months(since, as_of)]
    else:
        points = _cumulated(changes, since, as_of)
    under = _under(indicator)
    if under is None:
        return [Month(*point) for point in points]
    unders = by_month(under, union, as_of, since)
    pairs = zip(points, unders, strict=True)
    return [Month(first, last, replace(own, under=below.tally)) for (first, last, own), below in pairs]


def _under(indicator: Indicator) -> Indicator | None:
    return indicator_of(indicator.denominator) if indicator.denominator else None


def _counts(
    indicator: Indicator, union: Union, as_of: date, since: date | None, by: str = ALL, depth: int = 0
) -> Iterator[tuple[Any, Tally]]:
    """What came and what went, by union, by day or all in one, in ONE statement; what was kept comes by branch and month.

    PostgreSQL counts by union and day, which lie ready: making a branch or a month of each row costs more than counting.
    """
    start = since if indicator.nature == Nature.FLOW else None
    if is_kept(indicator, union, depth):
        parts = _kept(indicator, union, as_of, start, by)
    else:
        parts = _changed(indicator, union, start, as_of, by)
    for row in parts[0].union(*parts[1:], all=True):
        count = _tally(indicator, row)
        yield row["key"], count if row["sign"] > 0 else Tally() - count


def _changed(
    indicator: Indicator, union: Union, after: date | None, up_to: date, by: str, sign: int = 1
) -> list[QuerySet[Any]]:
    """The rows that began after one day and up to another, and with the other sign those that ended."""
    parts = []
    for day, way in ((indicator.from_day, sign), (indicator.to_day, -sign)):
        if day:
            rows = indicator.rows().filter(subtree(union.path, indicator.union_path), **{f"{day}__lte": up_to})
            rows = rows.filter(**{f"{day}__gt": after}) if after else rows
            key = {ALL: Value(0), HOME: F(indicator.union_path), DAY: F(day)}[by]
            parts.append(rows.order_by().values(key=key, sign=Value(way)).annotate(**_sums(indicator)))
    return parts


def _kept(indicator: Indicator, union: Union, as_of: date, since: date | None, by: str) -> list[QuerySet[Any]]:
    """Whole months as they were kept, less the rows of the last month after `as_of` and of the first up to `since`."""
    kept = homes_kept if by == HOME else months_kept
    months = kept(indicator.growth_of or indicator.key, union).filter(month__lte=as_of)
    parts = _changed(indicator, union, as_of, _last_of_month(as_of), by, sign=-1)
    if since:
        first = (since + ONE_DAY).replace(day=1)
        months = months.filter(month__gte=first)
        parts += _changed(indicator, union, first - ONE_DAY, since, by, sign=-1)
    begun, ended = Sum("begun"), Sum("ended")
    sums = {"counted_rows": begun - ended}
    if indicator.growth_of:
        sums = {"counted_rows": begun + ended, "added_up": begun - ended, "adding": begun + ended}
    key = {ALL: Value(0), HOME: F("branch__path"), DAY: F("month")}[by]
    return [months.order_by().values(key=key, sign=Value(1)).annotate(**sums), *parts]


def _sums(indicator: Indicator) -> dict[str, Any]:
    sums: dict[str, Any] = {"counted_rows": Count("pk")}
    if indicator.amount:
        sums |= {"added_up": Sum(indicator.amount), "adding": Count(NullIf(indicator.amount, 0))}
    return sums


def _tally(indicator: Indicator, found: dict[str, Any]) -> Tally:
    rows = int(found["counted_rows"] or 0)
    if not indicator.amount:
        return Tally(rows, rows)
    amount = found["added_up"] or 0
    amount = Decimal(amount).quantize(CENT) if indicator.unit == Unit.YUAN else int(amount)
    return Tally(rows, amount, adding=int(found["adding"] or 0))


def _cumulated(changes: dict[date, Tally], since: date, as_of: date) -> list[tuple[date, date, Tally]]:
    stock = Tally()
    months = list(_months(since, as_of))
    for month in sorted(changes):
        if month < months[0][0]:
            stock += changes[month]
    points = []
    for first, last in months:
        stock += changes.get(first, Tally())
        points.append((first, last, stock))
    return points


def _months(since: date, as_of: date) -> Iterator[tuple[date, date]]:
    """First day and last counted day of every calendar month that the period touches."""
    first = (since + ONE_DAY).replace(day=1)
    while first <= as_of:
        last = _last_of_month(first)
        yield first, min(last, as_of)
        first = last + ONE_DAY


def _last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
