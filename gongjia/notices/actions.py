from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from gongjia.audit.actions import record
from gongjia.foundation.clock import now
from gongjia.foundation.walls import as_platform
from gongjia.notices import senders
from gongjia.notices.access import notices_of
from gongjia.notices.models import Delivery, Notice

QUIET_FROM, QUIET_UNTIL = time(21, 30), time(7, 30)  # nobody's phone rings at night for an office matter
WAITS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))  # between tries


@as_platform("a message is for somebody else")
def tell(people: Iterable[Any], kind: str, about: models.Model | None = None, link: str = "", **facts: Any) -> None:
    """Tell people something: into their inbox at once, onto their phone by the outbox.

    Part of the caller's transaction: what is rolled back was never said, what is committed will be. `kind` names the
    templates notices/<kind>.txt (first line the title, the rest the text); `facts` are JSON values for them and hold
    no sealed value.
    """
    due = after_quiet_hours(now())
    for person in {person.pk: person for person in people if person is not None}.values():
        notice = Notice.objects.create(
            person=person,
            kind=kind,
            facts=facts,
            link=link,
            about_kind=about._meta.label_lower if about is not None else "",
            about_id=str(about.pk) if about is not None else "",
        )
        if person.phone_index is not None:
            Delivery.objects.create(notice=notice, channel=Delivery.Channel.SMS, not_before=due)
        if person.email_sealed is not None:
            Delivery.objects.create(notice=notice, channel=Delivery.Channel.EMAIL, not_before=now())  # wakes nobody


@transaction.atomic
def mark_read(reader: Any, notice_id: int) -> Notice:
    """The reader opened one of their notices; raises Notice.DoesNotExist for anybody else's."""
    notice = notices_of(reader.person).select_for_update().get(pk=notice_id)
    if notice.read_at is None:
        notice.read_at = now()
        notice.save(update_fields=["read_at"])
        record(reader, "notices.read", notice, person=reader.person)
    return notice


@transaction.atomic
def deliver(delivery_id: int) -> Delivery | None:
    """Send one waiting delivery. Its row is locked meanwhile, so that two workers never send it twice.

    A refusal by the provider is written down and tried again after growing waits; after the last try it is given up,
    and the notice stays in the inbox.
    """
    delivery = (
        Delivery.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("notice__person__account")
        .filter(pk=delivery_id, state=Delivery.State.WAITING, not_before__lte=now())
        .first()
    )
    if delivery is None:
        return None
    delivery.tries += 1
    try:
        senders.send(delivery)
    except senders.NotSent as problem:
        delivery.error = str(problem)[:200]
        if delivery.tries > len(WAITS):
            delivery.state = Delivery.State.FAILED
        else:
            delivery.not_before = now() + WAITS[delivery.tries - 1]
    else:
        delivery.state, delivery.sent_at, delivery.error = Delivery.State.SENT, now(), ""
    delivery.save()
    record(None, f"notices.{delivery.state}", delivery, person=delivery.notice.person)
    return delivery


def after_quiet_hours(moment: datetime) -> datetime:
    """`moment`, or the end of the quiet hours it falls into."""
    local = timezone.localtime(moment, ZoneInfo(settings.TIME_ZONE))
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return moment
    morning = local.replace(hour=QUIET_UNTIL.hour, minute=QUIET_UNTIL.minute, second=0, microsecond=0)
    return morning if local.time() < QUIET_UNTIL else morning + timedelta(days=1)
