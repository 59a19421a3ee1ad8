"""What is written to the log: JSON lines in production, coloured text in development, and never personal data.

An exception is logged by its type, its place in the code and a message without what people typed: databases repeat
whole rows in theirs. Addresses of pages and query strings are not logged at all, since both hold numbers of cases.
"""

import logging
import re
import sys
import traceback
from collections.abc import Callable, MutableMapping
from functools import wraps
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponseBase

# Long numbers (telephones, resident IDs, accounts), those in groups (TJ26-8072-3999), anything in quotation marks,
# anything Chinese or Korean, e-mail.
PERSONAL = re.compile(r"\d{5,}[Xx]?|\b[A-Z]{2}\d\d(?:-\d+)+|\"[^\"]*\"|'[^']*'|[\u3400-\u9fff\uac00-\ud7af·]+|\S+@\S+")
OURS = {"request_id", "account", "timestamp", "level", "logger", "route"}  # what this platform itself has filled in
LONGEST = 200  # characters of an exception's message
Event = MutableMapping[str, Any]
View = Callable[..., HttpResponseBase]


def unnamed(view: View) -> View:
    """A page of whoever writes without a name: its log line (operations/middleware.py) says neither who is signed in on
    that telephone nor the request's id, which a proxy writes beside the address."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    page.unnamed = True  # type: ignore[attr-defined]
    return page


def mask(text: str) -> str:
    return PERSONAL.sub("***", text)


def masked(logger: Any, method: str, event: Event) -> Event:
    """Mask every text of a log line but those that are made here."""
    return {key: mask(value) if isinstance(value, str) and key not in OURS else value for key, value in event.items()}


def without_arguments(logger: Any, method: str, event: Event) -> Event:
    """Of Django's own messages keep the sentence, not the address filled into it."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord) and record.name.startswith("django"):
        event["event"] = str(record.msg).replace(": %s", "").replace("%s", "…")
    return event


def trace(logger: Any, method: str, event: Event) -> Event:
    """Turn an exception into its type, its masked first line and where it happened; no values of variables."""
    info = event.pop("exc_info", None)
    if isinstance(info, BaseException):
        error: BaseException | None = info
    else:
        error = info[1] if isinstance(info, tuple) else None
    if error is not None:
        event["error"] = f"{type(error).__module__}.{type(error).__qualname__}"
        event["says"] = (str(error).splitlines() or [""])[0][:LONGEST]  # a template's repeats all that it was given
        frames = traceback.extract_tb(error.__traceback__)
        event["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    return event


def configuration(*, production: bool) -> dict[str, Any]:
    """Django's LOGGING; structlog is set up along with it."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    clean = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if production:
        last = [without_arguments, trace, clean, masked, structlog.processors.JSONRenderer(ensure_ascii=False)]
    else:
        last = [
            clean,
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
        ]
    line = {"()": structlog.stdlib.ProcessorFormatter, "processors": last, "foreign_pre_chain": shared}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "gongjia": {"level": "INFO"},
            # In development the console belongs to the sign-ins and the messages; only trouble is told there.
            "gongjia.requests": {"level": "INFO" if production else "ERROR"},
            # Django's own handlers would mail and print the address of every page; refused requests are in our line.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"level": "ERROR" if production else "WARNING"},
        },
    }
