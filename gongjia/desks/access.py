"""What the pages across rooms may show to whom."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from gongjia.desks.models import SavedView
from gongjia.unions.access import is_province, offices_of
from gongjia.unions.kinds import ACT_AT_COUNTER, ADMINISTER, HANDLE_CASES, READ_MEMBERS, VERBS, Role
from gongjia.unions.models import Office

# Whose matters a desk shows. Mediators, lawyers and supervisors have only what is in their own hands.
MINE, UNION, BELOW = "mine", "union", "below"
BY_ASSIGNMENT = {Role.MEDIATOR, Role.LAWYER, Role.SUPERVISOR}


def saved_views_of(account: Any) -> QuerySet[SavedView]:
    """An officer's saved worklist filters, in the order of their names."""
    return SavedView.objects.filter(account=account).order_by("name")


def scopes_of(offices: Iterable[Office]) -> list[str]:
    """The scopes of the worklist that these offices open; none for an analyst, an auditor, or nobody at all."""
    roles = {Role(office.role) for office in offices}
    if any(HANDLE_CASES in VERBS[role] for role in roles):
        return [MINE, UNION, BELOW]
    return [MINE] if roles & BY_ASSIGNMENT else []


def scopes_for(person: Any) -> list[str]:
    return scopes_of(offices_of(person))


def entries_of(offices: Iterable[Office]) -> set[str]:
    """Which entries of the desk's navigation these offices open."""
    offices = list(offices)
    verbs = {verb for office in offices for verb in VERBS[office.role]}
    opened = {
        "worklist": bool(scopes_of(offices)),
        "counter": ACT_AT_COUNTER in verbs,
        "members": READ_MEMBERS in verbs,
        "law": any(ADMINISTER in VERBS[office.role] and is_province(office.union.path) for office in offices),
    }
    return {name for name, is_open in opened.items() if is_open} | ({"union"} if offices else set())
