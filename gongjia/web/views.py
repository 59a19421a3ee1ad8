"""The look's own pages: the choice of look, help by a person, no network, what went wrong, and the gallery."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from . import gallery as samples
from .errors import error_page, stale_page, too_busy, unavailable
from .look import chosen, remember, with_choices


@require_POST
def choose_look(request: HttpRequest) -> HttpResponse:
    """Elder skin, its size, light or dark: kept in a cookie, then back to where the reader was."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    wanted = with_choices(chosen(request), request.POST)
    return remember(HttpResponseRedirect(back), wanted, secure=request.is_secure())


@require_safe
def human_help(request: HttpRequest) -> HttpResponse:
    """How to reach a person: by telephone, or at a counter near by."""
    return render(request, "web/help.html")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Kept by the service worker and shown when there is no network."""
    return error_page(request, 200, page="offline")


@require_safe
@cache_control(max_age=3600)
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, because a worker governs only the folder that it comes from."""
    return render(request, "web/sw.js", content_type="text/javascript; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open for too long, or came from elsewhere."""
    return error_page(request, 403, page="expired")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    return error_page(request, 500)


def _gallery_is_open() -> bool:
    return bool(settings.DEBUG or getattr(settings, "DEMO", False))


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, to be looked at; exists only in development and in the demo."""
    return gallery_page(request, "parts")


@require_safe
def gallery_page(request: HttpRequest, page: str) -> HttpResponse:
    """One whole page of the gallery: a layout with samples, or one of the error pages."""
    if not _gallery_is_open():
        raise Http404
    if page.startswith("error-"):
        return _sample_error(request, page.removeprefix("error-"))
    if page not in samples.PAGES:
        raise Http404
    return render(request, samples.template(page), samples.context(page))


def _sample_error(request: HttpRequest, name: str) -> HttpResponse:
    pages: dict[str, Any] = {
        "400": bad_request,
        "403": forbidden,
        "404": not_found,
        "409": stale_page,
        "429": lambda request: too_busy(request, seconds=20, waiting=1820, place=431),
        "500": broken,
        "503": unavailable,
        "expired": csrf_failed,
        "offline": offline,
    }
    if name not in pages:
        raise Http404
    return pages[name](request)
