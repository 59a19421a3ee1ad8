"""The figures that wake somebody: measured by the worker twice a minute, kept as one row, shown by /metrics."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Min

from gongjia.audit import access as audit
from gongjia.cases.models import Case, Due
from gongjia.foundation.clock import now, today
from gongjia.notices.access import deliveries_due
from gongjia.operations.backup import AHEAD
from gongjia.operations.models import Reading

# Jobs that may begin now and have not: since they were deferred, or since the time they were put off to.
WAITING_JOBS = """
    SELECT extract(epoch FROM now() - min(coalesce(job.scheduled_at, event.at)))
    FROM procrastinate_jobs AS job
    JOIN procrastinate_events AS event ON event.job_id = job.id AND event.type = 'deferred'
    WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= now())
"""
# What the receiver of the write-ahead log has not confirmed yet.
UNRECEIVED = """
    SELECT active, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) FROM pg_replication_slots WHERE slot_name = %s
"""


def measure() -> dict[str, float]:
    """Every gauge by its name in /metrics; one that cannot be known is left out."""
    from gongjia.operations.archive import SLOT
    from gongjia.settings import ENV

    overdue = Due.objects.overdue(today()).aggregate(oldest=Min("due_on"))["oldest"]
    outbox = deliveries_due().aggregate(oldest=Min("not_before"))["oldest"]
    gauges: dict[str, float] = {
        "open_cases": Case.objects.filter(closed_on__isnull=True).count(),
        "oldest_overdue_case_days": (today() - overdue).days if overdue else 0,
        "outbox_age_seconds": _age(outbox),
    }
    with connection.cursor() as cursor:
        cursor.execute(WAITING_JOBS)
        gauges["queue_age_seconds"] = float(cursor.fetchone()[0] or 0)
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
        gauges["failed_jobs"] = cursor.fetchone()[0]
        cursor.execute(UNRECEIVED, [SLOT])
        if slot := cursor.fetchone():
            gauges["wal_receiver_running"] = int(slot[0])
            if slot[1] is not None:  # so it is where the server has given the slot up: nobody knows how much is missing
                gauges["wal_unreceived_bytes"] = float(slot[1])
        elif ENV.BACKUP_FOLDER:
            gauges["wal_receiver_running"] = 0  # it ought to, and the server does not even know of it
    if seal_age := getattr(audit, "seal_age", None):
        gauges["audit_seal_age_seconds"] = _seconds(seal_age())
    return gauges


def take() -> None:
    """Measure and keep."""
    keep("gauges", measure())


def keep(name: str, value: dict[str, Any]) -> None:
    Reading.objects.update_or_create(name=name, defaults={"value": value, "at": now()})


def current() -> dict[str, float]:
    """The gauges as last measured, how old they are, and the age of the last backup."""
    gauges: dict[str, float] = {}
    for reading in Reading.objects.filter(name__in=["gauges", "backup"]).order_by("name"):
        if reading.name == "backup":
            if reading.at <= now() + AHEAD:  # else a clock was ahead, and the age of the last one is not known
                gauges["backup_age_seconds"] = _age(reading.at)
        else:
            gauges.update(reading.value)
            gauges["gauges_age_seconds"] = _age(reading.at)
    return gauges


def _age(since: datetime | None) -> float:
    return max(0.0, (now() - since).total_seconds()) if since else 0.0


def _seconds(age: Any) -> float:
    return float(age.total_seconds() if hasattr(age, "total_seconds") else age or 0)
