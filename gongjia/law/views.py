"""The law at hand, for everybody: ask, read an article with its neighbours, leaf through a statute."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongjia.foundation.clock import today
from gongjia.law.library import access, pages
from gongjia.law.library.actions import note_unanswered

LONGEST = 200  # characters of a question


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The common questions; with `q`, the articles nearest to it. What finds nothing is noted, without the person."""
    question = request.GET.get("q", "").strip()[:LONGEST]
    if not question:
        return render(request, "law/member/search.html", {"matters": pages.questions_by_matter(), "back_url": "/"})
    answer = access.ask(question)
    if not answer.understood:
        note_unanswered(question)
    context = {"q": question, "back_url": reverse("law:search"), **pages.results(answer, question)}
    return render(request, "law/member/search.html", context)


@require_safe
def statutes(request: HttpRequest) -> HttpResponse:
    context = {
        "statutes": access.in_force(today()),
        "elsewhere": pages.not_imported(),
        "back_url": reverse("law:search"),
    }
    return render(request, "law/member/statutes.html", context)


@require_safe
def statute(request: HttpRequest, statute_id: int) -> HttpResponse:
    shown = access.statute_shown(statute_id)
    context = {
        "statute": shown,
        "chapters": pages.chapters(shown),
        "others": access.other_versions(shown),
        "state": pages.state(shown),
        "back_url": reverse("law:statutes"),
    }
    return render(request, "law/member/statute.html", context)


@require_safe
def article(request: HttpRequest, article_id: int) -> HttpResponse:
    shown = access.article_shown(article_id)
    before, after = access.neighbours(shown)
    context = {
        "article": shown,
        "lines": shown.text.splitlines(),
        "gist": access.gist_of(shown),
        "before": before,
        "after": after,
        "state": pages.state(shown.statute),
        "back_url": reverse("law:statute", args=[shown.statute_id]),
    }
    return render(request, "law/member/article.html", context)
