"""Shallow: find what is due, call one action per row. A row that fails does not hold up the next."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from procrastinate.contrib.django import app

from gongjia.cases.access import assignments_left_behind, drafts_untouched_since, dues_to_remind, overdue_dues
from gongjia.cases.actions.assignments import let_go
from gongjia.cases.actions.documents import forget_unnamed_bytes
from gongjia.cases.actions.drafts import discard, warn
from gongjia.cases.actions.erasure import forget_kept_paper, kept_papers_run_out
from gongjia.cases.actions.escalations import REMINDERS, escalate, remind
from gongjia.foundation.clock import beijing_cron, now

logger = logging.getLogger("gongjia.cases")
BATCH = 1000
STRANGERS = timedelta(days=1)  # nobody but one browser can come back to such a draft
ON_ITS_WAY = timedelta(days=1)  # a file so young may belong to a change that is not finished yet
WARNED, REMOVED = timedelta(weeks=7), timedelta(weeks=8)  # of a person's draft, after the last touch


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="cases.escalate")
def escalate_overdue(timestamp: int) -> None:
    """Overdue duties go up by themselves."""
    _each(escalate, overdue_dues().values_list("pk", flat=True)[:BATCH])


@app.periodic(cron=beijing_cron("*/5", range(7, 21)))
@app.task(queueing_lock="cases.remind")
def remind_holders(timestamp: int) -> None:
    """Three days before, one day before, and on the day."""
    _each(remind, dues_to_remind(REMINDERS).values_list("pk", flat=True)[:BATCH])


@app.periodic(cron=beijing_cron("20", [6]))
@app.task(queueing_lock="cases.offices")
def pass_on_what_is_left_behind(timestamp: int) -> None:
    """Matters of officers, mediators and lawyers whose office is over, into other hands before the day begins."""
    _each(let_go, assignments_left_behind().values_list("pk", flat=True)[:BATCH])


@app.periodic(cron=beijing_cron("30", [3]))
@app.task(queueing_lock="cases.drafts")
def remove_old_drafts(timestamp: int) -> None:
    """A stranger's draft after a day; a person's after eight weeks, a week after it was told to them."""
    strangers = drafts_untouched_since(now() - STRANGERS).filter(person__isnull=True)
    told = drafts_untouched_since(now() - REMOVED).filter(warned_at__lt=now() - (REMOVED - WARNED))
    _each(discard, [*strangers[:BATCH], *told[:BATCH]])
    _each(warn, drafts_untouched_since(now() - WARNED).filter(person__isnull=False, warned_at__isnull=True)[:BATCH])


@app.periodic(cron=beijing_cron("40", [3]))
@app.task(queueing_lock="cases.kept_papers")
def forget_kept_papers(timestamp: int) -> None:
    """Sealed papers of closed accounts, once the law no longer wants them."""
    _each(forget_kept_paper, kept_papers_run_out().values_list("pk", flat=True)[:BATCH])


@app.periodic(cron=beijing_cron("50", [3]))
@app.task(queueing_lock="cases.bytes", pass_context=False)
def forget_unnamed(timestamp: int) -> None:
    """Bytes in the store that no paper names."""
    if removed := forget_unnamed_bytes(now() - ON_ITS_WAY):
        logger.info("%d files that no paper names were removed", removed)


def _each(action: Callable[[Any], Any], rows: Iterable[Any]) -> None:
    for row in rows:
        try:
            action(row)
        except Exception:
            logger.exception("%s failed for %s", action.__name__, getattr(row, "pk", row))
