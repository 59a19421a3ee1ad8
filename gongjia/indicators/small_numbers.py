"""What outsiders may be told of small numbers. One person or one case must not be picked out of a table.

A number from 1 to 4 is shown as "<5". A total less the numbers shown must not give it away, so a lone hidden number
takes the next smallest with it, and what is hidden in a table always adds up to five or more (docs/why/figures.md).
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from gongjia.indicators.counting import Tally, value_of
from gongjia.indicators.kinds import Indicator, Number

FEW = 5
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Shown:
    """A number as one reader sees it. `few`: 1 to 4, not told; `withheld`: not told because it would tell another."""

    value: Number | None = None
    few: bool = False
    withheld: bool = False

    @property
    def is_told(self) -> bool:
        return not (self.few or self.withheld)


def exactly(indicator: Indicator, count: Tally) -> Shown:
    """For insiders: the number as it is."""
    return Shown(value_of(indicator, count))


def told(indicator: Indicator, count: Tally, hidden: bool) -> Shown:
    """For outsiders: `hidden` is what `hidden_in` said of it."""
    if not hidden:
        return exactly(indicator, count)
    few = not indicator.amount and count.under is None and 0 < count.rows < FEW
    return Shown(few=few, withheld=not few)


def hidden_in(indicator: Indicator, parts: Mapping[Key, Tally], already: Iterable[Key] = ()) -> set[Key]:
    """The keys of a table's numbers that outsiders are not told, when its total may be known to them."""
    if not indicator.unit.is_personal:
        return set()
    hidden = _hidden({key: part.rows for key, part in parts.items()}, already)
    if indicator.denominator:
        hidden |= _hidden({key: part.under.rows if part.under else 0 for key, part in parts.items()}, already)
    return hidden


def all_that_count(parts: Mapping[Key, Tally]) -> set[Key]:
    """Every key that is not nothing: hidden where the total itself is hidden."""
    return {key for key, part in parts.items() if part.rows or (part.under and part.under.rows)}


def _hidden(rows: Mapping[Key, int], already: Iterable[Key]) -> set[Key]:
    hidden = {key for key, number in rows.items() if 0 < number < FEW} | set(already)
    open_ones = sorted((key for key in rows if rows[key] and key not in hidden), key=lambda key: (rows[key], str(key)))
    while open_ones and hidden and (len(hidden) == 1 or sum(rows[key] for key in hidden) < FEW):
        hidden.add(open_ones.pop(0))
    return hidden
