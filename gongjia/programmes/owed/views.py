"""我该得多少？ The questions, the answers once more, the result on one page, and the way to the union."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongjia.cases.kinds import Actor, Paper, Refused
from gongjia.cases.views import actor_of
from gongjia.cases.views.intake import remember, remembered
from gongjia.cases.views.pages import ask_to_throw_away, for_whom_it_was_opened
from gongjia.programmes.owed import actions
from gongjia.programmes.owed.access import (
    calculation_for,
    calculations_of,
    case_of,
    is_own,
    may_review,
    own_calculation,
    strangers_calculations,
    variants_of,
    workplace_of,
)
from gongjia.programmes.owed.compare import story_of_answers
from gongjia.programmes.owed.kinds import Way, day_of
from gongjia.programmes.owed.models import Calculation
from gongjia.programmes.owed.papers import paper_of, paper_to_hand_over
from gongjia.programmes.owed.questions import PAGES, Page, form_of, walk
from gongjia.programmes.owed.words import (
    AFTER,
    BEFORE,
    EVIDENCE,
    address_to_enter,
    answers_shown,
    handed_over,
    in_common,
    money_of,
    page_named,
    row_of,
)
from gongjia.unions.access import keeps_the_law

BEGUN = "owed"  # key of the session: tokens of the calculations that this browser began as a stranger
SHOWN = 10


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_whom_it_was_opened
def start(request: HttpRequest) -> HttpResponse:
    """What happened, and what was calculated before."""
    actor, page = actor_of(request), PAGES[0]
    _adopt(request, actor)
    if request.method != "POST":
        return _show_start(request, actor, form_of(page, {}, {}))
    form = form_of(page, {}, {}, request.POST)
    if not form.is_valid():
        return _show_start(request, actor, form)
    calculation = actions.begin(actor)
    if actor.applicant is None:
        request.session[BEGUN] = [*request.session.get(BEGUN, []), str(calculation.token)][-SHOWN:]
    actions.save_answers(actor, calculation.token, page, request.POST)
    return redirect(_next(actor, calculation.token, page, request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_whom_it_was_opened
def question(request: HttpRequest, token: uuid.UUID, key: str) -> HttpResponse:
    """One page. What was typed is kept, right or wrong; only what is right leads on."""
    actor = actor_of(request)
    _adopt(request, actor)
    calculation, page = own_calculation(actor, token), page_named(key)
    facts, pages, _open = walk(calculation.answers)
    if page not in pages or page is None:
        raise Http404
    if request.method != "POST":
        form = form_of(page, calculation.answers, facts, known=workplace_of(actor.applicant))
        return _show(request, actor, calculation, page, form)
    try:
        actions.save_answers(actor, token, page, request.POST)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("owed:result", token)
    form = form_of(page, calculation.answers, facts, request.POST)
    if form.is_valid():
        return redirect(_next(actor, token, page, request))
    return _show(request, actor, calculation, page, form)


@require_POST
@for_whom_it_was_opened
def keep(request: HttpRequest, token: uuid.UUID, key: str) -> HttpResponse:
    """Save what stands in the form while it is being typed; nothing is judged."""
    page = page_named(key)
    if page is None:
        raise Http404
    actions.save_answers(actor_of(request), token, page, request.POST)
    return HttpResponse(status=204)


@never_cache
@require_safe
def check(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """All answers once more, each to be changed."""
    calculation = own_calculation(actor_of(request), token)
    _facts, pages, open_page = walk(calculation.answers)
    if open_page is not None:
        return redirect("owed:question", token, open_page.key)
    shown = [{**one, "url": f"{reverse('owed:question', args=[token, one['page']])}?check#id_{one['name']}"}
             for one in answers_shown(calculation.answers)]  # fmt: skip
    back = reverse("owed:question", args=[token, pages[-1].key])
    return render(request, "owed/member/check.html", {"calculation": calculation, "answers": shown, "back_url": back})


@never_cache
@require_safe
def result(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """What is owed, until when to act, what is doubtful, what to keep, and what can be done with it."""
    actor = actor_of(request)
    _adopt(request, actor)
    calculation = calculation_for(actor, token)
    _facts, _pages, open_page = walk(calculation.answers)
    is_mine, case = is_own(calculation, actor), case_of(calculation)
    if open_page is not None and is_mine and case is None:  # what was handed in stays, also where more is asked today
        return redirect("owed:question", token, open_page.key)
    context = {**result_context(calculation, may_enter=keeps_the_law(actor.person)), **_for_whom(actor), "is_own": is_mine,
               "can_hand_over": is_mine and case is None, "case": case, "may_review": may_review(calculation, actor),
               "address": request.build_absolute_uri(), "back_url": "/owed/"}  # fmt: skip
    return render(request, "owed/member/result.html", context)


@never_cache
@require_safe
def sheet(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """The result on paper, as the browser prints it."""
    calculation = calculation_for(actor_of(request), token)
    context = {**result_context(calculation), "answers": answers_shown(calculation.answers),
               "back_url": reverse("owed:result", args=[token])}  # fmt: skip
    return render(request, "owed/member/print.html", context)


@never_cache
@require_safe
def paper(request: HttpRequest, token: uuid.UUID, form: str) -> HttpResponse:
    """The calculation as PDF or Word; for those who may review it with their other readings."""
    actor = actor_of(request)
    calculation = calculation_for(actor, token)
    variants = list(variants_of(calculation)) if may_review(calculation, actor) else []
    try:
        made = paper_of(calculation.answers, variants, form)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("owed:result", token)
    return as_download(made)


@require_POST
@for_whom_it_was_opened
def to_union(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """It becomes the draft of a dispute: only what nobody knows yet is asked there."""
    actor = actor_of(request)
    calculation = own_calculation(actor, token)
    with translation.override("zh-hans"):
        facts, story = story_of_answers(calculation.answers)
        known = handed_over(facts, story)
    made = paper_to_hand_over(calculation.answers)
    try:
        draft = actions.hand_over(actor, token, known, made, remembered(request, actions.DISPUTE))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("owed:result", token)
    remember(request, actor, draft)
    messages.success(request, _("Your answers and the sums went along. A few questions are left for the union."))
    return redirect("cases:new", actions.DISPUTE)


@require_http_methods(["GET", "HEAD", "POST"])
@for_whom_it_was_opened
def discard(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    calculation = own_calculation(actor_of(request), token)
    if request.method != "POST":
        return ask_to_throw_away(request, reverse("owed:result", args=[token]))
    actions.discard(calculation)
    messages.success(request, _("The calculation was thrown away."))
    return redirect("owed:start")


# ---- helpers ------------------------------------------------------------------------------------------------------------


def result_context(calculation: Calculation, may_enter: bool = False) -> dict[str, Any]:
    """`may_enter`: the reader keeps the table of local figures, and is led to the one that is missing."""
    facts, story = story_of_answers(calculation.answers)
    rows = [row_of(item) for item in story["items"]]
    common = in_common(rows)
    for row in rows:
        row["warnings"] = [warning for warning in row["warnings"] if warning not in common]
        row["enter_url"] = address_to_enter(row["missing_figure"]) if may_enter and row["missing_figure"] else ""
    totals = {payer: money_of(text) for payer, text in story["totals"].items()}
    return {
        "calculation": calculation,
        "rows": [row for row in rows if not row["instead_of"]],
        "others": {row["instead_of"]: row for row in rows if row["instead_of"]},
        "totals": totals,
        "several": sum(row["is_counted"] and row["payer"] == "employer" for row in rows) > 1,
        "incomplete": story["incomplete"],
        "act_by": day_of(story["act_by"]),
        "before": [BEFORE[Way(way)] for way in story["ways"]],
        "late": _late(rows, story["late"]),
        "still": facts.get("employment") == "still",
        "common": common,
        "evidence": [EVIDENCE[name] for name in story["evidence"]],
        "questions": story["open_questions"],
        "facts": facts,
    }


def _late(rows: list[dict[str, Any]], keys: list[str]) -> dict[str, list[str]]:
    """What is left to do where the day is over -> the titles of the claims of which that is so."""
    late: dict[str, list[str]] = {}
    for row in rows:
        if row["key"] in keys:
            late.setdefault(str(AFTER[Way(row["way"])]), []).append(row["title"])
    return late


def as_download(made: Paper) -> HttpResponse:
    response = HttpResponse(made.content, content_type=made.content_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=utf-8''{made.name}"
    return response


def _adopt(request: HttpRequest, actor: Actor) -> None:
    """What a visitor began belongs to them once they have signed in; not while they act for somebody at a counter."""
    if actor.applicant is not None and actor.on_behalf_of is None and request.session.get(BEGUN):
        actions.adopt(actor, request.session.pop(BEGUN))


def _next(actor: Actor, token: uuid.UUID, page: Page, request: HttpRequest) -> str:
    """The page after this one, or the list of answers where one came from there and nothing is open."""
    calculation = own_calculation(actor, token)
    _facts, pages, open_page = walk(calculation.answers)
    following = pages[pages.index(page) + 1 :]
    if "check" in request.GET:
        following = [open_page] if open_page is not None else []
    return (
        reverse("owed:question", args=[token, following[0].key]) if following else reverse("owed:check", args=[token])
    )


def _show_start(request: HttpRequest, actor: Actor, form: Any) -> HttpResponse:
    kept = (
        calculations_of(actor.applicant) if actor.applicant else strangers_calculations(request.session.get(BEGUN, []))
    )
    cells = [
        {"label": _("A calculation"), "note": ", ".join(_titles(one)), "url": reverse("owed:result", args=[one.token]),
         "icon": "calculator"} for one in kept[:SHOWN]
    ]  # fmt: skip
    return render(request, "owed/member/start.html", {"form": form, "kept": cells, "back_url": "/", **_for_whom(actor)})


def _for_whom(actor: Actor) -> dict[str, Any]:
    """Who stands at the counter, if anybody: the page says so, its form names them, and the browser keeps their text apart."""
    whom = actor.on_behalf_of
    return {"at_counter": whom, "keep_as": whom.pk if whom is not None else ""}


def _titles(calculation: Calculation) -> list[str]:
    first = next((one["answer"] for one in answers_shown(calculation.answers)), "")
    return [first]


def _show(request: HttpRequest, actor: Actor, calculation: Calculation, page: Page, form: Any) -> HttpResponse:
    _facts, pages, _open = walk(calculation.answers)
    place = pages.index(page)
    here = reverse("owed:question", args=[calculation.token, page.key])
    context = {
        "heading": page.title,
        "help": page.help,
        "form": form,
        "page": page,
        "step": place + 1,
        "steps": len(pages) + 1,
        "back_url": reverse("owed:question", args=[calculation.token, pages[place - 1].key]) if place else "/owed/",
        "autosave_url": f"{here}keep",
        **_for_whom(actor),
    }
    return render(request, "owed/member/question.html", context)
