"""What a member's pages across rooms show: matters, doors and places, made from the rooms' own doors."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongjia.cases.access import cases_for, drafts_for, next_dues
from gongjia.cases.kinds import Actor, Role, kind_of
from gongjia.people import divisions
from gongjia.people.divisions import Division
from gongjia.unions.access import unions_of_division

Cell = dict[str, Any]
CLOSED_SHOWN = 50


def open_matters(person: Any) -> list[Cell]:
    """A person's open matters, the most pressing first: what, at which step, in whose hands, until when."""
    return _matters(cases_for(Actor(person=person)).filter(applicant=person).open(), Role.APPLICANT)


def matters_of_employers(person: Any) -> list[Cell]:
    """Open matters in which the person stands on the employer's side."""
    cases = cases_for(Actor(person=person)).filter(parties__person=person, parties__role=Role.RESPONDENT)
    return _matters(cases.exclude(applicant=person).open(), Role.RESPONDENT)


def closed_matters(person: Any) -> list[Cell]:
    cases = cases_for(Actor(person=person)).filter(applicant=person, closed_on__isnull=False)
    latest = cases.order_by("-closed_on", "-pk")[:CLOSED_SHOWN]
    return [{**_matter(case), "closed_on": case.closed_on} for case in latest]


def _matters(cases: Any, side: Role) -> list[Cell]:
    found = list(cases.select_related("union", "employer").prefetch_related("assignments__person"))
    dues = next_dues(found)
    found.sort(key=lambda case: (case.pk not in dues, dues.get(case.pk), -case.pk))
    return [{**_matter(case), "due": dues.get(case.pk), **_hands(case, side)} for case in found]


def _matter(case: Any) -> Cell:
    return {
        "kind": case.kind,
        "label": case.case_kind.title,
        "about": case.case_kind.summary(case) if case.case_kind.summary else "",
        "step": case.current_step.title,
        "url": reverse("cases:case", args=[case.pk]),
    }


def _hands(case: Any, side: Role) -> Cell:
    """Who must act now: the reader, a name where somebody has it, else the union."""
    holder = case.current_step.holder
    if holder == side:
        return {"is_yours": True}
    if holder == Role.APPLICANT:
        return {"hands": _("the worker")}
    if holder == Role.RESPONDENT:
        return {"hands": case.employer.name if case.employer else _("the employer")}
    held = {row.role: row.person.name for row in case.assignments.all() if row.until is None}
    name = held.get(holder) or held.get(Role.OFFICER, "")
    return {"hands": f"{case.union.label} {name}".strip()}


def drafts_of(person: Any) -> list[Cell]:
    return [
        {
            "label": kind_of(draft.kind).title,
            "note": _("Go on where you stopped"),
            "url": reverse("cases:new", args=[draft.kind]),
            "icon": "pencil",
            "status": "draft",
        }
        for draft in drafts_for(person)
    ]


def doors_of_a_person(membership: Any) -> list[Cell]:
    mine = _membership(membership) if membership else _mailbox()
    return [_problem(), _owed(), _law(), _near(), mine, _figures()]


def doors_of_a_stranger() -> list[Cell]:
    return [_owed(), _law(), _join(), _near(), _mailbox(), _figures()]


def doors_of_problems() -> list[Cell]:
    return [
        {
            "label": _("My employer owes me, or treats me unlawfully"),
            "note": _("Unpaid wages, overtime, dismissal, injury: the union mediates, free of charge"),
            "url": reverse("cases:new", args=["dispute_mediation"]),
            "icon": "scale",
        },
        _owed(),
        {
            "label": _("I want to ask, complain or suggest"),
            "note": _("With your name, kept from your employer, or without any name"),
            "url": reverse("concern:start"),
            "icon": "message-circle-question-mark",
        },
        {
            "label": _("I would rather speak to somebody"),
            "note": _("Telephone 12351, or a union near you"),
            "url": reverse("desks:near"),
            "icon": "phone",
        },
    ]


def _problem() -> Cell:
    return {"label": _("I have a problem"), "note": _("Wages, dismissal, injury, …"),
            "url": reverse("desks:problem"), "icon": "life-buoy"}  # fmt: skip


def _owed() -> Cell:
    return {"label": _("What am I owed?"), "note": _("The sum, and until when"),
            "url": reverse("owed:start"), "icon": "calculator"}  # fmt: skip


def _law() -> Cell:
    return {"label": _("What does the law say?"), "note": _("Ask in your own words"),
            "url": reverse("law:search"), "icon": "book-open"}  # fmt: skip


def _near() -> Cell:
    return {"label": _("Find a union near me"), "note": _("Address and telephone"),
            "url": reverse("desks:near"), "icon": "map-pin"}  # fmt: skip


def _membership(membership: Any) -> Cell:
    return {"label": _("My membership"), "note": membership.union.label,
            "url": reverse("unions:membership"), "icon": "id-card"}  # fmt: skip


def _join() -> Cell:
    return {"label": _("Join in three steps"), "note": _("Three facts at most"),
            "url": reverse("join_request:start"), "icon": "user-plus"}  # fmt: skip


def _mailbox() -> Cell:
    return {"label": _("I have a pick-up code"), "note": _("Read the answer to an anonymous concern"),
            "url": reverse("cases:mailbox"), "icon": "mailbox"}  # fmt: skip


def _figures() -> Cell:
    return {"label": _("How the union is doing"), "note": _("Figures, each open to its records"),
            "url": reverse("indicators:index"), "icon": "chart-column"}  # fmt: skip


def union_at_hand(membership: Any) -> Any:
    """The federation nearest to a member that can be called or walked into; None where none has said how."""
    if membership is None:
        return None
    near = unions_of_division(membership.union.division_code)
    return next((union for union in near if union.telephone or union.address), None)


def place_of(membership: Any) -> str:
    """The division that a member's search for a union begins in."""
    code = membership.union.division_code[:6] if membership else ""
    return code if divisions.division(code) else divisions.PROVINCE


def places_over(place: Division) -> list[Cell]:
    """The divisions from the province down to this one, itself left out."""
    return [_place(over) for over in divisions.ancestors(place.code)[:-1]]


def places_below(place: Division) -> list[Cell]:
    """The divisions one level below; none below a county."""
    return [_place(below) for below in divisions.children(place.code) if len(below.code) == 6]


def _place(place: Division) -> Cell:
    return {"label": own_name(place), "url": f"{reverse('desks:near')}?division={place.code}"}


def own_name(place: Division) -> str:
    return divisions.name(place.code, get_language() or "zh-hans")
