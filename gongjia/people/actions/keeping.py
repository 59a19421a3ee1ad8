"""What is renewed and forgotten by itself: seals under an old key, traces that have served their time."""

import base64
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction

from gongjia.audit.actions import record
from gongjia.foundation.clock import now
from gongjia.people.models import CodeRequest, OneTimeCode, Person, WrongTry
from gongjia.people.sealing import reseal

DAY = timedelta(days=1)
COUNTED_FOR = timedelta(days=8)  # the normal hour is that of a week (limits.load)
SECRETS = ("secret", "seed")  # where django-allauth keeps what it seals
SEALED = (("id_sealed", "resident_id"), ("phone_sealed", "phone"), ("email_sealed", "email"))


@transaction.atomic
def forget_traces() -> None:
    """Network addresses and wrong tries after a day, codes a day after their end, requests after eight days."""
    at = now()
    CodeRequest.objects.filter(at__lt=at - DAY).exclude(address_index=b"").update(address_index=b"")
    CodeRequest.objects.filter(at__lt=at - COUNTED_FOR).delete()
    OneTimeCode.objects.filter(expires_at__lt=at - DAY).delete()
    WrongTry.objects.filter(at__lt=at - DAY).delete()


@transaction.atomic
def reseal_people(after: int = 0, batch: int = 1000) -> int | None:
    """Put the sealed fields of a batch of people under the newest key.

    Returns the id to go on after; none when everybody is done. An old key may be taken out of SEALING_KEYS then.
    """
    people = list(Person.objects.select_for_update().filter(pk__gt=after).order_by("pk")[:batch])
    changed = [person for person in people if _renew(person)]
    if changed:
        Person.objects.bulk_update(changed, [field for field, _ in SEALED])
        record(None, "people.resealed", changed[-1], change={"people": len(changed)})
    return people[-1].pk if people else None


def _renew(person: Person) -> bool:
    renewed = {field: reseal(kind, value) for field, kind in SEALED if (value := getattr(person, field)) is not None}
    for field, value in renewed.items():
        setattr(person, field, value or getattr(person, field))
    return any(renewed.values())


@transaction.atomic
def reseal_second_factors() -> int:
    """The secrets of all second factors under the newest key. Returns how many were renewed."""
    count = 0
    for authenticator in Authenticator.objects.select_for_update().order_by("pk"):
        data = {key: _renewed_text(value) for key, value in authenticator.data.items() if key in SECRETS}
        if any(value != authenticator.data[key] for key, value in data.items()):
            authenticator.data.update(data)
            authenticator.save(update_fields=["data"])
            record(None, "people.second_factor.resealed", authenticator)
            count += 1
    return count


def _renewed_text(value: str) -> str:
    renewed = reseal("second_factor", base64.b64decode(value))
    return value if renewed is None else base64.b64encode(renewed).decode()
