from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet

from gongjia.audit.models import Event, Seal
from gongjia.foundation import clock

# How long a transaction that has written an event may stay open. One that stays longer is left unsealed, and the
# checker says so; without a limit every run would have to compare all events with all seals.
SETTLED = timedelta(hours=1)


def events_about(obj: Model) -> QuerySet[Event]:
    """Everything recorded of one object, oldest first. The caller has already fetched the object through its door."""
    return Event.objects.filter(kind=obj._meta.label_lower, object_id=str(obj.pk)).order_by("id")


def looks_at(person_id: int) -> QuerySet[Event]:
    """Who looked at a person's information, newest first; the person reads this as 谁看过我的信息."""
    return Event.objects.filter(person_id=person_id, verb__endswith=".looked").order_by("-id")


def done_for(person_id: int) -> QuerySet[Event]:
    """What officers did on a person's behalf at the counter, newest first."""
    return Event.objects.filter(on_behalf_of=person_id).order_by("-id")


def latest_seal() -> Seal | None:
    """The newest link of the chain, without its long columns."""
    return Seal.objects.defer("events", "digests").order_by("-number").first()


def head_of_day(day: date) -> dict[str, Any] | None:
    """The head of the chain at the end of a day (of Beijing time), as it is printed and anchored; None before any seal."""
    seal = Seal.objects.defer("events", "digests").filter(at__date__lte=day).order_by("-number").first()
    if seal is None:
        return None
    head = bytes(seal.head).hex()
    return {"day": f"{day}", "seal": seal.number, "events": seal.total, "head": head, "at": seal.at.isoformat()}


def seal_age() -> timedelta:
    """Age of the oldest event that no seal holds yet; zero where there is none. The sealer runs every minute."""
    with unsealed("min(at)") as cursor:
        (oldest,) = cursor.fetchone()
    return max(clock.now() - oldest, timedelta()) if oldest else timedelta()


@contextmanager
def unsealed(columns: str, *, order: str = "", chunked: bool = False) -> Iterator[Any]:
    """A cursor over `columns` of the events in no seal. `chunked` leaves the rows on the server until they are fetched.

    A number is given out before its row is committed, so a lower one may appear after a higher one was sealed. What
    was sealed is therefore looked up by number, over all seals made within SETTLED of the newest.
    """
    settled = _settled()
    floor, number = (settled.highest, settled.number) if settled else (-(2**63), 0)
    query = f"""
        SELECT {columns} FROM audit_event WHERE id > %s AND NOT EXISTS (
            SELECT FROM (SELECT unnest(events) AS id FROM audit_seal WHERE number > %s) AS sealed
            WHERE sealed.id = audit_event.id
        ) {order}"""  # noqa: S608 - columns and order are words of ours
    with connection.chunked_cursor() if chunked else connection.cursor() as cursor:
        cursor.execute(query, [floor, number])
        yield cursor


def _settled() -> Seal | None:
    """The newest seal after which no event of a lower number can appear any more.

    Counted back from the newest seal, not from now: after days without a worker nothing is overlooked.
    """
    newest = latest_seal()
    if newest is None:
        return None
    older = Seal.objects.defer("events", "digests").filter(at__lt=newest.at - SETTLED)
    return older.order_by("-number").first()
