"""My information: what the platform knows of me, and what I can change of it myself."""

import base64
import secrets

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongjia.foundation.refusals import Refused
from gongjia.foundation.same_time import hide_time
from gongjia.people import access, actions, display
from gongjia.people.actions import codes
from gongjia.people.addresses import address_index
from gongjia.people.again import proof_required
from gongjia.people.forms import CodeForm, EmailForm, LanguageForm, NewPhoneForm, WorkForm
from gongjia.people.kinds import PURPOSES
from gongjia.people.sealing import blind_index, seal, unseal
from gongjia.people.views.sign_in import QUESTION, page
from gongjia.web.middleware import remember_language
from gongjia.web.sign_in import login_required

NEW_PHONE = "new_phone"  # key of the session and purpose of the code


@login_required
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    context = {
        "person": person,
        "phone": display.masked_phone(person),
        "resident_id": display.masked_id(person),
        "about_me_title": _("Who has to do with my information"),
        "about_me": [
            _cell(_("Who looked at my information"), "people:looks", "eye"),
            _cell(_("Done for me"), "people:counter", "hand-helping"),
            _cell(_("What I agreed to"), "people:consents", "list-checks"),
            _cell(_("Take my information along"), "people:copy", "download"),
            _cell(_("Correct my information"), "people:facts", "pencil"),
        ],
        "settings_title": _("What I can change"),
        "settings_cells": [
            _cell(_("My mobile number"), "people:phone", "smartphone"),
            _cell(_("My work"), "people:work", "briefcase"),
            _cell(_("Messages by e-mail"), "people:email", "mail"),
            _cell(_("Language"), "people:language", "languages"),
            _cell(_("Sign-in and security"), "mfa_index", "lock"),
            _cell(_("Tokens for programs"), "connections:tokens", "key-round"),
            _cell(_("Close my account"), "people:closing", "log-out"),
        ],
    }
    return render(request, "people/member/me.html", context)


def _cell(label: str, page: str, icon: str) -> dict[str, str]:
    return {"label": label, "url": reverse(page), "icon": icon}


@login_required
def work(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    known = {name: getattr(person, name) for name in WorkForm.base_fields}
    form = WorkForm(request.POST or None, initial=known)
    if request.method == "POST":
        form = WorkForm(request.POST)
        form.full_clean()
        actions.tell_about_work(person, **form.cleaned_data)
        return redirect("people:me")
    words = {"heading": _("What is your work like?"), "main_label": _("Keep this"), "back_url": reverse("people:me")}
    return render(request, QUESTION, {"form": form, **words})


@login_required
def email(request: HttpRequest) -> HttpResponse:
    """Where messages also go."""
    person = access.person_of(request)
    known = unseal("email", person.email_sealed) if person.email_sealed else ""
    form = EmailForm(request.POST if request.method == "POST" else None, initial={"email": known})
    if not form.is_valid():
        words = {"heading": _("Messages by e-mail, too?"), "main_label": _("Keep this")}
        return render(request, QUESTION, {"form": form, "back_url": reverse("people:me"), **words})
    actions.tell_email(person, form.cleaned_data["email"])
    return redirect("people:me")


@login_required
def language(request: HttpRequest) -> HttpResponse:
    """The language of pages and of messages to the phone."""
    form = LanguageForm(request.POST or None, initial={"language": request.user.language})
    if not form.is_valid():
        words = {"heading": _("Which language do you read best?"), "main_label": _("Keep this")}
        return render(request, QUESTION, {"form": form, "back_url": reverse("people:me"), **words})
    chosen = form.cleaned_data["language"]
    actions.set_language(request.user, chosen)
    response = redirect("people:me")
    remember_language(response, chosen)
    return response


@proof_required
def phone(request: HttpRequest) -> HttpResponse:
    """A new number is a new way in: whoever wants it shows that it is them. Then a code goes to the number, so that
    nobody enters one that is not in their hand."""
    form, refusal = NewPhoneForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        hide_time(request)
        number, about = form.cleaned_data["phone"], secrets.token_urlsafe(16)
        try:
            codes.send_code(number, NEW_PHONE, about, address_index(request))
            sealed = base64.b64encode(seal("phone", number)).decode()
            request.session[NEW_PHONE] = {"phone": sealed, "about": about}
            return redirect("people:phone-code")
        except Refused as problem:
            refusal = problem
    return page(
        request,
        QUESTION,
        form,
        refusal,
        heading=_("What is your new number?"),
        help=_("Six digits are sent to it first. Keep both phones at hand."),
        main_label=_("Send me the digits"),
        back_url=reverse("people:me"),
    )


@login_required
def phone_code(request: HttpRequest) -> HttpResponse:
    if NEW_PHONE not in request.session:
        return redirect("people:phone")
    begun = request.session[NEW_PHONE]
    number = unseal("phone", base64.b64decode(begun["phone"]))
    form, refusal = CodeForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            codes.use_code(blind_index("phone", number), NEW_PHONE, begun["about"], form.cleaned_data["code"])
            actions.change_phone(access.person_of(request), number)
            return _phone_changed(request)
        except Refused as problem:
            refusal = problem
    return page(
        request,
        QUESTION,
        form,
        refusal,
        heading=_("Which six digits were sent to you?"),
        help=_("The message went to %(phone)s and works for 5 minutes.") % {"phone": display.mask_phone(number)},
        main_label=_("Keep the new number"),
        back_url=reverse("people:phone"),
    )


def _phone_changed(request: HttpRequest) -> HttpResponse:
    del request.session[NEW_PHONE]
    request.user.refresh_from_db()
    update_session_auth_hash(request, request.user)  # the other sessions ended, this one goes on
    messages.success(request, _("Your new number is kept. From now on, sign in with it."))
    return redirect("people:me")


@login_required
@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    standing = [(purpose, access.open_consent(person, purpose.key)) for purpose in PURPOSES.values()]
    context = {"standing": standing, "past": access.past_consents(person), "back_url": reverse("people:me")}
    return render(request, "people/member/consents.html", context)


@login_required
@require_POST
def consent(request: HttpRequest, purpose: str) -> HttpResponse:
    """Give or withdraw: the same one press for either."""
    if purpose not in PURPOSES:
        raise Http404
    change = actions.withdraw_consent if "withdraw" in request.POST else actions.give_consent
    change(access.person_of(request), purpose)
    return redirect("people:consents")
