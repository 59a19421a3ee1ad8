import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjia.connections.kinds import LIVES
from gongjia.foundation.api.scopes import Scope


class TokenForm(forms.Form):
    """A new token. Only scopes that its maker may give stand there."""

    name = forms.CharField(
        label=_("For which program?"), max_length=60, help_text=_("So that you know later what it is for."),
        error_messages={"required": _("Please give it a name.")},
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one thing.")},
    )  # fmt: skip
    days = forms.TypedChoiceField(
        label=_("How long may it work?"), choices=list(LIVES.items()), coerce=int, initial=90, widget=forms.RadioSelect
    )
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def __init__(self, *args: Any, scopes: list[Scope], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(scope.key, scope.title) for scope in scopes]
