"""Shallow: what the triggers appended is folded, and at night all that is kept is compared with the records."""

from procrastinate.contrib.django import app

from gongjia.foundation.clock import beijing_cron
from gongjia.indicators import keeping


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="indicators.fold", pass_context=False)
def fold(timestamp: int) -> None:
    keeping.fold()


@app.periodic(cron=beijing_cron("20", [2]))
@app.task(queueing_lock="indicators.recount", pass_context=False)
def recount(timestamp: int) -> None:
    """A difference is mended and still fails the job, so that somebody looks for its cause (gauge `failed_jobs`)."""
    keeping.recount()
