import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp

from gongjia.cases.models import Assignment
from gongjia.cases.tests.conftest import _engine, _place, a_place, clock, place  # noqa: F401 - fixtures
from gongjia.cases.tests.factories import nobody_has
from gongjia.foundation.clock import now
from gongjia.people.tests.factories import TOTP_SECRET, signed_in


@pytest.fixture
def visit():
    """A browser signed in as somebody; who holds an office has used a second factor."""

    def visit(person):
        if person.offices.exists() and not Authenticator.objects.filter(user=person.account).exists():
            totp.TOTP.activate(person.account, TOTP_SECRET)
        return signed_in(person.account)

    return visit


@pytest.fixture
def take():
    """Put a case into somebody's hands alone, out of those that had it."""

    def take(case, person, role="officer"):
        nobody_has(case)
        return Assignment.objects.create(case=case, role=role, person=person, since=now())

    return take


@pytest.fixture
def transactional_place(live_server):
    """A place that a browser can look at: its clock runs, because a browser has its own."""
    return a_place()
