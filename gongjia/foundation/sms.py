"""Short messages: one function, a backend chosen by SMS_BACKEND. A backend raises SmsFailed when the provider refuses."""

import logging
from typing import Protocol

from django.conf import settings
from django.core.cache import cache
from django.utils.module_loading import import_string

logger = logging.getLogger("gongjia.sms")
DEMO_PREFIX = "1990000"  # reserved numbers of the demo province; no network gives them out


class SmsFailed(Exception):
    """The provider did not take the message; it is tried again later."""


class SmsBackend(Protocol):
    def send(self, phone: str, text: str) -> None: ...


class ConsoleSms:
    """Prints messages instead of sending them: development, and the demo province. Never production, whose log is kept:
    whoever read it could sign in as anybody."""

    def send(self, phone: str, text: str) -> None:
        if settings.PRODUCTION:
            raise SmsFailed
        print(f"[SMS {phone}] {text}", flush=True)


def send(phone: str, text: str) -> None:
    """Hand one message to the provider. Demo numbers never leave the machine, whatever the backend.

    Raises SmsFailed however the backend fails: a provider that takes the message and answers nonsense is one that
    failed, else the caller's count of what was sent would be rolled back with an error page.
    """
    if phone.startswith(DEMO_PREFIX):
        remember_for_demo(phone, text)
        ConsoleSms().send(phone, text)
        return
    try:
        backend: SmsBackend = import_string(settings.ENV.SMS_BACKEND)()
        backend.send(phone, text)
    except SmsFailed:
        raise
    except Exception as problem:
        logger.error("the sender of short messages failed: %s", type(problem).__name__)  # its words may hold the number
        raise SmsFailed from problem


def remember_for_demo(phone: str, text: str) -> None:
    if settings.DEMO:
        cache.set(f"demo-sms-{phone}", [text, *demo_messages(phone)][:5], 3600)


def demo_messages(phone: str) -> list[str]:
    """The last messages to a demo number, newest first; empty for any other number and outside the demo."""
    if not settings.DEMO or not phone.startswith(DEMO_PREFIX):
        return []
    return list(cache.get(f"demo-sms-{phone}", []))
