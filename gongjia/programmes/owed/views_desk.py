"""A lawyer's view: the worker's calculation, other readings beside it, what differs, and why."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongjia.cases.actions.looks import look
from gongjia.cases.views import actor_of
from gongjia.law.local_figures.access import local_figures
from gongjia.programmes.owed import actions
from gongjia.programmes.owed.access import case_of, reviewed_calculation, variants_of
from gongjia.programmes.owed.compare import compared, story_of_answers
from gongjia.programmes.owed.forms_desk import ClaimForm, VariantForm
from gongjia.programmes.owed.models import Variant
from gongjia.programmes.owed.words import answers_shown
from gongjia.web.forms import act
from gongjia.web.sign_in import login_required


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """All readings side by side; a new one is begun here."""
    actor = actor_of(request)
    calculation = reviewed_calculation(actor, token)
    form = VariantForm(request.POST or None)
    variant = act(form, lambda: actions.add_variant(actor, token, form.cleaned_data["name"]))
    if variant is not None:
        return redirect("owed:compare", token)
    case = case_of(calculation)
    if case is not None:
        look(case, actor)
    context = {"calculation": calculation, "case": case, "form": form, "answers": answers_shown(calculation.answers),
               **compared(calculation.answers, variants_of(calculation)), "back_url": _back(case, token)}  # fmt: skip
    return render(request, "owed/desk/compare.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, token: uuid.UUID, variant_id: int, key: str) -> HttpResponse:
    """One claim in one reading: every input and every step of it may be changed, a step only with a reason."""
    actor = actor_of(request)
    calculation = reviewed_calculation(actor, token)
    variant, figures = _variant(calculation, variant_id), local_figures()
    told = _item(story_of_answers(calculation.answers, figures=figures)[1], key)
    item = _item(story_of_answers(calculation.answers, variant.changes, figures)[1], key)
    form = ClaimForm(request.POST or None, told=told, item=item, kept=variant.changes.get(key, {}))
    if act(form, lambda: actions.change_claim(actor, token, variant_id, key, form.changes())):
        messages.success(request, _("Worked out anew."))
        return redirect("owed:compare", token)
    context = {"calculation": calculation, "variant": variant, "item": item, "form": form,
               "back_url": reverse("owed:compare", args=[token])}  # fmt: skip
    return render(request, "owed/desk/change.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def remove(request: HttpRequest, token: uuid.UUID, variant_id: int) -> HttpResponse:
    actions.remove_variant(actor_of(request), token, variant_id)
    messages.success(request, _("The reading was removed. The worker's own stays."))
    return redirect("owed:compare", token)


@never_cache
@login_required
@require_safe
def sheet(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """All readings on paper."""
    calculation = reviewed_calculation(actor_of(request), token)
    context = {"calculation": calculation, "case": case_of(calculation), "answers": answers_shown(calculation.answers),
               **compared(calculation.answers, variants_of(calculation)),
               "back_url": reverse("owed:compare", args=[token])}  # fmt: skip
    return render(request, "owed/desk/print.html", context)


def _variant(calculation: Any, variant_id: int) -> Variant:
    variant = variants_of(calculation).filter(pk=variant_id).first()
    if variant is None:
        raise Http404
    return variant


def _item(story: dict[str, Any], key: str) -> dict[str, Any]:
    found = next((item for item in story["items"] if item["key"] == key), None)
    if found is None:
        raise Http404
    return found


def _back(case: Any, token: uuid.UUID) -> str:
    return reverse("cases:desk", args=[case.pk]) if case is not None else reverse("owed:result", args=[token])
