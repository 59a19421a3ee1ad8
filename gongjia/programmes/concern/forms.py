"""The questions of a concern. The anonymous ones stand on one page that is sent once and kept nowhere on the way."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjia.cases.kinds import Identity, Question
from gongjia.people.divisions import county_choices
from gongjia.programmes.concern.intake import LONGEST, Sort
from gongjia.unions.access import find_employers

SHOWN_EMPLOYERS = 8
NOT_LISTED = "none"
SAY_MORE = gettext_lazy("Please write one or two sentences, so that somebody can help.")


class SortForm(forms.Form):
    sort = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=Sort.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one.")},
    )


class TextForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Tell us in your own words"),
        help_text=gettext_lazy("Where, when, what happened. Whoever answers reads only what stands here."),
        min_length=5,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": SAY_MORE, "min_length": SAY_MORE},
    )
    wish = forms.CharField(
        label=gettext_lazy("What should happen?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EmployerForm(forms.Form):
    employer_name = forms.CharField(
        label=gettext_lazy("Which employer is it about?"),
        help_text=gettext_lazy("A part of the name is enough. Not about an employer? Leave it empty."),
        max_length=100,
        required=False,
    )
    employer = forms.ChoiceField(
        label=gettext_lazy("Is it one of these?"), required=False, widget=forms.HiddenInput, choices=()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = str(self.data.get("employer_name", "")).strip()
        self.found = list(find_employers(typed)[:SHOWN_EMPLOYERS]) if typed else []
        if self.found:
            self.fields["employer"].widget = forms.RadioSelect()
            self.fields["employer"].choices = [(str(one.pk), one.name) for one in self.found] + [
                (NOT_LISTED, _("None of these"))
            ]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        typed, chosen = facts.get("employer_name", ""), facts.get("employer") or ""
        chosen = chosen or next((str(one.pk) for one in self.found if one.name == typed), "")
        if self.found and not chosen:
            self.add_error("employer", _("We found employers with this name. Please choose one, or “None of these”."))
        facts["employer"] = int(chosen) if chosen.isdecimal() else None
        if facts["employer"]:
            facts["employer_name"] = next(one.name for one in self.found if one.pk == facts["employer"])
        return facts


class PlaceForm(forms.Form):
    county_code = forms.ChoiceField(
        label=gettext_lazy("Where is it?"),
        help_text=gettext_lazy("The county or district. The union there answers, not the employer's own."),
        choices=county_choices,
        error_messages={"required": gettext_lazy("Please choose the county or district.")},
    )


class IdentityForm(forms.Form):
    identity = forms.ChoiceField(
        label=gettext_lazy("Who may know that it is you?"),
        choices=[
            (Identity.NAMED.value, gettext_lazy("The union and, if it must, the employer")),
            (Identity.MASKED.value, gettext_lazy("Only the union. The employer never learns my name")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose who may know.")},
    )


class AnonymousForm(SortForm, TextForm, EmployerForm, PlaceForm):
    """Everything on one page: between the pages something would have to be kept."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    file = forms.FileField(
        label=gettext_lazy("A photo"),
        help_text=gettext_lazy("What a photo says about the camera and the place is removed. Look at it first: is your "
                               "name or face on it? Word and PDF files hold their author's name: take a photo of them."),
        required=False,
    )  # fmt: skip

    field_order = ("sort", "text", "wish", "employer_name", "employer", "county_code", "file", "once")


QUESTIONS = (
    Question("sort", gettext_lazy("What is it?"), SortForm),
    Question("text", gettext_lazy("What would you like to tell the union?"), TextForm, takes_files=True),
    Question("employer", gettext_lazy("Which employer is it about?"), EmployerForm),
    Question("place", gettext_lazy("Where is it?"), PlaceForm),
    Question("identity", gettext_lazy("Who may know that it is you?"), IdentityForm,
             gettext_lazy("You can also write without a name: then begin anew under “Without my name”. There nothing "
                          "of you is kept.")),
)  # fmt: skip


# ---- the forms of the moves -------------------------------------------------------------------------------------------


class WordsForm(forms.Form):
    """A text that the sender reads."""

    text = forms.CharField(
        label=gettext_lazy("What do you write to the sender?"),
        help_text=gettext_lazy("Plain words: what you found out, what was done, what the sender can do."),
        min_length=10,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": gettext_lazy("Please write the answer; the sender reads it."),
                        "min_length": gettext_lazy("This is too short to help anybody. Please write what was done.")},
    )  # fmt: skip


class FirstWordsForm(WordsForm):
    text = forms.CharField(
        label=gettext_lazy("A few words to the sender"),
        help_text=gettext_lazy("Who looks into it, and what happens next."),
        min_length=5,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy("Please write a line: it is the first sign that somebody has read it.")
        },
    )


class WhyNotForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What is missing in the answer?"),
        help_text=gettext_lazy("The union above reads it and looks into the matter anew. You can do this once."),
        min_length=5,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Please write what is missing, so that the next answer is better."),
                        "min_length": gettext_lazy("Please write a few words more: what is missing?")},
    )  # fmt: skip


class AcceptForm(forms.Form):
    solved = forms.ChoiceField(
        label=gettext_lazy("Is it solved?"),
        choices=[
            ("solved", gettext_lazy("Yes, it is solved")),
            ("explained", gettext_lazy("Not solved, but I know where I stand")),
            ("not_solved", gettext_lazy("No, it is not solved")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one; your word decides how it is counted.")},
    )


class OptionalWordsForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Anything you want to add?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
