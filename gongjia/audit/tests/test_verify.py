"""The checker finds every tampering and names the row. The long version, a million events, is bench/audit.py."""

import json
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection, transaction

from gongjia.audit import actions, verify
from gongjia.audit.access import head_of_day
from gongjia.audit.tests import tampering

pytestmark = [pytest.mark.usefixtures("nothing_recorded"), pytest.mark.usefixtures("owners_hand")]
EVENTS, RUN = 5_000, 500
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def cursor(nothing_recorded):
    """Ten runs of the sealer, six hours apart, and the lock of the tables taken off."""
    with connection.cursor() as cursor:
        for run in range(EVENTS // RUN):
            with time_machine.travel(NOW - timedelta(hours=6) * (EVENTS // RUN - run), tick=False):
                tampering.add_events(cursor, 1 + run * RUN, RUN)
                assert actions.seal() == RUN
        tampering.take_the_lock_off(cursor)
        yield cursor.cursor  # psycopg's own


def check(*anchors: dict) -> verify.Report:
    return verify.verify(connection.connection, anchors)


def head() -> dict:
    return head_of_day(NOW.date())


def test_an_honest_chain_is_sound_and_says_what_it_covers(cursor):
    report = check(head())
    assert report.ok and (report.events, report.seals, report.anchors) == (EVENTS, EVENTS // RUN, 1)
    assert report.head == head()["head"]


@pytest.mark.parametrize("kind", sorted(tampering.KINDS))
def test_each_of_five_tamperings_of_each_kind_is_found_and_named(cursor, kind):
    anchor, chance, found = head(), random.Random(f"{kind}1"), []
    for event in chance.sample(range(1, EVENTS), 5):
        with transaction.atomic():
            named = tampering.KINDS[kind](cursor, 2 * event, chance)
            report = check(anchor)
            first = report.findings[0] if report.findings else None
            if first and (first.event == named or kind == "truncate"):
                found.append(event)
            transaction.set_rollback(True)
    assert len(found) == 5, f"{kind}: only {found} were found"
    assert check(anchor).ok, "nothing is left of the tampering"


@pytest.mark.parametrize("flip", tampering.FLIPS)
def test_whatever_is_changed_in_an_event_shows(cursor, flip):
    cursor.execute(f"UPDATE audit_event SET {flip} WHERE id = 2468")  # noqa: S608
    (finding,) = check().findings
    assert (finding.seal, finding.event) == (3, 2468)


def test_many_at_once_are_each_named(cursor):
    events = random.Random(7).sample(range(2, 2 * EVENTS, 2), 40)
    for event in events[:20]:
        tampering.flip(cursor, event, random.Random(event))
    for event in events[20:]:
        tampering.delete(cursor, event, random.Random(event))
    assert {finding.event for finding in check().findings} == set(events)


@pytest.mark.parametrize(
    ("sql", "seal"),
    [
        ("UPDATE audit_seal SET at = at + interval '1 second' WHERE number = 4", 4),
        ("UPDATE audit_seal SET total = total + 1 WHERE number = 4", 4),
        ("UPDATE audit_seal SET highest = highest + 1 WHERE number = 4", 4),
        ("UPDATE audit_seal SET head = sha256(head) WHERE number = 4", 4),
        ("UPDATE audit_seal SET previous = sha256(head) WHERE number = 4", 4),
        ("UPDATE audit_seal SET digests = set_byte(digests, 100, 255 - get_byte(digests, 100)) WHERE number = 4", 4),
        ("UPDATE audit_seal SET events = '{}' WHERE number = 4", 4),
        ("UPDATE audit_seal SET events = ARRAY[NULL::bigint] WHERE number = 4", 4),
        ("UPDATE audit_seal SET events = ARRAY[ARRAY[2::bigint]] WHERE number = 4", 4),
        ("UPDATE audit_seal SET at = 'infinity' WHERE number = 10", 10),
        ("DELETE FROM audit_seal WHERE number = 4", 4),
        ("DELETE FROM audit_seal WHERE number = 1", 1),
    ],
)
def test_a_seal_that_was_changed_or_removed_is_named(cursor, sql, seal):
    cursor.execute(sql)
    assert check().findings[0].seal == seal


def test_two_seals_that_changed_places_are_named(cursor):
    for old, new in ((3, 1000), (7, 3), (1000, 7)):
        cursor.execute("UPDATE audit_seal SET number = %s WHERE number = %s", [new, old])
    assert check().findings[0].seal == 3


def test_a_chain_made_anew_is_sound_in_itself_and_shows_against_a_head_held_outside(cursor):
    anchor = head()
    tampering.flip(cursor, 5000, random.Random(1))
    tampering.mend(cursor, tampering.seal_of(cursor, 5000))
    assert check().ok, "the chain alone cannot show it: that is what heads are handed over for"
    assert "rewritten" in check(anchor).findings[0].says


def test_a_cut_off_end_shows_against_a_head_held_outside(cursor):
    anchor = head()
    cursor.execute("DELETE FROM audit_event WHERE id > 9000")
    cursor.execute("DELETE FROM audit_seal WHERE number > 9")
    assert check().ok
    assert check(anchor).findings[0].seal == 10


def test_an_event_dated_back_and_then_sealed_is_named(cursor):
    false = tampering.insert(cursor, 2000, random.Random(1))
    with time_machine.travel(NOW, tick=False):
        actions.seal()
    assert check().findings[0].event == false


def test_no_number_is_too_low_to_be_looked_at(cursor):
    lowest = -(2**63)
    cursor.execute("INSERT INTO audit_event OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(event, %s)).* "
                   "FROM audit_event event WHERE id = 2000", [json.dumps({"id": lowest})])  # fmt: skip
    assert check().findings[0].event == lowest


def test_checking_from_a_seal_on_finds_what_is_after_it(cursor):
    assert verify.verify(connection.connection, since=6).events == 2500
    tampering.flip(cursor, 8000, random.Random(1))
    assert verify.verify(connection.connection, since=6).findings[0].event == 8000
    tampering.delete(cursor, 2000, random.Random(1))
    assert verify.verify(connection.connection, since=9).ok
    with pytest.raises(ValueError, match="no seal 90"):
        verify.verify(connection.connection, since=91)


@pytest.mark.django_db(transaction=True)
def test_the_checker_is_one_file_that_needs_only_python_and_psycopg(tmp_path):
    with connection.cursor() as cursor:
        tampering.add_events(cursor, 1, 20)
    actions.seal()
    copy = tmp_path / "check.py"
    copy.write_bytes(Path(verify.__file__).read_bytes())
    held = tmp_path / "head.json"
    held.write_text(json.dumps(head_of_day(datetime.now(UTC).date() + timedelta(days=1))))
    parameters = connection.get_connection_params()
    address = "postgresql://?" + "&".join(
        f"{name}={parameters[key]}" for name, key in (("host", "host"), ("dbname", "dbname"), ("user", "user"))
    )
    for options in ({"password": parameters.get("password")}, {"port": parameters.get("port")}):
        address += "".join(f"&{name}={value}" for name, value in options.items() if value)
    run = [sys.executable, "-I", str(copy), address, str(held)]
    sound = subprocess.run(run, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert sound.returncode == 0 and "Nothing was changed" in sound.stdout, sound.stdout + sound.stderr
    with connection.cursor() as cursor, transaction.atomic():
        tampering.take_the_lock_off(cursor)
        cursor.execute("DELETE FROM audit_event WHERE id = 8")
    cut = subprocess.run(run, capture_output=True, text=True, cwd=tmp_path, check=False)
    with connection.cursor() as cursor:
        for table in ("audit_event", "audit_seal"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER audit_append_only")
    assert cut.returncode == 1 and "event 8 (seal 1): the event was removed" in cut.stdout
