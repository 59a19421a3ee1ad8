"""Shallow: find what is due, call one action per row. A row that fails does not hold up the next."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from procrastinate.contrib.django import app

from gongjia.people import actions
from gongjia.people.access import closings_due, copies_asked

logger = logging.getLogger("gongjia.people")
BATCH = 200


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="people.forget", pass_context=False)
def forget(timestamp: int) -> None:
    """Once an hour, what has served its time is forgotten."""
    actions.forget_traces()
    actions.forget_copies()


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="people.copies", pass_context=False)
def make_copies(timestamp: int) -> None:
    """Copies that people asked for, within seconds; promised within five minutes."""
    _each(actions.make_copy, copies_asked().values_list("pk", flat=True)[:BATCH])


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="people.closings", pass_context=False)
def close_accounts(timestamp: int) -> None:
    """Accounts whose waiting days are over."""
    _each(actions.close_account, closings_due().values_list("pk", flat=True)[:BATCH])


def _each(action: Callable[[Any], Any], rows: Iterable[Any]) -> None:
    for row in rows:
        try:
            action(row)
        except Exception:
            logger.exception("%s failed for %s", action.__name__, row)
