"""Members at the desk: search, one member in detail, and what an officer does for a membership."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongjia.foundation.refusals import Refused
from gongjia.foundation.same_time import NOT_FOUND, hide_time
from gongjia.people.access import person_of
from gongjia.people.display import masked_id, masked_phone
from gongjia.people.models import Person
from gongjia.unions import actions
from gongjia.unions.access import (
    member_for,
    members_page,
    memberships_of,
    open_memberships,
    retention_of,
    union_for,
    unions_for,
)
from gongjia.unions.forms import AnnounceForm, EndForm, RetainForm, SearchForm
from gongjia.unions.kinds import READ_MEMBERS
from gongjia.unions.leaving import leave_announced
from gongjia.unions.models import Membership
from gongjia.web.forms import act
from gongjia.web.sign_in import login_required

PAGE = 30


@login_required
@never_cache
def members(request: HttpRequest) -> HttpResponse:
    """Members of one union and everything under it, page by page; sent, a search among them.

    A search is sent and not written into the address: phones and numbers must not stand in logs.
    """
    person, form = person_of(request), SearchForm(request.POST)
    union = _union_asked_for(person, request.GET.get("union", ""))
    form.is_valid()
    number = request.GET.get("page") if request.method == "GET" else 1
    page = members_page(person, union, form.cleaned_data["q"], number, PAGE)
    memberships = open_memberships(list(page))
    if request.method == "POST" and not memberships:  # what is not found here may be known elsewhere
        hide_time(request)
    rows = [(member, masked_phone(member), memberships[member.pk]) for member in page]
    context = {"form": form, "union": union, "page": page, "rows": rows, "is_search": request.method == "POST"}
    return render(request, "unions/desk/members.html", context)


@login_required
@never_cache
@require_safe
def member(request: HttpRequest, person_id: int) -> HttpResponse:
    """One member, numbers masked. That somebody looked stands at once in the member's own 谁看过我的信息."""
    found, membership = _member(request, person_id)
    actions.look_at(found, membership, by=request.user)
    return _page(request, found, membership)


@login_required
@require_POST
def retain(request: HttpRequest, person_id: int) -> HttpResponse:
    found, membership = _member(request, person_id)
    form = RetainForm(request.POST, prefix="retain")
    if act(form, lambda: actions.retain(found, form.cleaned_data["reason"], by=request.user)):
        messages.success(request, _("The membership is kept."))
        return redirect("unions:member", person_id)
    return _page(request, found, membership, retain_form=form)


@login_required
@require_POST
def resume(request: HttpRequest, person_id: int) -> HttpResponse:
    found, _membership = _member(request, person_id)
    try:
        actions.resume(found, by=request.user)
        messages.success(request, _("%(name)s is a full member again.") % {"name": found.name})
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("unions:member", person_id)


@login_required
@require_POST
def announce_leave(request: HttpRequest, person_id: int) -> HttpResponse:
    found, membership = _member(request, person_id)
    form = AnnounceForm(request.POST, prefix="announce")
    if act(form, lambda: actions.announce_leave(found, form.cleaned_data["reason"], by=request.user)):
        messages.success(request, _("%(name)s is told and can answer.") % {"name": found.name})
        return redirect("unions:member", person_id)
    return _page(request, found, membership, announce_form=form)


@login_required
@require_POST
def stay(request: HttpRequest, person_id: int) -> HttpResponse:
    """The member told the officer that they stay."""
    found, _membership = _member(request, person_id)
    actions.stay(found, by=request.user)
    messages.success(request, _("%(name)s stays a member.") % {"name": found.name})
    return redirect("unions:member", person_id)


@login_required
@require_POST
def end(request: HttpRequest, person_id: int) -> HttpResponse:
    found, membership = _member(request, person_id)
    form = EndForm(request.POST, prefix="end")
    if act(form, lambda: actions.end_membership(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The membership of %(name)s has ended.") % {"name": found.name})
        return redirect("unions:members")
    return _page(request, found, membership, end_form=form)


def _member(request: HttpRequest, person_id: int) -> tuple[Person, Membership]:
    """Whoever is beyond reach is not found, and not sooner or later than somebody who does not exist."""
    hide_time(request, only=NOT_FOUND)
    return member_for(person_of(request), person_id)


def _union_asked_for(person, typed: str):
    if typed:
        return union_for(person, READ_MEMBERS, int(typed) if typed.isdecimal() else 0)
    union = unions_for(person, READ_MEMBERS).first()
    if union is None:
        raise Http404
    return union


def _page(request: HttpRequest, found, membership, retain_form=None, announce_form=None, end_form=None) -> HttpResponse:
    context = {
        "person": found,
        "membership": membership,
        "retention": retention_of(membership),
        "announced": leave_announced(membership),
        "history": list(memberships_of(found)),
        "phone": masked_phone(found),
        "resident_id": masked_id(found),
        "retain_form": retain_form or RetainForm(prefix="retain"),
        "announce_form": announce_form or AnnounceForm(prefix="announce"),
        "end_form": end_form or EndForm(prefix="end"),
    }
    return render(request, "unions/desk/member.html", context)
