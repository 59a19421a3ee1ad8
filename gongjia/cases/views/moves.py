"""One move of a case: its own page with its form, for whichever side may make it."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongjia.cases.access import roles_in
from gongjia.cases.actions import make_move, why_not
from gongjia.cases.actions.signatures import paper_to_sign, send_code
from gongjia.cases.forms import CodeForm, move_form
from gongjia.cases.kinds import Move, Refused, StalePage
from gongjia.cases.models import Case
from gongjia.cases.views.pages import layout_of, token_of
from gongjia.cases.views.sides import Side, side_of
from gongjia.cases.views.tracker import panels_shown
from gongjia.web.forms import act


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, move_key: str, case_id: int | None = None) -> HttpResponse:
    """GET shows the form and the consequence, POST makes the move."""
    side = side_of(request, case_id)
    chosen = next((move for move in side.case.case_kind.moves if move.key == move_key), None)
    if chosen is None:
        raise Http404
    page = _Page(request, side, chosen)
    if request.method != "POST":
        return page.show()
    return page.send_code() if "send_code" in request.POST else page.make()


class _Page:
    """One request for one move: what is shown and what is made share the same case, form and actor."""

    def __init__(self, request: HttpRequest, side: Side, move: Move) -> None:
        self.request, self.move = request, move
        self.case, self.actor, self.base = side.case, side.actor, side.base
        typed = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        self.form = move_form(move, side.case, side.actor, *typed)
        self.code = CodeForm(request.POST if request.method == "POST" else None) if move.signs else None

    def make(self) -> HttpResponse:
        if self.code is not None and not self.code.is_valid():
            return self.show()
        try:
            made = act(self.form, self._make)
        except StalePage:
            return self.show(stale=True)
        return redirect(self.base) if made else self.show()

    def _make(self) -> Case:
        seen = self.request.POST.get("version", "")
        return make_move(
            self.case.pk,
            self.move.key,
            self.actor,
            facts=self.form.cleaned_data,
            seen_version=int(seen) if seen.isdecimal() else None,
            once=token_of(self.request),
            code=self.code.cleaned_data["code"] if self.code is not None else "",
        )

    def send_code(self) -> HttpResponse:
        """Send the signer's code; what was typed beside it stays typed."""
        self.code, sent = CodeForm(), ""
        try:
            send_code(paper_to_sign(self.case, self.move).pk, self.actor)
            sent = _("The code was sent to your phone. It works for five minutes.")
        except Refused as refusal:
            self.form.add_error(None, str(refusal))
        return self.show(sent=sent)

    def show(self, stale: bool = False, sent: str = "") -> HttpResponse:
        """The page; after somebody else's change (409) with what was typed, how it stands now, and one more press."""
        roles = roles_in(self.case, self.actor)
        context: dict[str, Any] = {
            "layout": layout_of(roles), "case": self.case, "move": self.move, "form": self.form, "code": self.code,
            "reason": why_not(self.case, self.move, self.actor, roles), "stale": stale, "sent": sent,
            "once": uuid.uuid4() if stale else token_of(self.request) or uuid.uuid4(),
            "back_url": self.base, "heading": self.move.title, "paper": self._paper(),
            "multipart": self.form.is_multipart(), "panels": panels_shown(self.case, roles, self.move.key),
        }  # fmt: skip
        return render(self.request, "cases/move.html", context, status=409 if stale else 200)

    def _paper(self) -> Any:
        try:
            return paper_to_sign(self.case, self.move) if self.move.signs else None
        except Refused:
            return None
