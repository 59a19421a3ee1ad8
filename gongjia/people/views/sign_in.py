from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import logout
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from gongjia.foundation.refusals import Refused
from gongjia.foundation.same_time import TOO_SOON, hide_time
from gongjia.people import entrance
from gongjia.people.access import account_of, person_of
from gongjia.people.actions import codes
from gongjia.people.actions.limits import Wait
from gongjia.people.addresses import address_index
from gongjia.people.display import masked_phone
from gongjia.people.forms import CodeForm, OfficerForm, PhoneForm
from gongjia.web.sign_in import login_required

QUESTION = "web/question.html"
AGAIN = "again"  # purpose of the code that shows once more who it is


def page(
    request: HttpRequest, template: str, form: Form, refusal: Refused | None = None, **context: Any
) -> HttpResponse:
    """Show a form; with a refusal, as its first sentence, and with the time to wait for machines too."""
    if refusal is not None:
        form.add_error(None, str(refusal))
    response = render(request, template, {"form": form, **context})
    if isinstance(refusal, Wait):
        response.status_code = TOO_SOON
        response["Retry-After"] = str(refusal.seconds)
    return response


@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """The one entry of members: a phone number. What happens next is the same whether the number is known or not."""
    if account_of(request):
        return redirect(entrance.next_url(request))
    form, refusal = PhoneForm(request.POST or None, request=request), None
    if request.method == "POST" and form.is_valid():
        hide_time(request)
        try:
            entrance.begin(request, form.cleaned_data["phone"])
            return redirect("people:code")
        except Refused as problem:
            refusal = problem
    return page(
        request,
        "people/member/sign_in.html",
        form,
        refusal,
        heading=_("Sign in with your mobile number"),
        help=_("A message with six digits is sent to it."),
        main_label=_("Send me the digits"),
        idle=request.GET.get("idle"),
        next=entrance.next_url(request),
        is_demo=settings.DEMO,
    )


@never_cache
def code(request: HttpRequest) -> HttpResponse:
    if account_of(request) or not entrance.is_begun(request):
        return redirect("people:sign-in")
    form, refusal = CodeForm(request.POST if "code" in request.POST else None), None
    try:
        if "again" in request.POST:
            hide_time(request)
            entrance.send_again(request)
        elif request.method == "POST" and form.is_valid():
            hide_time(request)
            return entrance.finish(request, form.cleaned_data["code"], get_language())
    except Refused as problem:
        refusal = problem
    return page(
        request,
        "people/member/code.html",
        form,
        refusal,
        heading=_("Which six digits were sent to you?"),
        help=_("The message went to %(phone)s and works for 5 minutes.") % {"phone": entrance.shown_phone(request)},
        main_label=_("Sign in"),
        back_url=reverse("people:sign-in"),
        sent_again="again" in request.POST and refusal is None,
        is_demo=settings.DEMO,
    )


@never_cache
@login_required
@never_cache
def code_again(request: HttpRequest) -> HttpResponse:
    """Somebody who signs in by code alone shows with a new one that it is still them; then on to what they began."""
    shown = {"heading": _("Is it still you?"), "main_label": _("Send me the digits")}
    if request.method != "POST":
        help_ = _("What you want to do has effect for a long time, so please show once more that it is you. A message with "
                  "six digits is sent to %(phone)s. If that number is not in your hands any more, go to any workers' service "
                  "station with your identity card: they enter your new one.")  # fmt: skip
        help_ %= {"phone": masked_phone(person_of(request))}
        return page(request, QUESTION, Form(), help=help_, **shown)
    person, form, refusal = person_of(request), CodeForm(request.POST if "code" in request.POST else None), None
    try:
        if form.is_bound and form.is_valid():
            codes.check_code(person, AGAIN, person, form.cleaned_data["code"])
            record_authentication(request, request.user, method="code")
            return redirect(entrance.next_url(request))
        if not form.is_bound:
            codes.issue_code(person, AGAIN, person, address_index(request))
    except Refused as problem:
        refusal = problem
    shown = {"heading": _("Which six digits were sent to you?"), "main_label": _("Continue")}
    return page(request, "people/member/code.html", form, refusal, is_demo=settings.DEMO, **shown)


@sensitive_post_parameters("password")
def officer_sign_in(request: HttpRequest) -> HttpResponse:
    """Phone and password; whoever has a second factor is asked for it next."""
    if account_of(request):
        return redirect(entrance.next_url(request))
    form, refusal = OfficerForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        hide_time(request)
        try:
            return entrance.enter_by_password(request, **form.cleaned_data)
        except Refused as problem:
            refusal = problem
    return page(
        request,
        "people/desk/sign_in.html",
        form,
        refusal,
        heading=_("Sign in as a union officer"),
        main_label=_("Continue"),
        back_url=reverse("people:sign-in"),
    )


def sign_out(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        words = {"heading": _("Sign out?"), "main_label": _("Sign out"), "back_url": reverse("people:me")}
        return page(request, QUESTION, Form(), **words)
    logout(request)
    response = redirect("/")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'  # nothing stays on a borrowed telephone
    return response


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """An account that was closed: what to do, and nothing about whose it is."""
    return render(request, "people/member/closed.html", status=403)
