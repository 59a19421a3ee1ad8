"""What production serves, and how it starts."""

import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

from click.testing import CliRunner

from gongjia.__main__ import main
from gongjia.operations import serving, up
from gongjia.operations.tests.test_checks import SAFE
from gongjia.settings import BASE

SCRIPT = """
import django; django.setup()
from django.test import Client
for address in ("/static/web/base.css", "/static/htmx/htmx.min.js"):
    answer = Client(headers={"X-Forwarded-Proto": "https", "Host": "union.example"}).get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    print(len(b"".join(answer.streaming_content)))
"""


def production(tmp_path: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "GONGJIA_DEMO")}
    safe = {name: "1" if value is True else value for name, value in SAFE.items()}
    return {**kept, **safe, "GONGJIA_MODE": "production", "GONGJIA_DATA": str(tmp_path), **more,
            "DJANGO_SETTINGS_MODULE": "gongjia.settings"}  # fmt: skip


def test_production_serves_the_look_without_anything_collected(tmp_path):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT], cwd=BASE, env=production(tmp_path), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert all(int(size) > 1000 for size in done.stdout.split())


def test_the_pages_alone_do_not_start_on_what_is_unsafe(tmp_path, db, settings):
    base = settings.DATABASES["default"]
    address = f"postgresql://gongjia@/{base['NAME']}?host={base['HOST']}"
    done = subprocess.run(
        [sys.executable, "-m", "gongjia", "web"], cwd=BASE, capture_output=True, text=True, check=False, timeout=60,
        env=production(tmp_path, DATABASE_URL=address, SECRET_KEY="short"),
    )  # fmt: skip
    assert done.returncode == 2
    assert "SECRET_KEY is the demo key or shorter" in done.stdout


def test_backups_run_where_a_folder_is_named_and_only_there(monkeypatch):
    assert set(serving.commands()) == {"web", "worker", "partners"}
    monkeypatch.setattr(serving, "ENV", serving.ENV.model_copy(update={"BACKUP_FOLDER": "/somewhere"}))
    assert set(serving.commands()) == {"web", "worker", "partners", "archive"}
    assert serving.commands()["archive"][-2:] == ["archive", "--nightly"]


def test_whoever_looks_something_up_sends_nothing_and_backs_nothing_up(monkeypatch):
    """In a restored folder beside the running installation, with its environment."""
    monkeypatch.setattr(serving, "ENV", serving.ENV.model_copy(update={"BACKUP_FOLDER": "/somewhere"}))
    started = []
    monkeypatch.setattr(up, "_supervise", lambda cluster, commands: started.append(set(commands)) or 0)
    monkeypatch.setattr(up, "keeping", lambda: nullcontext(True))
    monkeypatch.setattr(up, "_port_taken", list)
    monkeypatch.setattr(up.leftovers, "end", lambda data: None)
    for words in (["up"], ["up", "--look"]):
        assert CliRunner().invoke(main, words).exit_code == 0
    assert started == [{"web", "worker", "partners", "archive"}, {"web"}]


def test_partners_have_a_queue_and_a_worker_of_their_own():
    """However many of them are slow at once: none stands in the line of the clocks and the notices."""
    from procrastinate.contrib.django import app

    def worked_off_by(name):
        command = serving.commands()[name]
        return command[command.index("--queues") + 1]

    queues = {name: task.queue for name, task in app.tasks.items() if name.startswith("gongjia.")}
    assert queues.pop("gongjia.connections.jobs.send_to") == worked_off_by("partners") == "partners"
    assert set(queues.values()) == {worked_off_by("worker")} == {"default"}


def test_what_has_been_done_leaves_the_queue():
    """Some 49,000 jobs a day begin by themselves; kept, they would be the largest table within a year."""
    for name in ("worker", "partners"):
        command = serving.commands()[name]
        assert command[command.index("--delete-jobs") + 1] == "successful"
