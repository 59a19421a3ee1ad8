"""What an officer's table shows: the day's work, the filters, the rows."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gongjia.cases.access import worklist_for
from gongjia.cases.kinds import Actor, all_kinds
from gongjia.desks.access import BELOW, MINE
from gongjia.desks.forms import SCOPES
from gongjia.foundation.clock import today
from gongjia.people.display import masked_name
from gongjia.unions.access import employers_spoken_for

Chip = dict[str, Any]


def day_of_work(actor: Actor, call_backs: int) -> str:
    """The counter at the top: what is to be done by tonight, never the year's score."""
    days = worklist_for(actor, scope=MINE).filter(next_due__lte=today()).values_list("next_due", flat=True)
    dues = list(days)
    late = sum(day < today() for day in dues)
    words = [ngettext("%(count)s matter is due by tonight", "%(count)s matters are due by tonight", len(dues))]
    if not dues:
        words = [_("Nothing is due by tonight")]
    if late:
        words.append(ngettext("%(late)s of them is overdue", "%(late)s of them are overdue", late))
    if call_backs:
        words.append(ngettext("%(calls)s call to make", "%(calls)s calls to make", call_backs))
    numbers = {"count": len(dues), "late": late, "calls": call_backs}
    return pgettext("between two parts of a sentence", ", ").join(part % numbers for part in words)


def chips_of(scopes: Iterable[str], chosen: dict[str, str]) -> list[tuple[str, list[Chip]]]:
    """Groups of filters as links; each link keeps the other filters as they are."""
    kinds = [("", _("All kinds")), *((kind.key, kind.title) for kind in all_kinds())]
    groups = [
        (_("Whose"), "scope", [(scope, SCOPES[scope]) for scope in scopes]),
        (_("When due"), "overdue", [("", _("Whenever due")), ("1", pgettext("worklist", "Overdue"))]),
        (_("Which kind"), "kind", kinds),
    ]
    return [(label, _chips(choices, name, chosen)) for label, name, choices in groups if len(choices) > 1]


def _chips(choices: Iterable[tuple[str, Any]], name: str, chosen: dict[str, str]) -> list[Chip]:
    others = {key: value for key, value in chosen.items() if key != name}
    return [
        {
            "label": label,
            "active": chosen.get(name, "") == value,
            "url": "?" + urlencode({**others, **({name: value} if value else {})}),
        }
        for value, label in choices
    ]


def view_chips(views: Iterable[Any], query: str) -> list[Chip]:
    return [{"label": view.name, "url": f"?{view.query}", "active": view.query == query} for view in views]


def rows_of(cases: Iterable[Any], actor: Actor, scope: str) -> list[dict[str, Any]]:
    """The table's rows. A name is shown only where the reader's own union has the matter (see `_shown_name`)."""
    own_employers = set(employers_spoken_for(actor.person).values_list("pk", flat=True))
    return [{"case": case, "who": _shown_name(case, scope, case.employer_id in own_employers)} for case in cases]


def _shown_name(case: Any, scope: str, is_own_employer: bool) -> str:
    """The applicant's name; the surname alone to a union above, which watches the date and not the person.

    An officer who also speaks for the employer in question reads no name at all.
    """
    if case.applicant is None:
        return _("Anonymous")
    if is_own_employer:
        return _("Not shown to you")
    return masked_name(case.applicant) if scope == BELOW else case.applicant.name
