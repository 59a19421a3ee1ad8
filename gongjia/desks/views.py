from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongjia.cases.access import call_backs_for, worklist_for
from gongjia.cases.kinds import all_kinds
from gongjia.cases.views import actor_of
from gongjia.desks import actions, pages
from gongjia.desks.access import saved_views_of
from gongjia.desks.forms import SCOPES, SaveView, WorklistFilter
from gongjia.people.access import person_of
from gongjia.people.divisions import division
from gongjia.unions.access import membership_of, unions_of_division, unions_reached


def home(request: HttpRequest) -> HttpResponse:
    """A member's home is their open matters and four doors; a stranger's says what is to be had here."""
    person = person_of(request)
    if person is None:
        return render(request, "desks/member/welcome.html", {"doors": pages.doors_of_a_stranger()})
    membership = membership_of(person)
    return render(
        request,
        "desks/member/home.html",
        {
            "person": person,
            "membership": membership,
            "matters": pages.open_matters(person),
            "drafts": pages.drafts_of(person),
            "doors": pages.doors_of_a_person(membership),
        },
    )


@login_required
def matters(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    context = {
        "open": pages.open_matters(person),
        "closed": pages.closed_matters(person),
        "drafts": pages.drafts_of(person),
    }
    return render(request, "desks/member/matters.html", context)


def problem(request: HttpRequest) -> HttpResponse:
    return render(request, "desks/member/problem.html", {"doors": pages.doors_of_problems()})


def near(request: HttpRequest) -> HttpResponse:
    """The unions of a county that a worker can walk into or call, chosen in two presses."""
    code = request.GET.get("division", "220000")
    place = division(code)
    if place is None:
        raise Http404
    return render(
        request,
        "desks/member/near.html",
        {"place": place, "places": pages.places_below(code), "unions": unions_of_division(code)},
    )


@login_required
def worklist(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if not unions_reached(actor.person, "read_cases"):
        raise Http404
    chosen = WorklistFilter(request.GET).chosen()
    cases = worklist_for(actor, scope=chosen["scope"], kind=chosen.get("kind", ""), overdue="overdue" in chosen)
    context = {
        "page": Paginator(cases, 30).get_page(request.GET.get("page")),
        "scope_chips": pages.chips(SCOPES, "scope", chosen),
        "kind_chips": pages.chips(
            [("", _("All kinds")), *((kind.key, kind.title) for kind in all_kinds())], "kind", chosen
        ),
        "overdue_chips": pages.chips([("", _("All")), ("1", _("Overdue"))], "overdue", chosen),
        "call_backs": call_backs_for(actor),
        "views": saved_views_of(request.user),
        "query": urlencode(chosen),
        "today": pages.day_of_work(actor),
    }
    return render(request, "desks/desk/worklist.html", context)


@login_required
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    form = SaveView(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the view a short name, then press save again."))
        return redirect("desks:worklist")
    view = actions.save_view(request.user, form.cleaned_data["name"], form.cleaned_data["query"])
    return redirect(f"/desk/?{view.query}")


@login_required
@require_POST
def forget(request: HttpRequest, view_id: int) -> HttpResponse:
    actions.forget_view(request.user, view_id)
    return redirect("desks:worklist")
