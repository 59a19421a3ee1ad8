"""Agent mode: begin and end acting for a person at the counter, and move their mobile number meanwhile."""

import base64
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongjia.cases.access import open_visit
from gongjia.cases.actions.counter import (
    NEW_PHONE,
    end_visit,
    find_or_register,
    move_phone,
    send_phone_code,
    start_visit,
)
from gongjia.cases.forms import CounterCodeForm, CounterForm, CounterPhoneForm
from gongjia.cases.kinds import Actor, all_kinds
from gongjia.cases.models import CounterVisit
from gongjia.cases.views import VISIT, visit_in
from gongjia.foundation.same_time import hide_time
from gongjia.people.access import person_of
from gongjia.people.actions.codes import use_code
from gongjia.people.addresses import address_index
from gongjia.people.display import mask_phone, masked_id, masked_phone
from gongjia.people.entrance import next_url
from gongjia.people.sealing import blind_index, seal, unseal
from gongjia.unions.access import unions_for
from gongjia.unions.kinds import ACT_AT_COUNTER
from gongjia.web.forms import act


@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """Who sits here and where the slip is; once that is known, what can be started for them."""
    person = person_of(request)
    union = unions_for(person, ACT_AT_COUNTER).first()
    if person is None or union is None:
        raise Http404
    visit = visit_in(request)
    if visit is not None:
        kinds = [kind for kind in all_kinds() if "officer" in kind.opens_by]
        context = {
            "visit": visit,
            "kinds": kinds,
            "heading": _("At the counter"),
            "phone": masked_phone(visit.person),
            "resident_id": masked_id(visit.person),
            "cases": visit.person.cases.open().order_by("-pk"),
        }
        return render(request, "cases/desk/counter.html", context)
    lost = open_visit(request.user)
    if lost is not None and request.method != "POST":
        return render(request, "cases/desk/lost_visit.html", {"visit": lost, "next": next_url(request)})
    form = CounterForm(request.POST, request.FILES) if request.method == "POST" else CounterForm()
    actor = Actor(account=request.user, person=person)
    begun = act(form, lambda: _begin(actor, union, form.cleaned_data))
    if begun:
        request.session[VISIT] = begun.pk
        return redirect("cases:counter")
    context = {"layout": "web/desk.html", "form": form, "heading": _("Act for somebody at the counter"),
               "main_label": _("Begin"), "help": _("The person signs the consent slip first. They are told at once, and "
               "everything you do stands in their own log.")}  # fmt: skip
    return render(request, "cases/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """The new number of whoever stands here with their card; a code goes to it."""
    visit = _visit_or_404(request)
    form = CounterPhoneForm(request.POST or None)
    if act(form, lambda: _send_code(request, visit, form.cleaned_data)):
        return redirect("cases:counter-phone-code")
    return _form(request, form, reverse("cases:counter"), heading=_("Change the mobile number"), main_label=_("Send the digits"), help=_(
        "For whoever has lost the number, or whose number still stands in another record. The old number is told by message."))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def phone_code(request: HttpRequest) -> HttpResponse:
    visit, begun = _visit_or_404(request), request.session.get(NEW_PHONE, {})
    if begun.get("visit") != visit.pk:
        return redirect("cases:counter-phone")
    number, card = (unseal(kind, base64.b64decode(begun[kind])) for kind in ("phone", "resident_id"))
    form = CounterCodeForm(request.POST or None)
    if act(form, lambda: _move(visit, number, card, form.cleaned_data["code"])):
        del request.session[NEW_PHONE]
        messages.success(
            request, _("The new number is kept. From now on %(name)s signs in with it.") % {"name": visit.person.name}
        )
        return redirect("cases:counter")
    return _form(request, form, reverse("cases:counter-phone"), heading=_("Which six digits were sent to the new number?"),
                 main_label=_("Enter the new number"), help=_("The message went to %(phone)s and works for 5 minutes.")
                 % {"phone": mask_phone(number)})  # fmt: skip


@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    """This session goes on with the visit that another one of the officer's began, and that is still open."""
    visit = open_visit(request.user)
    if visit is None:
        return redirect("cases:counter")
    request.session[VISIT] = visit.pk
    return redirect(next_url(request))


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """The person has left."""
    request.session.pop(VISIT, None)
    visit = open_visit(request.user)
    if visit is not None:
        end_visit(visit)
        messages.success(request, _("You no longer act for %(name)s.") % {"name": visit.person.name})
    return redirect(next_url(request) if "next" in request.POST else "cases:counter")


def _visit_or_404(request: HttpRequest) -> CounterVisit:
    visit = visit_in(request)
    if visit is None:
        raise Http404
    return visit


def _send_code(request: HttpRequest, visit: CounterVisit, typed: dict[str, Any]) -> bool:
    """What was typed lies sealed in the session until the code is right."""
    hide_time(request)
    send_phone_code(visit, typed["phone"], typed["resident_id"], address_index(request))
    sealed = {kind: base64.b64encode(seal(kind, typed[kind])).decode() for kind in ("phone", "resident_id")}
    request.session[NEW_PHONE] = {"visit": visit.pk, **sealed}
    return True


def _move(visit: CounterVisit, number: str, card: str, code: str) -> bool:
    use_code(blind_index("phone", number), NEW_PHONE, visit, code)
    move_phone(visit, number, card)
    return True


def _form(request: HttpRequest, form: Any, back_url: str, **words: str) -> HttpResponse:
    return render(request, "cases/form.html", {"layout": "web/desk.html", "form": form, "back_url": back_url, **words})


def _begin(actor: Actor, union: Any, typed: dict[str, Any]) -> CounterVisit:
    person = find_or_register(actor, union, typed["name"], typed["phone"], typed["resident_id"])
    return start_visit(actor, person, union, typed["slip"])
