"""A case on an officer's desk, and what is done with it there besides the kind's own moves."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongjia.cases import words
from gongjia.cases.access import STAFF, call_back_for, case_for, cases_for, entries_for, roles_in
from gongjia.cases.actions import assignments, documents, messages, moves_open_to, payments, ratings
from gongjia.cases.actions.looks import look
from gongjia.cases.forms import AssignForm, CallBackForm, DeskMessageForm, HandOverForm, NoteForm
from gongjia.cases.kinds import Actor, Identity, Role
from gongjia.cases.models import Case
from gongjia.cases.views import actor_of
from gongjia.cases.views.tracker import letters_shown, panels_shown, papers_shown
from gongjia.web.forms import act


@require_safe
def desk(request: HttpRequest, case_id: int) -> HttpResponse:
    """The case page: the story on the left; clocks, people, money and papers on the right; the moves on top."""
    actor = actor_of(request)
    case = case_for(actor, case_id)
    roles = roles_in(case, actor)
    if not roles & STAFF and roles:
        return redirect("cases:case", case.pk)
    look(case, actor)
    return render(request, "cases/desk/case.html", _context(case, actor, roles))


def _context(case: Case, actor: Actor, held: set[Role]) -> dict[str, Any]:
    roles = held | {Role.SUPERIOR}  # who reads without a part in it reads what the union above does
    clocks = words.clocks_of(case) if case.is_open else []
    return {
        "case": case,
        "kind": case.case_kind,
        "heading": case.case_kind.title,
        "sentence": words.sentence(case),
        "summary": case.case_kind.summary(case) if case.case_kind.summary is not None else "",
        "clocks": clocks,
        "overdue": next((clock for clock in clocks if clock.is_overdue), None),
        "chased": words.chased(messages.chases_of(case)),
        "moves": moves_open_to(case, actor),
        "story": words.story_of(entries_for(case, roles), case, roles),
        "hands": case.assignments.filter(until__isnull=True).select_related("person").order_by("-role"),
        "parties": case.parties.select_related("person").order_by("pk"),
        "payments": case.payments.standing().order_by("paid_on", "pk"),
        "papers": papers_shown(case, actor, roles),
        "letters": letters_shown(case, roles),
        "panels": panels_shown(case, roles),
        "answers": words.answers_shown(case.case_kind, case.intake),
        "can_add": bool(held & documents.WHO_ADDS),
        "can_confirm": bool(held & set(payments.WHO_CONFIRMS)),
        "can_assign": bool(held & set(assignments.WHO_ASSIGNS)),
        "is_anonymous": case.identity == Identity.ANONYMOUS,
        "back_url": reverse("desks:worklist"),
        "back_label": _("Worklist"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, case_id: int) -> HttpResponse:
    form = NoteForm(request.POST or None)
    return _act(request, case_id, form, _("Write an internal note"), _("Keep the note"), lambda actor, case: messages.note(
        case.pk, actor, form.cleaned_data["text"], once=form.cleaned_data["once"]))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, case_id: int) -> HttpResponse:
    actor = actor_of(request)
    form = DeskMessageForm(request.POST or None, roles=roles_in(case_for(actor, case_id), actor))
    return _act(request, case_id, form, _("Write to a side"), _("Send"), lambda actor, case: messages.message(
        case.pk, actor, form.cleaned_data["text"], Role(form.cleaned_data["to"]), form.cleaned_data["once"]))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, case_id: int) -> HttpResponse:
    form = AssignForm(request.POST or None, case=case_for(actor_of(request), case_id))

    def give(actor: Actor, case: Case) -> Case:
        role, person = form.cleaned_data["person"]
        return assignments.assign(case.pk, actor, person, role, form.cleaned_data["once"])

    return _act(request, case_id, form, _("Put it into somebody's hands"), _("Assign"), give)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, case_id: int) -> HttpResponse:
    form = HandOverForm(request.POST or None)
    return _act(request, case_id, form, _("Hand it over to another union"), _("Hand over"),
                lambda actor, case: assignments.hand_over(case.pk, actor, form.cleaned_data["union"],
                                                          form.cleaned_data["reason"], form.cleaned_data["once"]))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def call_back(request: HttpRequest, rating_id: int) -> HttpResponse:
    """A bad rating to be called back, by somebody who had no hand in the case."""
    actor = actor_of(request)
    rating = call_back_for(actor, rating_id)
    form = CallBackForm(request.POST or None)
    if act(form, lambda: ratings.call_back(rating.pk, actor, form.cleaned_data["text"])):
        return redirect("desks:worklist")
    look(rating.case, actor)
    context = {"form": form, "layout": "web/desk.html", "rating": rating, "case": rating.case, "heading": _("Call back after a bad rating"),
               "main_label": _("Done: called back"), "back_url": reverse("desks:worklist")}  # fmt: skip
    return render(request, "cases/desk/call_back.html", context)


def _act(
    request: HttpRequest, case_id: int, form: Any, heading: str, label: str, action: Callable[[Actor, Case], Any]
) -> HttpResponse:  # fmt: skip
    """One form on a page of its own: shown, or acted on and back to the case."""
    actor = actor_of(request)
    case = case_for(actor, case_id)
    if not roles_in(case, actor) & STAFF:
        raise Http404
    done_url = reverse("cases:desk", args=[case.pk])
    if act(form, lambda: action(actor, case)):
        is_out_of_reach = not cases_for(actor).filter(pk=case.pk).exists()  # handed over to another branch
        return redirect("desks:worklist" if is_out_of_reach else done_url)
    context = {"layout": "web/desk.html", "form": form, "heading": heading, "main_label": label, "back_url": done_url,
               "case": case}  # fmt: skip
    return render(request, "cases/form.html", context)
