"""A person's own tokens: listed, made and shown once, taken back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongjia.connections.access import scopes_for, token_for, tokens_of
from gongjia.connections.actions.tokens import make_token, revoke_token
from gongjia.connections.forms import TokenForm
from gongjia.people.access import person_of
from gongjia.people.again import proof_required
from gongjia.web.forms import act, posted
from gongjia.web.sign_in import login_required


@login_required
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    found = list(tokens_of(person_of(request))[:100])
    context = {
        "standing": [token for token in found if token.is_standing],
        "past": [token for token in found if not token.is_standing],
        "back_url": reverse("people:me"),
    }
    return render(request, "connections/member/tokens.html", context)


@login_required
@proof_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = TokenForm(posted(request), scopes=scopes_for(person_of(request)))
    back = reverse("connections:tokens")
    if made := act(form, lambda: make_token(request.user, **form.cleaned_data)):
        token, text = made
        return shown_once(request, "web/member.html", back, token.name, text)
    help_ = _(
        "A token lets a program act in your name. Give it to no program that you do not trust. It ends at the latest "
        "when you sign out on all devices, change your number or password, or take up or leave an office."
    )
    context = {"layout": "web/member.html", "form": form, "heading": _("A new token"), "help": help_, "back_url": back,
               "main_label": _("Make the token")}  # fmt: skip
    return render(request, "connections/form.html", context)


@login_required
@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """A person's own token, or a partner's; back to the page it stood on."""
    token = revoke_token(request.user, token_for(person_of(request), token_id))
    messages.success(request, _("The token was revoked. From now on it opens nothing."))
    return redirect("connections:union", token.union_id) if token.union_id else redirect("connections:tokens")


def shown_once(request: HttpRequest, layout: str, back: str, name: str, text: str) -> HttpResponse:
    """A secret on the one page that ever shows it; without it where the form was sent a second time."""
    context = {"layout": layout, "text": text, "only_once": bool(text), "name": name, "back_url": back,
               "heading": _("Copy it now")}  # fmt: skip
    return render(request, "connections/once.html", context)
