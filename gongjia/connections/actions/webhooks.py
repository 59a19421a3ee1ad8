"""Webhooks: added and stopped on a page, announced to by cases in their own transaction, delivered by a job."""

import json
import secrets
import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.connections import sending
from gongjia.connections.access import messages_to_forget, webhook_made_with, webhooks_told
from gongjia.connections.kinds import EVENTS, MOST_WEBHOOKS, PING, WAITS
from gongjia.connections.models import Message, Webhook
from gongjia.foundation.clock import now, today
from gongjia.foundation.refusals import Refused
from gongjia.foundation.walls import as_platform
from gongjia.notices.actions import tell
from gongjia.people.models import Account
from gongjia.people.sealing import seal, unseal
from gongjia.unions.access import may
from gongjia.unions.kinds import ADMINISTER, READ_CASES
from gongjia.unions.models import Union


@transaction.atomic
def add_webhook(
    by: Account, union: Union, name: str, url: str, events: list[str], once: uuid.UUID | None = None
) -> tuple[Webhook, str]:
    """A new webhook and the secret its messages are signed with, which is shown once.

    Raises Refused for an address that is not open to the world, PermissionDenied for whoever does not administer the
    union or may not read its matters.
    """
    Union.objects.select_for_update(of=("self",)).get(pk=union.pk)
    if (earlier := webhook_made_with(once)) is not None:
        return earlier, ""
    if not (may(by.person, ADMINISTER, union) and may(by.person, READ_CASES, union)):
        raise PermissionDenied
    if not events or set(events) - set(EVENTS):
        raise Refused(_("Choose at least one thing to be told of."))
    if union.webhooks.filter(stopped_at__isnull=True).count() >= MOST_WEBHOOKS:
        raise Refused(_("There are %(count)d webhooks already. Stop one first.") % {"count": MOST_WEBHOOKS})
    sending.check_address(url)
    secret = f"whsec_{secrets.token_urlsafe(32)}"
    webhook = Webhook.objects.create(
        union=union, person=by.person, name=name.strip(), url=url, events=sorted(set(events)),
        secret_sealed=seal("webhook", secret), created_at=now(), once=once,
    )  # fmt: skip
    record(by, "connections.webhook.added", webhook, union=union, change={"url": url, "events": webhook.events})
    return webhook, secret


@transaction.atomic
def stop_webhook(by: Account, webhook: Webhook) -> Webhook:
    """Nothing is sent there any more; what waits is not sent either. Twice is once."""
    webhook = Webhook.objects.select_for_update(of=("self",)).select_related("union").get(pk=webhook.pk)
    if not may(by.person, ADMINISTER, webhook.union):
        raise PermissionDenied
    if webhook.stopped_at is None:
        webhook.stopped_at = now()
        webhook.save(update_fields=["stopped_at"])
        record(by, "connections.webhook.stopped", webhook, union=webhook.union)
    return webhook


@transaction.atomic
def try_webhook(by: Account, webhook: Webhook) -> Message:
    """Send a trial message, so that a partner sees its machine answer before anything happens."""
    if not may(by.person, ADMINISTER, webhook.union) or webhook.stopped_at is not None:
        raise PermissionDenied
    message = _write(webhook, PING, {})
    record(by, "connections.webhook.tried", webhook, union=webhook.union)
    return message


@transaction.atomic
def send_again(by: Account, message: Message) -> Message:
    """Put a message that was given up back into the outbox, with all its tries before it."""
    message = Message.objects.select_for_update(of=("self",)).select_related("webhook__union").get(pk=message.pk)
    if not may(by.person, ADMINISTER, message.webhook.union):
        raise PermissionDenied
    if message.state == Message.State.FAILED:
        message.state, message.tries, message.not_before = Message.State.WAITING, 0, now()
        message.save(update_fields=["state", "tries", "not_before"])
        record(by, "connections.message.again", message, union=message.webhook.union)
    return message


@as_platform("what happens is announced to partners that the doer does not know")
def announce(event: str, union: Union, kind: str, number: int, *, left: Union | None = None, **facts: Any) -> None:
    """Write to the outbox, within the caller's transaction, what happened to a matter of a union.

    What is rolled back was never announced; what is committed will be. `facts` are keys, numbers and addresses only:
    nothing that names a person leaves this way. The receiver asks the API, which asks what it may read. Partners of the
    union that the matter `left` are told once more: for them it is the last they hear of it.
    """
    told = [*webhooks_told(event, union), *(webhooks_told(event, left) if left is not None else ())]
    for webhook in dict.fromkeys(told):
        base = settings.ENV.PUBLIC_URL.rstrip("/")
        links = {"api": f"{base}/api/v1/cases/{number}", "page": f"{base}/cases/{number}/"}
        _write(webhook, event, {"case": {"id": number, "kind": kind, "union": union.pk, **facts}, "links": links})


def _write(webhook: Webhook, event: str, data: dict[str, Any]) -> Message:
    message = Message(webhook=webhook, event=event, created_at=now(), not_before=now())
    body = {"id": str(message.pk), "event": event, "at": message.created_at.isoformat(), "data": data}
    message.body = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    message.save(force_insert=True)
    return message


def deliver(message_id: uuid.UUID) -> Message | None:
    """Send one message that is due. None where another worker has it or it is not due any more.

    It is claimed first, by moving its next try ahead, and no transaction stays open while the other side thinks. A
    worker that dies in between leaves it to that next try: sent twice perhaps, counted once by its id.
    """
    message = _claim(message_id)
    if message is None:
        return None
    outcome = sending.send(message.webhook.url, unseal("webhook", message.webhook.secret_sealed), message)
    return _settle(message, outcome)


@transaction.atomic
def _claim(message_id: uuid.UUID) -> Message | None:
    due = Message.objects.due().select_for_update(of=("self",), skip_locked=True)
    message = due.select_related("webhook__union", "webhook__person").filter(pk=message_id).first()
    if message is None:
        return None
    message.tries += 1
    message.not_before = now() + WAITS[min(message.tries, len(WAITS)) - 1]
    message.save(update_fields=["tries", "not_before"])
    return message


@transaction.atomic
def _settle(message: Message, outcome: sending.Outcome) -> Message:
    message.answer = outcome.words[:200]
    if outcome.is_taken:
        message.state, message.sent_at = Message.State.SENT, now()
    elif message.tries > len(WAITS):
        message.state = Message.State.FAILED
        _tell_of_failure(message)
    message.save(update_fields=["answer", "state", "sent_at"])
    record(None, f"connections.message.{message.state}", message, union=message.webhook.union,
           change={"tries": message.tries})  # fmt: skip
    return message


def _tell_of_failure(message: Message) -> None:
    """Its maker hears of it, once a day at most: a partner that is down loses many messages at once."""
    told = Webhook.objects.filter(pk=message.webhook_id).exclude(given_up_on=today()).update(given_up_on=today())
    if told:
        tell([message.webhook.person], "connections.webhook_failed", about=message.webhook, name=message.webhook.name,
             link=f"/connections/webhooks/{message.webhook_id}/", tries=message.tries)  # fmt: skip


def forget_messages() -> int:
    removed, _of = messages_to_forget().delete()
    return removed
