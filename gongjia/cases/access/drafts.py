"""What somebody is still writing, and for whom an officer writes at the counter."""

import uuid
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from gongjia.cases.kinds import Actor
from gongjia.cases.models import CounterVisit, Draft
from gongjia.foundation.clock import now
from gongjia.foundation.walls import as_platform, hold_tokens, look_with
from gongjia.people.access import open_consent
from gongjia.people.kinds import AGENT

VISIT_LASTS = timedelta(hours=4)  # a forgotten visit must not let an officer go on acting for somebody


def drafts_for(person: Any) -> QuerySet[Draft]:
    """What a person has begun to write, the latest first."""
    if person is None:
        return Draft.objects.none()
    return Draft.objects.filter(person=person, written_by__person=person).order_by("-updated_at", "-pk")


def draft_for(actor: Actor, kind_key: str, token: uuid.UUID | None = None, lock: bool = False) -> Draft | None:
    """The draft of a kind: the actor's own, that begun at the counter, or a stranger's by its browser's token."""
    drafts = Draft.objects.filter(person=actor.applicant, written_by=actor.account)
    if actor.applicant is None:
        drafts = drafts.filter(token=token) if token else Draft.objects.none()
        hold_tokens(token)
    if lock:
        drafts = drafts.select_for_update(of=("self",))
    return drafts.filter(kind=kind_key).first()


def open_visit(account: Any) -> CounterVisit | None:
    """The counter visit that the account has begun, wherever; None once it is over, or too old to be the same person, or
    the person has taken the consent back."""
    visits = CounterVisit.objects.filter(officer=account, ended_at__isnull=True, started_at__gt=now() - VISIT_LASTS)
    with as_platform("the slip lets the officer act for this person, whoever it is"):
        visit = visits.select_related("person", "slip", "union").first()
        if visit is None:
            return None
        consent = open_consent(visit.person, AGENT.key)
    # A yes that was given anew is for a visit to come.
    return visit if consent is not None and consent.given_at <= visit.started_at else None


def visit_of(account: Any, visit_id: int | None) -> CounterVisit | None:
    """The open visit, for the session that is in it: from here on the request looks with that person's eyes, too."""
    visit = open_visit(account) if visit_id is not None else None
    if visit is None or visit.pk != visit_id:
        return None
    look_with(account.person_id, account.pk, serving=visit.person_id)
    return visit


def drafts_untouched_since(moment: Any) -> QuerySet[Draft]:
    return Draft.objects.filter(updated_at__lt=moment).order_by("updated_at", "pk")
