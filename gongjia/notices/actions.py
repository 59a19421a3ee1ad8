import logging
from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from gongjia.audit.actions import record
from gongjia.foundation.clock import now
from gongjia.foundation.walls import as_platform
from gongjia.notices import senders
from gongjia.notices.access import deliveries_due, notices_of
from gongjia.notices.models import Delivery, Notice

logger = logging.getLogger("gongjia.notices")
QUIET_FROM, QUIET_UNTIL = time(21, 30), time(7, 30)  # nobody's phone rings at night for an office matter
WAITS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))  # between tries


@as_platform("a message is for somebody else")
def tell(
    people: Iterable[Any],
    kind: str,
    about: models.Model | None = None,
    link: str = "",
    *,
    rings_again: timedelta | None = None,
    **facts: Any,
) -> None:
    """Tell people something: into their inbox at once, onto their phone by the outbox.

    Part of the caller's transaction: what is rolled back was never said, what is committed will be. `kind` names the
    templates notices/<kind>.txt (first line the title, the rest the text); `facts` are JSON values for them and hold
    no sealed value. `rings_again`: of what others may cause as often as they like, the telephone rings for the first
    of a kind, and for no further one within this time; those stand in the inbox.
    """
    for person in {person.pk: person for person in people if person is not None}.values():
        notice = Notice.objects.create(
            person=person,
            kind=kind,
            facts=facts,
            link=link,
            about_kind=about._meta.label_lower if about is not None else "",
            about_id=str(about.pk) if about is not None else "",
        )
        if person.phone_index is not None and not (rings_again and _rang(person, kind, rings_again)):
            _send_later(notice, Delivery.Channel.SMS)
        if person.email_sealed is not None:
            _send_later(notice, Delivery.Channel.EMAIL)


def _send_later(notice: Notice, channel: str) -> None:
    Delivery.objects.create(notice=notice, channel=channel, not_before=may_go_out(channel, now()))


def _rang(person: Any, kind: str, within: timedelta) -> bool:
    """Whether a short message of this kind was sent to the person lately, or waits for the morning."""
    messages = Delivery.objects.filter(channel=Delivery.Channel.SMS, notice__person=person, notice__kind=kind)
    return messages.filter(Q(state=Delivery.State.WAITING) | Q(notice__created_at__gt=now() - within)).exists()


@transaction.atomic
def blot_out(readers: models.QuerySet[Any], about: models.QuerySet[Any], scrub: Callable[[Any], Any]) -> None:
    """Take somebody who is erased out of what others were told about certain rows. `readers`: ids of those others."""
    numbers = [str(number) for number in about.values_list("pk", flat=True)]
    told = Notice.objects.filter(person__in=readers, about_kind=about.model._meta.label_lower, about_id__in=numbers)
    for notice in told.order_by("pk"):
        facts = scrub(notice.facts)
        if facts != notice.facts:
            notice.facts = facts
            notice.save(update_fields=["facts"])


@transaction.atomic
def mark_read(reader: Any, notice_id: int) -> Notice:
    """The reader opened one of their notices; raises Notice.DoesNotExist for anybody else's."""
    notice = notices_of(reader.person).select_for_update().get(pk=notice_id)
    if notice.read_at is None:
        notice.read_at = now()
        notice.save(update_fields=["read_at"])
        record(reader, "notices.read", notice, person=reader.person)
    return notice


def deliver(delivery_id: int) -> Delivery | None:
    """Send one delivery that is due. None where another worker has it, or a telephone would ring at night.

    It is claimed first, by moving its next try ahead: whatever goes wrong then (the words cannot be made, the provider
    refuses or answers nonsense, the worker dies) is one try less, and holds up nobody behind it. After the last try it
    is given up, and the notice stays in the inbox.
    """
    delivery = _claim(delivery_id)
    if delivery is None:
        return None
    try:
        senders.send(delivery)
    except senders.NotSent as refusal:
        return _settle(delivery, str(refusal))
    except Exception as fault:
        logger.exception("delivery %s failed", delivery.pk)
        return _settle(delivery, type(fault).__name__)
    return _settle(delivery, "")


@transaction.atomic
def _claim(delivery_id: int) -> Delivery | None:
    due = deliveries_due().select_for_update(of=("self",), skip_locked=True)
    delivery = due.select_related("notice__person__account").filter(pk=delivery_id).first()
    if delivery is None:
        return None
    moment = now()
    if may_go_out(delivery.channel, moment) > moment:  # what a worker that stood still comes back to at night
        delivery.not_before = may_go_out(delivery.channel, moment)
        delivery.save(update_fields=["not_before"])
        return None
    delivery.tries += 1
    delivery.not_before = may_go_out(delivery.channel, moment + WAITS[min(delivery.tries, len(WAITS)) - 1])
    delivery.save(update_fields=["tries", "not_before"])
    return delivery


@transaction.atomic
def _settle(delivery: Delivery, error: str) -> Delivery:
    delivery.error = error[:200]
    if not error:
        delivery.state, delivery.sent_at = Delivery.State.SENT, now()
    elif delivery.tries > len(WAITS):
        delivery.state = Delivery.State.FAILED
    delivery.save(update_fields=["error", "state", "sent_at"])
    record(None, f"notices.{delivery.state}", delivery, person=delivery.notice.person)
    return delivery


def may_go_out(channel: str, moment: datetime) -> datetime:
    """When a message on this channel may go out, not before `moment`: telephones are quiet at night, e-mail wakes nobody."""
    return after_quiet_hours(moment) if channel == Delivery.Channel.SMS else moment


def after_quiet_hours(moment: datetime) -> datetime:
    """`moment`, or the end of the quiet hours it falls into."""
    local = timezone.localtime(moment, ZoneInfo(settings.TIME_ZONE))
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return moment
    morning = local.replace(hour=QUIET_UNTIL.hour, minute=QUIET_UNTIL.minute, second=0, microsecond=0)
    return morning if local.time() < QUIET_UNTIL else morning + timedelta(days=1)
