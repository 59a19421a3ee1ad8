"""The guided intake: one question a page, a draft at every step, the answers once more, and the receipt."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongjia.cases import words
from gongjia.cases.access import case_for, draft_for, roles_in
from gongjia.cases.actions import documents, drafts
from gongjia.cases.kinds import Actor, CaseKind, Identity, Question, Refused, Role
from gongjia.cases.models import Case, Draft
from gongjia.cases.views import actor_of
from gongjia.cases.views.pages import (
    ask_to_throw_away,
    for_whom_it_was_opened,
    kind_or_404,
    to_one_under_way,
    to_sign_in,
    token_of,
)
from gongjia.people.actions import limits
from gongjia.people.addresses import address_index
from gongjia.web.errors import too_busy

DRAFT = "draft"  # key of the session: tokens of a stranger's drafts, by kind


@require_safe
@for_whom_it_was_opened
def new(request: HttpRequest, kind_key: str) -> HttpResponse:
    """Begin, or go on where the draft stops."""
    kind, actor = kind_or_404(kind_key), actor_of(request)
    if actor.person is None and "stranger" not in kind.opens_by:
        return to_sign_in(request)
    if kind.one_at_a_time and (one_under_way := to_one_under_way(request, actor, kind.key)):
        return one_under_way
    question = drafts.first_open_question(_draft(request, actor, kind), actor)
    return redirect(_url(kind, question))


@require_http_methods(["GET", "HEAD", "POST"])
@for_whom_it_was_opened
def question(request: HttpRequest, kind_key: str, question_key: str) -> HttpResponse:
    """One question. What was typed is kept, right or wrong; only what is right leads on."""
    kind, actor = kind_or_404(kind_key), actor_of(request)
    if actor.person is None and "stranger" not in kind.opens_by:
        return to_sign_in(request)
    draft = _draft(request, actor, kind)
    asked = _question(kind, drafts.answers_of(draft, actor), question_key)
    if request.method != "POST":
        return _show(request, kind, draft, asked, drafts.form_of(asked, draft), actor)
    try:
        draft = _kept(request, actor, kind, asked)
    except limits.Wait as wait:
        return too_busy(request, seconds=wait.seconds, reason=str(wait))
    form, problems = drafts.form_of(asked, draft, request.POST), _take_files(request, actor, draft, asked)
    if "save_later" in request.POST and not problems:
        if actor.person is None:
            return to_sign_in(request)
        messages.success(request, _("Saved. You can go on at any time within eight weeks."))
        return redirect("/")
    if problems or {"upload", "remove"} & set(request.POST):
        return _show(request, kind, draft, asked, form, actor, problems)
    if not form.is_valid():
        return _show(request, kind, draft, asked, form, actor)
    return redirect(_after(request, kind, draft, asked, actor))


@require_POST
@for_whom_it_was_opened
def keep(request: HttpRequest, kind_key: str, question_key: str) -> HttpResponse:
    """Save what stands in the form while it is being typed; nothing is judged."""
    kind, actor = kind_or_404(kind_key), actor_of(request)
    if actor.person is None and "stranger" not in kind.opens_by:
        raise Http404
    asked = _question(kind, drafts.answers_of(_draft(request, actor, kind), actor), question_key)
    try:
        _kept(request, actor, kind, asked)
    except limits.Wait as wait:
        return too_busy(request, seconds=wait.seconds, reason=str(wait))
    return HttpResponse(status=204)


@require_http_methods(["GET", "HEAD", "POST"])
@for_whom_it_was_opened
def check(request: HttpRequest, kind_key: str) -> HttpResponse:
    """All answers once more, each to be changed; then they are sent."""
    kind, actor = kind_or_404(kind_key), actor_of(request)
    if request.method == "POST":
        return _send(request, kind, actor)
    draft = _draft(request, actor, kind)
    if draft.pk is None:
        return redirect("cases:new", kind.key)
    open_question = drafts.first_open_question(draft, actor)
    if open_question is not None:
        return redirect(_url(kind, open_question))
    return _show_check(request, kind, draft, actor)


@require_http_methods(["GET", "HEAD", "POST"])
@for_whom_it_was_opened
def discard(request: HttpRequest, kind_key: str) -> HttpResponse:
    """Throw the draft away, once that was asked."""
    kind, actor = kind_or_404(kind_key), actor_of(request)
    if request.method != "POST":
        return ask_to_throw_away(request, reverse("cases:check", args=[kind.key]))
    draft = _draft(request, actor, kind)
    if draft.pk is not None:
        drafts.discard(draft)
    messages.success(request, _("The draft was thrown away. Nothing was sent."))
    return redirect("/")


@require_safe
def receipt(request: HttpRequest, case_id: int) -> HttpResponse:
    """What was received, what happens next, by when, and who has it."""
    actor = actor_of(request)
    case = case_for(actor, case_id)
    if Role.APPLICANT not in roles_in(case, actor):
        raise Http404
    return show_receipt(request, case, at_counter=actor.on_behalf_of is not None)


def show_receipt(request: HttpRequest, case: Case, code: str = "", at_counter: bool = False) -> HttpResponse:
    context = {"case": case, "code": code, "only_once": bool(code), "at_counter": at_counter, "hands": words.hands_of(case),
               "clock": words.nearest(words.clocks_of(case)), "turn": words.whose_turn(case, Role.APPLICANT),
               "promises": case.case_kind.promises}  # fmt: skip
    return render(request, "cases/member/receipt.html", context)


# ---- helpers --------------------------------------------------------------------------------------------------------


def _draft(request: HttpRequest, actor: Actor, kind: CaseKind) -> Draft:
    """The draft, or an empty one that is not kept yet."""
    _adopt(request, actor, kind)
    return draft_for(actor, kind.key, _token(request, kind)) or Draft(kind=kind.key)


def _adopt(request: HttpRequest, actor: Actor, kind: CaseKind) -> None:
    """What a visitor wrote in this browser is theirs once they have signed in."""
    token = _token(request, kind)
    if actor.applicant is not None and token is not None and actor.on_behalf_of is None:
        drafts.adopt(actor, kind.key, token)
        request.session[DRAFT] = {**request.session[DRAFT], kind.key: None}


def _kept(request: HttpRequest, actor: Actor, kind: CaseKind, asked: Question) -> Draft:
    token = _token(request, kind)
    if actor.applicant is None and draft_for(actor, kind.key, token) is None:
        limits.count_stranger("draft", address_index(request))
    draft = drafts.begin(actor, kind.key, token)
    remember(request, actor, draft)
    return drafts.save_answers(draft, asked, request.POST)


def remember(request: HttpRequest, actor: Actor, draft: Draft) -> None:
    """Only the browser that began a stranger's draft knows its token."""
    if actor.applicant is None:
        request.session[DRAFT] = {**request.session.get(DRAFT, {}), draft.kind: str(draft.token)}


def remembered(request: HttpRequest, kind_key: str) -> uuid.UUID | None:
    """The token of the draft that this browser began as a stranger."""
    kept = request.session.get(DRAFT, {}).get(kind_key)
    return uuid.UUID(kept) if kept else None


def _token(request: HttpRequest, kind: CaseKind) -> uuid.UUID | None:
    return remembered(request, kind.key)


def _question(kind: CaseKind, answers: dict[str, Any], key: str) -> Question:
    asked = next((question for question in kind.questions_for(answers) if question.key == key), None)
    if asked is None:
        raise Http404
    return asked


def _take_files(request: HttpRequest, actor: Actor, draft: Draft, asked: Question) -> list[str]:
    """Keep the files that came along, throw one away if that was pressed; gives the sentences of those refused."""
    if not asked.takes_files:
        return []
    removed = request.POST.get("remove", "")
    if removed.isdecimal():
        documents.remove_from_draft(draft, int(removed))
    problems = []
    for file in request.FILES.getlist("files"):
        try:
            if actor.applicant is None:
                limits.count_stranger("file", address_index(request))
            documents.add_to_draft(draft, actor, file)
        except Refused as refusal:
            problems.append(_("%(name)s: %(reason)s") % {"name": file.name, "reason": refusal})
    return problems


def _show(
    request: HttpRequest, kind: CaseKind, draft: Draft, asked: Question, form: Any, actor: Actor, problems: Any = ()
) -> HttpResponse:  # fmt: skip
    questions = kind.questions_for(drafts.answers_of(draft, actor))
    place = questions.index(asked)
    here = reverse("cases:question", args=[kind.key, asked.key])
    context = {
        "heading": asked.title,
        "help": asked.help,
        "form": form,
        "step": place + 1,
        "steps": len(questions) + 1,
        "back_url": _url(kind, questions[place - 1]) if place else "/",
        "save_later": actor.person is not None,
        "autosave_url": f"{here}keep",
        "asked": asked,
        "multipart": asked.takes_files,
        "papers": list(draft.documents.order_by("pk")) if draft.pk else [],
        "problems": [("files", problem) for problem in problems],
        "at_counter": actor.on_behalf_of,
        "keep_as": actor.on_behalf_of.pk if actor.on_behalf_of is not None else "",
        "kind": kind,
    }
    return render(request, "cases/member/question.html", context)


def _after(request: HttpRequest, kind: CaseKind, draft: Draft, asked: Question, actor: Actor) -> str:
    """The next question, or the list of answers where one came from there."""
    questions = kind.questions_for(drafts.answers_of(draft, actor))
    following = questions[questions.index(asked) + 1 :]
    if "check" in request.GET:
        return _url(kind, drafts.first_open_question(draft, actor))
    return _url(kind, following[0] if following else None)


def _url(kind: CaseKind, asked: Question | None) -> str:
    return reverse("cases:question", args=[kind.key, asked.key]) if asked else reverse("cases:check", args=[kind.key])


def _show_check(request: HttpRequest, kind: CaseKind, draft: Draft, actor: Actor, problem: str = "") -> HttpResponse:
    answers = drafts.answers_of(draft, actor)
    shown = words.answers_shown(kind, answers)
    must_sign_in = actor.person is None and answers.get("identity") != Identity.ANONYMOUS
    context = {
        "kind": kind,
        "answers": [
            {"question": label, "answer": answer, "url": f"{reverse('cases:question', args=[kind.key, key])}?check"}
            for key, label, answer in shown
        ],
        "papers": list(draft.documents.order_by("pk")),
        "once": uuid.uuid4(),  # a new one after a refusal, too: nothing was opened with the other
        "back_url": _url(kind, kind.questions_for(answers)[-1]),
        "problems": [("", problem)] if problem else [],
        "must_sign_in": must_sign_in,
        "is_anonymous": answers.get("identity") == Identity.ANONYMOUS,
        "at_counter": actor.on_behalf_of,
    }
    return render(request, "cases/member/check.html", context)


def _send(request: HttpRequest, kind: CaseKind, actor: Actor) -> HttpResponse:
    once = token_of(request)
    if once is None:
        return redirect("cases:check", kind.key)
    _adopt(request, actor, kind)  # signed in beside, in another window
    try:
        case, code = drafts.send(kind.key, actor, once, _token(request, kind))
    except Refused as refusal:
        draft = _draft(request, actor, kind)
        if draft.pk is None:
            messages.error(request, str(refusal))
            return redirect("/")
        return _show_check(request, kind, draft, actor, str(refusal))
    if case.identity != Identity.ANONYMOUS:
        return redirect("cases:receipt", case.pk)
    request.session.pop(DRAFT, None)
    return show_receipt(request, case, code)
