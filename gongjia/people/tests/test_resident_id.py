from datetime import date

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from gongjia.foundation.refusals import Refused
from gongjia.people import resident_id
from gongjia.people.divisions import is_county_code
from gongjia.people.tests.factories import a_resident_id


def sound(first_seventeen):
    return first_seventeen + resident_id.check_digit(first_seventeen)


# typed, what is wrong in it: a piece of the sentence (English, the msgid)
WRONG = [
    ("", "write your identity number"),
    ("22010219900307001", "this one has 17"),
    ("2201021990030700123", "this one has 19"),
    ("2201021990030700A2", "only digits"),
    ("2201021990X3070012", "very last sign"),
    (sound("22010219900231001"), "no such day: 1990-02-31"),
    (sound("22010219901301001"), "no such day: 1990-13-01"),
    (sound("22010220990101001"), "still to come"),
    (sound("22010218600101001"), "years ago"),
    (sound("99010219900307001"), "no province"),
    (sound("47010219900307001"), "no province has these digits"),
    ("220102" + "19900307" + "0019", "last digit"),
]


@pytest.mark.parametrize(("typed", "piece"), WRONG)
def test_each_fault_has_its_own_sentence(typed, piece, settings):
    from django.utils import translation

    with translation.override("en"), pytest.raises(Refused) as refusal:
        resident_id.read(typed)
    assert piece in str(refusal.value)


def test_the_sentences_differ():
    assert len({piece for _, piece in WRONG}) == len(WRONG)


def test_a_number_tells_birth_date_sex_and_place():
    found = resident_id.read(sound("22010219900307001"))
    assert (found.birth_date, found.sex, found.division_code, found.is_code_known) == (
        date(1990, 3, 7), "male", "220102", True,
    )  # fmt: skip
    assert resident_id.read(sound("22240119851231002")).sex == "female"


@pytest.mark.parametrize("written", ["{} {}", "{}-{}", " {}{} ", "{}·{}"])
def test_gaps_and_full_width_digits_are_forgiven(written):
    number = sound("22010219900307001")
    assert resident_id.read(written.format(number[:6], number[6:])).number == number
    full_width = "".join(chr(ord(digit) + 0xFEE0) if digit.isdigit() else digit for digit in number)
    assert resident_id.read(full_width).number == number


def test_a_small_x_is_an_x():
    number = next(n for n in (sound(f"22010219900307{s:03d}") for s in range(1000)) if n.endswith("X"))
    assert resident_id.read(number.lower()).number == number


def test_an_old_number_of_15_digits_becomes_18():
    found = resident_id.read("220102500307001")
    assert found.number == sound("22010219500307001")
    assert found.birth_date == date(1950, 3, 7)


@pytest.mark.parametrize("code", ["220121", "220125", "222323", "222421", "220181", "132301", "510202"])
def test_codes_that_no_longer_stand_are_known(code):
    assert is_county_code(code)
    assert resident_id.read(sound(f"{code}19700101002")).is_code_known


def test_an_unknown_code_is_never_refused_only_marked():
    found = resident_id.read(sound("22999919700101002"))
    assert not found.is_code_known


def test_cards_of_compatriots_and_of_foreign_residents_are_read():
    assert resident_id.read(sound("81000019900307001")).is_code_known
    foreigner = resident_id.read(sound("92215619900307001"))
    assert (foreigner.is_code_known, foreigner.division_code) == (True, "")


def test_the_birthday_itself_counts():
    with time_machine.travel("2026-03-07 12:00+08:00", tick=False):
        assert resident_id.read(sound("22010220260307001")).birth_date == date(2026, 3, 7)
        with pytest.raises(Refused):
            resident_id.read(sound("22010220260308001"))
        assert resident_id.read(sound("22010218960308001"))  # 129 years and 364 days
        with pytest.raises(Refused):
            resident_id.read(sound("22010218960307001"))


@given(st.integers(0, 17), st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(place, shift):
    number = a_resident_id(sequence=77)
    value = 10 if number[place] == "X" else int(number[place])
    other = (value + shift) % 10
    if place == 17 and other == value:
        return
    with pytest.raises(Refused):
        resident_id.read(number[:place] + str(other) + number[place + 1 :])
