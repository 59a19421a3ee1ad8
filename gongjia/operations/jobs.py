"""Shallow: find what is due, call an action."""

from procrastinate import JobContext, exceptions
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from gongjia.foundation.clock import beijing_cron
from gongjia.operations import gauges

LOOKED_AT = 28 * 24  # hours in which somebody looks at a job that failed; what succeeded goes at once (serving.py)


@app.periodic(cron="* * * * * */30")
@app.task(queueing_lock="operations.gauges", pass_context=False)
def take_gauges(timestamp: int) -> None:
    gauges.take()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="operations.stalled", pass_context=True)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """What a killed worker was doing is still marked so, and nothing of the same lock would ever begin. Here is no lock."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        try:
            await jobs.retry_job(job)
        except exceptions.UniqueViolation:  # the same waits already
            await jobs.finish_job(job, Status.ABORTED, delete_job=True)


@app.periodic(cron=beijing_cron("15", [4]))
@app.task(queueing_lock="operations.forget_jobs", pass_context=True)
async def forget_jobs(context: JobContext, timestamp: int) -> None:
    await context.app.job_manager.delete_old_jobs(
        LOOKED_AT, include_failed=True, include_cancelled=True, include_aborted=True
    )
