"""A matter as its own sides see it: the applicant's tracker, and the employer's narrower page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongjia.cases import words
from gongjia.cases.access import STAFF, documents_for, entries_for, is_rated, looks_of
from gongjia.cases.actions import messages as speech
from gongjia.cases.actions import moves_open_to
from gongjia.cases.actions.payments import pay
from gongjia.cases.actions.ratings import rate, why_no_rating
from gongjia.cases.actions.signatures import signed_sides
from gongjia.cases.forms import MessageForm, OnceForm, PaymentForm, RatingForm
from gongjia.cases.kinds import Actor, Role, panels_of
from gongjia.cases.models import Case
from gongjia.cases.views.pages import layout_of
from gongjia.cases.views.sides import Side, side_of
from gongjia.web.forms import act


@require_safe
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """The address that every notice names: it leads each reader to their own page of the matter."""
    side = side_of(request, case_id)
    if Role.APPLICANT in side.roles:
        return render(request, "cases/member/tracker.html", tracker_context(side))
    if Role.RESPONDENT in side.roles and not side.roles & STAFF:
        return render(request, "cases/member/respondent.html", side_context(side, {Role.RESPONDENT}))
    return redirect("cases:desk", case_id)


def side_context(side: Side, roles: set[Role]) -> dict[str, Any]:
    """What both sides' pages show of a case: where it stands, the steps, what may be done, papers, the story."""
    case, actor = side.case, side.actor
    clocks = words.clocks_of(case) if case.is_open else []
    first = words.nearest(clocks)
    reader = Role.APPLICANT if Role.APPLICANT in roles else Role.RESPONDENT
    return {
        "case": case,
        "kind": case.case_kind,
        "base": side.base,
        "sentence": words.sentence(case, to_respondent=reader == Role.RESPONDENT),
        "turn": words.whose_turn(case, reader),
        "hands": words.hands_of(case),
        "clocks": clocks,
        "clock": first,
        "status": "done" if not case.is_open else "overdue" if first and first.is_overdue else "now",
        "steps": words.steps_of(case, reader),
        "moves": [(move, reason) for move, reason in moves_open_to(case, actor) if roles & set(move.by)],
        "papers": papers_shown(case, actor, roles),
        "letters": letters_shown(case, roles),
        "panels": panels_shown(case, roles),
        "story": words.story_of(entries_for(case, roles), case, roles),
        "back_url": "/",
        "at_counter": actor.on_behalf_of,
    }


def tracker_context(side: Side) -> dict[str, Any]:
    """The applicant's page: besides, what was answered, the money, the chase, and who looked."""
    case, actor = side.case, side.actor
    rated = why_no_rating(case) is not None or is_rated(case)
    return side_context(side, {Role.APPLICANT}) | {
        "mailbox": bool(actor.pickup),
        "why_no_chase": speech.why_no_chase(case),
        "chased": words.chased(speech.chases_of(case)),
        "can_begin_anew": case.current_step.leads_anew and not actor.pickup and actor.on_behalf_of is None,
        "can_rate": not rated and actor.on_behalf_of is None,
        "looks": looks_of(case),
        "payments": case.payments.standing().order_by("paid_on", "pk"),
        "answers": words.answers_shown(case.case_kind, case.intake),
    }


def papers_shown(case: Case, actor: Actor, roles: set[Role]) -> list[dict[str, Any]]:
    """The papers with what the reader may do with each."""
    account = getattr(actor.account, "pk", None)
    return [
        {
            "document": document,
            "signed": [str(side.label) for side in sorted(signed_sides(document))],
            "is_own": document.added_by_id == account and case.is_open and not roles & STAFF,
        }
        for document in documents_for(case, roles)
    ]


def letters_shown(case: Case, roles: set[Role]) -> list[tuple[str, Any]]:
    letters = case.case_kind.papers.items()
    return [
        (key, kind.title) for key, kind in letters if roles & kind.readers and (kind.when is None or kind.when(case))
    ]


def panels_shown(case: Case, roles: set[Role], move: str = "") -> list[dict[str, Any]]:
    """What the programmes put beside a case for these readers, or what of it belongs beside one move."""
    panels = [panel for panel in panels_of(case.case_kind) if not move or move in panel.moves]
    shown = [(panel, panel.facts(case)) for panel in panels if roles & panel.readers]
    return [
        {"template": panel.template, "facts": facts, "for_applicant": Role.APPLICANT in panel.readers}
        for panel, facts in shown
        if facts is not None
    ]


# ---- what a side may do besides the kind's moves; without a number the case is that of the open mailbox ---------------


@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, case_id: int | None = None) -> HttpResponse:
    """Write to whoever has the matter."""
    side = side_of(request, case_id)
    form = MessageForm(request.POST or None)
    if act(form, lambda: speech.message(side.case.pk, side.actor, form.cleaned_data["text"],
                                        once=form.cleaned_data["once"])):  # fmt: skip
        return redirect(side.base)
    return _form(request, side, form, _("Write to whoever has your matter"), _("Send"))


@require_http_methods(["GET", "HEAD", "POST"])
def chase(request: HttpRequest, case_id: int | None = None) -> HttpResponse:
    """Ask whoever has the matter to get on with it."""
    side = side_of(request, case_id)
    form = OnceForm(request.POST or None)
    if act(form, lambda: speech.chase(side.case.pk, side.actor, once=form.cleaned_data["once"])):
        return redirect(side.base)
    help_ = _("Whoever has your matter is told that you are waiting. You can ask once a day.")
    return _form(request, side, form, _("Ask to get on with it"), _("Ask"), help_)


@require_http_methods(["GET", "HEAD", "POST"])
def rating(request: HttpRequest, case_id: int | None = None) -> HttpResponse:
    """The five grades; voluntary, once."""
    side = side_of(request, case_id)
    form = RatingForm(request.POST or None)
    if act(
        form, lambda: rate(side.case.pk, side.actor, *[form.cleaned_data[name] for name in ("grade", "text", "solved")])
    ):
        return redirect(side.base)
    help_ = _("You need not answer. Whoever handled your matter never sees who gave which grade.")
    return _form(request, side, form, _("How was your matter handled?"), _("Send"), help_)


@require_http_methods(["GET", "HEAD", "POST"])
def payment(request: HttpRequest, case_id: int | None = None) -> HttpResponse:
    """Confirm that money has arrived: the worker's own word, or the officer's."""
    side = side_of(request, case_id)
    form = PaymentForm(request.POST or None)
    if act(form, lambda: pay(side.case.pk, side.actor, form.cleaned_data["amount"], form.cleaned_data["paid_on"],
                             once=form.cleaned_data["once"])):  # fmt: skip
        return redirect(side.base)
    return _form(request, side, form, _("Confirm money that has arrived"), _("Confirm"))


def _form(request: HttpRequest, side: Side, form: Any, heading: str, label: str, help_: str = "") -> HttpResponse:
    context = {"layout": layout_of(side.roles), "form": form, "heading": heading, "help": help_, "main_label": label,
               "back_url": side.base, "case": side.case}  # fmt: skip
    return render(request, "cases/form.html", context)
