"""`gongjia audit`: the commands as somebody types them."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from click.testing import CliRunner
from django.db import connection, transaction

from gongjia.audit.models import Event
from gongjia.audit.tests import tampering
from gongjia.foundation.clock import today
from gongjia.operations.audit import audit
from gongjia.settings import BASE

URLS = ("DATABASE_URL", "OWNER_DATABASE_URL")
pytestmark = pytest.mark.usefixtures("owners_hand")


@pytest.fixture
def address(transactional_db):
    """The address of the test's own database, with two events and nothing sealed."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_event, audit_seal RESTART IDENTITY")
    for name in ("one", "two"):
        Event.objects.create(verb="test.wrote", kind="audit.event", object_id=name)
    found = connection.get_connection_params()
    names = {"host": "host", "port": "port", "user": "user", "password": "password", "dbname": "dbname"}
    return "postgresql://?" + "&".join(f"{name}={found[key]}" for name, key in names.items() if found.get(key))


def run(*words: str):
    return CliRunner().invoke(audit, words, catch_exceptions=False)


def test_head_before_anything_is_sealed_says_so(address):
    done = run("head")
    assert done.exit_code == 1 and "Nothing was sealed" in done.output


def test_seal_then_head_then_verify_with_it(address, tmp_path):
    assert "2 events sealed" in run("seal").output
    printed = run("head")
    assert printed.exit_code == 0 and "2 events" in printed.output and "0 s old" in printed.output
    held = tmp_path / "head.json"
    held.write_text(run("head", "--json").output)
    sound = run("verify", "--database", address, "--anchor", str(held))
    assert sound.exit_code == 0 and "Nothing was changed" in sound.output and "1 heads from outside" in sound.output


def test_typed_at_a_machine_the_command_sees_what_there_is_to_seal(address):
    """A process of its own starts with the role of the pages, and that sees nothing."""
    name = connection.settings_dict["NAME"]
    urls = {key: urlsplit(os.environ[key])._replace(path=f"/{name}").geturl() for key in URLS}
    for words, says in ((["seal"], "2 events sealed"), (["head"], "2 events")):
        done = subprocess.run([sys.executable, "-m", "gongjia", "audit", *words], cwd=BASE, env={**os.environ, **urls},
                              capture_output=True, text=True, check=False)  # fmt: skip
        assert says in done.stdout, done.stdout + done.stderr


def test_verify_ends_with_1_and_names_the_first_bad_row(address):
    run("seal")
    with connection.cursor() as cursor, transaction.atomic():
        tampering.take_the_lock_off(cursor)
        cursor.execute("UPDATE audit_event SET reason = 'another' WHERE id = 2")
    try:
        found = run("verify", "--database", address)
        assert found.exit_code == 1 and "event 2 (seal 1)" in found.output
        report = json.loads(run("verify", "--database", address, "--json").output)
        assert not report["ok"] and (report["first_bad"]["event"], report["found"]) == (2, 1)
    finally:
        with connection.cursor() as cursor:
            for table in ("audit_event", "audit_seal"):
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER audit_append_only")


def test_verify_says_how_long_the_newest_events_wait(address):
    report = json.loads(run("verify", "--database", address, "--json").output)
    assert report["ok"] and report["unsealed"] == 2 and report["oldest_unsealed_seconds"] < 600


def test_anchor_hands_over_yesterday_or_says_what_is_missing(address, settings, tmp_path):
    yesterday = today() - timedelta(days=1)
    assert "set AUDIT_ANCHOR" in run("anchor").output
    with time_machine.travel(datetime.now(UTC) - timedelta(days=1)):
        run("seal")
    settings.ENV = settings.ENV.model_copy(update={"AUDIT_ANCHOR": str(tmp_path)})
    assert "Handed over: seal 1" in run("anchor").output
    assert "Nothing was handed over" in run("anchor", "--day", f"{today() - timedelta(days=400)}").output
    (tmp_path / f"audit-head-{yesterday}.json").write_text("something else")
    again = run("anchor")
    assert again.exit_code == 1 and "holds another head" in again.output


def test_a_day_that_is_not_over_is_not_handed_over_by_hand(address, settings, tmp_path):
    """Its head moves with the next seal, and the true one of the night would be refused for it."""
    run("seal")
    settings.ENV = settings.ENV.model_copy(update={"AUDIT_ANCHOR": str(tmp_path)})
    refused = run("anchor", "--day", f"{today()}")
    assert refused.exit_code == 1 and f"{today()} is not over" in refused.output
    assert not list(tmp_path.iterdir())
