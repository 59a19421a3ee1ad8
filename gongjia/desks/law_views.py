"""The law desk: what people asked in vain, and the synonyms and cards that would have answered them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gongjia.desks.law_forms import CardForm, SynonymForm
from gongjia.law.library import access, actions
from gongjia.people.access import person_of
from gongjia.unions.access import keeps_the_law
from gongjia.web.sign_in import login_required

ROWS = 50
View = Callable[..., HttpResponse]


def for_law_keepers(view: View) -> View:
    """Only who administers the province; to everybody else the page does not exist."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if not keeps_the_law(person_of(request)):
            raise Http404
        return view(request, **arguments)

    return guarded


@for_law_keepers
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:40]
    context = {
        "questions": access.unanswered(),
        "cards": access.all_cards(),
        "page": Paginator(access.all_synonyms(text), ROWS).get_page(request.GET.get("page")),
        "q": text,
    }
    return render(request, "desks/desk/law.html", context)


@for_law_keepers
@require_POST
def settle(request: HttpRequest, question_id: int) -> HttpResponse:
    actions.settle_unanswered(request.user, question_id)
    return redirect("desks:law")


@for_law_keepers
def synonym(request: HttpRequest, synonym_id: int | None = None) -> HttpResponse:
    held = access.synonym_shown(synonym_id) if synonym_id else None
    form = SynonymForm(request.POST or None, held=held)
    if request.method == "POST" and form.save(request.user):
        return redirect("desks:law")
    return _form(request, form)


@for_law_keepers
def card(request: HttpRequest, card_id: int | None = None) -> HttpResponse:
    held = access.card_shown(card_id) if card_id else None
    form = CardForm(request.POST or None, held=held)
    if request.method == "POST" and form.save(request.user):
        return redirect("desks:law")
    return _form(request, form)


def _form(request: HttpRequest, form: SynonymForm | CardForm) -> HttpResponse:
    context = {"form": form, "heading": form.heading, "back_url": reverse("desks:law")}
    return render(request, "desks/desk/law_form.html", context, status=422 if form.errors else 200)
