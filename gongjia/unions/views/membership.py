"""A member's own pages: where I belong, since when, my card, and the free ways out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongjia.foundation.refusals import Refused
from gongjia.foundation.walls import as_platform
from gongjia.people.access import person_of
from gongjia.people.display import masked_name
from gongjia.unions import actions
from gongjia.unions.access import membership_of, retention_of
from gongjia.unions.cards import card_address, membership_of_card, qr_svg
from gongjia.unions.forms import LeaveForm, RetainForm
from gongjia.unions.leaving import history_of, leave_announced
from gongjia.web.forms import act, posted
from gongjia.web.sign_in import login_required


@login_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """我的会籍."""
    person = person_of(request)
    membership = membership_of(person)
    context = {
        "person": person,
        "membership": membership,
        "retention": retention_of(membership),
        "announced": leave_announced(membership),
        "history": history_of(person),
    }
    return render(request, "unions/member/membership.html", context)


@login_required
@never_cache
@require_safe
def card_svg(request: HttpRequest) -> HttpResponse:
    """The code of my card. It is drawn anew on every look and holds for ten minutes."""
    membership = membership_of(person_of(request))
    if membership is None:
        return HttpResponse(status=404)
    return HttpResponse(qr_svg(card_address(request, membership)), content_type="image/svg+xml")


@never_cache
@require_safe
def card(request: HttpRequest, token: str) -> HttpResponse:
    """What somebody sees who scans a member's card: that it is good, and no more of the person than that needs."""
    with as_platform("whoever is shown a card may see that it is good"):
        membership = membership_of_card(token)
        retention = retention_of(membership)
    name = masked_name(membership.person) if membership else ""
    context = {"membership": membership, "name": name, "retention": retention}
    return render(request, "unions/member/card.html", context)


@login_required
def leave(request: HttpRequest) -> HttpResponse:
    person, form = person_of(request), LeaveForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            left = actions.leave(person, by=request.user)
            messages.success(request, _("You are no longer a member of %(union)s. You can join again at any time.")
                             % {"union": left.union.label})  # fmt: skip
        except Refused as refusal:
            messages.warning(request, str(refusal))
        return redirect("unions:membership")
    return render(request, "unions/member/leave.html", {"form": form, "membership": membership_of(person)})


@login_required
def retain(request: HttpRequest) -> HttpResponse:
    person, form = person_of(request), RetainForm(posted(request))
    if act(form, lambda: actions.retain(person, form.cleaned_data["reason"], by=request.user)):
        messages.success(request, _("Your membership is kept. No dues, no vote, until you come back."))
        return redirect("unions:membership")
    return render(request, "unions/member/retain.html", {"form": form, "membership": membership_of(person)})


@login_required
@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    try:
        actions.resume(person_of(request), by=request.user)
        messages.success(request, _("You are a full member again."))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("unions:membership")


@login_required
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    try:
        actions.stay(person_of(request), by=request.user)
        messages.success(request, _("You stay a member. Your union reads it here."))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("unions:membership")
