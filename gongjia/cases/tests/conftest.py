from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.utils.translation import override

from gongjia.cases.tests import kinds
from gongjia.cases.tests.factories import a_case, an_actor
from gongjia.people.tests.factories import TOTP_SECRET, signed_in
from gongjia.unions.models import Office
from gongjia.unions.tests.factories import a_member, a_tree, an_officer
from tests.once import once_a_file, own

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


def on_monday() -> Place:
    with kinds.registered(), override("en"), time_machine.travel(MONDAY, tick=False):
        return a_place()


_place = once_a_file(on_monday)


@pytest.fixture
def place(request, _place, db, clock) -> Place:
    return own(request, _place)


def a_place(**how) -> Place:
    tree = a_tree()
    county = tree["county"]
    member = a_member(tree["grassroots"])
    return Place(
        tree, member, an_officer(county), an_officer(county, Office.Role.MEDIATOR), an_officer(tree["prefecture"]),
        an_officer(tree["other"]), a_case(kinds.KEY, county, member, {"wish": "back pay", "amount": "3000"}, **how),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _english():
    """Words are compared in English; a test about another language says so itself."""
    with override("en"):
        yield


@pytest.fixture
def client_of(place):
    """Signed-in browsers by name, in English: `client_of("member")`; without a name a visitor's."""

    def sign_in(name: str = "") -> Client:
        client = signed_in_client(getattr(place, name)) if name else Client()
        client.cookies["django_language"] = "en"
        return client

    return sign_in


def signed_in_client(person) -> Client:
    """A signed-in browser; an office at county level comes with its second factor, used in this session."""
    account = person.account
    if person.offices.exists() and not Authenticator.objects.filter(user=account).exists():
        totp.TOTP.activate(account, TOTP_SECRET)
    return signed_in(account)
