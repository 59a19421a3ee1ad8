"""The guided intake: one plain question a page. The forms catch a slip at once, in a sentence; intake.py is the last word."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjia.cases.kinds import Question
from gongjia.foundation.clock import today
from gongjia.foundation.refusals import Refused
from gongjia.law.words import with_periods
from gongjia.people.divisions import county_choices
from gongjia.programmes.dispute_mediation.intake import (
    Asked,
    Employment,
    Evidence,
    Matter,
    Reach,
    answer_due,
    still_time_to_answer,
)
from gongjia.unions.access import find_employers
from gongjia.unions.naming import check_employer_name
from gongjia.web.forms import AmountField, DayField

NEW_EMPLOYER = "new"
SHOWN_EMPLOYERS = 8
NOT_YET_COME = gettext_lazy("This day has not come yet. Please choose today or an earlier day.")
LONG_AGO = date(1990, 1, 1)


def past_day(label: Any, help_text: Any = "", required: bool = True, initial: Any = None) -> DayField:
    return DayField(
        label=label,
        help_text=help_text,
        required=required,
        initial=initial,
        earliest=LONG_AGO,
        latest=today,
        error_messages={
            "late": NOT_YET_COME,
            "required": gettext_lazy("Please choose a day. If you are not sure, take the nearest one you remember."),
        },
    )


def yuan(label: Any, help_text: Any) -> AmountField:
    wrong = gettext_lazy("Please write the amount in digits, for example 4500 or 4500.50.")
    return AmountField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=1,
        error_messages={
            "invalid": wrong,
            "max_decimal_places": wrong,
            "min_value": gettext_lazy("The amount must be at least 1 yuan. If you do not know it, leave it empty."),
            "max_value": gettext_lazy("This is more than 100 million yuan. Please count the digits once more."),
        },
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


def choose(label: Any, choices: Any, say: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": say}, **kwargs
    )


class MatterForm(forms.Form):
    matter = choose(
        gettext_lazy("What happened?"), Matter.choices, gettext_lazy("Please choose the one that fits best.")
    )


class HappenedForm(forms.Form):
    since = past_day(
        gettext_lazy("Since when?"),
        gettext_lazy("The day it happened, or the day you first noticed. The time limit is counted from it."),
    )
    story = forms.CharField(
        label=gettext_lazy("Tell us in your own words"),
        help_text=gettext_lazy("Who, when, what was said. A few sentences are enough; you can add more later."),
        min_length=5,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": gettext_lazy("Please write one or two sentences, so that we know what happened."),
            "min_length": gettext_lazy("This is very short. Please write one or two sentences."),
        },
    )


class MoneyForm(forms.Form):
    monthly_pay = yuan(
        gettext_lazy("How much should you get a month?"), gettext_lazy("In yuan, before anything is taken off.")
    )
    claimed = yuan(
        gettext_lazy("How much does the employer owe you altogether?"),
        gettext_lazy("In yuan. Not sure? Leave it empty: the mediator works it out with you."),
    )


class EmploymentForm(forms.Form):
    employment = choose(
        gettext_lazy("Do you still work there?"), Employment.choices, gettext_lazy("Please choose yes or no.")
    )
    ended_on = past_day(
        gettext_lazy("If you have left: your last day there"),
        gettext_lazy("From that day you have one year to go to arbitration."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("employment") == Employment.ENDED and not facts.get("ended_on") and "ended_on" not in self.errors:
            self.add_error("ended_on", _("Please say when you left: the time limit is counted from that day."))
        if facts.get("employment") == Employment.STILL:
            facts["ended_on"] = None
        return facts


class EmployerForm(forms.Form):
    """Finds the employer by a part of its name; one that nobody has entered yet is added by its name."""

    employer_name = forms.CharField(
        label=gettext_lazy("Which employer is it?"),
        help_text=gettext_lazy(
            "As on the contract, the payslip or the sign at the door. A part of the name is enough."
        ),
        max_length=100,
        error_messages={"required": gettext_lazy("Please write the employer's name.")},
    )
    employer = forms.ChoiceField(
        label=gettext_lazy("Is it one of these?"), required=False, widget=forms.HiddenInput, choices=()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = str(self.data.get(self.add_prefix("employer_name"), "") or self.initial.get("employer_name", ""))
        self.found = list(find_employers(typed)[:SHOWN_EMPLOYERS])
        if self.found:
            field = self.fields["employer"]
            field.widget = forms.RadioSelect()
            field.choices = [(str(one.pk), one.name) for one in self.found] + [
                (NEW_EMPLOYER, _("None of these. Add “%(name)s”") % {"name": typed.strip()})
            ]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        typed = facts.get("employer_name", "")
        if not typed:
            return facts
        chosen = facts.get("employer") or self._same_name(typed)
        if not chosen and self.found:
            self.add_error("employer", _("We found employers with this name. Please choose yours, or the last line."))
        elif chosen in ("", NEW_EMPLOYER):
            facts["employer"] = None
            try:
                facts["employer_name"] = check_employer_name(typed)
            except Refused as refusal:
                self.add_error("employer_name", str(refusal))
        else:
            facts["employer"] = int(chosen)
            facts["employer_name"] = next((one.name for one in self.found if one.pk == facts["employer"]), typed)
        return facts

    def _same_name(self, typed: str) -> str:
        return next((str(one.pk) for one in self.found if one.name == typed.strip()), "")


class PlaceForm(forms.Form):
    county_code = forms.ChoiceField(
        label=gettext_lazy("Where do you work?"),
        help_text=gettext_lazy("The county or district. It decides which union looks after you."),
        choices=county_choices,
        error_messages={"required": gettext_lazy("Please choose the county or district.")},
    )


class NegotiationForm(forms.Form):
    asked = choose(
        gettext_lazy("Have you asked the employer yet?"),
        Asked.choices,
        gettext_lazy("Please choose one. You can also go straight to mediation."),
    )
    asked_on = past_day(
        gettext_lazy("If you asked: on which day?"),
        gettext_lazy("This day counts: with it the time limit begins anew."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        asked, day = facts.get("asked"), facts.get("asked_on")
        if asked in (Asked.NOT_YET, Asked.STRAIGHT):
            facts["asked_on"] = None
        elif asked and not day and "asked_on" not in self.errors:
            self.add_error("asked_on", _("Please say when you asked: that day counts for the time limit."))
        elif asked == Asked.WAITING and day and answer_due(day) < today():
            facts["asked"] = Asked.NO_ANSWER  # the days to answer are over: silence counts as unwilling
        elif asked == Asked.NO_ANSWER and day and answer_due(day) >= today():
            self.add_error("asked", still_time_to_answer(day))
        return facts


class EvidenceForm(forms.Form):
    evidence = forms.MultipleChoiceField(
        label=gettext_lazy("What do you have in hand?"),
        help_text=gettext_lazy("Take photos of what you have. Nothing yet? Go on: much of it the employer must show."),
        choices=Evidence.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class RequestForm(forms.Form):
    request = forms.CharField(
        label=gettext_lazy("What should the employer do?"),
        help_text=gettext_lazy("For example: pay the wages of June to August."),
        min_length=2,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Please write what you ask for. It is the heart of your application."),
            "min_length": gettext_lazy("Please write what you ask for in a few words."),
        },
    )
    workers = forms.IntegerField(
        label=gettext_lazy("How many of you ask for the same?"),
        help_text=gettext_lazy("You included. Alone? Write 1."),
        min_value=1,
        max_value=9999,
        initial=1,
        error_messages={
            "required": gettext_lazy("Please write a number. Alone? Write 1."),
            "invalid": gettext_lazy("Please write a number. Alone? Write 1."),
            "min_value": gettext_lazy("You are one yourself: please write at least 1."),
        },
    )


class ReachForm(forms.Form):
    reach = choose(
        gettext_lazy("How may we reach you?"), Reach.choices, gettext_lazy("Please choose one."), initial=Reach.ANY
    )
    address = forms.CharField(
        label=gettext_lazy("Your address"),
        help_text=gettext_lazy("It stands on the official papers. You can give it later."),
        max_length=200,
        required=False,
    )
    knows_employer_is_told = forms.BooleanField(
        label=gettext_lazy("I know that the employer will learn that I ask for mediation"),
        help_text=gettext_lazy(
            "In mediation both sides sit at one table, so your name cannot be kept from the employer. "
            "If that is not what you want, raise a concern instead: there your name can stay hidden."
        ),
        error_messages={
            "required": gettext_lazy("Please tick this. Without the employer there is nobody to mediate with.")
        },
    )


def begins_with(facts: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, dict[str, list[str]]]:
    """Answers to our questions from what was calculated before: plain texts by name, none of them needed.

    A story that the worker has written already is theirs and stays.
    """
    pages = {
        "matter": {"matter": "matter"},
        "happened": {"since": "since", "story": "story"},
        "money": {"monthly_pay": "monthly_pay", "claimed": "claimed"},
        "employment": {"employment": "employment", "ended_on": "ended_on"},
        "employer": {"employer_name": "employer_name"},
        "place": {"county_code": "county_code"},
        "request": {"request": "request", "workers": "workers"},
    }
    found = {
        page: {field: [str(facts[name])] for field, name in names.items() if facts.get(name)}
        for page, names in pages.items()
    }
    if any(answers.get("happened", {}).get("story", [])):
        del found["happened"]
    return {page: typed for page, typed in found.items() if typed}


QUESTIONS = (
    Question("matter", gettext_lazy("What happened?"), MatterForm,
             gettext_lazy("It costs nothing, and you can stop at any time. What you write is kept as you go.")),
    Question("happened", gettext_lazy("Since when, and how did it come about?"), HappenedForm),
    Question("money", gettext_lazy("How much is it about?"), MoneyForm,
             gettext_lazy("A guess is fine. It can be put right later."),
             aside=(gettext_lazy("Not sure how much? Work it out"), "owed:start")),
    Question("employment", gettext_lazy("Do you still work there?"), EmploymentForm),
    Question("employer", gettext_lazy("Which employer is it?"), EmployerForm),
    Question("place", gettext_lazy("Where do you work?"), PlaceForm),
    Question("negotiation", gettext_lazy("Have you asked the employer yet?"), NegotiationForm,
             with_periods(gettext_lazy("You need not. If you want, the union asks for you; the employer then has %(days)s to "
                                       "answer."), days="negotiation.answer")),
    Question("evidence", gettext_lazy("What do you have in hand?"), EvidenceForm,
             gettext_lazy("Payslips, chat messages, photos of your attendance: all of it helps."), takes_files=True),
    Question("request", gettext_lazy("What should the employer do?"), RequestForm),
    Question("reach", gettext_lazy("How may we reach you?"), ReachForm,
             gettext_lazy("We use the number you signed in with.")),
)  # fmt: skip
