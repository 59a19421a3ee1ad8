from urllib.parse import parse_qsl, urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

SCOPES = [("mine", _("Mine")), ("union", _("My union's")), ("below", _("Below my union"))]


class WorklistFilter(forms.Form):
    """The worklist's filters as they stand in the address; an unknown value is as good as none."""

    scope = forms.ChoiceField(choices=SCOPES, required=False)
    kind = forms.CharField(max_length=40, required=False)
    overdue = forms.BooleanField(required=False)

    def chosen(self) -> dict[str, str]:
        """Valid choices only, scope always among them: an officer begins with what is in their own hands."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return {"scope": "mine", **chosen, **({"overdue": "1"} if chosen.get("overdue") else {})}


class SaveView(forms.Form):
    name = forms.CharField(max_length=30, label=_("Name of this view"))
    query = forms.CharField(max_length=200, widget=forms.HiddenInput)

    def clean_query(self) -> str:
        return urlencode(
            {key: value for key, value in WorklistFilter(_parsed(self.cleaned_data["query"])).chosen().items()}
        )


def _parsed(query: str) -> dict[str, str]:
    from urllib.parse import parse_qsl

    return dict(parse_qsl(query))
