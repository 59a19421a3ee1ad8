"""The door of the API: every call comes through here, top to bottom. Language, token, rate, once, answer, headers."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from gongjia.connections.access import caller_with, token_shown
from gongjia.connections.actions.calls import answer_once, count_hit
from gongjia.connections.actions.tokens import note_use
from gongjia.foundation.api.problems import Problem
from gongjia.foundation.api.reading import check_address, language_of
from gongjia.foundation.api.scopes import Caller, key_of
from gongjia.foundation.walls import as_platform, look_with
from gongjia.people.addresses import address_of

Run = Callable[..., HttpResponse]
MINUTE = 60


@dataclass(frozen=True)
class Rate:
    limit: int
    used: int
    left: int  # seconds of the minute

    def headers(self) -> dict[str, str]:
        remaining = max(self.limit - self.used, 0)
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(remaining),
            "RateLimit-Reset": str(self.left),
        }


def door(run: Run) -> Run:
    """Wraps every operation (ninja's `add_decorator(…, mode="view")`)."""

    @wraps(run)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            headers: dict[str, str] = {"Content-Language": language}
            try:
                response = _answer(request, headers, lambda: run(request, *args, **kwargs))
            except Problem as problem:
                response = problem.response()
            return _finished(request, response, headers)

    return answered


def _answer(request: HttpRequest, headers: dict[str, str], run: Callable[[], HttpResponse]) -> HttpResponse:
    check_address(request)
    try:
        caller = let_in(request)
    except Problem:
        _count(f"address:{address_of(request)}", settings.API_LIMIT_ANYBODY, headers)  # guessing tokens is counted, too
        raise
    if caller.token is None:
        _count(f"address:{address_of(request)}", settings.API_LIMIT_ANYBODY, headers)
    else:
        _count(f"token:{caller.token.pk}", settings.API_LIMIT_TOKEN, headers)
        note_use(caller.token)
    key = key_of(request) if caller.token is not None else ""
    with transaction.atomic():
        response = answer_once(caller, key, request, run) if key else run()
        if response.status_code >= 500:
            transaction.set_rollback(True)
    return response


def let_in(request: HttpRequest) -> Caller:
    """The one place where a token becomes a person. Cookies count for nothing here.

    Raises Problem for a token that is not good: revoked, past its end, or made by somebody who may not stand for it now.
    """
    request.user, caller = AnonymousUser(), Caller()
    look_with(None)  # what a cookie said is forgotten
    shown = request.headers.get("Authorization", "")
    if shown:
        scheme, _space, text = shown.partition(" ")
        with as_platform("a token says who calls; until it is found nobody is known"):
            token = token_shown(text.strip()) if scheme.lower() == "bearer" else None
            known = caller_with(token) if token is not None else None
        if known is None:
            raise Problem(
                "bad-token", _("It was revoked, has ended, or was copied with a slip. Make a new one on the page."),
                headers={"WWW-Authenticate": 'Bearer realm="gongjia", error="invalid_token"'},
            )  # fmt: skip
        caller = known
        request.user = caller.account
        look_with(caller.account.person_id, caller.account.pk)
    request.auth = caller  # type: ignore[attr-defined]
    return caller


def _count(caller: str, limit: int, headers: dict[str, str]) -> None:
    minute, second = divmod(int(time.time()), MINUTE)
    rate = Rate(limit, count_hit(caller, minute), MINUTE - second)
    headers.update(rate.headers())
    if rate.used > limit:
        raise Problem(
            "too-many", _("At most %(limit)d requests a minute. Wait %(seconds)d seconds.") % {"limit": limit, "seconds": rate.left},
            headers={"Retry-After": str(rate.left)},
        )  # fmt: skip


def _finished(request: HttpRequest, response: HttpResponse, headers: dict[str, str]) -> HttpResponse:
    if request.method == "GET" and response.status_code == 200:
        response = _unless_known(request, response)
    for name, value in headers.items():
        response.headers[name] = value
    patch_vary_headers(response, ["Authorization", "Accept-Language"])
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with its ETag, or 304 where the caller has the very same. A case's ETag begins with its version."""
    version = getattr(request, "version", None)
    digest = hashlib.sha256(response.content).hexdigest()[:32]
    etag = f'"{version}-{digest}"' if version is not None else f'"{digest}"'
    known = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
    if known & {etag, "*"}:
        response = HttpResponse(status=304)
    response.headers["ETag"] = etag
    return response
