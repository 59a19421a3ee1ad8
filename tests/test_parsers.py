"""The fuzzers' targets, on their seeds and on what was found once: minutes of fuzzing are for the night (bench/parsers.py)."""

import random

import pytest

from bench.fuzz.targets import TARGETS, seeds_of

FOUND = [("money_and_days", b"9" * 60)]


@pytest.mark.parametrize("name", TARGETS)
def test_no_seed_breaks_a_reader(name):
    dice = random.Random(name)
    for seed in [*seeds_of(name), b"", bytes(range(256))]:
        TARGETS[name](seed)
        TARGETS[name](seed[: dice.randrange(len(seed) + 1)])
        TARGETS[name](dice.randbytes(40) + seed)


@pytest.mark.parametrize(("name", "data"), FOUND)
def test_what_broke_a_reader_once_does_so_no_more(name, data):
    TARGETS[name](data)


def test_every_target_has_seeds():
    assert all(seeds_of(name) for name in TARGETS)
