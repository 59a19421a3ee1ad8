"""django-allauth's forms in our words, and with a growing wait after wrong tries."""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from gongjia.foundation.refusals import Refused
from gongjia.people.actions import limits
from gongjia.people.addresses import place_of, second_factor_subject
from gongjia.people.models import Account

WRONG_CODE = _("This code is not right, or was used already. Your authenticator shows a new one every 30 seconds.")
WRONG_PASSWORD = _("This is not your password.")


@contextmanager
def _slow(account_: Account, sentence: object) -> Iterator[None]:
    """Count what fails inside as a wrong try, make the next one wait, and say what is wrong in our words."""
    subject = second_factor_subject(account_)
    place = place_of(context.request, subject)
    try:
        limits.check_try(subject, place.index, alone=place.is_theirs)
    except Refused as refusal:
        raise forms.ValidationError(str(refusal)) from None
    try:
        yield
    except (forms.ValidationError, Refused):
        limits.note_wrong_try(subject, place.index)
        raise forms.ValidationError(sentence) from None
    limits.forget_wrong_tries(subject, place.index)


def _password(label: object, autocomplete: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=200, strip=False, widget=widget)


def _code(label: object) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})
    return forms.CharField(label=label, max_length=20, widget=widget)


class SecondFactorForm(second_factor.AuthenticateForm):
    code = _code(_("6 digits from your authenticator, or a recovery code"))

    def clean_code(self) -> str:
        with _slow(self.user, WRONG_CODE):
            return super().clean_code()


class SecondFactorAgainForm(second_factor.ReauthenticateForm):
    code = _code(_("6 digits from your authenticator, or a recovery code"))

    def clean_code(self) -> str:
        with _slow(self.user, WRONG_CODE):
            return super().clean_code()


class TotpForm(ActivateTOTPForm):
    code = _code(_("The 6 digits that your authenticator shows"))

    def clean_code(self) -> str:
        with _slow(self.user, WRONG_CODE):
            return super().clean_code()


class PasswordAgainForm(account.ReauthenticateForm):
    password = _password(_("Password"), "current-password")

    def clean_password(self) -> str:
        with _slow(self.user, WRONG_PASSWORD):
            return super().clean_password()


class FirstPasswordForm(account.SetPasswordForm):
    password1 = _password(_("A password of 12 characters or more"), "new-password")
    password2 = _password(_("The same password once more"), "new-password")

    def clean_password1(self) -> str:
        validate_password(self.cleaned_data["password1"], self.user)
        return self.cleaned_data["password1"]

    def clean(self) -> dict[str, object]:
        return _same_twice(self)


class NewPasswordForm(account.ChangePasswordForm):
    oldpassword = _password(_("Your password until now"), "current-password")
    password1 = _password(_("A password of 12 characters or more"), "new-password")
    password2 = _password(_("The same password once more"), "new-password")

    def clean_oldpassword(self) -> str:
        with _slow(self.user, WRONG_PASSWORD):
            return super().clean_oldpassword()

    def clean_password1(self) -> str:
        validate_password(self.cleaned_data["password1"], self.user)
        return self.cleaned_data["password1"]

    def clean(self) -> dict[str, object]:
        return _same_twice(self)


def _same_twice(form: forms.Form) -> dict[str, object]:
    first, second = form.cleaned_data.get("password1"), form.cleaned_data.get("password2")
    if first and second and first != second:
        form.add_error("password2", _("The two passwords are not the same. Please type the second one again."))
    return form.cleaned_data


class KeyForm(keys.AddWebAuthnForm):
    name = forms.CharField(label=_("A name for this key"), required=False, max_length=60)


class KeyNameForm(keys.EditWebAuthnForm):
    name = forms.CharField(label=_("A name for this key"), max_length=60)
