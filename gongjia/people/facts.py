"""What the platform knows of a person, and the way to correct each of it (个人信息保护法 第46条)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongjia.people import display, divisions
from gongjia.people.models import Person


def facts_of(person: Person) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Cells for the page: what the person corrects themself, and what an officer corrects with the card in hand."""
    mine = [
        _cell(_("Mobile number"), display.masked_phone(person), "people:phone"),
        _cell(_("E-mail address"), _("Given") if person.email_sealed else "", "people:email"),
        _cell(_("Kind of work"), _work(person), "people:work"),
        _cell(_("Language"), "", "people:language"),
    ]
    if not person.is_proved:
        mine.insert(0, _cell(_("Name"), person.name, "people:proof"))
    card = _("Show your identity card at a workers' service station; it takes a minute.")
    others = [
        {**_cell(_("Name"), person.name), "note": card},
        {**_cell(_("Identity number"), display.masked_id(person)), "note": card},
        {**_cell(_("Birth date and sex"), person.birth_date.isoformat() if person.birth_date else ""),
         "note": _("They come from the identity number and change with it.")},
        {**_cell(_("Where you live"), divisions.name(person.division_code) if person.division_code else ""),
         "note": _("Your union corrects it when you tell them.")},
        {"label": _("Your union and since when"),
         "note": _("Your union corrects it; a move goes by “Move my membership”.")},
        {"label": _("What an officer wrote in your matter"),
         "note": _("Write a message in the matter. What was written stays, and your correction stands beside it.")},
    ]  # fmt: skip
    return mine, others if person.is_proved else others[1:]


def _cell(label: str, value: str, page: str = "") -> dict[str, Any]:
    return {
        "label": label,
        "value": value or (_("Not given yet") if not page else ""),
        "url": reverse(page) if page else "",
    }


def _work(person: Person) -> str:
    words = [_("platform work")] if person.is_new_form_worker else []
    return "、".join([*words, *([_("from the countryside")] if person.is_migrant_worker else [])])
