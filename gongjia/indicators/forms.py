"""What an address asks for: union, days, and who asks. Everything stands in the address, so that it can be shared."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjia.foundation.clock import today
from gongjia.indicators import access
from gongjia.indicators.periods import Period, published, this_year
from gongjia.people.access import person_of
from gongjia.people.models import Person
from gongjia.unions.models import Union
from gongjia.web.forms import DayField

EARLIEST = date(1949, 10, 1)


class PeriodForm(forms.Form):
    since = DayField(label=gettext_lazy("After the day"), required=False, earliest=EARLIEST)
    as_of = DayField(label=gettext_lazy("Up to the day, included"), required=False, earliest=EARLIEST, latest=today)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        as_of = values.get("as_of") or today()
        if values.get("since") and values["since"] >= as_of:
            self.add_error("since", _("This day must lie before the last day of the period, %(day)s.") % {"day": as_of})
        return values

    @property
    def period(self) -> Period:
        """The days asked for; what is missing or wrong is this year up to today."""
        values = self.cleaned_data if self.is_valid() else {}
        as_of = values.get("as_of") or today()
        return Period(values.get("since") or this_year(as_of).since, as_of)


@dataclass(frozen=True)
class Asked:
    """A request for figures, understood. Insiders' days are as asked for; outsiders' as periods.published says."""

    viewer: Person | None
    union: Union
    is_insider: bool
    form: PeriodForm
    period: Period
    by_county: bool
    only_direct: bool  # the rows of the union itself, without the unions under it; no other page carries it on

    def address(self, view: str, key: str = "", **changes: Any) -> str:
        """The same question at another page, figure, union or time. A change to None leaves the word out."""
        words = {
            "union": self.union.pk,
            "since": self.period.since.isoformat() if self.is_insider else None,
            "as_of": self.period.as_of.isoformat(),
            "by": "county" if self.by_county else None,
        } | changes
        asked = urlencode({word: value for word, value in words.items() if value is not None})
        return f"{reverse(f'indicators:{view}', args=[key] if key else [])}?{asked}"


def asked(request: HttpRequest, *, strict: bool = False) -> Asked:
    """Raises Http404 for a union whose figures the viewer does not see; `strict`: BadRequest for days that are none."""
    viewer = person_of(request)
    union = access.union_for(viewer, request.GET.get("union", ""))
    days = {name: request.GET[name] for name in ("since", "as_of") if request.GET.get(name)}
    form = PeriodForm(days)
    if strict and not form.is_valid():
        raise BadRequest(form.errors.as_text())
    insider = access.is_insider(viewer, union)
    period = form.period if insider else published(form.cleaned_data.get("as_of") if form.is_valid() else None, today())
    by_county = request.GET.get("by") == "county" and union.parent_id is None
    return Asked(viewer, union, insider, form, period, by_county, request.GET.get("only") == "direct")
