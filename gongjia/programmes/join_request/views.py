"""三步入会: where a scanned code leads, and the start for whoever has none. The rest are the engine's pages."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongjia.cases.actions import open_case
from gongjia.cases.kinds import Actor
from gongjia.cases.views import actor_of
from gongjia.cases.views.pages import for_whom_it_was_opened, to_one_under_way, to_sign_in, token_of
from gongjia.programmes.join_request.forms import ScanForm
from gongjia.unions.access import membership_of, union_by_join_code
from gongjia.unions.models import Union
from gongjia.unions.naming import spaced
from gongjia.unions.ways import Way
from gongjia.web.forms import act


@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The three steps, and the ways to begin."""
    actor = actor_of(request)
    membership = membership_of(actor.applicant)
    if membership is None and (one_under_way := to_one_under_way(request, actor, "join_request")):
        return one_under_way
    return render(request, "join_request/member/start.html", {"membership": membership})


@never_cache
@for_whom_it_was_opened
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the union's QR code opens: at most the name and the employer are left to type."""
    union, actor = union_by_join_code(code), actor_of(request)
    if union is None:
        return render(request, "join_request/member/unknown_code.html", {"code": code[:20]}, status=404)
    person = actor.applicant
    membership = membership_of(person)
    if membership is None and (one_under_way := to_one_under_way(request, actor, "join_request")):
        return one_under_way
    form = ScanForm(
        request.POST or None, knows_name=bool(person and person.name), knows_employer=_knows_employer(union)
    )
    if request.method == "POST":
        if person is None:
            return to_sign_in(request)
        case = act(form, lambda: _apply(actor, union, form.cleaned_data, token_of(request)))
        if case is not None:
            return redirect("cases:receipt", case.pk)
    context = {"union": union, "code": spaced(union.join_code), "form": form, "person": person,
               "membership": membership, "once": token_of(request) or uuid.uuid4()}  # fmt: skip
    return render(request, "join_request/member/by_code.html", context)


def _apply(actor: Actor, union: Union, answers: dict, once: uuid.UUID | None):
    intake = {"way": Way.CODE, "code": union.join_code, "union": union.pk, "union_name": union.name, **answers}
    return open_case("join_request", actor, intake=intake, union=union, once=once)


def _knows_employer(union: Union) -> bool:
    """The union of one employer says where its people work."""
    return union.employer_id is not None
