from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction

from gongjia.audit import chain
from gongjia.audit.access import latest_seal, unsealed
from gongjia.audit.models import Event, Seal
from gongjia.foundation import clock
from gongjia.foundation.walls import as_platform

BATCH = 10_000  # events in one seal


@as_platform("what was done is written down whoever did it, and read by others")
def record(
    actor: Any,
    verb: str,
    obj: models.Model,
    *,
    change: dict[str, Any] | None = None,
    union: Any = None,
    on_behalf_of: Any = None,
    person: Any = None,
    reason: str = "",
) -> Event:
    """Write down that `actor` (an account; None is the platform itself) did `verb` to `obj`.

    Called inside the action's own transaction, so that nothing happens unrecorded and nothing is recorded that did
    not happen. `change` holds JSON values and never a sealed or personal value in clear; `person` is whose
    information was touched; `union` has a `path`.
    """
    return Event.objects.create(
        actor_id=getattr(actor, "pk", None),
        on_behalf_of=getattr(on_behalf_of, "pk", None),
        verb=verb,
        kind=obj._meta.label_lower,
        object_id=str(obj.pk),
        person_id=getattr(person, "pk", None),
        union_path=getattr(union, "path", ""),
        change=change or {},
        reason=reason,
    )


@transaction.atomic
def seal() -> int:
    """Seal every event that no seal holds yet; returns how many there were.

    Takes no lock, so that whoever records an event never waits for it. Of two that run at once, the second fails on
    the number of its seal, and the next run takes up what is left.
    """
    at, newest, count = clock.now().astimezone(UTC), latest_seal(), 0
    with unsealed(chain.COLUMNS, order="ORDER BY id", chunked=True) as cursor:
        while rows := cursor.fetchmany(BATCH):
            newest = _add_seal(newest, at, rows)
            count += len(rows)
    return count


def _add_seal(newest: Seal | None, at: datetime, rows: Sequence[tuple[Any, ...]]) -> Seal:
    number, highest, total, previous = 1, 0, 0, chain.START
    if newest is not None:
        number, highest, total, previous = newest.number + 1, newest.highest, newest.total, bytes(newest.head)
    digests, events = chain.digests_of(previous, rows), [row[0] for row in rows]
    highest, total = max(highest, events[-1]), total + len(events)
    head = chain.head_of(digests[-1], number=number, at=at, count=len(events), highest=highest, total=total)
    return Seal.objects.create(
        number=number, at=at, events=events, digests=b"".join(digests), highest=highest, total=total,
        previous=previous, head=head,
    )  # fmt: skip
