import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjia.connections.kinds import EVENTS


class WebhookForm(forms.Form):
    """A partner's address and what it is told of."""

    name = forms.CharField(
        label=_("Which partner?"), max_length=60, error_messages={"required": _("Please give it a name.")}
    )
    url = forms.URLField(
        label=_("Address"), max_length=300, assume_scheme="https",
        help_text=_("Begins with https:// and can be reached from the internet."),
        error_messages={"required": _("Please write the address."), "invalid": _("This is not a web address.")},
    )  # fmt: skip
    events = forms.MultipleChoiceField(
        label=_("What is it told of?"), choices=list(EVENTS.items()), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing to be told of.")},
    )  # fmt: skip
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
