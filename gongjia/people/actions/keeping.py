"""What is renewed and forgotten by itself: seals under an old key, traces that have served their time."""

import base64
from collections import Counter
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Count, F, Func, IntegerField, QuerySet, Value

from gongjia.audit.actions import record
from gongjia.foundation.clock import now
from gongjia.people.models import CodeRequest, OneTimeCode, StrangersHour, WrongTry
from gongjia.people.sealing import SealedColumn, newest_version, reseal, sealed_columns

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
COUNTED_FOR = timedelta(days=8)  # the normal hour is that of a week (limits.load)
SECRETS = ("secret", "seed")  # where django-allauth keeps what it seals


@transaction.atomic
def forget_traces() -> None:
    """What strangers did after its hour, network addresses and wrong tries after a day, codes a day after their end,
    requests after eight days, sessions with what they remember once they are over."""
    at = now()
    CodeRequest.objects.filter(at__lt=at - DAY).exclude(address_index=b"").update(address_index=b"")
    CodeRequest.objects.filter(at__lt=at - COUNTED_FOR).delete()
    OneTimeCode.objects.filter(expires_at__lt=at - DAY).delete()
    WrongTry.objects.filter(at__lt=at - DAY).delete()
    StrangersHour.objects.filter(hour__lte=at - HOUR).delete()
    Session.objects.filter(expire_date__lt=at).delete()


@transaction.atomic
def reseal_rows(column: SealedColumn, batch: int = 500) -> int:
    """Put one batch of a column under the newest key. Returns how many rows; 0 when all are done.

    Rows that lie under it already are never looked at again, so a run that was stopped goes on where it was. A row
    that somebody holds is waited for; what they write meanwhile is not overwritten.
    """
    model = apps.get_model(column.table)
    rows = list(_under_older_keys(model, column.column).select_for_update(of=("self",)).order_by("pk")[:batch])
    for row in rows:
        setattr(row, column.column, reseal(column.kind, getattr(row, column.column)) or getattr(row, column.column))
    if rows:
        model._base_manager.bulk_update(rows, [column.column])
        record(None, "people.resealed", rows[-1], change={"rows": len(rows), "column": column.column})
    return len(rows)


@transaction.atomic
def reseal_second_factors(batch: int = 500) -> int:
    """The secrets of a batch of second factors under the newest key. Returns how many were renewed; 0 when all are."""
    older = [pk for pk, version in _factor_versions() if version != newest_version()][:batch]
    for authenticator in Authenticator.objects.select_for_update().filter(pk__in=older).order_by("pk"):
        authenticator.data.update(
            {key: _renewed_text(value) for key, value in authenticator.data.items() if key in SECRETS}
        )
        authenticator.save(update_fields=["data"])
        record(None, "people.second_factor.resealed", authenticator)
    return len(older)


def sealed_versions() -> dict[str, dict[int, int]]:
    """How many values lie under each version of the key, by column: {"people.Person.phone_sealed": {1: 12, 2: 30}}."""
    found: dict[str, dict[int, int]] = {}
    for column in sealed_columns():
        rows = apps.get_model(column.table)._base_manager.filter(**{f"{column.column}__isnull": False})
        counted = rows.annotate(version=_version(column.column)).values_list("version").annotate(Count("pk"))
        found[f"{column.table}.{column.column}"] = dict(counted.order_by("version"))
    found["mfa.Authenticator.data"] = dict(Counter(version for _, version in _factor_versions()))
    return found


def _under_older_keys(model: Any, column: str) -> QuerySet[Any]:
    sealed = model._base_manager.filter(**{f"{column}__isnull": False}).annotate(version=_version(column))
    return sealed.exclude(version=newest_version()).only("pk", column)


def _version(column: str) -> Func:
    return Func(F(column), Value(0), function="get_byte", output_field=IntegerField())


def _factor_versions() -> list[tuple[int, int]]:
    """(number, version of the key) for each secret of a second factor."""
    return [
        (pk, base64.b64decode(data[key])[0])
        for pk, data in Authenticator.objects.order_by("pk").values_list("pk", "data")
        for key in SECRETS
        if key in data
    ]


def _renewed_text(value: str) -> str:
    renewed = reseal("second_factor", base64.b64decode(value))
    return value if renewed is None else base64.b64encode(renewed).decode()
