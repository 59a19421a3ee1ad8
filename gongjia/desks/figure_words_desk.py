"""Local figures in an officer's words: what is entered, what is missing, and what the form asks."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjia.law.claims.figures import EVERYWHERE, NATIONWIDE, SHARES, YEARLY, FigureKind, FigureTable
from gongjia.law.claims.gaps import Gap
from gongjia.law.claims.messages import FIGURE_TITLES, PLACE_NAMES, PUBLISHER, PUBLISHERS
from gongjia.law.claims.places import place_of
from gongjia.law.models import LocalFigure
from gongjia.people.access import names_of_accounts

PROVINCE = "吉林"
# A claim asks for the year before; whoever enters a figure says of which year it is.
OWN_TITLES = {
    FigureKind.AVERAGE_WAGE_YEAR: gettext_lazy("average yearly wage of workers"),
    FigureKind.URBAN_INCOME_YEAR: gettext_lazy("national disposable income of townspeople"),
    FigureKind.INJURY_MEDICAL_MONTHS: gettext_lazy("one-off medical subsidy after an injury, in months"),
    FigureKind.INJURY_EMPLOYMENT_MONTHS: gettext_lazy("one-off employment subsidy after an injury, in months"),
}
UNITS = {
    FigureKind.MINIMUM_WAGE_MONTH: gettext_lazy("yuan a month"),
    FigureKind.MINIMUM_WAGE_HOUR: gettext_lazy("yuan an hour"),
    FigureKind.AVERAGE_WAGE_YEAR: gettext_lazy("yuan a year"),
    FigureKind.URBAN_INCOME_YEAR: gettext_lazy("yuan a year"),
    FigureKind.UNEMPLOYMENT_RATE: gettext_lazy("share: 0.9 for 90 percent"),
    FigureKind.MATERNITY_DAYS: gettext_lazy("days"),
    FigureKind.HEAT_DAY: gettext_lazy("yuan a day"),
    FigureKind.LIVING_ALLOWANCE_RATE: gettext_lazy("share: 0.9 for 90 percent"),
    FigureKind.INJURY_MEDICAL_MONTHS: gettext_lazy("months of wages"),
    FigureKind.INJURY_EMPLOYMENT_MONTHS: gettext_lazy("months of wages"),
}


def title_of(kind: FigureKind) -> str:
    return str(OWN_TITLES.get(kind) or _(FIGURE_TITLES[kind]))


def unit_of(kind: FigureKind) -> str:
    return str(UNITS[kind])


def publisher_of(kind: FigureKind) -> str:
    return _(PUBLISHERS.get(kind, PUBLISHER))


def place_called(kind: FigureKind, place: str) -> str:
    if place == EVERYWHERE:
        return _("the whole country") if kind in NATIONWIDE else _("the whole province")
    return _(PLACE_NAMES[place]) if place in PLACE_NAMES else place


def kinds_to_enter() -> list[dict[str, str]]:
    return [{"label": title_of(kind), "url": reverse("desks:add-figure", args=[kind])} for kind in FigureKind]


def missing_shown(missing: Iterable[Gap], table: FigureTable) -> list[dict[str, Any]]:
    """A line for each gap, with the way to the form that closes it."""
    return [
        {
            "title": title_of(gap.kind) + grades_words(gap.grades),
            "where": places_words(gap, table),
            "when": days_words(gap.kind, gap.first, gap.last),
            "url": f"{reverse('desks:add-figure', args=[gap.kind])}?{urlencode({'on': gap.last, 'place': one_place(gap)})}",
        }
        for gap in missing
    ]


def one_place(gap: Gap) -> str:
    """The place as a claim names it, where the gap has only one."""
    return f"{PROVINCE}·{gap.places[0]}" if len(gap.places) == 1 and not gap.places[0].startswith("*") else ""


def places_words(gap: Gap, table: FigureTable) -> str:
    named = {place for place in table.places_of(gap.kind, PROVINCE) if not place.startswith("*")}
    if named and named <= set(gap.places):
        return _("every place of the province")
    return _(", ").join(place_called(gap.kind, place) for place in gap.places)


def grades_words(grades: tuple[int, ...]) -> str:
    if not grades:
        return ""
    if len(grades) == 1:
        return _(" (grade %(grade)s)") % {"grade": grades[0]}
    return _(" (grades %(grades)s)") % {"grades": _(", ").join(str(grade) for grade in grades)}


def days_words(kind: FigureKind, first: Any, last: Any) -> str:
    """The years of a yearly figure, the days of any other."""
    if kind in YEARLY:
        return str(first.year) if first.year == last.year else f"{first.year} – {last.year}"
    return f"{first} – {last}" if last else _("from %(day)s on") % {"day": first}


def entered_shown(rows: Iterable[LocalFigure]) -> list[dict[str, Any]]:
    """A line for each row that was entered, with who did it."""
    rows = list(rows)
    names = names_of_accounts({number for row in rows for number in (row.entered_by, row.taken_back_by) if number})
    return [
        {
            **described(row),
            "line": in_a_line(row),
            "row": row,
            "by": names.get(row.entered_by or 0, ""),
            "taken_back_by": names.get(row.taken_back_by or 0, ""),
            "is_open": row.valid_to is None,
        }
        for row in rows
    ]


def described(row: LocalFigure) -> dict[str, str]:
    kind = FigureKind(row.kind)
    return {
        "title": title_of(kind) + grades_words((row.grade,) if row.grade else ()),
        "where": place_called(kind, row.place),
        "value": f"{(row.value * 100).normalize():f}%"
        if kind in SHARES
        else f"{row.value.normalize():f} {unit_of(kind)}",
        "when": days_words(kind, row.valid_from, row.valid_to),
    }


def in_a_line(row: LocalFigure) -> str:
    return _("%(title)s, %(where)s, %(when)s: %(value)s") % described(row)


def place_asked(kind: FigureKind, table: FigureTable, asked: str) -> str:
    """The name under which the figure of a place is entered: for 吉林·吉林市区 the average wage is that of 吉林市."""
    known = table.places_of(kind, PROVINCE)
    return next((name for name in table.names_of(place_of(asked)) if name in known), "") if asked else ""
