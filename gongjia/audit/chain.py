"""The bytes that are hashed when events are sealed, as docs/reference/audit-chain.md lays down.

The checker (verify.py) does not use this file: it makes the same bytes in its own way, so that an error here shows.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

START = bytes(32)
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False).encode


def canonical(record: Mapping[str, Any]) -> bytes:
    """UTF-8 of JSON with sorted names and no white space; the values are text, whole numbers or null."""
    return _encode(record).encode()


def instant(at: datetime) -> str:
    """An instant that is already in UTC, to the microsecond."""
    return at.isoformat(timespec="microseconds")


def digests_of(head: bytes, records: Iterable[Mapping[str, Any]]) -> list[bytes]:
    """One digest for each record, each over the one before and the record."""
    digests = []
    for record in records:
        head = sha256(head + canonical(record)).digest()
        digests.append(head)
    return digests


def head_of(last: bytes, *, number: int, at: datetime, count: int, highest: int, total: int) -> bytes:
    """The head that a seal leaves for the next: over its last digest and what it says of itself."""
    facts = {"at": instant(at), "count": count, "highest": highest, "number": number, "total": total}
    return sha256(last + canonical(facts)).digest()
