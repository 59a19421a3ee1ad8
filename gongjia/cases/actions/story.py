"""What every verb does besides its own change: check the capacity, write the timeline, tell whom it concerns."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from gongjia.cases.access import STAFF, holders_of, roles_in, who_has
from gongjia.cases.kinds import Actor, Identity, Refused, Role
from gongjia.cases.models import Case, Entry
from gongjia.foundation.clock import now
from gongjia.notices.actions import tell

MOST_AN_HOUR = 20  # messages or papers of one side in one case
RINGS_AGAIN = timedelta(minutes=10)
OFTEN = frozenset({"cases.arrived", "cases.message", "cases.document"})  # what others can cause as often as they like


def roles_among(case: Case, actor: Actor, allowed: Iterable[Role]) -> set[Role]:
    """The actor's capacities among those allowed. Raises Refused where there is none."""
    return among(roles_in(case, actor), allowed)


def among(held: set[Role], allowed: Iterable[Role]) -> set[Role]:
    roles = held & set(allowed)
    if not roles:
        raise Refused(_("This belongs to someone else."))
    return roles


def write_entry(
    case: Case,
    actor: Actor,
    verb: str,
    roles: set[Role],
    *,
    step_from: str = "",
    step_to: str = "",
    text: str = "",
    facts: dict[str, Any] | None = None,
    is_public: bool = True,
    for_respondent: bool = False,
    once: uuid.UUID | None = None,
) -> Entry:
    """One dated row of the timeline. An anonymous applicant's rows hold neither author nor the token of the form."""
    anonymous = is_anonymous(case, roles)
    entry = Entry(
        case=case,
        at=now(),
        author=None if anonymous else actor.account,
        on_behalf_of=None if anonymous else actor.on_behalf_of,
        author_role=min(roles, default=Role.SYSTEM),
        verb=verb,
        step_from=step_from,
        step_to=step_to,
        text=text,
        facts=facts or {},
        is_public=is_public,
        for_respondent=for_respondent or Role.RESPONDENT in roles,
        once=None if anonymous and verb == "opened" else once,
    )
    return _added(entry)


def check_pace(case: Case, roles: set[Role], verb: str) -> None:
    """Raises Refused where a side did this very often within the hour: each time somebody is told. The case is locked."""
    lately = case.entries.filter(verb=verb, author_role=min(roles), at__gt=now() - timedelta(hours=1))
    if not is_staff(roles) and lately.count() >= MOST_AN_HOUR:
        raise Refused(_("You have sent very much within an hour. It is all there; please wait a while with more."))


def _added(entry: Entry) -> Entry:
    """The row in the table.

    A token that another case's form carried counts for nothing. That case may be out of the actor's sight, so that only
    the table's own constraint knows of it. What opened a case is pressed twice for the case's own sake (open_case).
    """
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        if entry.once is None or entry.verb == "opened":
            raise
        entry.once = None
        entry.save(force_insert=True)
    return entry


def is_anonymous(case: Case, roles: Iterable[Role]) -> bool:
    """Whether what these capacities do in this case must leave no trace of who did it."""
    return case.identity == Identity.ANONYMOUS and Role.APPLICANT in set(roles)


def tell_applicant(case: Case, actor: Actor, kind: str, **facts: Any) -> None:
    """Tell the person whose matter it is, unless they did it themselves."""
    if case.applicant is not None and actor.applicant != case.applicant:
        tell([case.applicant], kind, about=case, link=link_to(case), **common(case), **facts)


def tell_holders(case: Case, role: Role, actor: Actor, kind: str, **facts: Any) -> None:
    """Tell those who stand on a side of the case, except whoever acts now."""
    tell_people(case, holders_of(case, role), actor, kind, **facts)


def tell_union(case: Case, actor: Actor, kind: str, **facts: Any) -> None:
    """Tell whoever has the case at the union, except whoever acts now."""
    tell_people(case, who_has(case), actor, kind, **facts)


def tell_people(case: Case, people: Iterable[Any], actor: Actor, kind: str, **facts: Any) -> None:
    others = [person for person in people if actor.person is None or person.pk != actor.person.pk]
    rings_again = RINGS_AGAIN if kind in OFTEN else None
    tell(others, kind, about=case, link=link_to(case), rings_again=rings_again, **common(case), **facts)


def common(case: Case) -> dict[str, Any]:
    """The facts that every notice about a case may use: keys, never words, for the reader chooses the language."""
    return {"number": case.number, "case_kind": case.kind, "step": case.step, "union": case.union.name}


def link_to(case: Case) -> str:
    return reverse("cases:case", args=[case.pk])


def is_staff(roles: Iterable[Role]) -> bool:
    return bool(set(roles) & STAFF)
