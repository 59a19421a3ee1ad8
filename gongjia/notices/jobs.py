"""Shallow: find what is due, call one action per row."""

from procrastinate.contrib.django import app

from gongjia.notices.access import deliveries_due
from gongjia.notices.actions import deliver

BATCH = 500


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="notices.deliver", pass_context=False)
def deliver_due(timestamp: int) -> None:
    for delivery_id in deliveries_due().values_list("pk", flat=True)[:BATCH]:
        deliver(delivery_id)
