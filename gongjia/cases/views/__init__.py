"""The pages of cases, split by noun. Every one of them makes its actor here."""

from django.http import HttpRequest

from gongjia.cases.access import visit_of
from gongjia.cases.kinds import Actor
from gongjia.cases.models import CounterVisit
from gongjia.people.access import person_of

VISIT = "counter_visit"  # key of the session: the person for whom the officer acts now


def actor_of(request: HttpRequest) -> Actor:
    """Who asks: the signed-in account, and at a counter the person for whom it acts."""
    person = person_of(request)
    if person is None:
        return Actor()
    visit = visit_in(request)
    if visit is None:
        return Actor(account=request.user, person=person)
    return Actor(account=request.user, person=person, on_behalf_of=visit.person, slip=visit.slip)


def visit_in(request: HttpRequest) -> CounterVisit | None:
    """The counter visit that this session is in."""
    return visit_of(request.user, request.session.get(VISIT)) if person_of(request) is not None else None
