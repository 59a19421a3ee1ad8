"""Agent mode: begin and end acting for a person at the counter."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongjia.cases.access import visit_of
from gongjia.cases.actions.counter import end_visit, find_or_register, start_visit
from gongjia.cases.forms import CounterForm
from gongjia.cases.kinds import Actor, all_kinds
from gongjia.cases.models import CounterVisit
from gongjia.cases.views import VISIT
from gongjia.cases.views.pages import act
from gongjia.people.access import person_of
from gongjia.unions.access import unions_for
from gongjia.unions.kinds import ACT_AT_COUNTER


@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """Who sits here and where the slip is; once that is known, what can be started for them."""
    person = person_of(request)
    union = unions_for(person, ACT_AT_COUNTER).first()
    if person is None or union is None:
        raise Http404
    visit = visit_of(request.user, request.session.get(VISIT))
    if visit is not None:
        kinds = [kind for kind in all_kinds() if "officer" in kind.opens_by]
        context = {
            "visit": visit,
            "kinds": kinds,
            "heading": _("At the counter"),
            "cases": visit.person.cases.open().order_by("-pk"),
        }
        return render(request, "cases/desk/counter.html", context)
    form = CounterForm(request.POST, request.FILES) if request.method == "POST" else CounterForm()
    actor = Actor(account=request.user, person=person)
    begun = act(form, lambda: _begin(actor, union, form.cleaned_data))
    if begun:
        request.session[VISIT] = begun.pk
        return redirect("cases:counter")
    context = {"layout": "web/desk.html", "form": form, "heading": _("Act for somebody at the counter"),
               "main_label": _("Begin"), "help": _("The person signs the consent slip first. They are told at once, and "
               "everything you do stands in their own log.")}  # fmt: skip
    return render(request, "cases/form.html", context)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """The person has left."""
    visit = visit_of(request.user, request.session.pop(VISIT, None)) if person_of(request) else None
    if visit is not None:
        end_visit(visit)
        messages.success(request, _("You no longer act for %(name)s.") % {"name": visit.person.name})
    return redirect("cases:counter")


def _begin(actor: Actor, union: Any, typed: dict[str, Any]) -> CounterVisit:
    person = find_or_register(actor, union, typed["name"], typed["phone"], typed["resident_id"])
    return start_visit(actor, person, union, typed["slip"])
