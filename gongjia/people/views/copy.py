"""导出我的信息 and what of it I can correct, and where."""

import json
import tempfile
import zipfile
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongjia.people import access, actions
from gongjia.people.actions.copies import LIVES
from gongjia.people.facts import facts_of
from gongjia.people.holdings import choices_of, papers_of, words_of
from gongjia.web.sign_in import login_required

MOST_PAPERS = 200 * 1024 * 1024  # bytes of files that come along; more are named and fetched one by one


@login_required
@never_cache
def copy(request: HttpRequest) -> HttpResponse:
    """One press asks for the copy; the page says when it is ready."""
    person = access.person_of(request)
    if request.method == "POST":
        actions.ask_for_copy(person)
        return redirect("people:copy")
    standing = access.latest_copy(person)
    context = {"copy": standing, "ready": access.ready_copy(person), "back_url": reverse("people:me"),
               "until": standing.ready_at + LIVES if standing and standing.ready_at else None}  # fmt: skip
    return render(request, "people/member/copy.html", context)


@login_required
@never_cache
@require_safe
def fetch(request: HttpRequest) -> HttpResponseBase:
    """The copy as one ZIP: a page to read, the same as JSON for machines, and the papers."""
    person = access.person_of(request)
    ready = access.ready_copy(person)
    if ready is None:
        raise Http404
    archive = _archive(actions.fetch_copy(ready, request.user), papers_of(person))
    response = FileResponse(archive, as_attachment=True, filename="my-information.zip", content_type="application/zip")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _archive(content: dict[str, Any], papers: list[Any]) -> Any:
    """An open temporary file that goes with its response."""
    file = tempfile.SpooledTemporaryFile(max_size=4 * 1024 * 1024)  # noqa: SIM115 - closed with the response
    left, left_out = MOST_PAPERS, []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for paper in papers:
            left -= paper.size
            if left < 0 or not default_storage.exists(paper.path):
                left_out.append(paper.name)
                continue
            with default_storage.open(paper.path) as source:
                archive.writestr(f"papers/{paper.name}", source.read())
        archive.writestr("information.json", json.dumps(content, ensure_ascii=False, indent=1))
        archive.writestr(
            "information.html", render_to_string("people/parts/copy_file.html", _tables(content, left_out))
        )
    file.seek(0)
    return file


def _tables(content: dict[str, Any], left_out: list[str]) -> dict[str, Any]:
    sections = [
        {"title": section["title"], "rows": [_lines(section["table"], row) for row in section["rows"]]}
        for section in content["sections"]
        if section["rows"]
    ]
    return {"sections": sections, "made_at": content["made_at"][:16].replace("T", " "), "left_out": left_out}


def _lines(table: str, row: dict[str, Any]) -> list[tuple[str, str]]:
    """A row as people read it: the columns' words, choices by their names, nothing that is empty."""
    return [
        (words_of(name), _shown(choices_of(table, name), value))
        for name, value in row.items()
        if value not in (None, "", [], {})
    ]


def _shown(choices: dict[Any, Any], value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return str(choices.get(value, value))


@login_required
@require_safe
def facts(request: HttpRequest) -> HttpResponse:
    """Which fact I can correct myself, and which an officer corrects with the card before them."""
    mine, others = facts_of(access.person_of(request))
    context = {"mine": mine, "others": others, "back_url": reverse("people:me"),
               "mine_title": _("You change these yourself"), "others_title": _("An officer changes these with you")}  # fmt: skip
    return render(request, "people/member/facts.html", context)
