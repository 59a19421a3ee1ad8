"""Proving who I am: the name, then the number, one question a page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gongjia.foundation.refusals import Refused
from gongjia.people import access, actions, entrance
from gongjia.people.forms import NameForm, NumberForm
from gongjia.people.kinds import IDENTITY
from gongjia.people.views.sign_in import QUESTION, page
from gongjia.web.sign_in import login_required

NAME, NEXT = "proof_name", "proof_next"


@login_required
def name(request: HttpRequest) -> HttpResponse:
    if "next" in request.GET:
        request.session[NEXT] = entrance.next_url(request)
    person = access.person_of(request)
    form = NameForm(request.POST or None, initial={"name": request.session.get(NAME) or person.name})
    if request.method == "POST" and form.is_valid():
        request.session[NAME] = form.cleaned_data["name"]
        return redirect("people:proof-number")
    return page(
        request,
        QUESTION,
        form,
        step=1,
        steps=2,
        heading=_("What is your name?"),
        help=_(
            "Once it is proved nobody else can act as you, and any service station finds you again by your card. It takes two questions."
        ),
        back_url=reverse("people:me"),
    )


@login_required
def number(request: HttpRequest) -> HttpResponse:
    if NAME not in request.session:
        return redirect("people:proof")
    person, typed_name = access.person_of(request), request.session[NAME]
    form, refusal = NumberForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.prove_by_number(person, typed_name, form.cleaned_data["resident_id"])
            return _proved(request, person)
        except Refused as problem:
            refusal = problem
    return page(
        request,
        "people/member/proof_number.html",
        form,
        refusal,
        step=2,
        steps=2,
        heading=_("What is your identity number, %(name)s?") % {"name": typed_name},
        main_label=_("I agree: check it"),
        back_url=reverse("people:proof"),
        purpose=IDENTITY,
    )


def _proved(request: HttpRequest, person) -> HttpResponse:
    del request.session[NAME]
    messages.success(request, _("Thank you, %(name)s. Your identity is proved.") % {"name": person.name})
    if person.needs_check:
        messages.info(request, _("The first six digits of your number are not in our table of places. That happens with "
                                 "old numbers. Please show your card when you are next at a service station."))  # fmt: skip
    return redirect(request.session.pop(NEXT, None) or "people:me")
