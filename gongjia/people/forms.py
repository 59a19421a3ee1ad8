from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gongjia.foundation.refusals import Refused
from gongjia.people import names, phones, questions, resident_id
from gongjia.people.actions import limits
from gongjia.people.addresses import address_index
from gongjia.people.sealing import blind_index


class ReadField(forms.CharField):
    """A line read by one of our readers (phones.read, …); its refusal is the field's error, and what was typed stays."""

    def __init__(self, read: Any, **kwargs: Any):
        super().__init__(max_length=60, **kwargs)
        self.read = read

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return self.read(text) if text else text
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None


def phone_field(**kwargs: Any) -> ReadField:
    widget = forms.TextInput(attrs={"autocomplete": "tel-national", "inputmode": "tel"})
    return ReadField(phones.read, **{"label": _("Your mobile number"), "widget": widget, **kwargs})


class PhoneForm(forms.Form):
    phone = phone_field()
    answer = forms.CharField(required=False, max_length=10, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, data: Any = None, *, request: HttpRequest):
        super().__init__(data)
        self.request = request
        self.fields["answer"].label = _("A short question first")
        if not (data and "answer" in data):
            del self.fields["answer"]

    def clean(self) -> dict[str, Any] | None:
        """Where codes are asked for again and again, the plain question is put first."""
        cleaned = super().clean()
        phone = self.cleaned_data.get("phone")
        if phone and limits.question_needed(blind_index("phone", phone), address_index(self.request)):
            self._check_answer()
        return cleaned

    def _check_answer(self) -> None:
        answer = self.data.get("answer", "").strip()
        if answer and questions.is_right(self.request.session, answer):
            return
        self.fields["answer"] = PhoneForm.base_fields["answer"]
        self.fields["answer"].label = questions.ask(self.request.session)
        self.data = {**self.data.dict(), "answer": ""} if hasattr(self.data, "dict") else {**self.data, "answer": ""}
        message = _("That was not the sum. Here is another one.") if answer else _("Several codes were sent already. "
                    "Please answer this short question, then the next one is sent.")  # fmt: skip
        self.add_error("answer", message)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The 6 digits"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class OfficerForm(forms.Form):
    phone = phone_field(widget=forms.TextInput(attrs={"autocomplete": "username", "inputmode": "tel"}))
    password = forms.CharField(
        label=_("Password"), max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip


class NewPhoneForm(forms.Form):
    phone = phone_field(label=_("Your new mobile number"))


class NameForm(forms.Form):
    name = ReadField(
        names.check_name,
        label=_("Your name, as on your identity card"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class NumberForm(forms.Form):
    resident_id = ReadField(
        lambda text: resident_id.read(text).number,
        label=_("Your resident identity number"),
        help_text=_("18 digits, perhaps with an X at the end. Old numbers of 15 digits work too."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )


class WorkForm(forms.Form):
    is_new_form_worker = forms.BooleanField(
        required=False, label=_("I deliver, drive or work through a platform"),
    )  # fmt: skip
    is_migrant_worker = forms.BooleanField(required=False, label=_("I come from the countryside and work in the city"))


class EmailForm(forms.Form):
    email = forms.EmailField(
        required=False,
        label=_("Your e-mail address"),
        help_text=_("We send the same messages there as to your phone. Leave it empty to take it back."),
        error_messages={"invalid": _("This is no e-mail address. It looks like name@example.com.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


class VouchForm(forms.Form):
    name = ReadField(names.check_name, label=_("Name on the card"))
    resident_id = ReadField(lambda text: resident_id.read(text).number, label=_("Identity number on the card"))
    card_seen = forms.BooleanField(
        label=_("I have the original card in my hands, and its picture shows the person before me.")
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it taken away?"),
        help_text=_("At least four characters, for example: phone lost, seen in person with the card."),
        max_length=200,
    )


class RevealForm(forms.Form):
    field = forms.ChoiceField(
        label=_("What do you need to see?"),
        choices=[("phone", _("Mobile number")), ("resident_id", _("Identity number"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why do you need it?"),
        help_text=_("At least four characters. The person reads this under “Who looked at my information”."),
        max_length=200,
    )
