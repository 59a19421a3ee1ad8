"""What each role may do: the one table that `access.may` reads."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjia.foundation.refusals import Refused

READ_CASES = "read_cases"
HANDLE_CASES = "handle_cases"
MEDIATE = "mediate"
ADVISE = "advise"
APPROVE_MEMBERS = "approve_members"
READ_MEMBERS = "read_members"
REVEAL = "reveal"
VOUCH = "vouch"
ACT_AT_COUNTER = "act_at_counter"
READ_FIGURES = "read_figures"
MANAGE_OFFICES = "manage_offices"
READ_AUDIT = "read_audit"
ADMINISTER = "administer"


class Role(models.TextChoices):
    """What an office is held as."""

    OFFICER = "officer", _("Union officer")
    MEDIATOR = "mediator", _("Mediator")
    LAWYER = "lawyer", _("Lawyer")
    LEADER = "leader", _("Leader")
    ANALYST = "analyst", _("Analyst")
    AUDITOR = "auditor", _("Auditor")
    SUPERVISOR = "supervisor", _("Labour-law supervisor")
    ADMINISTRATOR = "administrator", _("Administrator")


# A mediator, a lawyer and a supervisor see only what is assigned to them, so their role opens no list.
# An analyst opens a figure down to its records, and every look is recorded; nothing more.
VERBS: dict[str, frozenset[str]] = {
    Role.OFFICER: frozenset(
        {READ_CASES, HANDLE_CASES, APPROVE_MEMBERS, READ_MEMBERS, REVEAL, VOUCH, ACT_AT_COUNTER, READ_FIGURES}
    ),
    Role.LEADER: frozenset({READ_CASES, HANDLE_CASES, APPROVE_MEMBERS, READ_MEMBERS, READ_FIGURES, MANAGE_OFFICES}),
    Role.MEDIATOR: frozenset({MEDIATE}),
    Role.LAWYER: frozenset({ADVISE}),
    Role.SUPERVISOR: frozenset(),
    Role.ANALYST: frozenset({READ_CASES, READ_FIGURES}),
    Role.AUDITOR: frozenset({READ_AUDIT, READ_FIGURES}),
    Role.ADMINISTRATOR: frozenset({MANAGE_OFFICES, ADMINISTER, READ_FIGURES}),
}


def roles_that_may(verb: str) -> list[str]:
    """The roles that carry a verb. Raises KeyError for a verb that no role carries: a misspelt one opens nothing."""
    roles = [role for role, verbs in VERBS.items() if verb in verbs]
    if not roles:
        raise KeyError(verb)
    return roles


class AlreadyMember(Refused):
    """The person has an open membership; a transfer is what they need."""
