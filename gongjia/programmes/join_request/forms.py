from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjia.cases.kinds import MoveForm
from gongjia.foundation.refusals import Refused
from gongjia.people.names import check_name
from gongjia.programmes.join_request.rules import GROUNDS, forbidden_ground
from gongjia.unions.ways import EmployerForm


class NameForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def clean_name(self) -> str:
        try:
            return check_name(self.cleaned_data["name"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class ScanForm(NameForm, EmployerForm):
    """What a scanned code leaves open: the name, and the employer where the union is not that of one employer."""

    field_order = ("name", "employer_name", "employer")

    def __init__(self, data: Any = None, *, knows_name: bool, knows_employer: bool) -> None:
        super().__init__(data)
        if knows_name:
            del self.fields["name"]
        if knows_employer:
            del self.fields["employer_name"], self.fields["employer"]
        else:
            self.fields["employer_name"].required = False


class ReturnForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What is missing or wrong?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The applicant reads exactly this. Ask only for what the platform does not hold."),
    )


class MendForm(MoveForm):
    name = NameForm.base_fields["name"]
    employer_name = forms.CharField(label=gettext_lazy("Your employer"), max_length=100, required=False)
    text = forms.CharField(
        label=gettext_lazy("Your answer to the union"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def prepare(self) -> None:
        self.fields["name"].initial = self.case.intake.get("name") or self.case.applicant.name
        self.fields["employer_name"].initial = self.case.intake.get("employer_name", "")

    clean_name = NameForm.clean_name


class RefuseForm(forms.Form):
    ground = forms.ChoiceField(
        label=gettext_lazy("Ground"), choices=list(GROUNDS.items()), widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Never a ground: household registration, form of employment, ethnicity, sex, religion, education, age over 60 "
            "(Trade Union Law art. 3; Jilin provisions art. 2)."
        ),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Reason, in words that the applicant understands"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The applicant reads exactly this. Say also where they can turn."),
    )

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].strip()
        if ground := forbidden_ground(text):
            raise forms.ValidationError(
                _("This reason speaks of %(ground)s. Nobody may be refused for that (Trade Union Law art. 3; Jilin "
                  "provisions art. 2).") % {"ground": ground}
            )  # fmt: skip
        return text
