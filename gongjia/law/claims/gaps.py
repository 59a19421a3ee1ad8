"""What the table of local figures lacks: the days for which `find` knows nothing, so that a claim that needs it is refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gongjia.law.claims.figures import ELSEWHERE, GRADED, GRADES, YEARLY, FigureKind, FigureTable
from gongjia.law.claims.places import Place

SINCE = date(2008, 1, 1)  # 劳动合同法 took effect: claims of today rarely rest on an earlier day
DAY = timedelta(days=1)
Span = tuple[date, date]


@dataclass(frozen=True)
class Gap:
    """One kind of figure that is missing from `first` to `last` (both included) in these places, for these grades."""

    kind: FigureKind
    first: date
    last: date
    places: tuple[str, ...]
    grades: tuple[int, ...] = ()


def gaps(table: FigureTable, province: str, today: date) -> list[Gap]:
    """What is missing in a province up to now; places and grades that lack the same are one gap. Latest first by kind."""
    found: list[Gap] = []
    for kind in FigureKind:
        lacking: dict[Span, list[tuple[str, int | None]]] = {}
        for place in table.places_of(kind, province):
            if place == ELSEWHERE:  # no place by itself: each of its places is looked at by name
                continue
            for grade in GRADES if kind in GRADED else (None,):
                for span in uncovered(table, kind, place_named(province, place), grade, last_day(kind, today)):
                    lacking.setdefault(span, []).append((place, grade))
        for (first, last), where in sorted(lacking.items(), reverse=True):
            places = tuple(dict.fromkeys(place for place, _ in where))
            grades = tuple(dict.fromkeys(grade for _, grade in where if grade is not None))
            found.append(Gap(kind, first, last, places, grades))
    return found


def last_day(kind: FigureKind, today: date) -> date:
    """Until when a figure can be asked for: the wages of a year are known when it is over."""
    return date(today.year - 1, 12, 31) if kind in YEARLY else today


def place_named(province: str, name: str) -> Place:
    return Place(province, "" if name.startswith("*") else name)


def uncovered(table: FigureTable, kind: FigureKind, place: Place, grade: int | None, last: date) -> Iterator[Span]:
    """The spans without a figure since SINCE. It can only change where some row of the kind begins or has just ended."""
    rows = [row for row in table.rows if row.kind == kind]
    turns = {SINCE, *(row.valid_from for row in rows), *(row.valid_to + DAY for row in rows if row.valid_to)}
    starts = sorted(day for day in turns if SINCE <= day <= last)
    begun: date | None = None
    for start in starts:
        if table.find(kind, place, start, grade) is None:
            begun = begun or start
        elif begun:
            yield begun, start - DAY
            begun = None
    if begun:
        yield begun, last
