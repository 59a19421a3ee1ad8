"""Requests turned into arguments. Every form carries its own token, so that pressed twice it counts once."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjia.cases.access import NEEDS, officers_of, within_reach
from gongjia.cases.actions.messages import LONGEST, sides_open_to
from gongjia.cases.kinds import Actor, Move, MoveForm, Refused, Role
from gongjia.cases.models import Case, Rating
from gongjia.cases.pickup import is_well_formed, normal
from gongjia.foundation.clock import today
from gongjia.people import phones, resident_id
from gongjia.unions.access import find_unions
from gongjia.unions.models import Union
from gongjia.web.forms import DayField

SIDES = {Role.APPLICANT: _("The applicant"), Role.RESPONDENT: _("The employer")}


class OnceForm(forms.Form):
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)


def move_form(move: Move, case: Case, actor: Actor, data: Any = None, files: Any = None) -> forms.Form:
    """The form of a move, empty or bound; a move without one has only its button."""
    form = move.form or forms.Form
    if issubclass(form, MoveForm):
        return form(data, files, case=case, actor=actor)
    return form(data, files)


class MessageForm(OnceForm):
    text = forms.CharField(label=_("Your message"), widget=forms.Textarea(attrs={"rows": 5}), max_length=LONGEST)


class DeskMessageForm(MessageForm):
    to = forms.ChoiceField(label=_("To"))

    def __init__(self, *args: Any, roles: set[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(side, SIDES[side]) for side in sides_open_to(roles)]  # type: ignore[attr-defined]


class NoteForm(OnceForm):
    text = forms.CharField(
        label=_("Internal note"), widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST,
        help_text=_("Only those who handle the matter read this."),
    )  # fmt: skip


class PaperForm(OnceForm):
    file = forms.FileField(
        label=_("Photo or file"),
        help_text=_("Photos, PDF, Word (DOCX), sound or plain text. Where a photo was taken is removed; when stays."),
    )


class NamelessPaperForm(PaperForm):
    """In the anonymous mailbox: what a program may have written its user's name into is not taken."""

    file = forms.FileField(
        label=_("Photo or plain text"),
        help_text=_("Photos or plain text. A Word or PDF file would tell whose it is: take a photo of it. Where a photo was "
                    "taken is removed; when stays."),
    )  # fmt: skip


class DeskPaperForm(PaperForm):
    is_public = forms.BooleanField(label=_("The applicant may read it"), required=False, initial=True)
    for_employer = forms.BooleanField(label=_("The employer may read it"), required=False)


class RatingForm(OnceForm):
    grade = forms.TypedChoiceField(
        label=_("How was it handled?"), choices=Rating.Grade, coerce=int, widget=forms.RadioSelect
    )  # fmt: skip
    solved = forms.TypedChoiceField(
        label=_("Is your problem solved?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect,
        required=False, coerce=lambda value: value == "yes", empty_value=None,
    )  # fmt: skip
    text = forms.CharField(
        label=_("What should be better?"), widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=2000
    )


class CallBackForm(forms.Form):
    text = forms.CharField(
        label=_("What came of it"), widget=forms.Textarea(attrs={"rows": 5}), max_length=LONGEST,
        help_text=_("What the person said, and what is to change."),
    )  # fmt: skip


class PaymentForm(OnceForm):
    amount = forms.DecimalField(label=_("Amount in yuan"), max_digits=12, decimal_places=2, min_value=0)
    paid_on = DayField(label=_("Day of payment"), latest=today)


class CodeForm(OnceForm):
    code = forms.CharField(
        label=_("Code from the text message"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip


class AssignForm(OnceForm):
    """Whom the case can be given to: the officers of its union, and the mediators and lawyers within reach."""

    person = forms.ChoiceField(
        label=_("Who takes it"), widget=forms.RadioSelect,
        help_text=_("A lawyer looks at it beside whoever has it. The matter and its dates stay where they are."),
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {f"officer-{person.pk}": (Role.OFFICER, person) for person in officers_of(case.union)}
        for role in (Role.MEDIATOR, Role.LAWYER):
            self.people |= {f"{role}-{person.pk}": (role, person) for person in within_reach(case.union, NEEDS[role])}
        labels = [(key, f"{person.name} · {role.label}") for key, (role, person) in self.people.items()]
        self.fields["person"].choices = labels  # type: ignore[attr-defined]

    def clean_person(self) -> tuple[Role, Any]:
        return self.people[self.cleaned_data["person"]]


class HandOverForm(OnceForm):
    union_name = forms.CharField(label=_("To which union"), help_text=_("Part of the name is enough."), max_length=100)
    union = forms.ChoiceField(label=_("Which of these"), widget=forms.RadioSelect, required=False)
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text=_("The applicant can read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = find_unions(self.data.get("union_name", ""))[:20] if self.is_bound else []
        self.unions = {str(union.pk): union for union in found}
        self.fields["union"].choices = [(pk, union.name) for pk, union in self.unions.items()]  # type: ignore[attr-defined]
        if not self.unions:
            self.fields["union"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen: Union | None = self.unions.get(cleaned.get("union") or "")
        if chosen is None and len(self.unions) == 1:
            chosen = next(iter(self.unions.values()))
        if chosen is None and "union_name" in cleaned:
            problem = (
                _("Choose one of these unions.") if self.unions else _("No union has this in its name. Check the name.")
            )
            self.add_error("union" if self.unions else "union_name", problem)
        cleaned["union"] = chosen
        return cleaned


class PickupForm(forms.Form):
    code = forms.CharField(
        label=_("Pick-up code"), max_length=20, help_text=_("For example 7K4-PQ2-88."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        code = normal(self.cleaned_data["code"])
        if not is_well_formed(code):
            raise forms.ValidationError(
                _("This code has a slip in it. Compare it with what you wrote down, sign by sign.")
            )
        return code


class CounterForm(OnceForm):
    name = forms.CharField(label=_("Name"), max_length=50)
    phone = forms.CharField(label=_("Mobile number"), max_length=20, required=False)
    resident_id = forms.CharField(label=_("Resident ID number"), max_length=24, required=False)
    slip = forms.FileField(
        label=_("The signed consent slip"), help_text=_("A photo or scan. It is filed with every matter started now.")
    )

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        return _read(phones.read, typed) if typed else ""

    def clean_resident_id(self) -> str:
        typed = self.cleaned_data["resident_id"]
        return _read(lambda number: resident_id.read(number).number, typed) if typed else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("phone") and not cleaned.get("resident_id"):
            raise forms.ValidationError(
                _("Give the mobile number or the resident ID number, to find the right person.")
            )
        return cleaned


class CounterPhoneForm(forms.Form):
    phone = forms.CharField(
        label=_("The new mobile number"),
        help_text=_("Six digits are sent to it at once. The person has this phone at hand."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    resident_id = forms.CharField(
        label=_("Identity number on the card"), max_length=24, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    card_seen = forms.BooleanField(
        label=_("I have the original card in my hands, and its picture shows the person before me.")
    )

    def clean_phone(self) -> str:
        return _read(phones.read, self.cleaned_data["phone"])

    def clean_resident_id(self) -> str:
        return _read(lambda number: resident_id.read(number).number, self.cleaned_data["resident_id"])


class CounterCodeForm(forms.Form):
    code = forms.CharField(
        label=_("The 6 digits"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def _read(reader: Callable[[str], str], typed: str) -> str:
    """What a reader of another room makes of a field; its refusal is this field's error."""
    try:
        return reader(typed)
    except Refused as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
