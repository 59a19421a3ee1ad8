"""What the pages across rooms show: lists of cells, doors and chips, made from the rooms' own doors."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongjia.cases.access import cases_for, drafts_for, next_dues, worklist_for
from gongjia.cases.kinds import Actor, kind_of
from gongjia.foundation.clock import today
from gongjia.people.divisions import children

Cell = dict[str, Any]


def open_matters(person: Any) -> list[Cell]:
    """A person's open matters, the most pressing first: what, at which step, in whose hands, until when."""
    cases = list(cases_for(Actor(person=person)).filter(applicant=person).open().select_related("union"))
    dues = next_dues(cases)
    cases.sort(key=lambda case: (dues.get(case.pk) is None, dues.get(case.pk), -case.pk))
    return [_matter(case, dues.get(case.pk)) for case in cases]


def closed_matters(person: Any) -> list[Cell]:
    cases = cases_for(Actor(person=person)).filter(applicant=person, closed_on__isnull=False)
    return [_matter(case, None) for case in cases.select_related("union").order_by("-closed_on", "-pk")[:50]]


def _matter(case: Any, due: Any) -> Cell:
    overdue = due is not None and due < today()
    return {
        "label": case.case_kind.title,
        "note": _("%(step)s · with %(union)s") % {"step": case.current_step.title, "union": case.union.name},
        "url": reverse("cases:case", args=[case.pk]),
        "due": due,
        "status": "done" if case.closed_on else "overdue" if overdue else "now" if due is None else "",
    }


def drafts_of(person: Any) -> list[Cell]:
    return [
        {
            "label": kind_of(draft.kind).title,
            "note": _("Begun, not yet sent"),
            "url": reverse("cases:new", args=[draft.kind]),
            "icon": "pencil",
            "status": "draft",
        }
        for draft in drafts_for(person)
    ]


def doors_of_a_person(membership: Any) -> list[Cell]:
    mine = (
        {
            "label": _("My membership"),
            "note": membership.union.name,
            "url": reverse("unions:membership"),
            "icon": "id-card",
        }
        if membership
        else {"label": _("Join in three steps"), "note": _("Three facts at most"), "url": _join(), "icon": "user-plus"}
    )
    return [
        {"label": _("I have a problem"), "note": _("Wages, dismissal, injury, …"), "url": _problem(), "icon": "life-buoy"},
        {"label": _("Find a union near me"), "note": _("Address and telephone"), "url": reverse("desks:near"), "icon": "map-pin"},
        mine,
        {"label": _("How the union is doing"), "note": _("Figures, each open to its records"), "url": _figures(), "icon": "chart-column"},
    ]  # fmt: skip


def doors_of_a_stranger() -> list[Cell]:
    return [
        {"label": _("I have a problem"), "note": _("You need not be a member"), "url": _problem(), "icon": "life-buoy"},
        {"label": _("Join in three steps"), "note": _("Three facts at most"), "url": _join(), "icon": "user-plus"},
        {"label": _("Find a union near me"), "note": _("Address and telephone"), "url": reverse("desks:near"), "icon": "map-pin"},
        {"label": _("I have a pick-up code"), "note": _("Read the answer to an anonymous concern"), "url": reverse("cases:mailbox"), "icon": "mailbox"},
    ]  # fmt: skip


def doors_of_problems() -> list[Cell]:
    return [
        {
            "label": _("My employer owes me, or treats me unlawfully"),
            "note": _("Unpaid wages, overtime, dismissal, injury: the union mediates, free of charge"),
            "url": reverse("cases:new", args=["dispute_mediation"]),
            "icon": "scale",
        },
        {
            "label": _("I want to ask, complain or suggest"),
            "note": _("With your name, kept from your employer, or without any name"),
            "url": reverse("cases:new", args=["concern"]),
            "icon": "message-circle-question-mark",
        },
        {
            "label": _("I would rather speak to somebody"),
            "note": _("Telephone 12351, or a union near you"),
            "url": reverse("desks:near"),
            "icon": "phone",
        },
    ]


def places_below(code: str) -> list[Cell]:
    """The divisions one level below, as links; none below a county."""
    below = [place for place in children(code) if len(place.code) == 6]
    return [{"label": place.name, "url": f"{reverse('desks:near')}?division={place.code}"} for place in below]


def chips(choices: Iterable[tuple[str, Any]], name: str, chosen: dict[str, str]) -> list[Cell]:
    """Filters as links that keep the other filters as they are."""
    others = {key: value for key, value in chosen.items() if key != name}
    return [
        {"label": label, "active": chosen.get(name, "") == value, "url": "?" + urlencode({**others, **({name: value} if value else {})})}
        for value, label in choices
    ]  # fmt: skip


def day_of_work(actor: Actor) -> str:
    """The counter at the top: what is to be done by tonight, never the year's score."""
    count = worklist_for(actor, scope="mine").filter(next_due__lte=today()).count()
    return ngettext("%(count)s matter is due by tonight", "%(count)s matters are due by tonight", count) % {
        "count": count
    }


def _join() -> str:
    return reverse("cases:new", args=["join_request"])


def _problem() -> str:
    return reverse("desks:problem")


def _figures() -> str:
    return reverse("indicators:index")
