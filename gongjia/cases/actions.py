"""Opening a case and moving it on: the two writes that every programme rests on.

What else may be done with a case lies beside: documents.py, people.py (assign, hand over), words.py (notes and
messages), money.py, ratings.py, drafts.py, clocks.py.
"""

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.cases import clocks
from gongjia.cases.access import case_for, roles_in
from gongjia.cases.kinds import Actor, Identity, Move, Refused, Role, StalePage, Turn, kind_of
from gongjia.cases.models import Case, Entry
from gongjia.cases.numbers import new_number
from gongjia.foundation.clock import now, today
from gongjia.notices.actions import tell


@transaction.atomic
def open_case(
    kind_key: str,
    actor: Actor,
    *,
    intake: dict[str, Any],
    union: Any,
    employer: Any = None,
    identity: str = Identity.NAMED,
    pickup_index: bytes | None = None,
    once: uuid.UUID | None = None,
) -> Case:
    """Open a case of a kind from its validated intake and start its first clocks.

    The applicant is the actor, or the person for whom the actor sits at the counter; nobody where it is anonymous.
    A second press of the same form (`once`) gives back the case that the first one opened.
    """
    kind = kind_of(kind_key)
    if once is not None and (earlier := Entry.objects.filter(once=once).select_related("case").first()):
        return earlier.case
    answers = kind.intake.model_validate(intake)
    step = kind.first_step(answers.model_dump())
    case = Case.objects.create(
        number=new_number(kind.prefix),
        kind=kind.key,
        union=union,
        county=union.county,
        applicant=None if identity == Identity.ANONYMOUS else actor.applicant,
        identity=identity,
        pickup_index=pickup_index,
        employer=employer,
        step=step,
        step_since=today(),
        intake=answers.model_dump(mode="json"),
        opened_at=now(),
        opened_on=today(),
        opened_by=None if identity == Identity.ANONYMOUS else actor.account,
        by_agent=actor.on_behalf_of is not None,
        is_demo=getattr(actor.applicant, "is_demo", False),
    )
    entry = _write_entry(case, actor, "opened", {Role.APPLICANT}, step_to=step, once=once)
    if kind.on_open is not None:
        kind.on_open(Turn(case, actor, {}, today(), entry))
        case.save()
    clocks.start(case)
    record(actor.account if case.opened_by_id else None, f"{kind.key}.opened", case, union=union,
           on_behalf_of=actor.on_behalf_of, person=case.applicant, change={"step": step})  # fmt: skip
    if case.applicant_id is not None:
        tell([case.applicant], "cases.opened", about=case, number=case.number)
    return case


@transaction.atomic
def make_move(
    case_id: int,
    move_key: str,
    actor: Actor,
    *,
    facts: dict[str, Any] | None = None,
    seen_version: int | None = None,
    once: uuid.UUID | None = None,
) -> Case:
    """Make one move of the case's kind. `facts` is the cleaned data of the move's form.

    Raises Http404 for a case the actor may not see, Refused with a sentence where the move is not lawful now, and
    StalePage where the case changed after the page was opened.
    """
    case = case_for(actor, case_id, lock=True)
    if once is not None and case.entries.filter(once=once).exists():
        return case
    if seen_version is not None and seen_version != case.version:
        raise StalePage
    move = case.case_kind.move(move_key)
    roles = roles_in(case, actor)
    if reason := why_not(case, move, actor, roles):
        raise Refused(str(reason))
    before = case.step
    entry = _write_entry(
        case, actor, move.key, roles & set(move.by), step_from=before, step_to=move.to,
        text=(facts or {}).get("text", ""), is_public=move.is_public, once=once,
    )  # fmt: skip
    if move.then is not None:
        move.then(Turn(case, actor, facts or {}, today(), entry))
        entry.save()
    if move.to and move.to != before:
        _enter(case, move.to)
    case.version += 1
    case.save()
    record(actor.account, f"{case.kind}.{move.key}", case, union=case.union, on_behalf_of=actor.on_behalf_of,
           person=case.applicant, change={"step": [before, case.step]})  # fmt: skip
    if move.is_public and case.applicant_id is not None and Role.APPLICANT not in roles:
        tell([case.applicant], "cases.moved", about=case, number=case.number, step=case.step, verb=move.key)
    return case


def why_not(case: Case, move: Move, actor: Actor, roles: set[Role]) -> str | None:
    """Why a move cannot be made now, in a sentence; None where it can."""
    if not roles & set(move.by):
        return _("This step belongs to someone else.")
    if case.step not in move.source:
        return _("The matter has moved on: it now stands at “%(step)s”.") % {"step": case.current_step.title}
    reason = move.when(case, actor) if move.when is not None else None
    return str(reason) if reason else None


def moves_open_to(case: Case, actor: Actor) -> list[tuple[Move, str | None]]:
    """The moves of this step that belong to the actor, each with the reason why it is not possible, if any."""
    roles = roles_in(case, actor)
    candidates = [move for move in case.case_kind.moves if case.step in move.source and roles & set(move.by)]
    return [(move, why_not(case, move, actor, roles)) for move in candidates]


def _enter(case: Case, step: str) -> None:
    case.step, case.step_since = step, today()
    if case.current_step.is_final and case.closed_on is None:
        case.closed_on = today()
    clocks.end_left_behind(case)
    clocks.start(case)


def _write_entry(
    case: Case, actor: Actor, verb: str, roles: set[Role], *, step_from: str = "", step_to: str = "", text: str = "",
    is_public: bool = True, once: uuid.UUID | None = None,
) -> Entry:  # fmt: skip
    anonymous = case.identity == Identity.ANONYMOUS and Role.APPLICANT in roles
    return Entry.objects.create(
        case=case, at=now(), author=None if anonymous else actor.account, on_behalf_of=actor.on_behalf_of,
        author_role=min(roles, default=Role.SYSTEM), verb=verb, step_from=step_from, step_to=step_to, text=text,
        is_public=is_public, once=once,
    )  # fmt: skip
