import pytest
import time_machine


@pytest.fixture(autouse=True)
def clock():
    """The time stands at Monday 2 March 2026, 9:00 in Jilin, until a test moves it."""
    with time_machine.travel("2026-03-02T09:00+08:00", tick=False) as traveller:
        yield traveller
