"""Partners connect: the session of the how-to runs against a live server, and so does the generated typed client."""

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from gongjia.connections.sending import signature
from gongjia.connections.tests.receiver import Receiver
from tests.callers import callers

HOW_TO = Path(__file__).resolve().parent.parent / "docs" / "how-to" / "connect-a-partner.md"


@pytest.mark.django_db(transaction=True)
def test_the_session_of_the_how_to_runs(live_server):
    api = callers()
    names = {"ADDRESS": live_server.url, "TOKEN": api.tokens["partner"]}
    pieces = re.findall(r"```python\n(.*?)```", HOW_TO.read_text(), re.S)
    assert len(pieces) == 8
    exec("\n".join(pieces), names)  # noqa: S102 - the how-to is ours
    body = '{"id": "x"}'
    headers = {"Gongjia-Signature": signature("secret", 1_800_000_000, body)}
    assert names["is_genuine"]("secret", headers, body.encode(), now=1_800_000_100)
    assert not names["is_genuine"]("secret", headers, body.encode(), now=1_800_000_400)
    assert Receiver().is_genuine("secret", headers, body, now=1_800_000_100)


def generate(folder: Path) -> Path:
    """The client as `make client` writes it."""
    description = folder / "openapi.json"
    description.write_text(json.dumps(Client().get("/api/openapi.json").json()))
    (folder / "config.yml").write_text("post_hooks: []\n")
    done = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(description), "--meta", "none",
         "--config", str(folder / "config.yml"), "--output-path", str(folder / "gongjia_client"), "--fail-on-warning"],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "gongjia_client"


@pytest.mark.django_db(transaction=True)
def test_the_generated_client_holds_a_session(live_server, tmp_path, monkeypatch):
    generate(tmp_path)
    api = callers()
    monkeypatch.syspath_prepend(str(tmp_path))
    client = importlib.import_module("gongjia_client").AuthenticatedClient(
        base_url=live_server.url, token=api.tokens["applicant"], raise_on_unexpected_status=True
    )
    cases = importlib.import_module("gongjia_client.api.cases")
    get_case = importlib.import_module("gongjia_client.api.cases.get_case")
    list_cases = importlib.import_module("gongjia_client.api.cases.list_cases")
    write_message = importlib.import_module("gongjia_client.api.cases.write_message")
    models = importlib.import_module("gongjia_client.models")
    assert cases
    listed = list_cases.sync(client=client, is_open=True)
    assert {case.id for case in listed.items} == {api.waiting.pk, api.force.pk}
    case = get_case.sync(api.waiting.pk, client=client)
    assert case.sentence and case.clocks[0].law
    written = write_message.sync(
        api.waiting.pk,
        client=client,
        body=models.MessageIn(text="请问什么时候有消息？"),
        idempotency_key="a-key-of-mine",
    )
    assert written.verb == "message"
    problem = get_case.sync(api.foreign.pk, client=client)
    assert isinstance(problem, models.ProblemDetail) and problem.status == 404


@pytest.mark.nightly
@pytest.mark.django_db
def test_the_generated_client_is_typed(tmp_path):
    package = generate(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", "/dev/null", "--no-incremental", str(package)],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
