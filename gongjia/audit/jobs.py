"""Shallow: every minute what happened is sealed; after midnight the day's head goes to whoever keeps it outside."""

from datetime import timedelta

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gongjia.audit import actions, anchors
from gongjia.foundation.clock import beijing_cron, today

AGAIN = RetryStrategy(max_attempts=30, wait=900)  # a mail server may be down for a morning


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="audit.seal", lock="audit.seal", pass_context=False)
def seal(timestamp: int) -> None:
    actions.seal()


@app.periodic(cron=beijing_cron("9", [0]))
@app.task(queueing_lock="audit.anchor", pass_context=False, retry=AGAIN)
def anchor(timestamp: int) -> None:
    anchors.hand_over(today() - timedelta(days=1))
