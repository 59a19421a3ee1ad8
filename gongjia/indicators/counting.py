"""How a declared figure is counted: pure queries, exact, for a union's whole subtree. Asks nobody's permission.

A stock counts what is in being at the end of `as_of`. A flow counts what happened after `since` and up to the end of
`as_of`, so that two periods that meet add up, and stock(as_of) = stock(since) + begun - ended in between.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, Value

from gongjia.foundation.walls import as_platform
from gongjia.indicators.kinds import Indicator, Nature, Number, Reading, Unit, indicator_of
from gongjia.unions.access import paths_under
from gongjia.unions.models import Union, subtree

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Tally:
    """Rows counted and what they add up to; for a rate `under` is the tally of the denominator."""

    rows: int = 0
    amount: int | Decimal = 0
    under: Tally | None = None

    def __add__(self, other: Tally) -> Tally:
        under = self.under + other.under if self.under and other.under else self.under or other.under
        return Tally(self.rows + other.rows, self.amount + other.amount, under)

    def __sub__(self, other: Tally) -> Tally:
        under = self.under - other.under if self.under and other.under else self.under
        return Tally(self.rows - other.rows, self.amount - other.amount, under)


@dataclass(frozen=True)
class Month:
    """One point of a series: a flow's month, or a stock at the month's end; the last month ends with `as_of`."""

    first: date
    last: date
    tally: Tally


def counted(indicator: Indicator, union: Union, as_of: date, since: date | None = None) -> QuerySet[Any]:
    """The very rows behind the number, in no order."""
    rows = _begun(indicator, union, as_of)
    if indicator.nature == Nature.FLOW:
        return rows.filter(**{f"{indicator.from_day}__gt": since}) if since else rows
    if not indicator.to_day:
        return rows
    return rows.filter(Q(**{f"{indicator.to_day}__isnull": True}) | Q(**{f"{indicator.to_day}__gt": as_of}))


@as_platform("a figure counts rows that its reader does not see")
def tally(indicator: Indicator, union: Union, as_of: date, since: date | None = None) -> Tally:
    found = counted(indicator, union, as_of, since).aggregate(**_sums(indicator))
    under = _under(indicator)
    return _tally(indicator, found, tally(under, union, as_of, since) if under else None)


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
    PostgreSQL counts by union, which is a number; which branch a union lies in is looked up once for each.
    """
    level, home = union.path.count("/"), indicator.union_path.removesuffix("__path")
    found = counted(indicator, union, as_of, since).order_by().values(home).annotate(**_sums(indicator))
    paths = paths_under(union)
    tallies: dict[tuple[int | None, ...], Tally] = {}
    for row in found:
        steps = paths[row[home]].rstrip("/").split("/")[level : level + depth]
        branch = tuple(map(int, steps)) + (None,) * (depth - len(steps))
        tallies[branch] = tallies.get(branch, Tally()) + _tally(indicator, row)
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
    if indicator.nature == Nature.FLOW:
        found = _monthly(indicator, counted(indicator, union, as_of, since), indicator.from_day)
        points = [(first, last, found.get(first, Tally())) for first, last in _months(since, as_of)]
    else:
        points = _cumulated(_changes(indicator, union, as_of), since, as_of)
    under = _under(indicator)
    if under is None:
        return [Month(*point) for point in points]
    unders = by_month(under, union, as_of, since)
    pairs = zip(points, unders, strict=True)
    return [Month(first, last, replace(own, under=below.tally)) for (first, last, own), below in pairs]


def _begun(indicator: Indicator, union: Union, as_of: date) -> QuerySet[Any]:
    return indicator.rows().filter(subtree(union.path, indicator.union_path), **{f"{indicator.from_day}__lte": as_of})


def _under(indicator: Indicator) -> Indicator | None:
    return indicator_of(indicator.denominator) if indicator.denominator else None


def _sums(indicator: Indicator) -> dict[str, Any]:
    sums: dict[str, Any] = {"counted_rows": Count("pk")}
    return sums | {"added_up": Sum(indicator.amount)} if indicator.amount else sums


def _tally(indicator: Indicator, found: dict[str, Any], under: Tally | None = None) -> Tally:
    rows = found["counted_rows"]
    if not indicator.amount:
        return Tally(rows, rows, under)
    amount = found["added_up"] or 0
    return Tally(rows, Decimal(amount).quantize(CENT) if indicator.unit == Unit.YUAN else amount, under)


def _monthly(indicator: Indicator, rows: QuerySet[Any], day: str) -> dict[date, Tally]:
    """By the first day of the month. PostgreSQL counts by day: making a month of each row's day costs more than counting."""
    found: dict[date, Tally] = {}
    for row in rows.order_by().values(on=F(day)).annotate(**_sums(indicator)):
        month = row["on"].replace(day=1)
        found[month] = found.get(month, Tally()) + _tally(indicator, row)
    return found


def _changes(indicator: Indicator, union: Union, as_of: date) -> dict[date, Tally]:
    """What a stock gained or lost in each month up to `as_of`: begun and ended in one statement."""
    sums = _sums(indicator)
    begun = _begun(indicator, union, as_of).order_by()
    both = begun.values(on=F(indicator.from_day), sign=Value(1)).annotate(**sums)
    if indicator.to_day:
        ended = begun.filter(**{f"{indicator.to_day}__lte": as_of})
        both = both.union(ended.values(on=F(indicator.to_day), sign=Value(-1)).annotate(**sums), all=True)
    changes: dict[date, Tally] = {}
    for row in both:
        month, change = row["on"].replace(day=1), _tally(indicator, row)
        before = changes.get(month, Tally())
        changes[month] = before + change if row["sign"] > 0 else before - change
    return changes


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
    first = date.fromordinal(since.toordinal() + 1).replace(day=1)
    while first <= as_of:
        last = first.replace(day=monthrange(first.year, first.month)[1])
        yield first, min(last, as_of)
        first = date.fromordinal(last.toordinal() + 1)
