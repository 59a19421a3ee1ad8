"""`gongjia up` survives the death of any of its processes, loses nothing it acknowledged, and leaves nothing behind."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from gongjia.foundation.postgres import Cluster

ROOT = Path(__file__).resolve().parents[3]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Installation:
    """One `gongjia up` on a data folder of its own."""

    def __init__(self, data: Path):
        self.data = data
        self.port = free_port()
        self.supervisor: subprocess.Popen | None = None

    def start(self) -> float:
        """Start, and return how long the first answer took, in seconds."""
        started = time.monotonic()
        environment = {
            **{key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "GONGJIA_DEMO")},
            "GONGJIA_DATA": str(self.data), "PORT": str(self.port), "WEB_WORKERS": "1",
        }  # fmt: skip
        with (self.data.parent / "up.log").open("ab") as log:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-m", "gongjia", "up"], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        self.wait_for_answer()
        return time.monotonic() - started

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def wait_for_answer(self) -> None:
        deadline = time.monotonic() + 120
        while not self.answers():
            assert time.monotonic() < deadline, (self.data.parent / "up.log").read_text()[-3000:]
            assert self.supervisor.poll() is None, (self.data.parent / "up.log").read_text()[-3000:]
            time.sleep(0.1)

    def processes(self) -> list[psutil.Process]:
        return psutil.Process(self.supervisor.pid).children(recursive=True)

    def find(self, word: str) -> psutil.Process | None:
        for child in psutil.Process(self.supervisor.pid).children():
            with suppress(psutil.Error):  # one that was killed a moment ago has no command line any more
                if any(word in part for part in child.cmdline()):
                    return child
        return None

    def wait_until(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < deadline, (self.data.parent / "up.log").read_text()[-3000:]
            time.sleep(0.05)

    def stop(self) -> None:
        self.supervisor.send_signal(signal.SIGINT)
        self.supervisor.wait(60)

    def rows(self) -> set[str]:
        with psycopg.connect(Cluster(self.data).owner_url) as connection:
            return {row[0] for row in connection.execute("SELECT object_id FROM audit_event WHERE verb = 'test.wrote'")}


class Writer(threading.Thread):
    """Writes rows one by one and remembers those whose commit was acknowledged."""

    def __init__(self, url: str):
        super().__init__(daemon=True)
        self.url, self.acknowledged, self.going, self.problem = url, set(), True, ""

    def write(self, rows: int) -> None:
        """Wait until so many more rows were acknowledged."""
        enough, deadline = len(self.acknowledged) + rows, time.monotonic() + 60
        while len(self.acknowledged) < enough:
            assert time.monotonic() < deadline, self.problem
            time.sleep(0.01)

    def run(self) -> None:
        number = 0
        while self.going:
            try:
                with psycopg.connect(self.url, autocommit=True, connect_timeout=2) as connection:
                    while self.going:
                        number += 1
                        connection.execute(
                            "INSERT INTO audit_event (at, verb, kind, object_id, union_path, change, reason) "
                            "VALUES (now(), 'test.wrote', 'test', %s, '', '{}', '')",
                            [str(number)],
                        )
                        self.acknowledged.add(str(number))
            except psycopg.Error as problem:
                self.problem = str(problem)
                time.sleep(0.05)


@pytest.fixture(scope="module")
def installation(make_room):
    """One that runs, for every test that does not need a fresh one; the last of them kills it."""
    here = Installation(make_room() / "var")
    here.start()
    yield here
    if here.supervisor is not None and here.supervisor.poll() is None:
        here.supervisor.kill()
    for process in psutil.process_iter():
        try:
            if str(here.data) in " ".join(process.cmdline()):
                process.kill()
        except psutil.Error:
            continue


def test_a_second_start_on_the_same_folder_is_refused(installation):
    second = Installation(installation.data)
    environment = {**os.environ, "GONGJIA_DATA": str(installation.data), "PORT": str(second.port)}
    environment.pop("DATABASE_URL", None)
    result = subprocess.run(
        [sys.executable, "-m", "gongjia", "up"], cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False
    )
    assert result.returncode == 1
    assert b"already runs" in result.stdout
    assert installation.answers()


@pytest.mark.timeout(400)
def test_killed_processes_come_back_and_no_acknowledged_write_is_gone(installation):
    writer = Writer(Cluster(installation.data).owner_url)
    writer.start()
    for word in ("granian", "procrastinate", "postgres"):
        before = installation.find(word)
        writer.write(200)
        os.kill(before.pid, signal.SIGKILL)
        installation.wait_until(lambda gone=before: not gone.is_running())
        installation.wait_until(lambda again=word: installation.find(again) is not None)
        installation.wait_for_answer()
    writer.write(50)  # it found the new server
    everything = [installation.supervisor.pid, *(process.pid for process in installation.processes())]
    for pid in everything:  # the whole machine's share of us at once, the supervisor first
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    installation.supervisor.wait()
    writer.going = False
    writer.join(10)

    seconds = installation.start()
    lost = writer.acknowledged - installation.rows()
    assert len(writer.acknowledged) > 600
    assert not lost
    print(f"{len(writer.acknowledged)} acknowledged writes, 0 lost; second start answered after {seconds:.1f} s")

    running = [installation.supervisor.pid, *(process.pid for process in installation.processes())]
    installation.stop()
    assert installation.supervisor.returncode == 0
    left = [pid for pid in running if psutil.pid_exists(pid)]
    assert not left


def test_a_command_waits_for_the_server_that_another_is_bringing_back(make_room):
    """The job worker, started again just when the database had died, once started a second server over its folder."""
    data = make_room() / "var"
    data.mkdir()
    environment = {**os.environ, "GONGJIA_DATA": str(data)}
    environment.pop("DATABASE_URL", None)
    with (data / "up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        command = subprocess.Popen(
            [sys.executable, "-m", "gongjia", "django", "check", "--database", "default"], cwd=ROOT, env=environment
        )
        with pytest.raises(subprocess.TimeoutExpired):
            command.wait(3)
        assert not (data / "postgres").exists()
        cluster = Cluster(data).start()
        try:
            assert command.wait(60) == 0
            assert cluster.is_running()
        finally:
            cluster.stop()


def test_a_taken_port_is_said_in_a_sentence(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        environment = {**os.environ, "GONGJIA_DATA": str(tmp_path), "PORT": str(other.getsockname()[1])}
        environment.pop("DATABASE_URL", None)
        result = subprocess.run(
            [sys.executable, "-m", "gongjia", "up"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            timeout=60,
            check=False,
        )
    assert result.returncode == 2
    assert b"is in use" in result.stdout


def test_a_database_stays_where_it_was_made_when_a_folder_above_it_is_closed(make_room):
    data = make_room() / "var"
    (data / "postgres").mkdir(parents=True)
    data.parent.chmod(0o700)  # now the server's own user could not be given a place below it
    assert Cluster(data).folder == data / "postgres"
