from collections.abc import Collection
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjia.desks.access import BELOW, MINE, UNION

SCOPES = {MINE: _("In my hands"), UNION: _("My union's"), BELOW: _("Of unions below")}


class WorklistFilter(forms.Form):
    """The worklist's filters as they stand in the address; an unknown value is as good as none."""

    scope = forms.ChoiceField(choices=list(SCOPES.items()), required=False)
    kind = forms.SlugField(max_length=40, required=False)
    overdue = forms.BooleanField(required=False)

    def chosen(self, scopes: Collection[str] = tuple(SCOPES)) -> dict[str, str]:
        """Valid choices only, a scope of `scopes` always among them: one begins with what is in one's own hands."""
        self.is_valid()
        known = self.cleaned_data
        chosen = {"scope": known["scope"] if known.get("scope") in scopes else MINE}
        if known.get("kind"):
            chosen["kind"] = known["kind"]
        if known.get("overdue"):
            chosen["overdue"] = "1"
        return chosen


class SaveView(forms.Form):
    name = forms.CharField(max_length=30, label=_("Keep these filters as"))
    query = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)

    def clean_query(self) -> str:
        return urlencode(filters_in(self.cleaned_data["query"]))


def filters_in(query: str) -> dict[str, str]:
    """The filters that an address says, those that exist."""
    return WorklistFilter(dict(parse_qsl(query))).chosen()
