"""Each day's head reaches whoever keeps it outside, once, and is never replaced."""

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import time_machine
from django.core import mail
from django.db import connection

from gongjia.audit import actions, anchors, jobs
from gongjia.audit.models import Event
from gongjia.audit.tests import tampering
from gongjia.audit.verify import anchors_in, verify
from gongjia.foundation.clock import today

pytestmark = [pytest.mark.usefixtures("nothing_recorded"), pytest.mark.usefixtures("owners_hand")]


@pytest.fixture
def sealed():
    """Yesterday something happened."""
    with time_machine.travel(datetime.now(UTC) - timedelta(days=1)):
        Event.objects.create(verb="test.wrote", kind="audit.event", object_id="1")
        actions.seal()


def yesterday():
    return today() - timedelta(days=1)


def test_a_folder_gets_one_file_a_day_that_the_checker_takes(sealed, tmp_path):
    head = anchors.hand_over(yesterday(), str(tmp_path / "held"))
    (path,) = (tmp_path / "held").iterdir()
    assert path.name == f"audit-head-{yesterday()}.json" and json.loads(path.read_text()) == head
    assert anchors.hand_over(yesterday(), str(tmp_path / "held")) == head, "a second time changes nothing"
    report = verify(connection.connection, anchors_in([str(path)]))
    assert report.ok and report.anchors == 1


def test_a_head_that_was_handed_over_is_never_replaced(sealed, tmp_path):
    anchors.hand_over(yesterday(), str(tmp_path))
    with connection.cursor() as cursor:
        tampering.take_the_lock_off(cursor)
        cursor.execute("UPDATE audit_event SET verb = 'test.else'")
        tampering.mend(cursor, 1)
    (path,) = tmp_path.iterdir()
    before = path.read_text()
    with pytest.raises(anchors.AnchorFailed, match="holds another head"):
        anchors.hand_over(yesterday(), str(tmp_path))
    assert path.read_text() == before
    assert not verify(connection.connection, anchors_in([str(path)])).ok


def test_a_folder_that_may_not_be_written_is_said_with_what_to_do(sealed, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(anchors.AnchorFailed, match=r"cannot be written .*ReadWritePaths="):
        anchors.hand_over(yesterday(), str(tmp_path / "file" / "held"))


def test_an_address_gets_an_e_mail_that_says_to_keep_it(sealed):
    head = anchors.hand_over(yesterday(), "mailto:audit@example.org")
    (message,) = mail.outbox
    assert message.to == ["audit@example.org"] and head["head"] in message.body and "keep this message" in message.body


@pytest.mark.parametrize("status", [204, 500])
def test_a_web_address_gets_it_by_post_and_a_refusal_is_an_error(sealed, status):
    got = []

    class Holder(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Holder)
    threading.Thread(target=server.handle_request).start()
    address = f"http://127.0.0.1:{server.server_port}/heads"
    try:
        if status == 204:
            assert got == [] and anchors.hand_over(yesterday(), address) == got[0]
        else:
            with pytest.raises(anchors.AnchorFailed, match="did not take the head"):
                anchors.hand_over(yesterday(), address)
    finally:
        server.server_close()


def test_the_nightly_job_hands_over_yesterdays_head(sealed, settings, tmp_path):
    settings.ENV = settings.ENV.model_copy(update={"AUDIT_ANCHOR": str(tmp_path)})
    jobs.anchor(timestamp=0)
    assert [path.name for path in tmp_path.iterdir()] == [f"audit-head-{yesterday()}.json"]


def test_without_a_holder_or_a_seal_nothing_is_handed_over(tmp_path):
    assert anchors.hand_over(yesterday(), "") is None
    assert anchors.hand_over(yesterday(), str(tmp_path)) is None
    assert list(tmp_path.iterdir()) == []


def test_the_minutely_job_seals():
    Event.objects.create(verb="test.wrote", kind="audit.event", object_id="1")
    jobs.seal(timestamp=0)
    assert actions.seal() == 0
