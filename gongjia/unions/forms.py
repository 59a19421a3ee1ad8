from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjia.foundation.clock import today
from gongjia.foundation.refusals import Refused
from gongjia.people import phones
from gongjia.unions import credit_code
from gongjia.unions.access import find_employers, find_unions
from gongjia.unions.actions.membership import ENDED_BY_OFFICER
from gongjia.unions.actions.tree import FOUNDED
from gongjia.unions.kinds import Role
from gongjia.unions.models import Employer
from gongjia.unions.naming import check_employer_name
from gongjia.web.forms import DayField

CHOICES = 8  # employers or unions offered at once
NONE_OF_THESE = "new"


class SearchForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Name, whole phone number or whole identity number"), required=False)


class EmployerInput(forms.TextInput):
    """A line that offers employers while one types; without scripts an ordinary line."""

    template_name = "unions/parts/employer_input.html"

    def __init__(self) -> None:
        super().__init__(
            {
                "autocomplete": "off",
                "list": "employers-found",
                "hx-get": reverse_lazy("unions:employers-found"),
                "hx-trigger": "input changed delay:300ms",
                "hx-target": "next datalist",
            }
        )


class EmployerForm(forms.Form):
    """Names an employer in one line; asks back only where the name fits several or none.

    Works without scripts: a name that is not exact comes back with the employers it fits, and “none of these”. With
    scripts the line offers them while typing. Cleaned: `employer` (id, or None for one not here yet) and
    `employer_name` as it is to be kept. Made to be a question of an intake.
    """

    employer_name = forms.CharField(
        label=gettext_lazy("Name of the employer"),
        max_length=100,
        help_text=gettext_lazy("A part is enough, or the credit code. As on the contract, the payslip or the door."),
        widget=EmployerInput,
    )
    employer = forms.CharField(label=gettext_lazy("Which of these is it?"), required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if data and data.get("employer_name"):
            self._offer(self._found(data["employer_name"]), data["employer_name"], data.get("employer", ""))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name, chosen = cleaned.get("employer_name", ""), cleaned.get("employer", "")
        if not name:
            return cleaned | {"employer": None}
        found = self._found(name)
        match = next((employer for employer in found if str(employer.pk) == chosen), None) or _only_exact(found, name)
        if match is not None and chosen != NONE_OF_THESE:
            return cleaned | {"employer": match.pk, "employer_name": match.name}
        if found and chosen != NONE_OF_THESE:
            self.add_error("employer", _("Several employers fit. Please choose one, or “none of these”."))
            return cleaned
        return cleaned | {"employer": None, "employer_name": self._new_name(name)}

    def _new_name(self, name: str) -> str:
        try:
            return check_employer_name(name)
        except Refused as refusal:
            self.add_error("employer_name", str(refusal))
            return name

    def _found(self, name: str) -> list[Employer]:
        return list(find_employers(name)[:CHOICES])

    def _offer(self, found: list[Employer], name: str, chosen: str) -> None:
        """Draw the choice as soon as there is something to choose between."""
        if not found or (_only_exact(found, name) and not chosen):
            return
        choices = [(str(employer.pk), employer.name) for employer in found]
        choices.append((NONE_OF_THESE, _("None of these: keep “%(name)s”") % {"name": name.strip()}))
        self.fields["employer"].widget = forms.RadioSelect(choices=choices)


class UnionForm(forms.Form):
    """Names a union in one line; asks back where the name fits several. Cleaned: `union` (id) and `union_name`."""

    among = Q()  # which unions may be named

    union_name = forms.CharField(
        label=gettext_lazy("Name of the union"),
        max_length=100,
        help_text=gettext_lazy("A part is enough, e.g. the street, the company or the trade."),
    )
    union = forms.CharField(label=gettext_lazy("Which of these is it?"), required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        found = self._found(data.get("union_name", "")) if data else []
        if len(found) > 1 or (found and data.get("union")):
            self.fields["union"].widget = forms.RadioSelect(
                choices=[(str(union.pk), _placed(union)) for union in found]
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name, chosen = cleaned.get("union_name", ""), cleaned.get("union", "")
        if not name:
            return cleaned
        found = self._found(name)
        match = next((union for union in found if str(union.pk) == chosen), None)
        match = match or (found[0] if len(found) == 1 else None)
        if match is not None:
            return {"union": match.pk, "union_name": match.name}
        if found:
            self.add_error("union", _("Several unions fit. Please choose one."))
        else:
            self.add_error(
                "union_name", _("No union here has this in its name. Try the street, the company or the trade.")
            )
        return cleaned

    def _found(self, name: str) -> list[Any]:
        return list(find_unions(name).filter(self.among)[:CHOICES])


class NewEmployerForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the employer"), max_length=100)
    credit_code = forms.CharField(
        label=gettext_lazy("Credit code (18 places, on the business licence)"), max_length=30, required=False
    )
    is_platform = forms.BooleanField(label=gettext_lazy("It is a platform company"), required=False)


class VerifyForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the employer"), max_length=100)
    credit_code = forms.CharField(label=gettext_lazy("Credit code (18 places, on the business licence)"), max_length=30)

    def clean_credit_code(self) -> str:
        try:
            return credit_code.read(self.cleaned_data["credit_code"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class PersonForm(forms.Form):
    """Somebody by name and number together: people.actions.find_person looks whether they belong to one person."""

    name = forms.CharField(
        label=gettext_lazy("The person's name"), max_length=50, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(
        label=gettext_lazy("The mobile number that the person signs in with"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def clean_phone(self) -> str:
        try:
            return phones.read(self.cleaned_data["phone"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class AppointForm(PersonForm):
    role = forms.ChoiceField(label=gettext_lazy("Office"), choices=Role.choices)
    title = forms.CharField(label=gettext_lazy("Title, as people are to read it"), max_length=50, required=False)


class FoundForm(forms.Form):
    """A grassroots union and, where it is one of a single workplace, its employer by name or by credit code."""

    name = forms.CharField(label=gettext_lazy("Name of the union"), max_length=100)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[(kind.value, kind.label) for kind in FOUNDED])
    founded_on = DayField(label=gettext_lazy("Founded"), initial=today)
    employer_name = forms.CharField(label=gettext_lazy("Name of the employer"), max_length=100, required=False)
    credit_code = forms.CharField(
        label=gettext_lazy("Credit code (18 places, on the business licence)"), max_length=30, required=False
    )
    telephone = forms.CharField(label=gettext_lazy("Telephone"), max_length=30, required=False)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=200, required=False)


class RetainForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why is the membership kept?"),
        max_length=200,
        help_text=gettext_lazy("Retirement, unemployment, the unit was closed …"),
    )


class AnnounceForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why would the member be taken to have left?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The person can read this."),
    )


class EndForm(forms.Form):
    end = forms.ChoiceField(
        label=gettext_lazy("What ended it?"), choices=[(end.value, end.label) for end in ENDED_BY_OFFICER]
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, and the decision it rests on"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The person can read this."),
    )


class LeaveForm(forms.Form):
    """Nothing to fill in: leaving needs no reason. The tick keeps a stray press from ending a membership."""

    sure = forms.BooleanField(
        label=gettext_lazy("Yes, I leave the union"),
        error_messages={"required": gettext_lazy("Please tick this if you truly want to leave.")},
    )


def _placed(union: Any) -> str:
    """A union's name with that of its county: streets of one name stand in many."""
    return (
        union.label if union.county is None or union.county_id == union.pk else f"{union.label} · {union.county.label}"
    )


def _only_exact(found: list[Employer], name: str) -> Employer | None:
    """The one employer meant without doubt: by its whole name, or by its credit code."""
    typed = name.strip()
    exact = [
        employer
        for employer in found
        if typed in (employer.name, employer.credit_code) or typed.upper() == employer.credit_code
    ]
    return exact[0] if len(exact) == 1 else None
