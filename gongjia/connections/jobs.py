"""Shallow: find what is due, call one action per row."""

import logging
import time
from uuid import UUID

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

from gongjia.connections.access import messages_due, tokens_to_warn_of
from gongjia.connections.actions.calls import forget_calls
from gongjia.connections.actions.tokens import warn
from gongjia.connections.actions.webhooks import deliver, forget_messages
from gongjia.connections.models import Message
from gongjia.foundation.clock import beijing_cron

logger = logging.getLogger("gongjia.connections")
PATIENCE = 30  # seconds of one worker for one partner; the rest waits for the next turn


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="connections.send", pass_context=False)
def send_due(timestamp: int) -> None:
    """A job of its own for each partner with something due, so that a slow one holds up nobody else. Their queue has a
    worker of its own (`gongjia partners`), so that many slow ones do not hold up the clocks and the notices either."""
    waiting = messages_due().order_by().values_list("webhook_id", flat=True).distinct()
    for webhook_id in sorted(waiting[:200]):
        try:
            name = f"connections.webhook.{webhook_id}"
            with transaction.atomic():  # one that waits already is refused by the database
                send_to.configure(queueing_lock=name, lock=name).defer(webhook_id=webhook_id)
        except exceptions.AlreadyEnqueued:
            continue


@app.task(queue="partners", pass_context=False)
def send_to(webhook_id: int) -> None:
    """What is due for one partner, oldest first; after a failure the rest waits for the next turn."""
    end = time.monotonic() + PATIENCE
    due: list[UUID] = list(messages_due().filter(webhook=webhook_id).values_list("pk", flat=True)[:100])
    for message_id in due:
        message = deliver(message_id)
        if time.monotonic() > end or (message is not None and message.state != Message.State.SENT):
            return


@app.periodic(cron=beijing_cron("10", [8]))
@app.task(queueing_lock="connections.warn", pass_context=False)
def warn_of_ends(timestamp: int) -> None:
    for token_id in tokens_to_warn_of().values_list("pk", flat=True)[:1000]:
        warn(token_id)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="connections.forget", pass_context=False)
def forget(timestamp: int) -> None:
    forgotten = forget_calls() | {"messages": forget_messages()}
    logger.debug("forgotten: %s", forgotten)
