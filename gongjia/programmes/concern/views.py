"""The door to raising a concern, and the one page on which it is written without a name."""

import uuid
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongjia.cases.actions import documents, open_case
from gongjia.cases.kinds import Actor, Identity, Refused
from gongjia.cases.models import Case
from gongjia.cases.pickup import new_code, pickup_index
from gongjia.cases.views.intake import show_receipt
from gongjia.people.actions import limits
from gongjia.people.addresses import address_index
from gongjia.programmes.concern.forms import AnonymousForm
from gongjia.programmes.concern.intake import ConcernIntake, route


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return render(request, "concern/member/start.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def anonymous(request: HttpRequest) -> HttpResponse:
    """Written and sent in one go. Who asks is never looked at: not the account; of the address a keyed hash is counted."""
    if request.method != "POST":
        return _page(request, AnonymousForm())
    form = AnonymousForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    try:
        limits.count_stranger("concern", address_index(request))
    except limits.Wait as wait:
        form.add_error(None, str(wait))
        return _page(request, form, 429)
    try:
        case, code = _send(form.cleaned_data)
    except Refused as refusal:
        form.add_error("file" if form.cleaned_data["file"] else None, str(refusal))
        form.data = form.data.copy()
        form.data["once"] = str(uuid.uuid4())  # nothing was opened with the other
        return _page(request, form)
    return show_receipt(request, case, code)


def _page(request: HttpRequest, form: AnonymousForm, status: int = 200) -> HttpResponse:
    """The page, with what was typed. A chosen photo is not typed: it must be chosen anew, or it would be left out."""
    if form.errors and request.FILES and "file" not in form.errors:
        form.add_error("file", _("Please choose the photo once more: the browser does not keep it."))
    return render(request, "concern/member/anonymous.html", {"form": form}, status=status)


@transaction.atomic
def _send(answers: dict[str, Any]) -> tuple[Case, str]:
    """Pressed twice the same form is the same concern with the same code."""
    once, file = answers["once"], answers["file"]
    code = new_code(once)
    intake = ConcernIntake.model_validate({**answers, "identity": Identity.ANONYMOUS})
    case = open_case("concern", Actor(), intake=intake.model_dump(), union=route(answers), identity=Identity.ANONYMOUS,
                     pickup_index=pickup_index(code), once=once)  # fmt: skip
    if file is not None and not case.documents.exists():
        documents.add(case.pk, Actor(pickup=code), file)
    return case, code
