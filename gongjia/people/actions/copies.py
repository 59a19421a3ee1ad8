"""导出我的信息: everything that the platform holds about a person, gathered by a job, sealed until it is fetched."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import translation

from gongjia.audit.access import done_for, looks_at
from gongjia.audit.actions import record
from gongjia.foundation.clock import now
from gongjia.people import doings
from gongjia.people.access import latest_copy
from gongjia.people.holdings import Holding, all_holdings
from gongjia.people.models import Account, Copy, Person
from gongjia.people.sealing import seal, unseal

LIVES = timedelta(days=7)  # after it is ready
KIND = "copy"  # of the seal


@transaction.atomic
def ask_for_copy(person: Person) -> Copy:
    """Begin a copy; the job makes it. One that is being made already is given back: a second press changes nothing."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    standing = latest_copy(person)
    if standing is not None and standing.ready_at is None:
        return standing
    copy = Copy.objects.create(person=person, asked_at=now())
    record(getattr(person, "account", None), "people.copy.asked", copy, person=person)
    return copy


@transaction.atomic
def make_copy(copy_id: int) -> Copy | None:
    """Gather what every room declared (people.holdings) and seal it. Earlier copies of the person lose their content."""
    copy = Copy.objects.select_for_update(skip_locked=True).filter(pk=copy_id, ready_at__isnull=True).first()
    if copy is None:
        return None
    account = Account.objects.filter(person=copy.person).first()
    with translation.override(account.language if account else None):
        text = json.dumps(_gather(copy.person), ensure_ascii=False, indent=1, default=_plain)
    Copy.objects.filter(person=copy.person).exclude(pk=copy.pk).update(content_sealed=None)
    copy.content_sealed, copy.ready_at = seal(KIND, text), now()
    copy.save(update_fields=["content_sealed", "ready_at"])
    record(None, "people.copy.made", copy, person=copy.person)
    return copy


@transaction.atomic
def fetch_copy(copy: Copy, by: Account) -> dict[str, Any]:
    """What the copy holds; that it was fetched is recorded. The caller took it through access.ready_copy."""
    content = json.loads(unseal(KIND, copy.content_sealed))
    copy.fetched_at = now()
    copy.save(update_fields=["fetched_at"])
    record(by, "people.copy.fetched", copy, person=copy.person)
    return content


@transaction.atomic
def forget_copies() -> int:
    """Empty the copies that have run out. Returns how many."""
    old = Copy.objects.select_for_update().filter(content_sealed__isnull=False, ready_at__lt=now() - LIVES)
    count = 0
    for copy in old:
        copy.content_sealed = None
        copy.save(update_fields=["content_sealed"])
        record(None, "people.copy.forgotten", copy, person=copy.person)
        count += 1
    return count


def _gather(person: Person) -> dict[str, Any]:
    """Sections in the order of the rooms, each with a title, the table's name and its rows."""
    sections = [
        {"title": str(holding.title), "table": holding.table, "rows": list(_rows(holding, person))}
        for holding in all_holdings()
        if holding.shown
    ]
    logs = (("looks", translation.gettext("Who looked at my information"), looks_at(person.pk)),
            ("counter", translation.gettext("Done for me"), done_for(person.pk)))  # fmt: skip
    sections += [{"title": title, "table": f"audit.{key}", "rows": _said(events)} for key, title, events in logs]
    return {"person": person.pk, "made_at": now().isoformat(), "sections": sections}


def _rows(holding: Holding, person: Person) -> Iterator[dict[str, Any]]:
    columns = [*holding.shown, *holding.opened]
    model = apps.get_model(holding.table)
    found = model._base_manager.filter(**{holding.whose: person.pk}).order_by("pk").distinct()
    for row in found.values(*columns):
        for column, kind in holding.opened.items():
            sealed = row.pop(column)
            row[column.removesuffix("_sealed")] = unseal(kind, sealed) if sealed is not None else None
        yield row


def _said(events: Any) -> list[dict[str, Any]]:
    return [
        {"when": one.when.isoformat(), "who": one.who, "title": str(one.title), "text": one.text}
        for one in doings.lines(events)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a person's copy")
