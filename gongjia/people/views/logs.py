"""What a person can read about the doings of others with their information."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongjia.audit.access import done_for, looks_at
from gongjia.audit.models import Event
from gongjia.people import doings
from gongjia.people.access import person_of
from gongjia.web.sign_in import login_required

PAGE = 30


@login_required
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """谁看过我的信息."""
    return _log(
        request,
        looks_at(person_of(request).pk),
        heading=_("Who looked at my information"),
        help=_("Every look of an officer at your information stands here at once, with the reason they wrote."),
        icon_name="eye",
        empty_title=_("Nobody has looked"),
        empty_text=_("When somebody does, you will see here who it was, when, and why."),
    )


@login_required
@require_safe
def counter(request: HttpRequest) -> HttpResponse:
    """代办记录: what officers did for me at the counter."""
    return _log(
        request,
        done_for(person_of(request).pk),
        heading=_("Done for me"),
        help=_("What officers did in your name, at the counter or on the telephone. If something here was not your wish, "
               "call your union, or take back “Let an officer act for me”."),
        icon_name="hand-helping",
        empty_title=_("Nothing was done for you"),
        empty_text=_("When an officer fills something in for you, it stands here."),
    )  # fmt: skip


def _log(request: HttpRequest, events: QuerySet[Event], **words: str) -> HttpResponse:
    page = Paginator(events, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "entries": doings.lines(page.object_list), "back_url": reverse("people:me"), **words}
    return render(request, "people/member/log.html", context)
