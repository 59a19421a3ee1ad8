"""Handing the head of a day to somebody outside: whoever rewrites the whole chain cannot rewrite what they hold.

`AUDIT_ANCHOR` is a folder (best on another machine or on paper-like storage), an e-mail address, or an https address
that takes a JSON document by POST.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings
from django.core.mail import send_mail

from gongjia.audit.access import head_of_day
from gongjia.foundation.clock import today

SECONDS = 20


class AnchorFailed(Exception):
    """The head did not reach its holder; the message says why."""


def hand_over(day: date, where: str | None = None) -> dict[str, Any] | None:
    """Send the head of `day` to the holder outside; returns it, or None where there is none or nobody to send it to.

    Raises AnchorFailed, also for a day that is not over: its head still moves, and would stand against the true one.
    """
    if day >= today():
        raise AnchorFailed(f"{day} is not over: its head is handed over once it cannot move any more")
    where = settings.ENV.AUDIT_ANCHOR if where is None else where
    head = head_of_day(day)
    if not where or head is None:
        return None
    if where.startswith(("https://", "http://")):
        _post(where, head)
    elif "@" in where:
        _mail(where.removeprefix("mailto:"), head)
    else:
        _write(Path(where), head)
    return head


def _post(address: str, head: dict[str, Any]) -> None:
    try:
        httpx.post(address, json=head, timeout=SECONDS).raise_for_status()
    except httpx.HTTPError as problem:
        raise AnchorFailed(f"{address} did not take the head of {head['day']}: {problem}") from problem


def _mail(address: str, head: dict[str, Any]) -> None:
    body = (
        "Please keep this message. It proves later that nobody has rewritten what was recorded up to this day.\n\n"
        f"{json.dumps(head, indent=2)}\n"
    )
    send_mail(f"Gongjia: audit head of {head['day']}", body, None, [address])


def _write(folder: Path, head: dict[str, Any]) -> None:
    """One file a day, written once: a head that was handed over is never replaced."""
    path, text = folder / f"audit-head-{head['day']}.json", json.dumps(head, indent=2) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x") as file:
            file.write(text)
    except FileExistsError:
        if path.read_text() != text:
            raise AnchorFailed(f"{path} holds another head for {head['day']}; check the chain with it") from None
    except OSError as problem:
        raise AnchorFailed(
            f"{path} cannot be written ({problem.strerror}); a service of systemd needs ReadWritePaths="
        ) from problem
