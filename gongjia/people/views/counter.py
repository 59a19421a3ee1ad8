"""An officer with a person before them, or with a reason to see a number in clear."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gongjia.foundation.refusals import Refused
from gongjia.foundation.same_time import NOT_FOUND, hide_time
from gongjia.people import access, actions, display, entrance
from gongjia.people.forms import ReasonForm, RevealForm, VouchForm
from gongjia.people.models import Person
from gongjia.people.views.sign_in import page
from gongjia.web.sign_in import login_required


@login_required
@never_cache
def vouch(request: HttpRequest, person_id: int) -> HttpResponse:
    """The officer has the paper card in hand and types what stands on it."""
    person = _reached(request, "vouch", person_id)
    form, refusal = VouchForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        name, number = form.cleaned_data["name"], form.cleaned_data["resident_id"]
        try:
            actions.vouch(request.user, person, name=name, resident_id=number)
            messages.success(request, _("%(name)s is now confirmed. The person sees that you did it.") % {"name": name})
            return redirect(entrance.next_url(request))
        except Refused as problem:
            refusal = problem
    return page(request, "people/desk/vouch.html", form, refusal, person=person, next=entrance.next_url(request))


@login_required
@never_cache
def reveal(request: HttpRequest, person_id: int) -> HttpResponse:
    """One field, once, with a reason: the answer to this press and to no other."""
    person = _reached(request, "reveal", person_id)
    form, refusal, shown = RevealForm(request.POST or None), None, ""
    if request.method == "POST" and form.is_valid():
        try:
            shown = actions.reveal(request.user, person, form.cleaned_data["field"], form.cleaned_data["reason"])
        except Refused as problem:
            refusal = problem
    if not shown:
        actions.look(request.user, person)
    masked = {"phone": display.masked_phone(person), "resident_id": display.masked_id(person)}
    return page(request, "people/desk/reveal.html", form, refusal, person=person, shown=shown, masked=masked)


@login_required
@never_cache
def reset_second_factor(request: HttpRequest, person_id: int) -> HttpResponse:
    """An officer's authenticator is lost; an administrator sees them in person and takes it away."""
    person = _reached(request, "manage_offices", person_id)
    form, refusal = ReasonForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            actions.reset_second_factor(actions.open_account(person), request.user, form.cleaned_data["reason"])
            messages.success(request, _("The second factor is taken away. A new one is set up at the next sign-in."))
            return redirect(entrance.next_url(request))
        except Refused as problem:
            refusal = problem
    return page(request, "people/desk/reset_second_factor.html", form, refusal, person=person)


def _reached(request: HttpRequest, verb: str, person_id: int) -> Person:
    """Whoever is beyond reach is not found, and not sooner or later than somebody who does not exist."""
    hide_time(request, only=NOT_FOUND)
    return access.reached_person(request.user, verb, person_id)
