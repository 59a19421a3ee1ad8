"""Sealing: nobody waits for it, nobody is skipped, and what the platform hands over is what it sealed."""

import threading
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, connection, connections, transaction

from gongjia.audit import actions
from gongjia.audit.access import head_of_day, latest_seal, seal_age
from gongjia.audit.models import Event, Seal
from gongjia.audit.tests import tampering
from gongjia.audit.tests.tampering import add_events
from gongjia.audit.verify import verify

pytestmark = [pytest.mark.usefixtures("nothing_recorded"), pytest.mark.usefixtures("owners_hand")]


def write(name: str = "one") -> Event:
    return Event.objects.create(verb="test.wrote", kind="audit.event", object_id=name)


def sealed() -> list[int]:
    return [number for seal in Seal.objects.order_by("number") for number in seal.events]


def report():
    with transaction.atomic():
        connection.ensure_connection()
        return verify(connection.connection)


def test_what_happened_is_sealed_once_in_the_order_of_its_numbers(db):
    events = [write(f"{n}").pk for n in range(5)]
    assert actions.seal() == 5
    assert actions.seal() == 0
    assert sealed() == events and report().ok


def test_the_bytes_are_those_of_the_example_in_the_reference(db):
    example = (settings.BASE / "docs" / "reference" / "audit-chain.md").read_text().split('    [1,"2026', 1)[1]
    line = '[1,"2026' + example.splitlines()[0]
    Event.objects.bulk_create([Event(
        pk=1, actor_id=7, verb="people.looked", kind="people.person", object_id="12", person_id=12, union_path="jl",
        change={"field": "phone"}, reason="核对",
    )])  # fmt: skip
    with connection.cursor() as cursor:
        tampering.take_the_lock_off(cursor)
        cursor.execute("UPDATE audit_event SET at = '2026-11-22 15:38:00+08'")
    with time_machine.travel(datetime(2026, 11, 22, 7, 39, tzinfo=UTC), tick=False):
        actions.seal()
    digest = sha256(bytes(32) + line.encode()).digest()
    seal_line = '[1,"2026-11-22T07:39:00.000000+00:00",1,1,1]'
    assert seal_line in example
    assert bytes(Seal.objects.get().digests) == digest
    assert bytes(Seal.objects.get().head) == sha256(digest + seal_line.encode()).digest()


def test_an_empty_chain_is_sound_and_has_no_head(db):
    assert actions.seal() == 0 and latest_seal() is None
    assert head_of_day(datetime.now(UTC).date()) is None
    assert report().ok


def test_a_large_backlog_becomes_several_seals_of_one_run(db, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 100)
    with connection.cursor() as cursor:
        add_events(cursor, 1, 250)
    assert actions.seal() == 250
    assert [len(seal.events) for seal in Seal.objects.order_by("number")] == [100, 100, 50]
    assert len(set(Seal.objects.values_list("at", flat=True))) == 1
    assert latest_seal().total == 250 and report().ok


def test_the_age_is_that_of_the_oldest_unsealed_event(db):
    assert seal_age() == timedelta()
    with time_machine.travel(datetime.now(UTC) - timedelta(minutes=7)):
        write("old")
    write("new")
    assert timedelta(minutes=7) <= seal_age() < timedelta(minutes=8)
    assert report().unsealed == 2 and report().oldest_unsealed_seconds >= 420
    actions.seal()
    assert seal_age() == timedelta() and report().unsealed == 0


def test_a_seal_is_neither_changed_nor_removed(db):
    write()
    actions.seal()
    for statement in ("UPDATE audit_seal SET total = 0", "DELETE FROM audit_seal"):
        with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_a_late_committer_is_not_skipped():
    """Its number was given out first, its row appears only after a higher one was sealed."""
    has_written, may_commit, late = threading.Event(), threading.Event(), []

    def slow() -> None:
        try:
            with transaction.atomic():
                late.append(write("late").pk)
                has_written.set()
                assert may_commit.wait(20)
        finally:
            connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    assert has_written.wait(20)
    early = write("early").pk
    assert early > late[0]
    assert actions.seal() == 1, "sealing does not wait for a transaction that is under way"
    may_commit.set()
    thread.join(20)
    assert actions.seal() == 1
    assert sealed() == [early, late[0]] and report().ok


@pytest.mark.parametrize("away", [timedelta(minutes=1), timedelta(days=3)])
def test_late_ones_are_found_even_after_days_without_a_worker(db, away):
    now = datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('audit_event_id_seq')")
        (given_out,) = cursor.fetchone()
    with time_machine.travel(now):
        write("early")
        actions.seal()
    with time_machine.travel(now + timedelta(seconds=5)):
        Event.objects.create(pk=given_out, verb="test.wrote", kind="audit.event", object_id="late")
    with time_machine.travel(now + away):
        assert actions.seal() == 1
        write("next")
        assert actions.seal() == 1
        assert report().ok


def test_two_sealers_cannot_both_add_the_same_number(db):
    write("first")
    actions.seal()
    newest = latest_seal()
    with pytest.raises(IntegrityError), transaction.atomic():
        Seal.objects.create(
            number=newest.number, at=newest.at, events=[1], digests=b"", highest=1, total=1, previous=b"", head=b""
        )


@pytest.mark.django_db(transaction=True)
def test_whoever_records_does_not_wait_for_the_sealer():
    write("before")
    is_sealing, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                actions.seal()
                is_sealing.set()
                assert may_end.wait(20)
        finally:
            connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    assert is_sealing.wait(20)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '2s'")
        write("meanwhile")
    may_end.set()
    thread.join(20)
    assert Event.objects.count() == 2 and latest_seal().total == 1


def test_the_days_head_is_the_last_one_of_that_day_in_beijing(db):
    with time_machine.travel(datetime(2026, 11, 20, 15, 59, tzinfo=UTC)):  # 23:59
        write("friday")
        actions.seal()
        friday = latest_seal()
    with time_machine.travel(datetime(2026, 11, 20, 16, 1, tzinfo=UTC)):  # 0:01 on the 21st
        write("saturday")
        actions.seal()
    head = head_of_day(datetime(2026, 11, 20).date())
    assert head["seal"] == 1 and head["events"] == 1 and head["head"] == bytes(friday.head).hex()
    assert head_of_day(datetime(2026, 11, 25).date())["seal"] == 2
