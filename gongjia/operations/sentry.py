"""Errors to a Sentry server, only where SENTRY_DSN names one: the place in the code, and nothing about anybody."""

from typing import Any

import sentry_sdk
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.types import Event, Hint

from gongjia.foundation.logs import mask

# What an event keeps; everything else (request, user, breadcrumbs, variables, server name) is thrown away.
KEPT = ("event_id", "timestamp", "level", "logger", "platform", "release", "exception", "transaction", "sdk")


def start(dsn: str, **options: Any) -> None:
    sentry_sdk.init(
        dsn=dsn,
        max_request_body_size="never",
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        default_integrations=False,
        integrations=[DjangoIntegration(transaction_style="function_name", middleware_spans=False)],
        before_send=clean,
        **options,
    )


def clean(event: Event, hint: Hint) -> Event:
    """Only what is on the list, with messages masked as in the log."""
    kept: Any = {key: value for key, value in event.items() if key in KEPT}
    for error in kept.get("exception", {}).get("values", ()):
        error["value"] = mask(str(error.get("value", "")).split("\n")[0])
        for frame in error.get("stacktrace", {}).get("frames", ()):
            frame.pop("vars", None)
    return kept
