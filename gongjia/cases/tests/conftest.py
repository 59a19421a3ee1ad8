from dataclasses import dataclass
from typing import Any

import pytest
import time_machine

from gongjia.cases.tests import kinds
from gongjia.cases.tests.factories import a_case, an_actor
from gongjia.unions.models import Office
from gongjia.unions.tests.factories import a_member, a_tree, an_officer

MONDAY = "2026-03-02T09:00+08:00"  # an ordinary working week, no holiday near


@pytest.fixture(autouse=True)
def _engine():
    with kinds.registered():
        yield


@pytest.fixture
def clock():
    """The time stands at Monday 2 March 2026, 9:00 in Jilin, until a test moves it."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@dataclass
class Place:
    """A line of unions with people in them, and one case of the test kind."""

    tree: dict[str, Any]
    member: Any
    officer: Any
    mediator: Any
    above: Any
    stranger: Any
    case: Any

    def actor(self, name):
        return an_actor(getattr(self, name))


@pytest.fixture
def place(db, clock):
    return a_place()


def a_place(**how) -> Place:
    tree = a_tree()
    county = tree["county"]
    member = a_member(tree["grassroots"])
    return Place(
        tree, member, an_officer(county), an_officer(county, Office.Role.MEDIATOR), an_officer(tree["prefecture"]),
        an_officer(tree["other"]), a_case(kinds.KEY, county, member, {"wish": "back pay", "amount": "3000"}, **how),
    )  # fmt: skip
