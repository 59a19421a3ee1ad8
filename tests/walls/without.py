"""The first wall taken away: every door gives whatever there is, to whoever asks. What is left is the second."""

import sys
from typing import Any

from django.db.models import Q

from gongjia.audit import access as audit
from gongjia.audit.models import Event
from gongjia.cases import access as cases
from gongjia.cases.access import cases as case_doors
from gongjia.cases.access import desk as desk_doors
from gongjia.cases.kinds import Role
from gongjia.cases.models import Case, Draft, Rating
from gongjia.connections import access as connections
from gongjia.connections.models import Token
from gongjia.desks import access as desks
from gongjia.desks.models import SavedView
from gongjia.notices import access as notices
from gongjia.notices.models import Notice
from gongjia.people import access as people
from gongjia.people.models import Person
from gongjia.programmes.owed import access as owed
from gongjia.programmes.owed.models import Calculation
from gongjia.unions import access as unions
from gongjia.unions.models import Employer, Membership, Union

EVERY_ROLE = set(Role) - {Role.SYSTEM}


def everything(model: Any) -> Any:
    return lambda *of, **how: model.objects.order_by("-pk")


DOORS = {
    unions.may: lambda *of: True,
    unions.is_officer: lambda *of: True,
    unions.unions_reached: lambda *of: list(Union.objects.filter(parent__isnull=True).values_list("path", flat=True)),
    unions._below: lambda *of, **how: Q(),
    unions.members_for: everything(Person),
    unions.membership_of: lambda *of: everything(Membership)().select_related("union", "person").first(),
    unions.employers_spoken_for: everything(Employer),
    people.people_for: everything(Person),
    people.reach: lambda *of: Union.objects.filter(parent__isnull=True).first(),
    cases.cases_for: everything(Case),
    cases.roles_in: lambda *of: set(EVERY_ROLE),
    case_doors.served: lambda *of: Q(),
    desk_doors._in_scope: lambda *of: Q(),
    case_doors._spoken_for: lambda *of: Q(),
    cases.entries_for: lambda case, roles: case.entries.select_related("author__person").order_by("id"),
    cases.documents_for: lambda case, roles: case.documents.order_by("id"),
    cases.drafts_for: everything(Draft),
    cases.call_backs_for: lambda *of: everything(Rating)().select_related("case__union", "case__applicant"),
    notices.notices_of: everything(Notice),
    audit.looks_at: everything(Event),
    audit.done_for: everything(Event),
    desks.saved_views_of: everything(SavedView),
    connections.tokens_of: everything(Token),
    owed.calculations_of: everything(Calculation),
    owed.is_own: lambda *of: True,
}


def take_away_the_first_wall(monkeypatch: Any) -> None:
    """Replace each door wherever it was imported to."""
    rooms = [module for name, module in sorted(sys.modules.items()) if name.startswith("gongjia.")]
    for module in rooms:
        for name, value in list(vars(module).items()):
            if callable(value) and getattr(value, "__hash__", None) and value in DOORS:
                monkeypatch.setattr(module, name, DOORS[value])
