"""The guided choice of a union, one question a page: by code, workplace, platform, home or trade.

Who has no fixed employer belongs to a union through the platform or its partner firm, the workplace, the home, or a
league (《吉林省实施〈工会法〉若干规定》第9条). Programmes put these forms into their questions, and ask `union_of` which
union the answers lead to.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjia.unions.access import employer_shown, union_by_join_code, union_shown, unions_at
from gongjia.unions.forms import EmployerForm, UnionForm
from gongjia.unions.models import Employer, Membership, Union


class Way(models.TextChoices):
    WORKPLACE = "workplace", gettext_lazy("Through my workplace")
    PLATFORM = "platform", gettext_lazy("I work for a platform or its partner firm")
    RESIDENCE = "residence", gettext_lazy("Where I live: I have no fixed workplace")
    LEAGUE = "league", gettext_lazy("Through my trade: couriers, drivers, carers …")
    CODE = "code", gettext_lazy("I have the code of a union")


HOW = {
    Way.CODE: Membership.How.SCAN,
    Way.WORKPLACE: Membership.How.WORKPLACE,
    Way.PLATFORM: Membership.How.PLATFORM,
    Way.RESIDENCE: Membership.How.RESIDENCE,
    Way.LEAGUE: Membership.How.LEAGUE,
}


class WayForm(forms.Form):
    way = forms.ChoiceField(
        label=gettext_lazy("How do you want to belong to a union?"), choices=Way.choices, widget=forms.RadioSelect
    )


class CodeForm(forms.Form):
    """Cleaned: `code` as it stands on the poster, and the `union` behind it."""

    code = forms.CharField(
        label=gettext_lazy("The 8 letters and digits under the QR code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("code"):
            return cleaned
        union = union_by_join_code(cleaned["code"])
        if union is None:
            self.add_error("code", _("No union has this code. Please compare it with the poster once more, or go back "
                                     "and choose another way."))  # fmt: skip
            return cleaned
        return {"code": union.join_code, "union": union.pk, "union_name": union.name}


class StreetForm(UnionForm):
    """The union of a street, town or township. Cleaned: `union`, `union_name`."""

    among = Q(kind=Union.Kind.FEDERATION, level=Union.Level.TOWNSHIP)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["union_name"].label = _("Your street, town or township")
        self.fields["union_name"].help_text = _("For example 兴华街道. Which one you choose is up to you.")


class LeagueForm(UnionForm):
    """A league or industry union. Cleaned: `union`, `union_name`."""

    among = Q(kind__in=[Union.Kind.LEAGUE, Union.Kind.INDUSTRY])

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["union_name"].label = _("Your trade")
        self.fields["union_name"].help_text = _("For example 快递, 外卖, 货车, 家政.")


def chose(way: str) -> Any:
    """A question's `asked_if`: the person chose this way."""
    return lambda answers: answers.get("way") == way


def names_employer(answers: Mapping[str, Any]) -> bool:
    return answers.get("way") in (Way.WORKPLACE, Way.PLATFORM)


def needs_street(answers: Mapping[str, Any]) -> bool:
    """By home; or by a workplace that has no union yet: then the union of its street takes the person in."""
    if names_employer(answers) and "employer_name" in answers:
        return _union_at(answers.get("employer")) is None
    return answers.get("way") == Way.RESIDENCE


def union_of(answers: Mapping[str, Any]) -> Union | None:
    """The union that the answers lead to; None where one is still missing."""
    if names_employer(answers) and (union := _union_at(answers.get("employer"))) is not None:
        return union
    return union_shown(answers["union"]) if answers.get("union") else None


def employer_of(answers: Mapping[str, Any], union: Union) -> Employer | None:
    """The employer that the answers name, else the one whose union it is."""
    return employer_shown(answers["employer"]) if answers.get("employer") else union.employer


def _union_at(employer_id: int | None) -> Union | None:
    return unions_at(employer_shown(employer_id)).first() if employer_id else None


__all__ = ["HOW", "CodeForm", "EmployerForm", "LeagueForm", "StreetForm", "Way", "WayForm", "chose", "employer_of",
           "names_employer", "needs_street", "union_of"]  # fmt: skip
