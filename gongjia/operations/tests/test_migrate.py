"""Migrating while people work: who wants a table waits two seconds, lets the others through, and tries again."""

import threading
import time

import psycopg
import pytest
from django.db import OperationalError, connection

from gongjia.operations import database

pytestmark = pytest.mark.usefixtures("owners_hand")


def url() -> str:
    parameters = connection.get_connection_params()
    return psycopg.conninfo.make_conninfo(host=parameters["host"], dbname=parameters["dbname"], user=parameters["user"])


def wanting_the_table(monkeypatch) -> None:
    """In place of migrations, one that changes a table."""

    def change(*_arguments, **_options):
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE operations_reading ALTER COLUMN value SET DEFAULT '{}'")
            cursor.execute("ALTER TABLE operations_reading ALTER COLUMN value DROP DEFAULT")

    monkeypatch.setattr("django.core.management.call_command", change)


def held(seconds: float) -> threading.Thread:
    """Somebody who reads the table in a long transaction."""
    begun = threading.Event()

    def hold() -> None:
        with psycopg.connect(url()) as other:
            other.execute("SELECT * FROM operations_reading")
            begun.set()
            time.sleep(seconds)

    thread = threading.Thread(target=hold)
    thread.start()
    begun.wait(5)
    return thread


@pytest.mark.django_db(transaction=True)
def test_a_table_in_use_is_waited_for_briefly_and_tried_again(monkeypatch, capsys):
    wanting_the_table(monkeypatch)
    monkeypatch.setattr(database, "LOCK_TIMEOUT", "200ms")
    holder = held(0.6)
    database.migrate()
    holder.join()
    assert "A table is in use; trying again" in capsys.readouterr().out
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_never_free_ends_in_an_error_and_not_in_waiting(monkeypatch):
    wanting_the_table(monkeypatch)
    monkeypatch.setattr(database, "LOCK_TIMEOUT", "50ms")
    monkeypatch.setattr(database, "ATTEMPTS", 1)
    holder = held(1)
    started = time.monotonic()
    with pytest.raises(OperationalError, match="lock timeout"):
        database.migrate()
    assert time.monotonic() - started < 0.9
    holder.join()


@pytest.mark.django_db
def test_the_database_plans_for_pages_unless_its_administrator_chose_otherwise(monkeypatch):
    def planned() -> dict[str, str]:
        """What a new connection finds."""
        with psycopg.connect(url()) as other:
            return {name: other.execute(f"SHOW {name}").fetchone()[0] for name in database.PLANS}

    assert planned() == database.PLANS
    monkeypatch.setattr(database, "PLANS", database.PLANS | {"random_page_cost": "9"})
    database.plan_for_pages()
    assert planned()["random_page_cost"] == "1.1"
