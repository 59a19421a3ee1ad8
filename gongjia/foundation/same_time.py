"""An answer about somebody leaves at a fixed moment after its request came, so that its time tells nothing.

Whether a telephone, an identity number or a person is known must not show. The ways that ask do the same work for both
(people/tests/test_enumeration.py), but thousands of samples still find what is left: a row more to read, a page of the
database that was in memory. So a view that is about to look says `hide_time(request)`, and its answer leaves
SAME_TIME_SECONDS after the request came, or a whole multiple of that where the honest work took longer, as a
password's hash does.

What it costs: a thread of the web server that sleeps, no processor, no transaction and no connection to the database.
With eight threads (two processes of four) and a quarter of a second that is 32 such answers a second at most. Nobody can
buy many of them: a form that is not in order looks nobody up and does not wait, the limits on codes and wrong tries
(people/actions/limits.py) refuse the rest soon, and a refusal by a limit leaves at once, since the limits count what was
asked and never who is known. An officer waits only for what was not found; what is shown, shows itself.
"""

from collections.abc import Callable
from time import monotonic, sleep

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

NOT_FOUND, TOO_SOON = 404, 429


def hide_time(request: HttpRequest, only: int | None = None) -> None:
    """Let the answer to this request leave at a fixed moment, whatever becomes of it; with `only`, an answer of that
    status alone. Say it before anybody is looked up."""
    request.hides_time = only or True  # type: ignore[attr-defined]


class SameTime:
    """Waits where a view asked for it. The outermost layer of all: whatever is inside has ended when it waits, the
    transaction first of all, and the log line and the metrics hold the honest time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        came, step = monotonic(), settings.SAME_TIME_SECONDS
        response = self.get_response(request)
        if step and _is_hidden(request, response.status_code):
            _give_back_connection()
            sleep(step - (monotonic() - came) % step)
        return response


def _give_back_connection() -> None:
    """To the pool, as Django does at the end of every request; the transaction of a test around it all stays."""
    if not connection.in_atomic_block:
        connection.close()


def _is_hidden(request: HttpRequest, status: int) -> bool:
    wish = getattr(request, "hides_time", False)
    return status == wish or (wish is True and status != TOO_SOON)
