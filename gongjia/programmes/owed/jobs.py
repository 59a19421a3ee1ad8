"""Shallow: find what is old, call one action per row."""

import logging
from datetime import timedelta

from procrastinate.contrib.django import app

from gongjia.foundation.clock import beijing_cron, now
from gongjia.programmes.owed.access import untouched_since
from gongjia.programmes.owed.actions import discard

logger = logging.getLogger("gongjia.owed")
BATCH = 1000
STRANGERS = timedelta(days=30)  # the page says so beside the link
PERSONS = timedelta(days=731)  # longer than any period of limitation


@app.periodic(cron=beijing_cron("40", [3]))
@app.task(queueing_lock="owed.remove_old")
def remove_old(timestamp: int) -> None:
    """A stranger's calculation after thirty days, a person's after two years, where no case rests on it."""
    strangers = untouched_since(now() - STRANGERS).filter(person__isnull=True)
    for calculation in [*strangers[:BATCH], *untouched_since(now() - PERSONS)[:BATCH]]:
        try:
            discard(calculation)
        except Exception:
            logger.exception("discard failed for calculation %s", calculation.pk)
