"""The entries of both navigations: a member's tabs and an officer's side bar. Two queries, none for a stranger."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongjia.desks.access import entries_of
from gongjia.notices.access import unread_of
from gongjia.people.access import person_of
from gongjia.unions.access import offices_of

Entry = tuple[str, str, str, int | None]  # label, address, icon, count


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`tab_items` for members, `nav_items` and `desk_who` for officers, `foot_links` for all; read by the base templates."""
    person = person_of(request)
    if person is None:
        nav_items = _shown(request, [_home(), _figures()])
        return {"tab_items": [], "nav_items": nav_items, "desk_who": "", "foot_links": _foot()}
    offices = list(offices_of(person))
    unread = unread_of(person) or None
    return {
        "tab_items": _shown(request, _tabs(unread, offices)),
        "nav_items": _shown(request, _desk(unread, offices)),
        "desk_who": f"{person.name} · {offices[0].union.label}" if offices else person.name,
        "foot_links": _foot(),
    }


def _foot() -> list[dict[str, Any]]:
    return [{"label": _("Can you rely on it?"), "url": reverse("desks:trust"), "icon": "shield-check"}]


def _tabs(unread: int | None, offices: list[Any]) -> list[Entry]:
    tabs = [
        _home(),
        (_("My matters"), reverse("desks:matters"), "folder-open", None),
        (_("Messages"), reverse("notices:inbox"), "mail", unread),
        (pgettext("navigation", "Me"), reverse("people:me"), "user", None),
    ]
    return [*tabs, (_("My desk"), reverse("desks:worklist"), "briefcase", None)] if offices else tabs


def _desk(unread: int | None, offices: list[Any]) -> list[Entry]:
    of_office = {
        "worklist": (_("Worklist"), reverse("desks:worklist"), "list-checks", None),
        "counter": (_("At the counter"), reverse("cases:counter"), "hand-helping", None),
        "members": (_("Members"), reverse("unions:members"), "users", None),
        "union": (pgettext("navigation", "My union"), reverse("unions:mine"), "network", None),
        "law": (_("The law at hand"), reverse("desks:law"), "book-open", None),
    }
    opened = entries_of(offices)
    return [
        *(entry for name, entry in of_office.items() if name in opened),
        _figures(),
        (_("Messages"), reverse("notices:inbox"), "mail", unread),
        (_("My own matters"), reverse("desks:home"), "house", None),
    ]


def _home() -> Entry:
    return (pgettext("navigation", "Home"), reverse("desks:home"), "house", None)


def _figures() -> Entry:
    return (_("Figures"), reverse("indicators:index"), "chart-column", None)


def _shown(request: HttpRequest, entries: list[Entry]) -> list[dict[str, Any]]:
    """The entry whose address begins this page's address is the active one; "/" begins every address, so it must be it."""
    home = reverse("desks:home")
    fitting = [url for _label, url, _icon, _count in entries if request.path.startswith(url) and url != home]
    here = max(fitting, key=len, default=home if request.path == home else "")
    return [
        {"label": label, "url": url, "icon": icon, "count": count, "active": url == here}
        for label, url, icon, count in entries
    ]
