"""Calls that happen once however often they are sent, and the count of calls for the rate limits."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.connections.access import calls_to_forget, hits_before, hits_in, hour_ago_minute
from gongjia.connections.kinds import ANSWERS_KEPT
from gongjia.connections.models import Call, Hit
from gongjia.foundation.api.problems import Problem
from gongjia.foundation.api.scopes import Caller
from gongjia.foundation.clock import now
from gongjia.foundation.walls import as_platform
from gongjia.people.sealing import blind_index

KEPT_HEADERS = ("Content-Type", "Content-Language", "Location", "ETag")
Run = Callable[[], HttpResponse]


def answer_once(caller: Caller, key: str, request: HttpRequest, run: Run) -> HttpResponse:
    """Run an operation under its idempotency key, or give the answer that it gave before.

    The row is written before the operation runs and within its transaction: whoever sends the same again meanwhile
    waits for it on the unique index. What fails by a mistake of ours leaves no row, and may be tried again.
    """
    wanted = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode() + request.body).digest()
    Call.objects.filter(token=caller.token, key=key, at__lt=now() - ANSWERS_KEPT).delete()
    try:
        with transaction.atomic():
            call = Call.objects.create(
                token=caller.token, person=caller.person, key=key, request_hash=wanted, at=now()
            )  # fmt: skip
    except IntegrityError:
        return _answer_before(Call.objects.get(token=caller.token, key=key), wanted)
    response = run()
    if response.status_code < 500:
        call.status, call.body = response.status_code, response.content
        call.headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
        call.save(update_fields=["status", "body", "headers"])
        change = {"call": f"{request.method} {request.path}", "status": call.status, "token": caller.token.prefix}
        record(caller.account, "connections.called", caller.token, union=caller.union, change=change)
    return response


def _answer_before(call: Call, wanted: bytes) -> HttpResponse:
    if bytes(call.request_hash) != wanted:
        raise Problem("key-reused", _("Send the very same request again, or use a new key for another one."))
    response = HttpResponse(bytes(call.body), status=call.status, headers=call.headers)
    response.headers["Idempotency-Replayed"] = "true"
    return response


@as_platform("what the limits count is nobody's to read")
def count_hit(caller: str, minute: int) -> int:
    """Count a request; gives how many the caller sent within this minute, this one included."""
    index = blind_index("api_caller", caller)
    Hit.objects.create(caller=index, minute=minute)
    return hits_in(index, minute)


def forget_calls() -> dict[str, Any]:
    """Remove what is kept no longer than it is needed; gives the numbers of rows."""
    calls, _of = calls_to_forget().delete()
    hits, _of = hits_before(hour_ago_minute()).delete()
    return {"calls": calls, "hits": hits}
