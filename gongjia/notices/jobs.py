"""Shallow: find what is due, call one action per row. A row that fails does not hold up the next."""

import logging
import time

from procrastinate.contrib.django import app

from gongjia.notices.access import deliveries_due
from gongjia.notices.actions import deliver

logger = logging.getLogger("gongjia.notices")
BATCH = 500
PATIENCE = 20  # seconds of one turn, and of the message that is under way then: a stop waits for it (operations/up.py)


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="notices.deliver", lock="notices.deliver", pass_context=False)
def deliver_due(timestamp: int) -> None:
    """One turn at a time: a slow provider holds one place of the worker, and the clocks and the seal have the other."""
    end = time.monotonic() + PATIENCE
    for delivery_id in deliveries_due().values_list("pk", flat=True)[:BATCH]:
        if time.monotonic() > end:
            return
        try:
            deliver(delivery_id)
        except Exception:
            logger.exception("delivery %s was left as it is", delivery_id)
