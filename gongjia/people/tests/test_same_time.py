"""Every night: does the time of an answer tell whether somebody is known? Their words and statuses: test_enumeration.py."""

import json
import os
import random
import statistics
import time

import pytest
from django.conf import settings as in_force
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from gongjia.people.tests.test_enumeration import (
    WAYS,
    Ways,
    a_crowd,
    ask,
    forget_the_limits,
    quiet,  # noqa: F401 - a fixture
)

SAMPLES, SECONDS, LEAST_P = int(os.environ.get("SAMPLES", "1000")), 0.005, 0.01
FLOOR = 0.06  # seconds; well above the honest times of three of these side by side, with the sooner hasher below
pytestmark = [pytest.mark.nightly, pytest.mark.timeout(1800)]


@pytest.mark.parametrize("way", WAYS)
def test_known_and_unknown_take_the_same_time(way, quiet, monkeypatch, settings, capsys, record_property):  # noqa: F811
    """2,000 samples of each way, half known, mixed at random: medians within 5 ms, and no distribution that differs
    (KS, p > 0.01). SAMPLES=2000 asks twice as many and takes up to 20 minutes.

    That is what p means: where nothing differs, one way in a hundred still fails by chance.
    """
    from scipy.stats import ks_2samp  # takes a second to load, and only the night needs it

    settings.SAME_TIME_SECONDS = FLOOR
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 10_000)  # the same way, only sooner
    ways, dice = Ways(a_crowd(SAMPLES)), random.Random(way)
    order = [(number, known) for number in range(SAMPLES) for known in (True, False)]
    dice.shuffle(order)
    times: dict[bool, list[float]] = {True: [], False: []}
    for count, (number, known) in enumerate(order):
        if count % 100 == 0:  # what the limits count would grow, and with it the noise
            forget_the_limits()
        in_force.SAME_TIME_SECONDS = 0  # the first of two steps need not wait
        action = getattr(ways, way)(number, known) if way == "wrong_code" else None
        in_force.SAME_TIME_SECONDS = FLOOR
        began = time.perf_counter()
        _ = action() if action else ask(ways, way, number, known)
        times[known].append(time.perf_counter() - began)
    medians = {known: statistics.median(values) for known, values in times.items()}
    p = ks_2samp(times[True], times[False]).pvalue
    found = {"way": way, "samples": SAMPLES, "known_ms": round(1000 * medians[True], 2),
             "unknown_ms": round(1000 * medians[False], 2), "ks_p": round(float(p), 4)}  # fmt: skip
    record_property("times", json.dumps(found))  # side by side nobody sees what is printed
    with capsys.disabled():
        print(json.dumps(found))
    assert abs(medians[True] - medians[False]) < SECONDS
    assert p > LEAST_P
