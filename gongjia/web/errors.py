"""Pages for what went wrong. They read neither the database nor the session, so that they can be drawn when those fail."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from .context import look

STATUSES = (400, 403, 404, 409, 413, 429, 500, 503)


def error_page(request: HttpRequest, status: int, page: str = "", **context: Any) -> HttpResponse:
    """The designed page for `status`; `page` names another template of web/errors/ than the status' own."""
    words = {**look(request), "csrf_token": get_token(request), "again": request.get_full_path(), **context}
    return HttpResponse(render_to_string(f"web/errors/{page or status}.html", words), status=status)


def stale_page(request: HttpRequest, again: str = "") -> HttpResponse:
    """409: somebody changed the thing after this page was opened. `again`: where its present state is shown."""
    return error_page(request, 409, again=again or request.get_full_path())


def too_busy(
    request: HttpRequest, *, seconds: int, waiting: int | None = None, place: int | None = None, reason: str = ""
) -> HttpResponse:
    """429: how many people wait, where the reader stands, and when to try again (seconds). Where the reader and not the
    crowd is too much, `reason` says so and until when."""
    queue = {"waiting": f"{waiting:,}", "place": f"{place:,}"} if waiting and place else {}
    response = error_page(request, 429, seconds=seconds, reason=reason, **queue)
    response["Retry-After"] = str(seconds)
    return response


def unavailable(request: HttpRequest, seconds: int = 60) -> HttpResponse:
    """503: works on the house, or the database is away."""
    response = error_page(request, 503, seconds=seconds)
    response["Retry-After"] = str(seconds)
    return response
