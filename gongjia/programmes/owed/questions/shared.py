"""What every story begins with: what happened, where, from when to when, and for what pay. Asked once."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongjia.foundation.refusals import Refused
from gongjia.people.divisions import county_choices
from gongjia.programmes.owed.questions.fields import PageForm, choose, day, money
from gongjia.programmes.owed.situations import SITUATIONS, Group
from gongjia.unions.naming import check_employer_name


def situation_choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
    return [
        (group.label, [(one.key, one.title) for one in SITUATIONS.values() if one.group == group]) for group in Group
    ]


class GroupedTicks(forms.CheckboxSelectMultiple):
    """Ticks under the titles of their groups."""

    template_name = "owed/parts/ticks.html"


class HappenedForm(PageForm):
    situations = forms.MultipleChoiceField(
        label=_("What happened to you?"),
        help_text=_("Choose everything that fits. Each is counted, and what you told once is not asked again."),
        choices=situation_choices,
        widget=GroupedTicks,
        error_messages={"required": _("Please choose at least one line. If none fits, telephone 12351.")},
    )

    def clean_situations(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["situations"]
        if {"dismissed", "left"} <= set(chosen):
            raise forms.ValidationError(
                gettext("The job ended in one way: choose either that you were dismissed, or that you left.")
            )
        return chosen


class PlaceForm(PageForm):
    county = forms.ChoiceField(
        label=_("Where do you work?"),
        help_text=_("The minimum wage differs from place to place. Do not know? Leave it open."),
        choices=county_choices,
        required=False,
    )
    employer_name = forms.CharField(
        label=_("What is the employer called?"),
        help_text=_(
            "Only needed if you hand this to the union. As on the contract, the payslip or the sign at the door."
        ),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def clean_employer_name(self) -> str:
        typed: str = self.cleaned_data["employer_name"].strip()
        try:
            return check_employer_name(typed) if typed else ""
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class WorkForm(PageForm):
    started_on = day(
        _("When did you begin to work there?"), _("Write it as you like: 2024-3-5, 2024年3月5日, 20240305.")
    )
    employment = choose(
        _("Do you still work there?"), [("still", _("Yes, I still work there")), ("ended", _("No, it has ended"))]
    )
    ended_on = day(
        _("The last day of the job"),
        _("Only if it has ended, or is about to. The last day on which you were employed, not the day after."),
        future=True,
    )

    def prepare(self) -> None:
        self.fields["started_on"].required = self.happened("dismissed", "left", "no_contract")

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        start, end = answers.get("started_on"), answers.get("ended_on")
        if start and end and end < start:
            self.add_error("ended_on", gettext("The last day lies before the first day. Correct one of them."))
        if answers.get("employment") == "still" and not self.happened("dismissed", "left"):
            answers["ended_on"] = None
        elif not end and "ended_on" not in self.errors and answers.get("employment"):
            self.add_error(
                "ended_on", gettext("Please write the last day: how long you may still claim is counted from it.")
            )
        return answers


class WageForm(PageForm):
    wage = money(
        _("How much do you earn a month?"),
        _(
            "The average of the last 12 months, before tax and insurance, with bonus and allowances. 8000, 8,000元 or 八千."
        ),
        required=True,
    )
    wage_overtime = money(
        _("How much of it is overtime pay?"), _("Overtime and leave are counted without it. None? Leave it empty.")
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        wage, overtime = answers.get("wage"), answers.get("wage_overtime")
        if wage is not None and wage == 0:
            self.add_error("wage", gettext("Write what you should get a month, even if nothing was paid."))
        if wage and overtime and overtime > wage:
            self.add_error("wage_overtime", gettext("This is more than the whole wage. Check both sums."))
        return answers
