"""What is asked of whoever enters a local figure, ends one or takes one back."""

from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjia.desks.figure_words_desk import PROVINCE, place_called, unit_of
from gongjia.foundation.clock import today
from gongjia.law.claims.figures import GRADED, GRADES, NATIONWIDE, YEARLY, FigureKind, FigureTable
from gongjia.law.kinds import Certainty
from gongjia.law.models import LocalFigure
from gongjia.web.forms import AmountField, TypedDayField

EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)
MOST = 10_000_000  # a year's wage has fewer digits
READ = [
    (Certainty.HIGH, _("I read the official text itself")),
    (Certainty.MEDIUM, _("From a copy or a report of it")),
    (Certainty.LOW, _("To be confirmed")),
]


class FigureForm(forms.Form):
    """One figure of one kind: a year or days, a place among the known names, the value in its unit, the source."""

    place = forms.ChoiceField(label=_("Where it holds"))
    grade = forms.TypedChoiceField(label=_("Grade of disability"), coerce=int)
    year = forms.TypedChoiceField(label=_("Calendar year of the figure"), coerce=int)
    value = AmountField(label=_("Value"), max_value=MOST)
    valid_from = TypedDayField(label=_("In force from"), earliest=EARLIEST, latest=LATEST)
    valid_to = TypedDayField(
        label=_("Last day in force"), required=False, earliest=EARLIEST, latest=LATEST,
        help_text=_("Leave it empty while the figure holds."),
    )  # fmt: skip
    source = forms.CharField(
        max_length=240, label=_("Source"),
        help_text=_("The order or the bulletin with its number and day. It stands in every calculation that uses it."),
    )  # fmt: skip
    certainty = forms.ChoiceField(label=_("How you know it"), choices=READ, widget=forms.RadioSelect)
    note = forms.CharField(max_length=240, required=False, label=_("What is doubtful about it"))

    def __init__(self, data: Any, *, kind: FigureKind, table: FigureTable, begun: dict[str, Any]) -> None:
        super().__init__(data, initial=begun)
        self.kind = kind
        years = range(today().year - 1, EARLIEST.year - 1, -1)  # of this one nothing is published yet
        offered = {"place": places(kind, table), "grade": [(n, n) for n in GRADES], "year": [(n, n) for n in years]}
        for name, choices in offered.items():
            unchosen = [("", _("Please choose"))] if len(choices) > 1 else []  # nothing is entered by oversight
            self.fields[name].choices = unchosen + choices
        self.fields["value"].help_text = unit_of(kind)
        unasked = {"valid_from", "valid_to"} if kind in YEARLY else {"year"}
        for name in unasked | (set() if kind in GRADED else {"grade"}):
            del self.fields[name]

    def row(self) -> LocalFigure:
        said = self.cleaned_data
        first, last = said.get("valid_from"), said.get("valid_to")
        if self.kind in YEARLY:
            first, last = date(said["year"], 1, 1), date(said["year"], 12, 31)
        return LocalFigure(
            kind=self.kind, place=said["place"], province="" if self.kind in NATIONWIDE else PROVINCE,
            grade=said.get("grade", 0), value=said["value"], valid_from=first, valid_to=last, source=said["source"],
            certainty=said["certainty"], note=said["note"],
        )  # fmt: skip


def places(kind: FigureKind, table: FigureTable) -> list[Any]:
    """The known names; districts and counties under their prefecture."""
    names = table.places_of(kind, PROVINCE)
    above = table.prefectures.get(PROVINCE, {})
    choices: list[Any] = []
    for prefecture, held in groupby(names, key=lambda name: above.get(name, "")):
        options = [(name, place_called(kind, name)) for name in held]
        choices += [(prefecture, options)] if prefecture else options
    return choices


class EndForm(forms.Form):
    last_day = TypedDayField(
        label=_("Last day in force"), earliest=EARLIEST, latest=LATEST,
        help_text=_("The day before the next order took effect. It is written once."),
    )  # fmt: skip


class TakeBackForm(forms.Form):
    reason = forms.CharField(
        max_length=240, label=_("Why it is wrong"), help_text=_("It stays in the list with this reason.")
    )
