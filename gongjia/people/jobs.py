"""Shallow: once an hour, what has served its time is forgotten."""

from procrastinate.contrib.django import app

from gongjia.people import actions


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="people.forget", pass_context=False)
def forget(timestamp: int) -> None:
    actions.forget_traces()
