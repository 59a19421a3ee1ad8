from dataclasses import replace
from itertools import chain, permutations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from gongjia.indicators.counting import Tally
from gongjia.indicators.kinds import Unit
from gongjia.indicators.small_numbers import ONE_TO_FOUR, WITHHELD, Shown, exactly, hidden_in
from gongjia.indicators.tests.factories import BEGUN

tables = st.dictionaries(st.integers(1, 20), st.integers(0, 12), min_size=1, max_size=12)
small_tables = st.lists(st.integers(0, 9), min_size=2, max_size=5)


def page(numbers):
    """What a table of these numbers reads to outsiders: by place a number, "<5", or that it is not published."""
    told = hidden(dict(enumerate(numbers)), whole=True)
    return [told.get(key, number) for key, number in enumerate(numbers)]


def hidden(numbers, whole=False):
    found = hidden_in(BEGUN, {key: Tally(number, number) for key, number in numbers.items()})
    return found if whole else set(found)


def tables_that_add_up(total, places):
    if places == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *others) for others in tables_that_add_up(total - first, places - 1))


def tables_that_read_alike(numbers):
    """Whoever knows the page, its total and this program knows that the numbers are among these."""
    read = page(numbers)
    places = [place for place, told in enumerate(read) if isinstance(told, Shown)]
    together = sum(numbers[place] for place in places)
    likely = permutations(numbers[place] for place in places)  # tried first: they nearly always are
    for guess in chain(likely, tables_that_add_up(together, len(places))):
        guessed = list(numbers)
        for place, number in zip(places, guess, strict=True):
            guessed[place] = number
        if page(guessed) == read:
            yield guessed


@given(small_tables)
@settings(deadline=None)
@example([1, 5, 40, 50])
@example([4, 4, 9])
@example([4, 4, 0])
@example([3, 5, 5, 40])
@example([1, 5, 11, 40])
@example([1, 1, 1, 1, 1, 0, 0])
def test_more_than_one_number_remains_for_each_small_one(numbers):
    """Also for whoever knows how the hidden ones are chosen."""
    small = {place for place, number in enumerate(numbers) if 0 < number < 5}
    if sum(numbers) < 5 or set(numbers) == {1}:
        return  # such a total is not told in the first place; and where all are one and there is no other place, it tells
    found = {place: set() for place in small}
    for other in tables_that_read_alike(numbers):
        for place in small:
            found[place].add(other[place])
        if all(len(values) > 1 for values in found.values()):
            return
    assert all(len(values) > 1 for values in found.values()), (numbers, page(numbers), found)


@given(tables)
def test_what_is_hidden_adds_up_to_five_or_more(numbers):
    withheld = hidden(numbers)
    assert {key for key, number in numbers.items() if 0 < number < 5} <= withheld
    if sum(numbers.values()) >= 5 and withheld:
        assert sum(numbers[key] for key in withheld) >= 5


@given(tables, st.randoms())
def test_two_hidden_numbers_change_places_and_nothing_else_changes(numbers, random):
    before = hidden(numbers, whole=True)
    places = list(before)
    others = random.sample(places, len(places))
    moved = numbers | {place: numbers[other] for place, other in zip(places, others, strict=True)}
    assert hidden(moved, whole=True) == before


@given(tables)
def test_nothing_is_hidden_without_need(numbers):
    if all(number == 0 or number >= 5 for number in numbers.values()):
        assert hidden(numbers) == set()


def test_a_lone_small_number_takes_the_next_smallest_with_it():
    assert hidden({"a": 3, "b": 40, "c": 7, "d": 0}) == {"a", "c"}


def test_nothing_is_never_hidden():
    assert hidden({"a": 0, "b": 5}) == set()


def test_where_two_are_hidden_and_their_sum_would_tell_a_third_is_hidden():
    assert hidden({"a": 1, "b": 5, "c": 40, "d": 50}) == {"a", "b", "c"}  # 6 is one and five
    assert hidden({"a": 4, "b": 4, "c": 9, "d": 50}) == {"a", "b", "c"}  # 8 is twice four
    assert hidden({"a": 3, "b": 5, "c": 5, "d": 40}) == {"a", "b", "c"}  # equal ones are hidden together


def test_small_numbers_of_places_point_at_nobody():
    reading_rooms = replace(BEGUN, key="rooms", unit=Unit.PLACE)
    assert hidden_in(reading_rooms, {"a": Tally(1, 1), "b": Tally(9, 9)}) == {}


def test_what_is_shown_in_place_of_a_number():
    assert page([2, 3, 9]) == [ONE_TO_FOUR, ONE_TO_FOUR, 9]
    assert page([2, 0, 9, 40]) == [WITHHELD, 0, WITHHELD, 40]  # which of the two is small is not said either
    assert page([4]) == [ONE_TO_FOUR]
    assert exactly(BEGUN, Tally(4, 4)).value == 4
    money = replace(BEGUN, key="money", unit=Unit.YUAN, amount="agreed")
    assert hidden_in(money, {"a": Tally(2, 9000, adding=2)}) == {"a": WITHHELD}  # "<5" would be said of the yuan


def test_money_is_hidden_by_the_rows_that_it_comes_from():
    """Six disputes were resolved, one employer has paid so far: that is the money of one worker."""
    money = replace(BEGUN, key="money", unit=Unit.YUAN, amount="paid")
    county, other = Tally(6, 12345, adding=1), Tally(7, 90000, adding=7)
    assert set(hidden_in(money, {"county": county, "other": other, "none": Tally(6, 0)})) == {"county", "other"}
