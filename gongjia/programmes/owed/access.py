"""The only doors to calculations: the person's own, a stranger's by its token, and the case's for those who handle it."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from gongjia.cases.access import roles_in
from gongjia.cases.kinds import Actor, Role
from gongjia.cases.models import Case
from gongjia.foundation.walls import hold_tokens
from gongjia.programmes.owed.models import Calculation, Variant
from gongjia.unions.access import membership_of, offices_of

REVIEWS = frozenset({Role.OFFICER, Role.MEDIATOR, Role.LAWYER})
READS = REVIEWS | {Role.SUPERIOR}


def calculations_of(person: Any) -> QuerySet[Calculation]:
    """A person's own, the latest first."""
    if person is None:
        return Calculation.objects.none()
    return Calculation.objects.filter(person=person).order_by("-updated_at", "-pk")


def strangers_calculations(tokens: Iterable[str]) -> QuerySet[Calculation]:
    """Those that a browser began before anybody signed in."""
    tokens = list(tokens)
    hold_tokens(*tokens)
    return Calculation.objects.filter(person__isnull=True, token__in=tokens).order_by("-updated_at", "-pk")


def calculation_for(actor: Actor, token: uuid.UUID, lock: bool = False) -> Calculation:
    """One calculation that the actor may open. Anything else is a 404: it does not say why."""
    hold_tokens(token)
    found = Calculation.objects.select_related("paper__case__union")
    if lock:
        found = found.select_for_update(of=("self",))
    calculation = found.filter(token=token).first()
    if calculation is None or not (is_own(calculation, actor) or _is_staff(calculation, actor, READS)):
        raise Http404
    return calculation


def own_calculation(actor: Actor, token: uuid.UUID, lock: bool = False) -> Calculation:
    """One that the actor may answer and hand over: their own, or a stranger's whose address they hold."""
    calculation = calculation_for(actor, token, lock)
    if not is_own(calculation, actor):
        raise Http404
    return calculation


def reviewed_calculation(actor: Actor, token: uuid.UUID, lock: bool = False) -> Calculation:
    """One whose readings the actor may change beside the worker's: of a case they handle, or one that an officer made."""
    calculation = calculation_for(actor, token, lock)
    if not may_review(calculation, actor):
        raise Http404
    return calculation


def is_own(calculation: Calculation, actor: Actor) -> bool:
    if calculation.person_id is None:
        return case_of(calculation) is None
    return actor.applicant is not None and calculation.person_id == actor.applicant.pk


def may_review(calculation: Calculation, actor: Actor) -> bool:
    """Officers, lawyers and mediators of the case; before there is a case, holders of an office on their own ones."""
    if actor.person is None or actor.on_behalf_of is not None:
        return False
    if _is_staff(calculation, actor, REVIEWS):
        return True
    return calculation.person_id == actor.person.pk and offices_of(actor.person).exists()


def _is_staff(calculation: Calculation, actor: Actor, wanted: frozenset[Role]) -> bool:
    case = case_of(calculation)
    return case is not None and bool(roles_in(case, actor) & wanted)


def case_of(calculation: Calculation) -> Case | None:
    """The case that the calculation was handed over to; None before its draft is sent."""
    return calculation.paper.case if calculation.paper is not None else None


def calculations_in(case: Case) -> QuerySet[Calculation]:
    """What was calculated for a case, the earliest first."""
    return Calculation.objects.filter(paper__case=case).order_by("pk")


def workplace_of(person: Any) -> dict[str, str]:
    """County and employer as the person's membership holds them, under the names of the questions."""
    membership = membership_of(person)
    if membership is None:
        return {}
    county, employer = membership.county, membership.union.employer
    return {"county": county.division_code if county else "", "employer_name": employer.name if employer else ""}


def variants_of(calculation: Calculation) -> QuerySet[Variant]:
    return calculation.variants.select_related("made_by__person").order_by("pk")


def untouched_since(moment: datetime) -> QuerySet[Calculation]:
    """Calculations that no case rests on and that nobody has touched since."""
    return Calculation.objects.filter(updated_at__lt=moment, paper__case__isnull=True).order_by("updated_at", "pk")
