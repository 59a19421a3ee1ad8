"""The anonymous mailbox: a pick-up code opens the same tracker, and messages go both ways. Nobody's name is kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gongjia.cases.access import case_of_pickup
from gongjia.cases.forms import PickupForm
from gongjia.cases.views.sides import LASTS, PATH, open_code, side_of
from gongjia.cases.views.tracker import tracker_context
from gongjia.people.addresses import address_of
from gongjia.people.sealing import blind_index
from gongjia.web.errors import too_busy

Response = TypeVar("Response", bound=HttpResponseBase)
WRONG_HERE, WRONG_ALL, WINDOW = 10, 1000, 3600  # wrong codes an hour from one address, and from everywhere; seconds


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mailbox(request: HttpRequest) -> HttpResponse:
    """Ask for the code, or show the matter that it opened."""
    if request.method == "POST":
        return _open(request)
    if case_of_pickup(open_code(request)).exists():
        side = side_of(request, None)
        shown = render(request, "cases/member/tracker.html", tracker_context(side))
        return _kept_open(shown, side.actor.pickup)
    return _ask(request, PickupForm())


def while_open(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The pages inside the mailbox. Each one read or written keeps it open; once it has closed, the code is asked for."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        code = open_code(request)
        if not case_of_pickup(code).exists():
            return render(request, "cases/member/mailbox_closed.html", _asked(PickupForm()), status=404)
        return _kept_open(view(request, *args, **kwargs), code)

    return opened


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the mailbox in this browser."""
    response = redirect("cases:mailbox")
    response.delete_cookie(settings.MAILBOX_COOKIE_NAME, path=PATH)
    return response


def _open(request: HttpRequest) -> HttpResponse:
    here, everywhere = (cache.get(key, 0) >= most for key, most in _keys(request))
    if here or everywhere:
        reason = _("Too many codes that do not exist were tried from here. Please try again in an hour, or call 12351.")
        return too_busy(request, seconds=WINDOW, reason=reason if here else "")
    form = PickupForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    code = form.cleaned_data["code"]
    if not case_of_pickup(code).exists():
        _count_wrong(request)
        form.add_error("code", _("There is no matter with this code. Compare it with what you wrote down."))
        return _ask(request, form)
    return _kept_open(redirect("cases:mailbox"), code)


def _kept_open(response: Response, code: str) -> Response:
    """For half an hour more."""
    response.set_signed_cookie(
        settings.MAILBOX_COOKIE_NAME,
        code,
        max_age=LASTS,
        path=PATH,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _ask(request: HttpRequest, form: PickupForm) -> HttpResponse:
    return render(request, "cases/form.html", _asked(form))


def _asked(form: PickupForm) -> dict[str, Any]:
    return {"layout": "web/member.html", "form": form, "heading": _("Anonymous mailbox"), "main_label": _("Open"),
            "help": _("Type the pick-up code that you got when you sent your concern."), "back_url": "/"}  # fmt: skip


def _keys(request: HttpRequest) -> list[tuple[str, int]]:
    """The counters of wrong codes: the keyed hash of the address, kept for an hour, and one for everybody."""
    address = blind_index("pickup address", address_of(request)).hex()
    return [(f"mailbox-{address}", WRONG_HERE), ("mailbox-all", WRONG_ALL)]


def _count_wrong(request: HttpRequest) -> None:
    for key, _most in _keys(request):
        cache.add(key, 0, WINDOW)
        cache.incr(key)
