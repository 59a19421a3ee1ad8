"""What outsiders may be told of small numbers. One person or one case must not be picked out of a table.

A number from 1 to 4 is not told. A total less the numbers shown must not give it away, so the next smallest numbers are
hidden with it, until neither their sum nor how they were chosen tells any of them (docs/why/figures.md).
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from math import inf
from typing import TypeVar

from gongjia.indicators.counting import Tally, value_of
from gongjia.indicators.kinds import Indicator, Number

FEW = 5
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Shown:
    """A number as one reader sees it. `few`: 1 to 4, not told; `withheld`: not told, small or beside a small one."""

    value: Number | None = None
    few: bool = False
    withheld: bool = False

    @property
    def is_told(self) -> bool:
        return not (self.few or self.withheld)


ONE_TO_FOUR, WITHHELD = Shown(few=True), Shown(withheld=True)


def exactly(indicator: Indicator, count: Tally) -> Shown:
    """For insiders: the number as it is."""
    return Shown(value_of(indicator, count))


def hidden_in(indicator: Indicator, parts: Mapping[Key, Tally], already: Collection[Key] = ()) -> dict[Key, Shown]:
    """What outsiders read in place of those numbers of a table that they are not told, when its total may be known to them.

    All of them read alike: which is the small one and which the larger would tell both where few are hidden.
    """
    if not indicator.unit.is_personal:
        return {}
    numbers = {key: part.adding if indicator.amount else part.rows for key, part in parts.items()}
    hidden = _hidden(numbers, already)
    if indicator.denominator:
        hidden |= _hidden({key: part.under.rows if part.under else 0 for key, part in parts.items()}, already)
    is_count = not indicator.amount and not indicator.denominator
    is_alone = len(parts) == 1  # nothing is added to it, so no sum tells it
    return dict.fromkeys(hidden, ONE_TO_FOUR if is_count and _are_few(numbers, hidden, is_alone) else WITHHELD)


def _are_few(numbers: Mapping[Key, int], hidden: set[Key], is_alone: bool) -> bool:
    small = [numbers[key] for key in hidden]
    return all(0 < number < FEW for number in small) and (is_alone or _is_open_what_each_is(small, inf))


def _hidden(numbers: Mapping[Key, int], already: Collection[Key]) -> set[Key]:
    """By value alone and equal ones together: exchange two hidden numbers, and the same places are hidden."""
    few = {key for key, number in numbers.items() if 0 < number < FEW}
    hidden = few | set(already)
    while few:
        shown = min((number for key, number in numbers.items() if number and key not in hidden), default=inf)
        limit = inf if already else shown  # what was hidden before was not chosen by its size among these
        if shown == inf or _is_open_what_each_is([numbers[key] for key in hidden if numbers[key]], limit):
            break
        hidden |= {key for key, number in numbers.items() if number == shown}
    together = sum(numbers[key] for key in hidden)
    if together >= FEW and all(numbers[key] == 1 for key in hidden):
        return set(numbers)  # nothing else is left, and each would be known to be one: the noughts go with them
    return hidden


def _is_open_what_each_is(hidden: list[int], shown: float) -> bool:
    """Whether each small one among the hidden could be another number, for all that their sum tells.

    Small ones are 1 to 4, the others 5 up to, but not including, the smallest number `shown`.
    """
    few = sum(number < FEW for number in hidden)
    others = len(hidden) - few
    least_beside = (few - 1) + FEW * others
    most_beside = (few - 1) * (FEW - 1) + ((shown - 1) * others if others else 0)
    together = sum(hidden)
    return together >= FEW and max(1, together - most_beside) < min(FEW - 1, together - least_beside)
