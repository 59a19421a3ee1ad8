from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gongjia.audit.access import head_of_day
from gongjia.cases.access import call_backs_for, worklist_for
from gongjia.cases.kinds import Actor
from gongjia.desks import actions, pages
from gongjia.desks import worklist as table
from gongjia.desks.access import BELOW, MINE, UNION, saved_views_of, scopes_for
from gongjia.desks.forms import SaveView, WorklistFilter, filters_in
from gongjia.desks.trust import proofs, summary
from gongjia.foundation.clock import today
from gongjia.people.access import person_of
from gongjia.people.divisions import division
from gongjia.unions.access import membership_of, offices_of, unions_of_division
from gongjia.web.sign_in import login_required

ROWS = 30


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A member's home is their open matters and four doors; a stranger's says what is to be had here."""
    person = person_of(request)
    if person is None:
        demo = reverse("world:cast") if settings.DEMO else ""
        return render(request, "desks/member/welcome.html", {"doors": pages.doors_of_a_stranger(), "demo": demo})
    membership, matters = membership_of(person), pages.open_matters(person)
    context = {
        "person": person,
        "membership": membership,
        "may_join": membership is None and all(matter["kind"] != "join_request" for matter in matters),
        "matters": matters,
        "employers_matters": pages.matters_of_employers(person),
        "drafts": pages.drafts_of(person),
        "doors": pages.doors_of_a_person(membership),
        "near": pages.union_at_hand(membership),
    }
    return render(request, "desks/member/home.html", context)


@login_required
@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    context = {
        "open": pages.open_matters(person),
        "employers_matters": pages.matters_of_employers(person),
        "closed": pages.closed_matters(person),
        "drafts": pages.drafts_of(person),
    }
    return render(request, "desks/member/matters.html", context)


@require_safe
def problem(request: HttpRequest) -> HttpResponse:
    return render(request, "desks/member/problem.html", {"doors": pages.doors_of_problems(), "back_url": "/"})


@require_safe
def near(request: HttpRequest) -> HttpResponse:
    """The unions of a county that a worker can walk into or call, chosen in two presses."""
    code = request.GET.get("division") or pages.place_of(membership_of(person_of(request)))
    place = division(code)
    if place is None:
        raise Http404
    context = {
        "place": pages.own_name(place),
        "over": pages.places_over(place),
        "below": pages.places_below(place),
        "unions": unions_of_division(place.code),
    }
    return render(request, "desks/member/near.html", context)


@require_safe
def trust(request: HttpRequest) -> HttpResponse:
    """What the nightly runs found, and the head of this server's audit chain."""
    shown = proofs()
    context = {"proofs": shown, "summary": summary(shown), "head": head_of_day(today()), "back_url": "/help/"}
    return render(request, "desks/member/trust.html", context)


@login_required
@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """The table of an officer's matters. Whose office opens no matters has the figures for a desk."""
    person = person_of(request)
    scopes = scopes_for(person)
    if scopes:
        return _table(request, scopes, WorklistFilter(request.GET).chosen(scopes), SaveView())
    if offices_of(person).exists():
        return redirect("indicators:index")
    raise Http404


def _table(request: HttpRequest, scopes: list[str], chosen: dict[str, str], form: SaveView) -> HttpResponse:
    actor = Actor(account=request.user, person=person_of(request))  # a desk is one's own, even during a visit
    cases = worklist_for(actor, chosen["scope"], chosen.get("kind", ""), "overdue" in chosen)
    page = Paginator(cases, ROWS).get_page(request.GET.get("page"))
    views, query = list(saved_views_of(request.user)), urlencode(chosen)
    call_backs = list(call_backs_for(actor))
    context: dict[str, Any] = {
        "page": page,
        "rows": table.rows_of(page, actor, chosen["scope"]),
        "chips": table.chips_of(scopes, chosen),
        "views": views,
        "view_chips": table.view_chips(views, query),
        "query": query,
        "form": form,
        "call_backs": call_backs,
        "today": table.day_of_work(actor, len(call_backs)),
        "names_union": chosen["scope"] == BELOW,
        "has_others": chosen["scope"] == MINE and UNION in scopes,
    }
    return render(request, "desks/desk/worklist.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    scopes = scopes_for(person_of(request))
    if not scopes:
        raise Http404
    form = SaveView(request.POST)
    if not form.is_valid():
        return _table(request, scopes, filters_in(request.POST.get("query", "")), form)
    view = actions.save_view(request.user, form.cleaned_data["name"], form.cleaned_data["query"])
    return redirect(f"{reverse('desks:worklist')}?{view.query}")


@login_required
@require_POST
def forget(request: HttpRequest, view_id: int) -> HttpResponse:
    actions.forget_view(request.user, view_id)
    return redirect("desks:worklist")
