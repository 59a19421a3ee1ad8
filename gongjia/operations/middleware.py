"""The outermost layer: answers the machines' own questions, and writes one log line for everybody else's."""

import ipaddress
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse

from gongjia.operations import metrics
from gongjia.operations.health import Readiness
from gongjia.people.sealing import blind_index

log = structlog.get_logger("gongjia.requests")
PROBES = ("/livez", "/readyz", "/metrics")
REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
METHODS = {"GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"}  # a label is never what a stranger typed


class Probes:
    """/livez, /readyz and /metrics, before any host check, redirect, session or database transaction.

    /livez answers everybody; the others only the networks of OBSERVERS, and never through a proxy. Whoever else asks
    gets what an address that does not exist gets.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.readiness = Readiness()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in PROBES:
            return self.get_response(request)
        if request.path_info == "/livez":
            return HttpResponse("alive\n", content_type="text/plain")
        if not _may_observe(request):
            return HttpResponse("", status=404)
        if request.path_info == "/readyz":
            answer = self.readiness.ask()
            return _unlogged(JsonResponse(answer, status=200 if answer["ready"] else 503))
        try:
            return HttpResponse(metrics.page(), content_type="text/plain; version=0.0.4; charset=utf-8")
        except DatabaseError:
            return HttpResponse("", status=503)


class Observed:
    """A request id for everything that happens in between, one log line and one observation per request.

    Logged: route name, method, status, milliseconds, and the account as a keyed hash. Never the address of the page,
    its query, or anything typed; and neither account nor request id where somebody writes without a name (logs.unnamed).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request_id = _request_id(request)
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            seconds = time.perf_counter() - started
            _tell(request, response.status_code, seconds)
        response.headers["X-Request-ID"] = request_id
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Before the token of the form is looked at: a refused press would otherwise be named."""
        if getattr(view, "unnamed", False):
            structlog.contextvars.unbind_contextvars("request_id")


def _unlogged(response: HttpResponse) -> HttpResponse:
    """Whoever asks every second is told; the log need not be."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _tell(request: HttpRequest, status: int, seconds: float) -> None:
    route, method = _route(request), request.method if request.method in METHODS else "other"
    metrics.observe(route, str(method), status, seconds)
    if route == "static" and status < 400:
        return
    facts = {"route": route, "method": method, "status": status, "ms": round(1000 * seconds, 1)}
    user = getattr(request, "_cached_user", None)  # only if somebody has asked who it is: asking costs a query
    if user is not None and user.is_authenticated and not _is_unnamed(request):
        facts["account"] = blind_index("log.account", str(user.pk)).hex()[:16]
    (log.error if status >= 500 else log.info)("request", **facts)


def _is_unnamed(request: HttpRequest) -> bool:
    return request.resolver_match is not None and getattr(request.resolver_match.func, "unnamed", False)


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is not None:
        return match.view_name or "unnamed"
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"


def _request_id(request: HttpRequest) -> str:
    """The proxy's own, where one stands before us; a stranger's would let them write into the log."""
    given = request.headers.get("X-Request-ID", "")
    if settings.ENV.BEHIND_TLS and REQUEST_ID.fullmatch(given):
        return given
    return uuid.uuid4().hex


def _may_observe(request: HttpRequest) -> bool:
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False  # behind a proxy on this machine everybody comes from the loopback address
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    networks = (ipaddress.ip_network(one.strip()) for one in settings.ENV.OBSERVERS.split(",") if one.strip())
    return any(address in network for network in networks)
