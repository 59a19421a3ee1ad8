"""A log line says what happened and to which account, as a keyed hash; nobody's name, number or address is in it."""

import json
import logging
import logging.config
import re
import subprocess
import sys

import pytest
import sentry_sdk
from django.conf import settings as django_settings
from django.test import Client
from sentry_sdk.transport import Transport

from gongjia.foundation import logs
from gongjia.operations import sentry
from gongjia.people.tests.factories import a_person, signed_in
from gongjia.unions.tests.factories import a_member, a_tree

NAME, PHONE, RESIDENT_ID = "演示欧阳小红", "19900000077", "220102199003070038"


@pytest.fixture
def lines(tmp_path):
    """The production log of this test, as JSON lines; the test run's own logging comes back afterwards."""
    path = tmp_path / "log"
    configuration = logs.configuration(production=True)
    configuration["handlers"]["console"] = {"class": "logging.FileHandler", "filename": path, "formatter": "line"}
    logging.config.dictConfig(configuration)
    yield lambda: [json.loads(line) for line in path.read_text().splitlines()]
    logging.config.dictConfig(django_settings.LOGGING)


def test_one_line_per_request_with_route_status_time_and_hashed_account(lines, db):
    person = a_person(NAME)
    a_member(a_tree()["grassroots"], person)
    answer = signed_in(person.account).get(f"/cases/?q={NAME}")
    [line] = [line for line in lines() if line.get("route") == "cases:index"] or [lines()[-1]]
    assert line["status"] == answer.status_code
    assert line["method"] == "GET"
    assert line["ms"] >= 0
    assert re.fullmatch(r"[0-9a-f]{16}", line["account"])
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert NAME not in json.dumps(line, ensure_ascii=False)
    assert "?" not in json.dumps(line)


def test_a_stranger_has_no_account_and_an_unknown_address_no_route(lines, db):
    Client().get(f"/nothing/{PHONE}/?name={NAME}")
    [line] = lines()
    assert (line["route"], line["status"]) == ("none", 404)
    assert "account" not in line
    assert PHONE not in json.dumps(line)


def test_a_failure_is_logged_with_its_place_and_without_what_was_typed(lines, db, monkeypatch):
    client = Client(raise_request_exception=False)

    def fail(request):
        secret = f"{NAME} {PHONE}"  # a local variable must not be shown either
        raise ValueError(f"DETAIL: Key (phone)=({PHONE}) of {NAME}, ID {RESIDENT_ID}: '{secret}'")

    monkeypatch.setattr("gongjia.desks.views.home.__wrapped__", fail, raising=False)
    monkeypatch.setattr("django.core.handlers.base.BaseHandler._get_response", lambda self, request: fail(request))
    assert client.get(f"/cases/77/?who={NAME}").status_code == 500
    text = json.dumps(lines(), ensure_ascii=False)
    failure = next(line for line in lines() if "error" in line)
    assert failure["error"] == "builtins.ValueError"
    assert any("test_logs.py" in place and "fail" in place for place in failure["where"])
    assert failure["request_id"]
    for personal in (NAME, PHONE, RESIDENT_ID, "/cases/77"):
        assert personal not in text


def test_other_rooms_loggers_write_the_same_lines(lines, db):
    logging.getLogger("gongjia.cases").warning("could not tell %s at %s", NAME, PHONE)
    [line] = lines()
    assert line["event"] == "could not tell *** at ***"
    assert line["level"] == "warning"


def test_a_strangers_request_id_is_not_taken_over(lines, db, settings):
    answer = Client().get("/nothing/", headers={"X-Request-ID": "12345678-evil"})
    assert answer.headers["X-Request-ID"] != "12345678-evil"
    settings.ENV = settings.ENV.model_copy(update={"BEHIND_TLS": True})
    behind = Client().get("/nothing/", headers={"X-Request-ID": "abcdef-0123456789"})
    assert behind.headers["X-Request-ID"] == "abcdef-0123456789"
    assert Client().get("/nothing/", headers={"X-Request-ID": "a b\nc"}).headers["X-Request-ID"] != "a b\nc"


def test_development_has_a_console_for_people():
    script = (
        "import logging.config; from gongjia.foundation import logs;"
        "logging.config.dictConfig(logs.configuration(production=False));"
        "logging.getLogger('gongjia.cases').warning('the letter waits')"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stderr
    assert "the letter waits" in said
    assert not said.startswith("{")


class Kept(Transport):
    """Keeps what would go over the network."""

    def __init__(self):
        super().__init__({})
        self.sent = []

    def capture_envelope(self, envelope):
        self.sent += [json.dumps(item.payload.json, ensure_ascii=False) for item in envelope.items if item.payload.json]


def test_sentry_gets_the_place_in_the_code_and_nobodys_data(db, monkeypatch):
    kept = Kept()
    sentry.start("https://key@sentry.example/1", transport=kept)

    def fail(self, request):
        phone = PHONE
        raise ValueError(f"no room for {NAME} at {phone}")

    monkeypatch.setattr("django.core.handlers.base.BaseHandler._get_response", fail)
    try:
        Client(raise_request_exception=False).post(
            "/cases/77/", {"name": NAME, "phone": PHONE}, headers={"Cookie": "a=b"}
        )
    finally:
        sentry_sdk.get_client().close()
        sentry_sdk.init()
    [event] = kept.sent
    assert "ValueError" in event
    assert "test_logs" in event
    for personal in (NAME, PHONE, "Cookie", "/cases/77", "cookies", '"vars"', '"request"', '"user"'):
        assert personal not in event


def test_no_personal_number_survives_ten_thousand_lines(lines):
    logger = logging.getLogger("gongjia.cases")
    for number in range(10_000):
        logger.warning(
            "row %s of %s (%s) %s", number % 1000, f"演示{chr(0x4E00 + number)}", 19900000000 + number, RESIDENT_ID
        )
    text = "\n".join(line["event"] for line in lines())
    assert text.count("\n") == 9_999
    assert not re.search(r"\d{5,}|[\u4e00-\u9fff]", text)
