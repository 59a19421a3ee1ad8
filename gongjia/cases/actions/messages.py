"""Words between the people of a case: an internal note, a message both ways, and the applicant's chase (催办)."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.cases.access import case_for, due_first, holders_of, who_has
from gongjia.cases.actions.story import (
    check_pace,
    is_anonymous,
    is_staff,
    roles_among,
    tell_applicant,
    tell_holders,
    tell_people,
    tell_union,
    write_entry,
)
from gongjia.cases.kinds import Actor, Refused, Role
from gongjia.cases.models import Case, Entry
from gongjia.foundation.clock import today

LONGEST = 2000  # characters
SPEAKS_FOR_UNION = (Role.OFFICER, Role.MEDIATOR, Role.SUPERIOR)
OFFICE = (*SPEAKS_FOR_UNION, Role.LAWYER)


@transaction.atomic
def note(case_id: int, actor: Actor, text: str, once: uuid.UUID | None = None) -> Entry:
    """An internal note: only those who handle the case read it."""
    case = case_for(actor, case_id, lock=True)
    roles = roles_among(case, actor, OFFICE)
    if once is not None and (earlier := case.entries.filter(once=once).first()):
        return earlier
    entry = write_entry(case, actor, "note", roles, text=checked(text), is_public=False, once=once)
    record(actor.account, "cases.note", case, union=case.union, person=case.applicant)
    return entry


@transaction.atomic
def message(
    case_id: int, actor: Actor, text: str, to: Role = Role.APPLICANT, once: uuid.UUID | None = None
) -> Entry:  # fmt: skip
    """A message from a side to whoever handles the case, or from there to a side (`to`: applicant or respondent)."""
    case = case_for(actor, case_id, lock=True)
    roles = roles_among(case, actor, (Role.APPLICANT, Role.RESPONDENT, *OFFICE))
    if once is not None and (earlier := case.entries.filter(once=once).first()):
        return earlier
    side = to if is_staff(roles) and Role.APPLICANT not in roles else _own_side(roles)
    if side not in roles and side not in sides_open_to(roles):
        raise Refused(_("A lawyer writes to the worker only. Ask the officer to write to the employer."))
    check_pace(case, roles, "message")
    entry = write_entry(
        case, actor, "message", roles, text=checked(text), is_public=side == Role.APPLICANT,
        for_respondent=side == Role.RESPONDENT, facts={"side": side}, once=once,
    )  # fmt: skip
    record(None if is_anonymous(case, roles) else actor.account, "cases.message", case, union=case.union,
           person=case.applicant, on_behalf_of=actor.on_behalf_of)  # fmt: skip
    if side in roles:
        tell_union(case, actor, "cases.message")
    elif side == Role.APPLICANT:
        tell_applicant(case, actor, "cases.message")
    else:
        tell_holders(case, Role.RESPONDENT, actor, "cases.message")
    return entry


def sides_open_to(roles: set[Role]) -> list[Role]:
    """The sides to which these capacities may write from the desk: a lawyer advises the worker, never the employer."""
    return [Role.APPLICANT, Role.RESPONDENT] if roles & set(SPEAKS_FOR_UNION) else [Role.APPLICANT]


@transaction.atomic
def chase(case_id: int, actor: Actor, once: uuid.UUID | None = None) -> Entry:
    """The applicant asks whoever has the case to get on (催办): counted, once a day at most.

    Somebody at the union is told whoever is to act next; the employer besides, where it is the employer's turn.
    """
    case = case_for(actor, case_id, lock=True)
    roles = roles_among(case, actor, (Role.APPLICANT,))
    if once is not None and (earlier := case.entries.filter(once=once).first()):
        return earlier
    if reason := why_no_chase(case):
        raise Refused(reason)
    count = chases_of(case) + 1
    entry = write_entry(case, actor, "chase", roles, facts={"count": count}, once=once)
    record(None if is_anonymous(case, roles) else actor.account, "cases.chase", case, union=case.union,
           person=case.applicant, on_behalf_of=actor.on_behalf_of, change={"count": count})  # fmt: skip
    due = due_first(case)
    late = Role(due.holder) if due else case.current_step.holder
    employers_people = holders_of(case, late) if late == Role.RESPONDENT else []
    tell_people(case, [*who_has(case), *employers_people], actor, "cases.chased", count=count)
    return entry


def why_no_chase(case: Case) -> str | None:
    """Why the applicant cannot chase now, in a sentence; None where they can."""
    if not case.is_open:
        return _("The matter is closed.")
    if case.current_step.holder == Role.APPLICANT:
        return _("The next step is yours.")
    if case.entries.filter(verb="chase", at__date=today()).exists():
        return _("You asked today already. Whoever has your matter was told; you can ask again tomorrow.")
    return None


def chases_of(case: Case) -> int:
    return case.entries.filter(verb="chase").count()


def checked(text: str) -> str:
    """What was written, trimmed. Raises Refused for nothing and for far too much."""
    text = text.strip()
    if not text:
        raise Refused(_("Nothing is written yet."))
    if len(text) > LONGEST:
        raise Refused(_("This is too long: %(length)d characters; at most %(most)d fit. Add the rest as a file.")
                      % {"length": len(text), "most": LONGEST})  # fmt: skip
    return text


def _own_side(roles: set[Role]) -> Role:
    return Role.APPLICANT if Role.APPLICANT in roles else Role.RESPONDENT
