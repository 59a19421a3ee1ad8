"""The bytes that are hashed when events are sealed, as docs/reference/audit-chain.md lays down.

The checker (verify.py) does not use this file: it makes the same bytes in its own way, so that an error here shows.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

START = bytes(32)
# What is sealed of an event, in this order. PostgreSQL prints `change`, so that a number keeps every digit; and the
# instant, because making a datetime of it and text again costs a third of the time.
COLUMNS = """id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'), actor_id, on_behalf_of, verb, kind,
    object_id, person_id, union_path, change::text, reason"""


def instant(at: datetime) -> str:
    """An instant that is already in UTC, to the microsecond."""
    return at.isoformat(timespec="microseconds")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False, default=instant).encode


def canonical(values: Sequence[Any]) -> bytes:
    """UTF-8 of a JSON array without white space, of whole numbers, texts, nulls and instants."""
    return _encode(values).encode()


def digests_of(head: bytes, rows: Iterable[Sequence[Any]]) -> list[bytes]:
    """One digest for each event, each over the one before and the event."""
    digests = []
    for row in rows:
        head = sha256(head + canonical(row)).digest()
        digests.append(head)
    return digests


def head_of(last: bytes, *, number: int, at: datetime, count: int, highest: int, total: int) -> bytes:
    """The head that a seal leaves for the next: over its last digest and what it says of itself."""
    return sha256(last + canonical([number, at, count, highest, total])).digest()
