"""The entries of both navigations: a member's tabs and an officer's side bar."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gongjia.notices.access import unread_of
from gongjia.people.access import person_of
from gongjia.unions.access import offices_of, unions_reached


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`tab_items` for members, `nav_items` and `desk_who` for officers; read by the base templates."""
    person = person_of(request) if hasattr(request, "user") else None
    if person is None:
        return {"tab_items": [], "nav_items": _entries(request, _public()), "desk_who": ""}
    offices = list(offices_of(person).select_related("union"))
    return {
        "tab_items": _entries(request, _member_tabs(person, bool(offices))),
        "nav_items": _entries(request, _desk_entries(person)),
        "desk_who": f"{person.name} · {offices[0].union.name}" if offices else person.name,
    }


def _member_tabs(person: Any, is_officer: bool) -> list[tuple[str, str, str, int | None]]:
    tabs = [
        (_("Home"), reverse("desks:home"), "house", None),
        (_("My matters"), reverse("desks:matters"), "folder-open", None),
        (_("Messages"), reverse("notices:inbox"), "mail", unread_of(person) or None),
        (_("Me"), reverse("people:me"), "user", None),
    ]
    return [*tabs, (_("My desk"), reverse("desks:worklist"), "briefcase", None)] if is_officer else tabs


def _desk_entries(person: Any) -> list[tuple[str, str, str, int | None]]:
    entries = []
    if unions_reached(person, "read_cases"):
        entries += [
            (_("Worklist"), reverse("desks:worklist"), "list-checks", None),
            (_("At the counter"), reverse("cases:counter"), "hand-helping", None),
        ]
    if unions_reached(person, "read_members"):
        entries.append((_("Members"), reverse("unions:members"), "users", None))
    return [
        *entries,
        (_("My union"), reverse("unions:mine"), "network", None),
        *_public(),
        (_("Messages"), reverse("notices:inbox"), "mail", unread_of(person) or None),
        (_("My own matters"), reverse("desks:home"), "house", None),
    ]


def _public() -> list[tuple[str, str, str, int | None]]:
    return [(_("Figures"), reverse("indicators:index"), "chart-column", None)]


def _entries(request: HttpRequest, entries: list[tuple[str, str, str, int | None]]) -> list[dict[str, Any]]:
    longest = max((url for _label, url, _icon, _count in entries if request.path.startswith(url)), key=len, default="")
    return [
        {"label": label, "url": url, "icon": icon, "count": count, "active": url == longest}
        for label, url, icon, count in entries
    ]
