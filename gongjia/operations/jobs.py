"""Shallow: find what is due, call an action."""

from procrastinate.contrib.django import app

from gongjia.operations import gauges


@app.periodic(cron="* * * * * */30")
@app.task(queueing_lock="operations.gauges", pass_context=False)
def take_gauges(timestamp: int) -> None:
    gauges.take()
