from django import forms
from django.utils.translation import gettext_lazy

from gongjia.programmes.membership_transfer.rules import GROUNDS


class RefuseForm(forms.Form):
    ground = forms.ChoiceField(
        label=gettext_lazy("Ground"), choices=list(GROUNDS.items()), widget=forms.RadioSelect,
        help_text=gettext_lazy("A transfer follows the work. That the old union does not want it is no ground."),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Reason, in words that the applicant understands"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The applicant reads exactly this. Say also where they can turn."),
    )


class CheckedForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("How was it made sure who the person is?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For example: identity card seen, called back on the number we hold."),
    )


class IdentityForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Why may this not be your member?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Only doubts about who the person is. Unpaid dues, staff numbers or wishes of the employer do not hold a "
            "transfer."
        ),
    )  # fmt: skip


class ConfirmForm(forms.Form):
    """Nothing is asked; `once` keeps a second press from asking twice."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
