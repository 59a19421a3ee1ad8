"""The API under made-up calls by six callers: no mistake of ours, no answer that its description does not know."""

import os
import time

import pytest

from tests.callers import ROLES, callers
from tests.fuzz import Fuzz

pytestmark = pytest.mark.django_db
THIRDS = [slice(first, None, 3) for first in range(3)]  # of the operations
NIGHTLY_CALLS = int(os.environ.get("FUZZ_CALLS", "100000"))


@pytest.fixture(autouse=True)
def _no_rate(settings):
    settings.API_LIMIT_TOKEN = settings.API_LIMIT_ANYBODY = 10**9
    settings.LOGGING_CONFIG = None


def judged(tally):
    print(tally.as_json())
    assert not tally.breaches, f"{len(tally.breaches)} breaches: " + "\n\n".join(tally.breaches[:10])
    assert not [status for status in tally.by_status if status >= 500]
    assert set(tally.by_role) == set(ROLES)
    assert {200, 404, 422} <= set(tally.by_status)


@pytest.mark.timeout(150)
def test_a_few_calls_to_every_operation_by_every_caller():
    judged(Fuzz(callers(), calls=2, until=time.monotonic() + 45).run())


@pytest.mark.nightly
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("third", THIRDS, ids=["first", "second", "third"])
def test_a_hundred_thousand_calls(third, record_property):
    """In three thirds, one for each of three workers; bench/api_fuzz.py adds up what each notes of itself."""
    fuzz = Fuzz(callers(), calls=1, part=third)
    wanted = -(-NIGHTLY_CALLS // len(THIRDS))
    fuzz.calls = -(-wanted // (len(fuzz.operations()) * len(ROLES))) + 5
    tally = fuzz.run()
    record_property("tally", tally.as_json())
    judged(tally)
    assert tally.calls >= wanted, "a strategy ran out of different calls: raise the number"
