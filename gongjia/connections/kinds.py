"""What a webhook can be told of, how long a token may live, and what may be tried how often."""

from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PREFIX = "gj_"
LIVES = {30: _("30 days"), 90: _("90 days"), 365: _("One year")}
MOST_TOKENS = 20  # standing at the same time, of one maker
MOST_WEBHOOKS = 10  # standing at the same time, of one union
WARNED = timedelta(days=7)  # before its end the maker of a token is told

EVENTS: dict[str, str | Promise] = {
    "case.opened": _("A matter was raised"),
    "case.moved": _("A matter went on to another step or changed"),
    "case.closed": _("A matter was closed"),
}
PING = "ping"  # what the button for a trial sends

ANSWERS_KEPT = timedelta(hours=24)  # answers to calls with an idempotency key
MESSAGES_KEPT = timedelta(days=30)  # what was sent to webhooks, after it was sent or given up
# Between the tries: a little more than two days in all, so that a weekend of an office's machine is outlived.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440))
REPLAY = timedelta(minutes=5)  # a receiver refuses a signature that is older
