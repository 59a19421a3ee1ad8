from typing import Any

from django.db.models import QuerySet

from gongjia.foundation.clock import now
from gongjia.notices.models import Delivery, Notice


def notices_of(person: Any) -> QuerySet[Notice]:
    """A person's inbox, newest first; nobody reads another's."""
    return Notice.objects.filter(person=person).order_by("-id")


def unread_of(person: Any) -> int:
    return notices_of(person).filter(read_at__isnull=True).count()


def deliveries_due() -> QuerySet[Delivery]:
    """What the outbox still has to send, oldest first."""
    return Delivery.objects.filter(state=Delivery.State.WAITING, not_before__lte=now()).order_by("not_before", "id")
