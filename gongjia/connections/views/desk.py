"""A union's partners: their tokens, the webhooks that tell them, and what was delivered."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongjia.connections import access
from gongjia.connections.actions import webhooks
from gongjia.connections.actions.tokens import make_token
from gongjia.connections.forms import TokenForm
from gongjia.connections.forms_desk import WebhookForm
from gongjia.connections.kinds import EVENTS
from gongjia.connections.views.tokens import shown_once
from gongjia.foundation.refusals import Refused
from gongjia.people.access import person_of
from gongjia.people.again import proof_required
from gongjia.unions.access import may
from gongjia.unions.kinds import READ_CASES
from gongjia.web.forms import act, posted
from gongjia.web.sign_in import login_required

DESK = "web/desk.html"
PAGE = 50


@login_required
@require_safe
def union(request: HttpRequest, union_id: int) -> HttpResponse:
    """The partners of one union."""
    person = person_of(request)
    found = access.union_administered(person, union_id)
    context = {
        "union": found,
        "tokens": list(access.tokens_at(found)[:100]),
        "webhooks": list(access.webhooks_at(found)[:100]),
        "may_give": bool(access.scopes_for(person, found)),
        "may_tell": may(person, READ_CASES, found),
        "back_url": reverse("unions:desk", args=[found.pk]),
        "back_label": found.label,
    }
    return render(request, "connections/desk/union.html", context)


@login_required
@proof_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_token(request: HttpRequest, union_id: int) -> HttpResponse:
    found = access.union_administered(person_of(request), union_id)
    form = TokenForm(posted(request), scopes=access.scopes_for(person_of(request), found))
    if made := act(form, lambda: make_token(request.user, union=found, **form.cleaned_data)):
        token, text = made
        return shown_once(request, DESK, _back(found), token.name, text)
    help_ = _("It acts for %(union)s and the unions below it, and never may more than you may yourself. When your office "
              "ends, it stops.") % {"union": found.label}  # fmt: skip
    return _form(request, form, found, _("A token for a partner"), help_, _("Make the token"))


@login_required
@proof_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_webhook(request: HttpRequest, union_id: int) -> HttpResponse:
    found = access.union_administered(person_of(request), union_id)
    form = WebhookForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            webhook, secret = webhooks.add_webhook(request.user, found, **form.cleaned_data)
            return shown_once(request, DESK, reverse("connections:webhook", args=[webhook.pk]), webhook.name, secret)
        except Refused as refusal:
            form.add_error("url", str(refusal))
    help_ = _(
        "The partner is told numbers and addresses of matters, never names. What it may read it asks with its token."
    )
    return _form(request, form, found, _("A new webhook"), help_, _("Add the webhook"))


@login_required
@require_safe
def webhook(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """One webhook with its delivery log."""
    found = access.webhook_for(person_of(request), webhook_id)
    page = Paginator(access.messages_of(found), PAGE).get_page(request.GET.get("page"))
    context = {"webhook": found, "page": page, "events": [EVENTS[key] for key in found.events if key in EVENTS],
               "back_url": _back(found.union), "back_label": _("Partners")}  # fmt: skip
    return render(request, "connections/desk/webhook.html", context)


@login_required
@require_POST
def stop(request: HttpRequest, webhook_id: int) -> HttpResponse:
    webhooks.stop_webhook(request.user, access.webhook_for(person_of(request), webhook_id))
    messages.success(request, _("The webhook was stopped. Nothing more is sent there."))
    return redirect("connections:webhook", webhook_id)


@login_required
@require_POST
def try_it(request: HttpRequest, webhook_id: int) -> HttpResponse:
    webhooks.try_webhook(request.user, access.webhook_for(person_of(request), webhook_id))
    messages.success(request, _("A trial message is on its way. Look at the log in a few seconds."))
    return redirect("connections:webhook", webhook_id)


@login_required
@require_POST
def again(request: HttpRequest, message_id: Any) -> HttpResponse:
    message = webhooks.send_again(request.user, access.message_for(person_of(request), message_id))
    messages.success(request, _("It is sent again."))
    return redirect("connections:webhook", message.webhook_id)


def _back(union: Any) -> str:
    return reverse("connections:union", args=[union.pk])


def _form(request: HttpRequest, form: Any, union: Any, heading: str, help_: str, label: str) -> HttpResponse:
    context = {"layout": DESK, "form": form, "heading": heading, "help": help_, "main_label": label,
               "back_url": _back(union), "back_label": _("Partners")}  # fmt: skip
    return render(request, "connections/form.html", context)
