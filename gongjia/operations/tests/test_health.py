"""What the machines ask: alive, ready, and the figures; who may ask; and how soon a dead database is noticed."""

import os
import signal
import statistics
import time
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from gongjia.cases.models import Due
from gongjia.cases.tests.factories import a_case
from gongjia.foundation.clock import now, today
from gongjia.foundation.postgres import Cluster
from gongjia.operations import gauges, health
from gongjia.operations.health import Readiness
from gongjia.operations.models import Reading
from gongjia.programmes.concern.tests.factories import answers
from gongjia.unions.tests.factories import a_tree


@pytest.mark.django_db(transaction=True)
def test_ready_says_so_quickly_and_writes():
    Client().get("/readyz")
    took = []
    for _round in range(7):
        readiness = Readiness()
        readiness.ask()
        took.append(readiness.answer["ms"])
        assert readiness.answer["ready"], readiness.answer
    assert Reading.objects.get(name="readyz").at > now() - timedelta(seconds=30)
    assert statistics.median(took) <= 100
    print(f"readiness took {statistics.median(took)} ms (median of 7)")


@pytest.mark.django_db(transaction=True)
def test_readiness_is_what_the_address_answers(monkeypatch):
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["checks"] == {"disk": "ok", "migrations": "ok", "database": "ok"}
    monkeypatch.setattr(health, "LEAST_FREE", 10**18)
    full = Client().get("/readyz")  # a client of its own has middleware of its own: nothing is kept from before
    assert full.status_code == 503
    assert "needed" in full.json()["checks"]["disk"]


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_has_not_run_is_counted():
    readiness = Readiness()
    readiness.needed |= {("cases", "0999_not_yet")}
    answer = readiness.ask()
    assert not answer["ready"]
    assert answer["checks"]["migrations"] == "1 have not run: run `gongjia migrate`"


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_stands_still_is_said_and_takes_nobody_away():
    gauges.keep("gauges", {"queue_age_seconds": 3600.0})
    answer = Readiness().ask()
    Reading.objects.all().delete()
    assert answer["ready"]
    assert answer["warnings"] == ["the oldest job waits for 3600 s: does the worker run?"]


@pytest.mark.django_db(transaction=True)
def test_a_log_that_nobody_receives_is_said(monkeypatch):
    """Where backups are made at all: the server that has no slot for us keeps nothing, and the loss would be a day."""
    assert "wal_receiver_running" not in gauges.measure()
    monkeypatch.setattr("gongjia.settings.ENV.BACKUP_FOLDER", "/backups")
    gauges.take()
    answer = Readiness().ask()
    Reading.objects.all().delete()
    assert answer["ready"]
    assert answer["warnings"] == ["nothing receives the write-ahead log: does `gongjia archive` run?"]


def test_the_death_of_the_database_is_noticed_within_five_seconds(make_room):
    cluster = Cluster(make_room() / "var", {"fsync": "off"}).start()
    try:
        with psycopg.connect(cluster.owner_url) as server:
            server.execute("CREATE TABLE operations_reading (name text PRIMARY KEY, value jsonb, at timestamptz)")
            server.execute("CREATE TABLE django_migrations (app text, name text)")
            server.cursor().executemany("INSERT INTO django_migrations VALUES (%s, %s)", sorted(Readiness().needed))
        readiness = Readiness(lambda: psycopg.connect(cluster.owner_url, autocommit=True, connect_timeout=2))
        assert readiness.ask()["ready"]
        os.kill(cluster.process.pid, signal.SIGKILL)
        killed = time.monotonic()
        while readiness.ask()["ready"]:
            assert time.monotonic() - killed < 5
            time.sleep(0.05)
        print(f"not ready {time.monotonic() - killed:.2f} s after the kill")
        assert readiness.answer["checks"]["database"].startswith("no answer")
        cluster.process.wait()
        cluster.start()
        back = time.monotonic()
        while not readiness.ask()["ready"]:
            assert time.monotonic() - back < 5
            time.sleep(0.05)
    finally:
        cluster.stop()


def test_living_needs_no_database(monkeypatch):
    # No database mark: a query would fail the test.
    answer = Client(headers={"Host": "whatever.example"}).get("/livez")
    assert (answer.status_code, answer.content) == (200, b"alive\n")


@pytest.mark.parametrize("address", ["/readyz", "/metrics"])
def test_only_observers_read_them_and_never_through_a_proxy(db, address, settings):
    assert Client().get(address).status_code == 200
    assert Client(REMOTE_ADDR="203.0.113.9").get(address).status_code == 404
    assert Client(headers={"X-Forwarded-For": "127.0.0.1"}).get(address).status_code == 404
    assert Client(REMOTE_ADDR="").get(address).status_code == 404
    settings.ENV = settings.ENV.model_copy(update={"OBSERVERS": "203.0.113.0/24, 10.1.2.3/32"})
    assert Client(REMOTE_ADDR="203.0.113.9").get(address).status_code == 200
    assert Client().get(address).status_code == 404


def figures() -> dict[tuple, float]:
    text = Client().get("/metrics").content.decode()
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_the_gauges_say_what_the_records_say(db):
    a_case("concern", a_tree()["county"], intake=answers())
    changed = Due.objects.filter(is_duty=True).update(due_on=today() - timedelta(days=9))
    gauges.take()
    gauges.keep("backup", {"name": "x"})
    Reading.objects.filter(name="backup").update(at=now() - timedelta(hours=2))
    found = figures()
    assert changed
    assert found["gongjia_oldest_overdue_case_days",] == 9
    assert found["gongjia_open_cases",] == 1
    assert (
        0 <= found["gongjia_outbox_age_seconds",] < 60
    )  # by day a message may go at once, by night it waits for the morning
    assert 7200 <= found["gongjia_backup_age_seconds",] < 7300
    assert found["gongjia_gauges_age_seconds",] < 60
    assert "gongjia_audit_seal_age_seconds" in {name for name, *_ in found}
    Reading.objects.filter(name="backup").update(at=now() + timedelta(days=900))  # under a clock that was ahead
    assert "gongjia_backup_age_seconds" not in {name for name, *_ in figures()}


def test_a_job_that_should_have_begun_is_the_age_of_the_queue(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, scheduled_at, attempts, priority) "
            "VALUES ('default', 'a.task', '{}', 'todo', now() - interval '40 minutes', 0, 0)"
        )
    assert 2400 <= gauges.measure()["queue_age_seconds"] < 2500


def test_requests_are_counted_by_route_and_never_by_address(db):
    before = figures().get(
        ("gongjia_http_request_seconds_count", ("method", "GET"), ("route", "none"), ("status", "4xx")), 0
    )
    Client().get("/no-such-page/19900000077/")
    Client().generic("PRO19900000077", "/no-such-page/")
    found = figures()
    assert (
        found["gongjia_http_request_seconds_count", ("method", "GET"), ("route", "none"), ("status", "4xx")]
        == before + 1
    )
    assert "19900000077" not in Client().get("/metrics").content.decode()
