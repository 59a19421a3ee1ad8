import re

from hypothesis import given
from hypothesis import strategies as st

from gongjia.cases.actions import numbers
from gongjia.cases.actions.numbers import new_number
from gongjia.cases.pickup import ALPHABET, is_well_formed, new_code, normal, pickup_index

codes = st.uuids().map(new_code)


def test_a_number_is_short_random_and_never_given_twice(place, monkeypatch):
    assert re.fullmatch(r"TJ26-\d{4}-\d{4}", new_number("TJ"))
    taken = int(place.case.number[5:].replace("-", ""))
    drawn = iter([taken, taken, 7])
    monkeypatch.setattr(numbers.secrets, "randbelow", lambda _most: next(drawn))
    assert new_number("TW") == "TW26-0000-0007"


def test_a_code_looks_as_it_is_read_aloud():
    assert re.fullmatch(rf"[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}-[{ALPHABET}]{{2}}", new_code())


@given(st.uuids())
def test_the_same_form_gives_the_same_code(once):
    assert new_code(once) == new_code(once)


@given(codes)
def test_small_letters_spaces_and_dashes_do_not_matter(code):
    typed = f" {code.lower().replace('-', ' ')}"
    assert normal(typed) == code
    assert is_well_formed(typed)
    assert pickup_index(typed) == pickup_index(code)


@given(codes, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_found(code, place, sign):
    signs = list(code.replace("-", ""))
    if signs[place] != sign:
        signs[place] = sign
        assert not is_well_formed("".join(signs))


@given(codes, st.integers(0, 5))
def test_two_swapped_signs_are_found(code, place):
    signs = list(code.replace("-", ""))
    if signs[place] != signs[place + 1]:
        signs[place], signs[place + 1] = signs[place + 1], signs[place]
        assert not is_well_formed("".join(signs))


def test_what_is_no_code_is_none():
    assert not is_well_formed("")
    assert not is_well_formed("7K4-PQ2")
    assert not is_well_formed("0OI-1L0-00")
