"""Opening a case and moving it on: the two writes that every programme rests on.

What else may be done with a case lies beside, one file per noun: documents, assignments (assign, hand over),
messages (note, message, chase), payments, signatures, ratings, drafts, counter, escalations.
"""

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.cases.access import STAFF, case_for, holders_of, roles_in, who_acts_for, who_has
from gongjia.cases.actions import clocks, signatures
from gongjia.cases.actions.assignments import give_to_somebody
from gongjia.cases.actions.numbers import new_number
from gongjia.cases.actions.story import tell_applicant, tell_holders, tell_people, write_entry
from gongjia.cases.kinds import Actor, CaseKind, Identity, Move, Refused, Role, StalePage, Turn, kind_of
from gongjia.cases.models import Case, Document, Entry
from gongjia.cases.pickup import once_index
from gongjia.connections.actions.webhooks import announce
from gongjia.foundation.clock import now, today
from gongjia.foundation.walls import hold_pickup
from gongjia.unions.access import may, membership_of
from gongjia.unions.kinds import HANDLE_CASES


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
    """Open a case of a kind from its intake and start its first clocks.

    The applicant is the actor, or the person for whom the actor sits at the counter; nobody where it is anonymous.
    A second press of the same form (`once`) gives back the case that the first one opened.
    Raises pydantic.ValidationError for an intake that its kind does not take, and Refused.
    """
    if (earlier := _opened_before(once, pickup_index)) is not None:
        return earlier
    try:
        with transaction.atomic():
            return _open(kind_of(kind_key), actor, intake, union, employer, identity, pickup_index, once)
    except IntegrityError:  # the other press was quicker and has committed
        if (earlier := _opened_before(once, pickup_index)) is not None:
            return earlier
        if pickup_index is not None and Case.objects.filter(pickup_index=pickup_index).exists():
            again = _("This was not sent yet. Please send it once more.")  # two forms came to the same code
            raise Refused(again) from None
        raise


def _opened_before(once: uuid.UUID | None, pickup_index: bytes | None) -> Case | None:
    if pickup_index is not None:
        earlier = opened_anonymously(once) if once is not None else None
        hold_pickup(pickup_index)  # what is opened now is its sender's
        return earlier
    entry = Entry.objects.filter(once=once).select_related("case").first() if once is not None else None
    return entry.case if entry is not None else None


def opened_anonymously(once: uuid.UUID) -> Case | None:
    """The anonymous case that a form opened, found by the whole token of the form."""
    index = once_index(once)
    hold_pickup(index)
    return Case.objects.filter(once_index=index).first()


def _open(
    kind: CaseKind, actor: Actor, intake: dict[str, Any], union: Any, employer: Any, identity: str,
    pickup_index: bytes | None, once: uuid.UUID | None,
) -> Case:  # fmt: skip
    if reason := _why_not_open(kind, actor, union, identity):
        raise Refused(reason)
    answers = kind.intake.model_validate(intake)
    is_anonymous = identity == Identity.ANONYMOUS
    case = Case.objects.create(
        number=new_number(kind.prefix),
        kind=kind.key,
        union=union,
        county=union.county,
        applicant=None if is_anonymous else actor.applicant,
        identity=identity,
        pickup_index=pickup_index,
        once_index=once_index(once) if is_anonymous and once is not None else None,
        employer=employer,
        step=kind.first_step(answers.model_dump()),
        step_since=today(),
        intake=answers.model_dump(mode="json"),
        opened_at=now(),
        opened_on=today(),
        opened_by=None if is_anonymous else actor.account,
        by_agent=actor.on_behalf_of is not None,
        is_demo=union.is_demo or getattr(actor.applicant, "is_demo", False),
    )
    roles = {Role.SYSTEM} if actor.is_system else {Role.APPLICANT}
    entry = write_entry(case, actor, "opened", roles, step_to=case.step, once=once)
    _file_slip(case, actor)
    if kind.on_open is not None:
        kind.on_open(Turn(case, actor, {}, today(), entry))
        case.save()
        entry.save()
    clocks.start(case)
    give_to_somebody(case)
    record(case.opened_by, f"{kind.key}.opened", case, union=case.union, person=case.applicant,
           on_behalf_of=None if is_anonymous else actor.on_behalf_of, change={"step": case.step})  # fmt: skip
    _tell_of_opening(case, actor)
    return case


def _why_not_open(kind: CaseKind, actor: Actor, union: Any, identity: str) -> str | None:
    if actor.is_system:
        return None
    if actor.on_behalf_of is not None:
        return _why_not_at_counter(kind, actor, union, identity)
    if "stranger" in kind.opens_by:
        return None
    if "member" in kind.opens_by and membership_of(actor.person) is not None:
        return None
    if "officer" in kind.opens_by and may(actor.person, HANDLE_CASES, union):
        return None
    return _("Only members can start this. Joining takes three steps, and then you can come back here.")


def _why_not_at_counter(kind: CaseKind, actor: Actor, union: Any, identity: str) -> str | None:
    if actor.slip is None:
        return _("There is no consent slip of this person. Add the signed slip first.")
    if identity == Identity.ANONYMOUS:
        return _(
            "An officer knows who sits at the counter, so this cannot be anonymous. It can be kept from the employer."
        )
    if "officer" not in kind.opens_by:
        return _("The person must do this themselves; it cannot be started at a counter.")
    return None


def _file_slip(case: Case, actor: Actor) -> None:
    """The consent slip goes into the case's papers: the same bytes, a row of its own."""
    if actor.slip is not None:
        slip = actor.slip
        Document.objects.create(
            case=case, kind="consent_slip", name=slip.name, content_type=slip.content_type, size=slip.size,
            sha256=slip.sha256, facts=slip.facts, added_by=actor.account,
        )  # fmt: skip


def make_move(
    case_id: int,
    move_key: str,
    actor: Actor,
    *,
    facts: dict[str, Any] | None = None,
    seen_version: int | None = None,
    once: uuid.UUID | None = None,
    code: str = "",
) -> Case:
    """Make one move of the case's kind. `facts` is the cleaned data of the move's form, `code` the signer's code.

    Raises Http404 for a case the actor may not see, Refused with a sentence where the move is not lawful now, and
    StalePage where the case changed after the page was opened. A code is used up before the move's transaction, so
    that a wrong try stays counted, and only where the move could be made.
    """
    case = case_for(actor, case_id)
    move = case.case_kind.move(move_key)
    if move.signs and not _is_double(case, once):
        roles = _check_move(case, move, actor, seen_version)
        signatures.check_move_code(case, move, actor, roles, code)
    return _move(case_id, move, actor, facts or {}, seen_version, once)


def _is_double(case: Case, once: uuid.UUID | None) -> bool:
    return once is not None and case.entries.filter(once=once).exists()


def _check_move(case: Case, move: Move, actor: Actor, seen_version: int | None) -> set[Role]:
    """In what capacities the actor may make the move. Raises StalePage and Refused."""
    if seen_version is not None and seen_version != case.version:
        raise StalePage
    roles = roles_in(case, actor)
    if reason := why_not(case, move, actor, roles):
        raise Refused(reason)
    return roles


@transaction.atomic
def _move(
    case_id: int, move: Move, actor: Actor, facts: dict[str, Any], seen_version: int | None, once: uuid.UUID | None
) -> Case:  # fmt: skip
    case = case_for(actor, case_id, lock=True)
    if _is_double(case, once):
        return case
    roles, before = _check_move(case, move, actor, seen_version), case.step
    entry = write_entry(
        case, actor, move.key, roles & set(move.by), step_from=before, step_to=move.to, text=facts.get("text", ""),
        is_public=move.is_public, for_respondent=move.for_respondent, once=once,
    )  # fmt: skip
    if move.signs:
        signatures.put_by_move(case, move, actor, roles)
    if move.then is not None:
        move.then(Turn(case, actor, facts, today(), entry))
        entry.save()
    if entry.step_to and entry.step_to != before:  # the move's own, unless its effect named another
        _enter(case, entry.step_to)
    clocks.start(case)
    case.version += 1
    case.save()
    record(actor.account, f"{case.kind}.{move.key}", case, union=case.union, on_behalf_of=actor.on_behalf_of,
           person=case.applicant, change={"step": [before, case.step]})  # fmt: skip
    _announce_move(case, move, before)
    _tell_of(case, move, actor, before, entry)
    return case


def why_not(case: Case, move: Move, actor: Actor, roles: set[Role]) -> str | None:
    """Why a move cannot be made now, in a sentence; None where it can."""
    if not roles & set(move.by):
        return _("This step belongs to someone else.")
    if case.step not in move.source:
        return _("The matter has moved on: it now stands at “%(step)s”.") % {"step": case.current_step.title}
    if not _is_offered(case, move):
        return _("This does not fit this matter.")
    reason = move.when(case, actor) if move.when is not None else None
    return str(reason) if reason else None


def _is_offered(case: Case, move: Move) -> bool:
    return move.offered is None or move.offered(case)


def moves_open_to(case: Case, actor: Actor) -> list[tuple[Move, str | None]]:
    """The moves of this step that belong to the actor, each with the reason why it is not possible, if any.

    A move that does not fit the matter at all is left out: its reason would help nobody.
    """
    roles = roles_in(case, actor)
    candidates = [move for move in case.case_kind.moves if case.step in move.source and roles & set(move.by)]
    return [(move, why_not(case, move, actor, roles)) for move in candidates if _is_offered(case, move)]


def _enter(case: Case, step: str) -> None:
    case.step, case.step_since = step, today()
    case.closed_on = (case.closed_on or today()) if case.current_step.is_final else None
    clocks.end_left_behind(case)


def _tell_of_opening(case: Case, actor: Actor) -> None:
    announce("case.opened", case.union, case.kind, case.pk, step=case.step, version=case.version)
    tell_applicant(case, Actor(), "cases.opened")
    told = [*who_acts_for(case, case.current_step.holder), *holders_of(case, Role.OFFICER)]  # it was given to them now
    tell_people(case, told, actor if case.opened_by_id else Actor(), "cases.arrived")


def _announce_move(case: Case, move: Move, before: str) -> None:
    facts: dict[str, Any] = {"move": move.key, "step_from": before, "step": case.step, "version": case.version}
    announce("case.moved", case.union, case.kind, case.pk, **facts)
    if case.current_step.is_final and not case.case_kind.step(before).is_final:
        announce("case.closed", case.union, case.kind, case.pk, outcome=case.outcome, **facts)


def _tell_of(case: Case, move: Move, actor: Actor, before: str, entry: Entry) -> None:
    said = {name: value for name, value in entry.facts.items() if f"%({name})s" in str(move.done)}
    if move.is_public:
        tell_applicant(case, actor, "cases.moved", verb=move.key, said=said)
    if move.for_respondent:
        tell_holders(case, Role.RESPONDENT, actor, "cases.moved", verb=move.key, said=said)
    waits_for, next_ones = case.current_step.holder, []
    if case.step != before and not case.current_step.is_final and waits_for not in (Role.APPLICANT, Role.SYSTEM):
        next_ones = who_acts_for(case, waits_for)
        tell_people(case, next_ones, actor, "cases.arrived")
    if entry.author_role not in STAFF - {Role.SYSTEM}:  # a side made it, or the platform
        others = [person for person in who_has(case) if person not in next_ones]
        tell_people(case, others, actor, "cases.moved", verb=move.key, said=said)
