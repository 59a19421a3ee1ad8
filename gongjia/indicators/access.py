"""The only doors to figures: who reads which union's numbers, how exactly, and who opens the rows behind them.

An insider is whoever may read figures in the union by an office there or above it: exact numbers, any days. Everybody
else, signed in or not, is an outsider: the province, prefectures, counties and industry unions, whole months, and
small numbers as small_numbers.py says.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.cache import caches
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q, QuerySet
from django.http import Http404

from gongjia.foundation.walls import as_platform
from gongjia.indicators import counting
from gongjia.indicators.counting import Month, Tally
from gongjia.indicators.kinds import Indicator, all_indicators, indicator_of
from gongjia.indicators.periods import Period, years_before
from gongjia.indicators.small_numbers import WITHHELD, Shown, exactly, hidden_in
from gongjia.people.models import Person
from gongjia.unions.access import may, unions_below, unions_reached
from gongjia.unions.kinds import READ_FIGURES
from gongjia.unions.models import Union

PROVINCE_KEY = "jl"
TREND_YEARS = 10  # a trend never shows more, so that a bar stays wide enough to see
REGIONS = Q(
    kind__in=[Union.Kind.FEDERATION, Union.Kind.INDUSTRY], level__in=[Union.Level.PREFECTURE, Union.Level.COUNTY]
)
LISTED_AT_MOST = 50_000  # rows of a figure, the newest: what one request reads and one file holds in a few seconds
AT_ONCE = 2_000  # rows read together
DIRECTLY = 0  # in a table of places: what belongs to the union itself and to none of the places


@dataclass(frozen=True)
class Place:
    """One line of the table under the map; `union` is None for what belongs to none of the others."""

    union: Union | None
    shown: Shown
    count: Tally  # empty where it is not told

    @property
    def is_nothing(self) -> bool:
        return self.shown.is_told and self.count.is_nothing


# ---- which union ----------------------------------------------------------------------------------------------------


def province() -> Union:
    """The root of the tree. A 404 before any union exists."""
    root = Union.objects.filter(parent__isnull=True).order_by("path").first()
    if root is None:
        raise Http404
    return root


def _root_of(union: Union) -> Union:
    return Union.objects.get(path=union.paths_above()[0])


def union_of(key: str) -> Union:
    """By "jl" for the province, a division code, or an id. Raises ObjectDoesNotExist."""
    if key == PROVINCE_KEY:
        return province()
    if not key.isascii() or not key.isdigit() or len(key) > 12:
        raise ObjectDoesNotExist(key)
    coded = Union.objects.filter(kind=Union.Kind.FEDERATION, division_code=key).order_by("path").first()
    return coded or Union.objects.get(pk=int(key))


def union_for(viewer: Person | None, key: str) -> Union:
    """The union whose figures are asked for; without a key the viewer's own highest, else the province."""
    if not key:
        reached = unions_reached(viewer, READ_FIGURES)
        return Union.objects.get(path=min(reached, key=len)) if reached else province()
    try:
        union = union_of(key)
    except ObjectDoesNotExist:
        raise Http404 from None
    if not (
        is_insider(viewer, union) or union.parent_id is None or _regions(_root_of(union)).filter(pk=union.pk).exists()
    ):
        raise Http404
    return union


def unions_over(union: Union) -> list[Union]:
    """The way down from the province to `union`, both included."""
    return list(Union.objects.above(union))


def is_insider(viewer: Person | None, union: Union) -> bool:
    return may(viewer, READ_FIGURES, union)


def may_open(viewer: Person | None, indicator: Indicator, union: Union) -> bool:
    return may(viewer, indicator.opened_by, union)


def opened_to(viewer: Person | None, indicators: Collection[Indicator], union: Union) -> set[str]:
    """The keys of those figures whose rows the viewer may open; each right is asked for once."""
    held = {verb: may(viewer, verb, union) for verb in {indicator.opened_by for indicator in indicators}}
    return {indicator.key for indicator in indicators if held[indicator.opened_by]}


# ---- which figures --------------------------------------------------------------------------------------------------


def figure_named(key: str) -> Indicator:
    try:
        return indicator_of(key)
    except KeyError:
        raise Http404 from None


def figures() -> list[Indicator]:
    return all_indicators()


def beside(indicator: Indicator) -> list[Indicator]:
    """The figures that must stand beside this one; of programmes that are switched off there are none."""
    known = {other.key: other for other in all_indicators()}
    return [known[key] for key in indicator.beside if key in known]


# ---- numbers --------------------------------------------------------------------------------------------------------


def number_for(viewer: Person | None, indicator: Indicator, union: Union, period: Period) -> tuple[Shown, Tally]:
    """The figure as the viewer sees it. The tally is for insiders; an outsider's is empty where the number is not told."""
    return numbers_for(viewer, [indicator], union, period)[indicator.key]


def numbers_for(
    viewer: Person | None, indicators: Collection[Indicator], union: Union, period: Period
) -> dict[str, tuple[Shown, Tally]]:
    """The same of several figures, by key."""
    number = _exact_number if is_insider(viewer, union) else _published_number
    return {indicator.key: number(indicator, union, period) for indicator in indicators}


def _exact_number(indicator: Indicator, union: Union, period: Period) -> tuple[Shown, Tally]:
    count = counting.tally(indicator, union, period.as_of, period.since)
    return exactly(indicator, count), count


def _published_number(indicator: Indicator, union: Union, period: Period) -> tuple[Shown, Tally]:
    return _publication(indicator, _root_of(union), period).numbers[union.pk]


def months_for(
    viewer: Person | None, indicator: Indicator, union: Union, period: Period
) -> list[tuple[Month, Shown]] | None:
    """The trend. None where the viewer gets none: below the province an outsider could subtract neighbours' months."""
    since = max(period.since, years_before(period.as_of, TREND_YEARS))
    insider = is_insider(viewer, union)
    if not insider and union.parent_id is not None:
        return None
    if insider:
        months = counting.by_month(indicator, union, period.as_of, since)
        return [(month, exactly(indicator, month.tally)) for month in months]
    months = _kept(
        lambda: counting.by_month(indicator, union, period.as_of, since),
        "months", indicator.key, union.pk, period.as_of, since,
    )  # fmt: skip
    hidden: dict[Any, Shown] = {}
    # Year by year, so that the same month is hidden in every period that holds it (each holds whole years, and this one);
    # then over all of them together.
    for _year, of_year in groupby(months, key=lambda month: month.first.year):
        hidden |= hidden_in(indicator, {month.first: month.tally for month in of_year})
    hidden = hidden_in(indicator, {month.first: month.tally for month in months}, hidden)
    return [(month, hidden.get(month.first) or exactly(indicator, month.tally)) for month in months]


def places_for(
    viewer: Person | None, indicator: Indicator, union: Union, period: Period, by_county: bool = False
) -> list[Place]:
    """The figure by the unions directly under this one, or by county all over the province."""
    if not is_insider(viewer, union):
        return _published_places(_publication(indicator, _root_of(union), period), union, by_county)
    if by_county:
        tree = _Tree(union)
        branches = counting.by_branch(indicator, union, period.as_of, period.since, depth=2)
        totals, _rests = tree.sums(branches, indicator)
        counties = [region for region in tree.regions if region.level == Union.Level.COUNTY]
        places = [_exact_place(county, indicator, totals[county.pk]) for county in counties]
        rest = totals[union.pk] - sum((totals[county.pk] for county in counties), counting.nothing(indicator))
        return places + _rest(indicator, rest)
    branches = counting.by_branch(indicator, union, period.as_of, period.since)
    own = branches.pop((None,), counting.nothing(indicator))
    found = {pk: count for (pk,), count in branches.items() if pk is not None}
    children = {child.pk: child for child in unions_below(union)}
    children |= {child.pk: child for child in Union.objects.filter(pk__in=found.keys() - children.keys())}
    ordered = sorted(children.values(), key=_by_place)
    empty = counting.nothing(indicator)
    places = [_exact_place(child, indicator, found.get(child.pk, empty)) for child in ordered]
    return places + (_rest(indicator, own) if places else [])


def records_for(
    viewer: Person | None, indicator: Indicator, union: Union, period: Period, only_direct: bool = False
) -> QuerySet[Any]:
    """The very rows that the figure counts, newest first. A 404 for whoever may not open them: it does not say why.

    `only_direct`: those of the union itself, without the unions under it.
    """
    if not may_open(viewer, indicator, union):
        raise Http404
    rows = counting.counted(indicator, union, period.as_of, period.since, only_direct)
    return rows.order_by(f"-{indicator.from_day}", "-pk")


def records_count(indicator: Indicator, union: Union, period: Period, only_direct: bool = False) -> int:
    """How many rows the figure counts, whoever sees them."""
    if only_direct:
        branches = counting.by_branch(indicator, union, period.as_of, period.since)
        return branches.get((None,), counting.nothing(indicator)).rows
    return counting.tally(indicator, union, period.as_of, period.since).rows


def records_seen(
    viewer: Person | None, indicator: Indicator, rows: QuerySet[Any], places: range
) -> Iterator[Any | None]:
    """Those of `records_for` at these places. None in place of one that is not the viewer's: another union has it now.

    Which rows and in which order is asked as the platform, like the figure; they are read with the viewer's own eyes.
    """
    with as_platform("the numbers of the rows that were counted, in their order"):
        numbers = list(rows.values_list("pk", flat=True)[places.start : places.stop])
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        found = rows.in_bulk(some)
        if indicator.complete:
            indicator.complete(viewer, list(found.values()))
        yield from (found.get(number) for number in some)


# ---- what is published to outsiders ---------------------------------------------------------------------------------


class _Tree:
    """The regions of a province: prefectures, counties and industry unions, and which lies in which."""

    def __init__(self, root: Union):
        self.root = root
        self.regions = sorted(_regions(root), key=_by_place)
        self.parents = {region.pk: region.parent_id for region in self.regions}
        self.below: dict[int, list[Union]] = defaultdict(list)
        for region in self.regions:
            if region.parent_id is not None:
                self.below[region.parent_id].append(region)

    def sums(
        self, branches: dict[tuple[int | None, ...], Tally], indicator: Indicator
    ) -> tuple[dict[int, Tally], dict[int, Tally]]:
        """Each region's total, and what of it belongs to none of the regions in it."""
        totals: dict[int, Tally] = defaultdict(lambda: counting.nothing(indicator))
        rests: dict[int, Tally] = defaultdict(lambda: counting.nothing(indicator))
        for branch, count in branches.items():
            home = next((pk for pk in reversed(branch) if pk in self.parents), self.root.pk)
            rests[home] += count
            over: int | None = home
            while over is not None:
                totals[over] += count
                over = self.parents.get(over)
        return totals, rests


@dataclass(frozen=True)
class _Publication:
    """What is told of each region, and of what in it belongs to none of the regions under it. A hidden tally is empty."""

    tree: _Tree
    numbers: dict[int, tuple[Shown, Tally]]
    rests: dict[int, tuple[Shown, Tally]]


def _kept(counted: Callable[[], Any], *named: Any) -> Any:
    """What everybody is told is counted once in a while (PUBLISHED_SECONDS), not for each who asks."""
    return caches["published"].get_or_set("/".join(map(str, named)), counted)


def _publication(indicator: Indicator, root: Union, period: Period) -> _Publication:
    return _kept(
        lambda: _published(indicator, root, period), "places", indicator.key, root.pk, period.as_of, period.since
    )


def _published(indicator: Indicator, root: Union, period: Period) -> _Publication:
    """One figure for all regions at once: only so is what one page hides not told by another."""
    tree = _Tree(root)
    branches = counting.by_branch(indicator, root, period.as_of, period.since, depth=2)
    totals, rests = tree.sums(branches, indicator)
    hidden = hidden_in(indicator, {root.pk: totals[root.pk]})
    hidden_rests: dict[int, Shown] = {}
    for union in [root, *sorted(tree.regions, key=lambda region: region.path.count("/"))]:
        parts = {region.pk: totals[region.pk] for region in tree.below[union.pk]}
        if not parts:
            continue
        parts[DIRECTLY] = rests[union.pk]
        # Under a hidden number all is hidden: how many places have none would say how small it can be.
        below = dict.fromkeys(parts, WITHHELD) if union.pk in hidden else hidden_in(indicator, parts)
        if DIRECTLY in below:
            hidden_rests[union.pk] = below.pop(DIRECTLY)
        hidden |= below

    def published(tallies: dict[int, Tally], kept_back: dict[int, Shown]) -> dict[int, tuple[Shown, Tally]]:
        return {
            pk: (kept_back[pk], counting.nothing(indicator))
            if pk in kept_back
            else (exactly(indicator, tallies[pk]), tallies[pk])
            for pk in [root.pk, *tree.parents]
        }

    return _Publication(tree, published(totals, hidden), published(rests, hidden_rests))


def _published_places(publication: _Publication, union: Union, by_county: bool) -> list[Place]:
    tree = publication.tree
    if by_county:
        counties = [region for region in tree.regions if region.level == Union.Level.COUNTY]
        return [Place(county, *publication.numbers[county.pk]) for county in counties]
    places = [Place(region, *publication.numbers[region.pk]) for region in tree.below[union.pk]]
    rest = Place(None, *publication.rests[union.pk])
    return [*places, rest] if places and not rest.is_nothing else places


def _regions(root: Union) -> QuerySet[Union]:
    return Union.objects.filter(REGIONS, Q(parent=root) | Q(parent__parent=root))


def _rest(indicator: Indicator, count: Tally) -> list[Place]:
    return [] if count.is_nothing else [_exact_place(None, indicator, count)]


def _exact_place(union: Union | None, indicator: Indicator, count: Tally) -> Place:
    return Place(union, exactly(indicator, count), count)


def _by_place(union: Union) -> tuple[Any, ...]:
    """Federations in the order of their division codes, those without one after them, then the rest by name."""
    is_other = union.kind != Union.Kind.FEDERATION
    return (is_other, not union.division_code, union.division_code, union.name_pinyin, union.pk)
