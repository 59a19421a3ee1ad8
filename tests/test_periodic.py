"""At which hour of Beijing each job runs by itself, as procrastinate works it out: it reads a cron line in UTC."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from procrastinate.contrib.django import app

BEIJING = ZoneInfo("Asia/Shanghai")
MIDNIGHT = datetime(2026, 3, 2, tzinfo=BEIJING)
ALL_DAY = set(range(24))
HOURS = {
    "gongjia.audit.jobs.anchor": {0},  # the day's head, once the day is over
    "gongjia.audit.jobs.seal": ALL_DAY,
    "gongjia.cases.jobs.escalate_overdue": ALL_DAY,  # a day is missed at midnight
    "gongjia.cases.jobs.forget_kept_papers": {3},
    "gongjia.cases.jobs.forget_unnamed": {3},
    "gongjia.cases.jobs.pass_on_what_is_left_behind": {6},
    "gongjia.cases.jobs.remind_holders": set(range(7, 21)),  # while somebody reads it
    "gongjia.cases.jobs.remove_old_drafts": {3},
    "gongjia.connections.jobs.forget": ALL_DAY,
    "gongjia.connections.jobs.send_due": ALL_DAY,
    "gongjia.connections.jobs.warn_of_ends": {8},
    "gongjia.indicators.jobs.fold": ALL_DAY,
    "gongjia.indicators.jobs.recount": {2},  # reads everything
    "gongjia.notices.jobs.deliver_due": ALL_DAY,  # the quiet hours are the room's own
    "gongjia.operations.jobs.forget_jobs": {4},
    "gongjia.operations.jobs.take_gauges": ALL_DAY,
    "gongjia.operations.jobs.take_up_stalled": ALL_DAY,
    "gongjia.people.jobs.close_accounts": ALL_DAY,
    "gongjia.people.jobs.forget": ALL_DAY,
    "gongjia.people.jobs.make_copies": ALL_DAY,
    "gongjia.programmes.owed.jobs.remove_old": {3},
}


def hours_of(periodic):
    """The hours of one day in Beijing, asked of croniter in the way in which procrastinate asks it."""
    cron, hours = periodic.croniter, set()
    for hour in range(24):
        begins = MIDNIGHT + timedelta(hours=hour)
        runs = datetime.fromtimestamp(cron.get_next(ret_type=float, start_time=begins.timestamp() - 1), UTC)
        if runs < begins + timedelta(hours=1):
            hours.add(hour)
    return hours


def test_every_job_runs_at_its_hours_of_beijing():
    periodic = app.periodic_registry.periodic_tasks.values()
    assert {one.task.name: hours_of(one) for one in periodic} == HOURS
