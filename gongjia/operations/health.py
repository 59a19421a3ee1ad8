"""/livez and /readyz: does this process live, and may people be sent to it?"""

import shutil
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import psycopg
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from gongjia.settings import DATA

MEGABYTE = 1024**2
LEAST_FREE = 500 * MEGABYTE
PATIENCE = 2  # seconds for the database to answer
QUEUE_LIMIT = 15 * 60  # seconds
KEPT = 1.0  # seconds an answer is good for: whoever asks often costs no more connections

TRIAL_WRITE = """
    INSERT INTO operations_reading (name, value, at) VALUES ('readyz', '{}', clock_timestamp())
    ON CONFLICT (name) DO UPDATE SET at = excluded.at RETURNING at
"""
MEASURED = """
    SELECT value ->> 'queue_age_seconds', value ->> 'wal_receiver_running' FROM operations_reading WHERE name = 'gauges'
"""


class Readiness:
    """Looks at what a page needs; an answer is kept for a second. One per process.

    A connection of its own is opened each time: the pool would wait ten seconds for a database that is gone.
    """

    def __init__(self, connect: Callable[[], "psycopg.Connection[Any]"] | None = None):
        self.connect = connect or _connect
        self.lock = threading.Lock()
        self.answer: dict[str, Any] = {}
        self.until = 0.0
        self.needed = migrations_of_this_version()

    def ask(self) -> dict[str, Any]:
        """{"ready": …, "checks": {name: "ok" or a sentence}, "ms": …}; "warnings" do not take people away."""
        with self.lock:
            if time.monotonic() > self.until:
                started = time.monotonic()
                checks, warnings = self._look()
                ready = all(says == "ok" for says in checks.values())
                ms = round(1000 * (time.monotonic() - started), 1)
                self.answer = {"ready": ready, "checks": checks, "warnings": warnings, "ms": ms}
                self.until = time.monotonic() + KEPT
            return self.answer

    def _look(self) -> tuple[dict[str, str], list[str]]:
        free = shutil.disk_usage(next(path for path in (DATA, *DATA.parents) if path.exists())).free
        checks = {"disk": "ok" if free > LEAST_FREE else f"{free // MEGABYTE} MB free, {LEAST_FREE // MEGABYTE} needed"}
        warnings = []
        try:
            with self.connect() as connection:
                missing = self._missing(connection)
                checks["migrations"] = "ok" if not missing else f"{missing} have not run: run `gongjia migrate`"
                if not missing:
                    connection.execute(TRIAL_WRITE)
                    warnings += _warnings(connection)
            checks["database"] = "ok"
        except psycopg.Error as problem:
            checks["database"] = f"no answer or no write ({type(problem).__name__})"
        return checks, warnings

    def _missing(self, connection: "psycopg.Connection[Any]") -> int:
        """How many migrations of this code have not run. More than this code knows is fine: that is an upgrade."""
        run = set(connection.execute("SELECT app, name FROM django_migrations").fetchall())
        return len(self.needed - run)


def _warnings(connection: "psycopg.Connection[Any]") -> list[str]:
    """What the worker measured last and somebody should look after."""
    queue_age, receiver = connection.execute(MEASURED).fetchone() or (None, None)
    said = []
    if (age := float(queue_age or 0)) > QUEUE_LIMIT:
        said.append(f"the oldest job waits for {age:.0f} s: does the worker run?")
    if receiver == "0":
        said.append("nothing receives the write-ahead log: does `gongjia archive` run?")
    return said


@cache
def migrations_of_this_version() -> frozenset[tuple[str, str]]:
    """As the files stood when the process started; looking through them takes a while."""
    return frozenset(MigrationLoader(None).disk_migrations or {})


def _connect() -> "psycopg.Connection[Any]":
    parameters = connections["default"].get_connection_params()
    parameters.pop("pool", None)
    limits = f"-c statement_timeout={PATIENCE}s -c lock_timeout={PATIENCE}s"
    return psycopg.connect(**{**parameters, "connect_timeout": PATIENCE, "options": limits, "autocommit": True})
