"""The papers of a case: added, downloaded through access alone, removed, signed, and letters made on the spot."""

import secrets
from typing import Any, TypeVar

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongjia.cases.access import STAFF, document_for
from gongjia.cases.actions import documents
from gongjia.cases.actions.looks import look
from gongjia.cases.actions.signatures import send_code, sign
from gongjia.cases.forms import CodeForm, DeskPaperForm, NamelessPaperForm, PaperForm
from gongjia.cases.kinds import Refused
from gongjia.cases.models import Document
from gongjia.cases.views.pages import layout_of
from gongjia.cases.views.sides import Side, side_of
from gongjia.web.forms import act


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, case_id: int | None = None) -> HttpResponse:
    """Add a paper to a case."""
    side = side_of(request, case_id)
    kind = DeskPaperForm if side.roles & STAFF else NamelessPaperForm if side.actor.pickup else PaperForm
    form = kind(request.POST, request.FILES) if request.method == "POST" else kind()
    if act(form, lambda: documents.add(side.case.pk, side.actor, **form.cleaned_data)):
        return redirect(side.base)
    context = {"layout": layout_of(side.roles), "form": form, "heading": _("Add a paper"), "main_label": _("Add"),
               "back_url": side.base, "case": side.case}  # fmt: skip
    return render(request, "cases/form.html", context)


@require_safe
def download(request: HttpRequest, document_id: int, case_id: int | None = None) -> HttpResponseBase:
    """A paper under a random name; the browser may neither guess its type nor run it."""
    side = side_of(request, case_id)
    document = document_for(side.actor, document_id)
    if document.case_id != side.case.pk:
        raise Http404
    look(side.case, side.actor)
    name = f"{secrets.token_hex(8)}.{documents.ending_of(document)}"
    return guarded(FileResponse(_open(document), as_attachment=True, filename=name, content_type=document.content_type))


Response = TypeVar("Response", bound=HttpResponseBase)


def guarded(response: Response) -> Response:
    """What every file leaves with: no guessing, no script, no copy in a shared cache."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _open(document: Document) -> Any:
    try:
        return default_storage.open(documents.path_of(document.sha256))
    except FileNotFoundError as problem:
        raise Http404 from problem


@require_POST
def remove(request: HttpRequest, document_id: int, case_id: int | None = None) -> HttpResponse:
    """Take a paper out of a case again."""
    side = side_of(request, case_id)
    try:
        documents.remove(document_id, side.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(side.base)


@require_http_methods(["GET", "HEAD", "POST"])
def signature(request: HttpRequest, case_id: int, document_id: int) -> HttpResponse:
    """Sign one paper: ask for the code, then type it."""
    side, sent = side_of(request, case_id), ""
    document = document_for(side.actor, document_id)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if "send_code" in request.POST:
        form, sent = _send_code(document, side)
    elif act(form, lambda: sign(document.pk, side.actor, form.cleaned_data["code"], form.cleaned_data["once"])):
        return redirect(side.base)
    context = {"form": form, "document": document, "sent": sent, "heading": _("Sign this paper"), "base": side.base,
               "back_url": side.base, "case": side.case}  # fmt: skip
    return render(request, "cases/member/sign.html", context)


def _send_code(document: Document, side: Side) -> tuple[CodeForm, str]:
    try:
        send_code(document.pk, side.actor)
    except Refused as refusal:
        form = CodeForm({})
        form.errors.clear()  # the code is not missing, it could not be sent
        form.add_error(None, str(refusal))
        return form, ""
    return CodeForm(), _("The code was sent to your phone. It works for five minutes.")


@require_safe
def letter(request: HttpRequest, key: str, case_id: int | None = None) -> HttpResponse:
    """An official letter made from what the case holds now."""
    side = side_of(request, case_id)
    kind = side.case.case_kind.papers.get(key)
    if kind is None or not side.roles & kind.readers or (kind.when is not None and not kind.when(side.case)):
        raise Http404
    look(side.case, side.actor)
    try:
        paper = kind.make(side.case)
    except Refused as refusal:
        context = {"layout": layout_of(side.roles), "heading": kind.title, "text": str(refusal), "back_url": side.base}
        return render(request, "cases/refused.html", context, status=409)
    response = guarded(HttpResponse(paper.content, content_type=paper.content_type))
    response["Content-Disposition"] = content_disposition_header(True, paper.name) or "attachment"
    return response
