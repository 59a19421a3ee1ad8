"""Shallow: find what is due, call one action per row. A row that fails does not hold up the next."""

import logging

from procrastinate.contrib.django import app

from gongjia.notices.access import deliveries_due
from gongjia.notices.actions import deliver

logger = logging.getLogger("gongjia.notices")
BATCH = 500


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="notices.deliver", pass_context=False)
def deliver_due(timestamp: int) -> None:
    for delivery_id in deliveries_due().values_list("pk", flat=True)[:BATCH]:
        try:
            deliver(delivery_id)
        except Exception:
            logger.exception("delivery %s was left as it is", delivery_id)
