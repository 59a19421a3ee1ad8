"""What killed workers leave behind is taken up again, and what is done is forgotten."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app

from gongjia.foundation.clock import now
from gongjia.operations import jobs

pytestmark = pytest.mark.django_db(transaction=True)
CONTEXT = SimpleNamespace(app=app)


@pytest.fixture(autouse=True)
def _empty_queue(transactional_db):
    """What procrastinate keeps is not emptied between tests."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("DELETE FROM procrastinate_workers")


def a_job(status: str, lock: str = "", worker: int | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, worker_id) "
            "VALUES ('default', 'test', nullif(%s, ''), nullif(%s, ''), %s) RETURNING id",
            [lock, lock, worker],
        )
        [(number,)] = cursor.fetchall()
        cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, number])
    return number


def a_worker(silent_for: timedelta) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", [now() - silent_for]
        )
        return cursor.fetchone()[0]


def standing() -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status::text FROM procrastinate_jobs")
        return dict(cursor.fetchall())


def awaited(work: Callable[..., Any], *words: Any) -> Any:
    """Run what is asynchronous in a thread of its own: in this one a browser's loop may be running."""

    def run() -> Any:
        try:
            return async_to_sync(work)(*words)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()


def next_job() -> int | None:
    job = awaited(app.job_manager.fetch_job, ["default"], a_worker(timedelta()))
    return job and job.id


def test_what_a_killed_worker_was_doing_is_taken_up_again():
    """Until then everything of the same lock waits: nothing is sealed, and a partner hears nothing."""
    dead, alive = a_worker(timedelta(minutes=5)), a_worker(timedelta())
    stuck, going_on = a_job("doing", "audit.seal", dead), a_job("doing", "connections.webhook.1", alive)
    pruned = a_job("doing", "connections.webhook.2")  # the worker's own row is gone already
    waiting = a_job("todo", "audit.seal")
    assert next_job() is None
    awaited(jobs.take_up_stalled.func, CONTEXT, 0)
    assert standing() == {going_on: "doing", pruned: "todo", waiting: "todo"}
    assert {next_job(), next_job()} == {pruned, waiting}
    assert stuck not in standing()


def test_jobs_that_failed_are_there_to_be_looked_at_and_then_forgotten():
    numbers = [a_job("failed"), a_job("failed"), a_job("succeeded"), a_job("todo")]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '29 days' WHERE job_id <> %s", numbers[:1])
    awaited(jobs.forget_jobs.func, CONTEXT, 0)
    assert set(standing()) == {numbers[0], numbers[3]}
