from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from gongjia.indicators.counting import Tally
from gongjia.indicators.kinds import Unit
from gongjia.indicators.small_numbers import exactly, hidden_in, told
from gongjia.indicators.tests.factories import BEGUN

tables = st.dictionaries(st.integers(1, 20), st.integers(0, 12), min_size=1, max_size=12)


def hidden(numbers):
    return hidden_in(BEGUN, {key: Tally(number, number) for key, number in numbers.items()})


@given(tables)
def test_subtracting_what_is_shown_from_the_total_tells_no_small_number(numbers):
    withheld = hidden(numbers)
    assert {key for key, number in numbers.items() if 0 < number < 5} <= withheld
    if sum(numbers.values()) >= 5 and withheld:  # a smaller total is not told in the first place
        assert len(withheld) > 1
        assert sum(numbers[key] for key in withheld) >= 5


@given(tables)
def test_nothing_is_hidden_without_need(numbers):
    if all(number == 0 or number >= 5 for number in numbers.values()):
        assert hidden(numbers) == set()


def test_a_lone_small_number_takes_the_next_smallest_with_it():
    assert hidden({"a": 3, "b": 40, "c": 7, "d": 0}) == {"a", "c"}


def test_nothing_is_never_hidden():
    assert hidden({"a": 0, "b": 5}) == set()


def test_small_numbers_of_places_point_at_nobody():
    reading_rooms = replace(BEGUN, key="rooms", unit=Unit.PLACE)
    assert hidden_in(reading_rooms, {"a": Tally(1, 1), "b": Tally(9, 9)}) == set()


def test_what_is_shown_in_place_of_a_number():
    few, many = told(BEGUN, Tally(4, 4), True), told(BEGUN, Tally(7, 7), True)
    assert (few.few, few.withheld, few.value) == (True, False, None)
    assert (many.few, many.withheld, many.value) == (False, True, None)
    assert exactly(BEGUN, Tally(4, 4)).value == 4
    money = replace(BEGUN, key="money", unit=Unit.YUAN, amount="agreed")
    assert told(money, Tally(2, 9000), True).withheld  # "<5" would be said of the yuan
