"""What the pages of this room share: the page that went stale, the way to sign in."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urljoin

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from gongjia.cases.access import STAFF, open_visit, under_way
from gongjia.cases.kinds import Actor, CaseKind, Role, all_kinds
from gongjia.cases.views import actor_of, visit_in
from gongjia.web.errors import stale_page


def token_of(request: HttpRequest, name: str = "once") -> uuid.UUID | None:
    """The form's own token as it was posted; None where it was left out or spoilt."""
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError:
        return None


def kind_or_404(key: str) -> CaseKind:
    kind = next((kind for kind in all_kinds() if kind.key == key), None)
    if kind is None:
        raise Http404
    return kind


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back here afterwards."""
    return redirect(f"{reverse('people:sign-in')}?{urlencode({'next': request.get_full_path()})}")


def to_one_under_way(request: HttpRequest, actor: Actor, kind_key: str) -> HttpResponse | None:
    """To the matter of this kind that is open already, before somebody fills in a second one; None where none is.

    A form that is being sent is judged by its kind: a second press of the same one finds the first one's case.
    """
    case = under_way(actor, kind_key)
    if case is None or request.method == "POST":
        return None
    words = _("%(kind)s %(number)s is under way with %(union)s; you need not fill it in again. To begin anew, withdraw "
              "it here first.")  # fmt: skip
    facts = {"kind": case.case_kind.title, "number": case.number, "union": case.union.label}
    messages.info(request, words % facts)
    return redirect("cases:case", case.pk)


def ask_to_throw_away(request: HttpRequest, back_url: str) -> HttpResponse:
    """Asked before pages and photos go for good: a slip of the thumb is one press."""
    words = {"heading": _("Throw all of it away?"), "help": _("It cannot be brought back."),
             "main_label": _("Yes, throw it away"), "back_url": back_url}  # fmt: skip
    at_counter = actor_of(request).on_behalf_of
    return render(request, "cases/member/throw_away.html", {"form": Form(), "at_counter": at_counter, **words})


def layout_of(roles: set[Role]) -> str:
    """The base template for these capacities: those who handle a case sit at a desk, its sides hold a phone."""
    return "web/desk.html" if roles & STAFF else "web/member.html"


def for_whom_it_was_opened(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What is written for a person at the counter never lands with the officer, nor with the next person.

    Where the session has lost its visit, or a form names another person, nothing is saved, and the text stays in the browser.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = actor_of(request)
        whom = str(actor.on_behalf_of.pk) if actor.on_behalf_of is not None else ""
        is_lost = not whom and actor.person is not None and open_visit(actor.account) is not None
        is_for_another = request.POST.get("for", whom) != whom
        if not is_lost and not is_for_another:
            return view(request, *args, **kwargs)
        if not is_lost and actor.person is not None:
            return stale_page(request, again=reverse("cases:counter"))
        page = urljoin(request.path, ".")  # whatever is sent on a page has an address beneath it
        return redirect(f"{reverse('cases:counter')}?{urlencode({'next': page})}")

    return guarded


def with_who_is_at_the_counter(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """During a visit the officer finds that person's matters alone, not even their own desk's; then the page says why."""

    @wraps(view)
    def explained(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            visit = visit_in(request)
            if visit is None:
                raise
        return render(request, "cases/desk/during_visit.html", {"visit": visit}, status=403)

    return explained
