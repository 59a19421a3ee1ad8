"""Every write of the calculator. A calculation is its writer's own scrap paper until it is handed to the union."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.cases.actions import drafts
from gongjia.cases.kinds import Actor, Paper, Refused
from gongjia.cases.models import Draft
from gongjia.foundation.walls import hold_tokens
from gongjia.programmes.owed.access import (
    case_of,
    own_calculation,
    reviewed_calculation,
    strangers_calculations,
    variants_of,
)
from gongjia.programmes.owed.models import Calculation, Variant
from gongjia.programmes.owed.questions import Page

DISPUTE = "dispute_mediation"  # the kind of case that a calculation is handed over to
MOST_VARIANTS = 8


@transaction.atomic
def begin(actor: Actor) -> Calculation:
    """A new calculation: the person's own, that of whoever sits at the counter, or a stranger's."""
    token, writer = uuid.uuid4(), actor.account if actor.applicant else None
    hold_tokens(token)
    return Calculation.objects.create(token=token, person=actor.applicant, written_by=writer)


@transaction.atomic
def adopt(actor: Actor, tokens: Iterable[str]) -> None:
    """What a browser began belongs to the person who has signed in with it."""
    strangers = strangers_calculations(tokens).select_for_update(of=("self",))
    strangers.update(person=actor.applicant, written_by=actor.account)


@transaction.atomic
def save_answers(actor: Actor, token: uuid.UUID, page: Page, typed: Any) -> Calculation:
    """Keep what was typed on one page as it was typed, also where it is wrong. `typed` is the request's QueryDict.

    Raises Refused once a case rests on the calculation: what was handed in does not change afterwards.
    """
    calculation = own_calculation(actor, token, lock=True)
    if case_of(calculation) is not None:
        raise Refused(_("This calculation belongs to a matter now and stays as it is. Begin a new one instead."))
    fields = tuple(page.form.base_fields)
    kept = {name: typed.getlist(name) for name in typed if name in fields}
    calculation.answers = {**calculation.answers, page.key: kept}
    calculation.save()
    return calculation


@transaction.atomic
def discard(calculation: Calculation) -> None:
    """Throw a calculation away, unless a case rests on it."""
    if case_of(calculation) is None:
        calculation.delete()


# ---- to the union -----------------------------------------------------------------------------------------------------


@transaction.atomic
def hand_over(
    actor: Actor, token: uuid.UUID, facts: dict[str, Any], paper: Paper, draft_token: uuid.UUID | None
) -> Draft:
    """Begin a dispute with what was calculated; the paper goes along. It is sent by its writer, with the other answers.

    Pressed twice it is the same draft. Raises Refused where it was sent before.
    """
    calculation = own_calculation(actor, token, lock=True)
    if case_of(calculation) is not None:
        raise Refused(_("This was handed to the union already. You find it under “My matters”."))
    draft, document = drafts.begin_with(actor, DISPUTE, facts, draft_token, paper)
    calculation.paper = document
    calculation.save()
    record(actor.account, "owed.handed_over", calculation, person=actor.applicant, on_behalf_of=actor.on_behalf_of)
    return draft


# ---- other readings -----------------------------------------------------------------------------------------------------


@transaction.atomic
def add_variant(actor: Actor, token: uuid.UUID, name: str) -> Variant:
    """Begin another reading beside the worker's. One of that name is gone on with, so that a second press makes no second."""
    calculation = reviewed_calculation(actor, token, lock=True)
    existing = variants_of(calculation).filter(name=name).first()
    if existing is not None:
        return existing
    if variants_of(calculation).count() >= MOST_VARIANTS:
        raise Refused(_("%(most)d readings are enough to compare. Remove one first.") % {"most": MOST_VARIANTS})
    variant = Variant.objects.create(calculation=calculation, name=name, made_by=actor.account)
    _record(actor, "owed.variant_added", variant)
    return variant


@transaction.atomic
def change_claim(actor: Actor, token: uuid.UUID, variant_id: int, key: str, changes: dict[str, Any]) -> Variant:
    """Write down what a lawyer changes in one claim: inputs, steps with their reasons, or the sum. Empty: as the worker said."""
    variant = _variant(actor, token, variant_id)
    before = variant.changes.get(key, {})
    variant.changes = {**variant.changes, key: changes}
    if not changes:
        del variant.changes[key]
    variant.save()
    if before != changes:
        touched = sorted({*changes.get("inputs", {}), *changes.get("replaced", {}), *changes.get("amount", {})})
        _record(actor, "owed.claim_changed", variant, change={"claim": key, "touched": touched})
    return variant


@transaction.atomic
def remove_variant(actor: Actor, token: uuid.UUID, variant_id: int) -> None:
    variant = _variant(actor, token, variant_id)
    _record(actor, "owed.variant_removed", variant)
    variant.delete()


def _variant(actor: Actor, token: uuid.UUID, variant_id: int) -> Variant:
    calculation = reviewed_calculation(actor, token, lock=True)
    variant = variants_of(calculation).filter(pk=variant_id).first()
    if variant is None:
        raise Http404
    return variant


def _record(actor: Actor, verb: str, variant: Variant, **more: Any) -> None:
    calculation = variant.calculation
    case = case_of(calculation)
    record(actor.account, verb, variant, union=case.union if case else None, person=calculation.person, **more)
