"""What an officer's desk lists: open cases, and bad ratings to call back."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from gongjia.cases.access.cases import not_a_side, served
from gongjia.cases.access.hands import HOLDERS, held_by
from gongjia.cases.kinds import Actor
from gongjia.cases.models import Assignment, Case, Due, Entry, Rating
from gongjia.foundation.clock import today
from gongjia.unions.access import unions_reached
from gongjia.unions.kinds import HANDLE_CASES, READ_CASES, roles_that_may
from gongjia.unions.models import Office, subtree


def worklist_for(actor: Actor, scope: str = "mine", kind: str = "", overdue: bool = False) -> QuerySet[Case]:
    """Open cases for an officer's table, the nearest due first, each with `next_due` and `holder_name` (or None).

    scope   mine: in the actor's own hands; union: of the unions the actor serves; below: of all the unions under them
    """
    person = actor.person
    if person is None:
        return Case.objects.none()
    nearest = Due.objects.duties().filter(case=OuterRef("pk"), due_on__isnull=False).order_by("due_on")
    cases = (
        Case.objects.open()
        .filter(_in_scope(person, scope), not_a_side(person))
        .annotate(next_due=Subquery(nearest.values("due_on")[:1]))
    )
    if kind:
        cases = cases.filter(kind=kind)
    if overdue:
        cases = cases.filter(next_due__lt=today())
    hands = Assignment.objects.filter(case=OuterRef("pk"), until__isnull=True, role__in=HOLDERS)
    hands = hands.order_by("role")  # the mediator first
    cases = cases.annotate(holder_name=Subquery(hands.values("person__name")[:1]))
    return cases.select_related("union", "applicant", "employer").order_by(F("next_due").asc(nulls_last=True), "pk")


def _in_scope(person: Any, scope: str) -> Q:
    if scope == "mine":
        return Q(pk__in=held_by(person).values("case"))
    own = Office.objects.on(today()).filter(person=person, role__in=roles_that_may(READ_CASES)).values("union")
    return Q(union__in=own) if scope == "union" else served(person) & ~Q(union__in=own)


def call_backs_for(actor: Actor) -> QuerySet[Rating]:
    """Bad ratings that the actor is to call back: of unions below, or of the own union where others had the case.

    Whoever had a hand in a case never finds its rating here, nor anywhere else.
    """
    person = actor.person
    if person is None or actor.on_behalf_of is not None:
        return Rating.objects.none()
    reach = Q(pk__in=[])
    for path in unions_reached(person, HANDLE_CASES):
        reach |= subtree(path, "case__union__path")
    wrote = Entry.objects.filter(case=OuterRef("case"), author__person=person)
    had = Assignment.objects.filter(case=OuterRef("case"), person=person)
    waiting = Rating.objects.filter(reach, call_back_by__isnull=False, called_back_at__isnull=True)
    waiting = waiting.exclude(Exists(wrote) | Exists(had)).exclude(case__applicant=person)
    return waiting.select_related("case__union", "case__applicant").order_by("call_back_by", "pk")


def call_back_for(actor: Actor, rating_id: int, lock: bool = False) -> Rating:
    """One rating that the actor is to call back. Anything else is a 404."""
    ratings = call_backs_for(actor)
    if lock:
        ratings = ratings.select_for_update(of=("self",))
    rating = ratings.filter(pk=rating_id).first()
    if rating is None:
        raise Http404
    return rating
