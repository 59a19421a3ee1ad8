"""The local figures: what the province has entered, what is missing, and the ways to enter, end and take back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongjia.desks import figure_words_desk as words
from gongjia.desks.forms_desk import EndForm, FigureForm, TakeBackForm
from gongjia.desks.law_views import for_law_keepers
from gongjia.foundation.clock import today
from gongjia.law.claims.figures import FigureKind, FigureTable
from gongjia.law.claims.gaps import gaps
from gongjia.law.local_figures import access, actions
from gongjia.web.forms import act


@for_law_keepers
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    table = access.local_figures()
    rows = words.entered_shown(access.entered_figures())
    context = {
        "missing": words.missing_shown(gaps(table, words.PROVINCE, today()), table),
        "standing": [row for row in rows if row["row"].taken_back_at is None],
        "taken_back": [row for row in rows if row["row"].taken_back_at is not None],
        "kinds": words.kinds_to_enter(),
        "back_url": reverse("desks:law"),
    }
    return render(request, "desks/desk/figures.html", context)


@for_law_keepers
def add_figure(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in list(FigureKind):
        raise Http404
    asked, table = FigureKind(kind), access.local_figures()
    form = FigureForm(request.POST or None, kind=asked, table=table, begun=_begun(request, asked, table))
    if act(form, lambda: actions.enter_figure(request.user, form.row())):
        messages.success(request, _("Entered. Calculations use it from now on."))
        return redirect("desks:figures")
    lead = _("Published by %(publisher)s. Enter it for each place that the order names.")
    return _form(request, form, words.title_of(asked), lead % {"publisher": words.publisher_of(asked)})


def _begun(request: HttpRequest, kind: FigureKind, table: FigureTable) -> dict[str, Any]:
    """What a gap or a refused calculation already says: the place, the grade and a day."""
    on, grade, place = (request.GET.get(name, "") for name in ("on", "grade", "place"))
    return {"place": words.place_asked(kind, table, place), "grade": grade, "year": on[:4]}


@for_law_keepers
def end_figure(request: HttpRequest, figure_id: int) -> HttpResponse:
    row = access.figure_shown(figure_id)
    form = EndForm(request.POST or None)
    if act(form, lambda: actions.end_figure(request.user, row.pk, form.cleaned_data["last_day"])):
        messages.success(request, _("The last day is written down."))
        return redirect("desks:figures")
    return _form(request, form, _("Say when a figure ended"), words.in_a_line(row))


@for_law_keepers
def take_back_figure(request: HttpRequest, figure_id: int) -> HttpResponse:
    row = access.figure_shown(figure_id)
    form = TakeBackForm(request.POST or None)
    if act(form, lambda: actions.take_back_figure(request.user, row.pk, form.cleaned_data["reason"])):
        messages.success(request, _("Taken back. Calculations no longer use it."))
        return redirect("desks:figures")
    return _form(request, form, _("Take a figure back"), words.in_a_line(row), _("Take this figure back"))


def _form(request: HttpRequest, form: Any, heading: str, lead: str, button: str = "") -> HttpResponse:
    context = {"form": form, "heading": heading, "lead": lead, "button": button, "back_url": reverse("desks:figures")}
    return render(request, "desks/desk/law_form.html", context, status=422 if form.errors else 200)
