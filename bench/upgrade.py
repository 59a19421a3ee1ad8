"""An upgrade while people work: the release before serves 20 requests a second, half of them writes, while `gongjia
migrate` of this version runs; then it serves on over the new tables; then the tables go back as far as they can.

    python -m bench.upgrade [--before COMMIT] [--members 2000]

Prints how many requests and writes failed, the longest wait for a lock, and which migrations cannot be taken back. The
last line is JSON. Exit code 1: something failed; 2: NOT RUN, because the release before is not in this clone.
"""

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import psycopg

ROOT = Path(__file__).resolve().parent.parent
FIRST = "2cf6e87"  # the last commit of version 0.1.0, for clones without tags
RATE = 20  # requests a second
PAGE = "/cases/new/dispute_mediation/{}/"
WAITING = """
    SELECT coalesce(max(extract(epoch FROM clock_timestamp() - query_start)), 0) FROM pg_stat_activity
    WHERE wait_event_type = 'Lock' AND datname = 'gongjia'
"""


class People(threading.Thread):
    """Workers who write down their trouble, each in a browser of their own, and read it back."""

    def __init__(self, address: str):
        super().__init__(daemon=True)
        self.address, self.going = address, True
        self.requests = self.writes = 0
        self.failed: list[str] = []

    def run(self) -> None:
        with httpx.Client(base_url=self.address, timeout=30) as browser:
            while self.going:
                started = time.monotonic()
                try:
                    self.write_and_read(browser)
                except (httpx.HTTPError, AssertionError, TypeError) as problem:
                    self.failed.append(f"{type(problem).__name__}: {problem}")
                time.sleep(max(0, 4 / RATE * 2 - (time.monotonic() - started)))  # two such threads, four requests each

    def write_and_read(self, browser: httpx.Client) -> None:
        browser.cookies.clear()
        story = f"演示 {time.monotonic_ns()}"
        page = self.get(browser, PAGE.format("matter"))
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]  # type: ignore[index]
        self.write(browser, "matter", {"csrfmiddlewaretoken": token, "matter": "wages"})
        self.write(browser, "happened", {"csrfmiddlewaretoken": token, "since": "2026-01-05", "story": story})
        assert story in self.get(browser, PAGE.format("happened")), "a write that was acknowledged is gone"

    def write(self, browser: httpx.Client, question: str, typed: dict[str, str]) -> None:
        answer = browser.post(PAGE.format(question), data=typed)
        self.requests += 1
        assert answer.status_code == 302, f"POST {question} {answer.status_code}"
        self.writes += 1

    def get(self, browser: httpx.Client, address: str) -> str:
        answer = browser.get(address)
        self.requests += 1
        assert answer.status_code == 200, f"GET {address} {answer.status_code}"
        return answer.text


class Watch(threading.Thread):
    """The longest that anybody waited for a lock, seen every twentieth of a second."""

    def __init__(self, url: str):
        super().__init__(daemon=True)
        self.url, self.going, self.longest = url, True, 0.0

    def run(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            while self.going:
                [(seconds,)] = connection.execute(WAITING).fetchall()
                self.longest = max(self.longest, float(seconds))
                time.sleep(0.05)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--before", default=_last_release())
    options.add_argument("--members", type=int, default=2000)
    chosen = options.parse_args()
    room = Path(tempfile.mkdtemp(prefix="gongjia-upgrade-", dir="/tmp"))
    room.chmod(0o755)
    try:
        if not _old_code(room / "old", chosen.before):
            print(json.dumps({"ran": False, "why_not": f"{chosen.before} is not in this clone"}))
            return 2
        result = upgrade(room, chosen.members)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    print(json.dumps({"before": chosen.before, **result}, ensure_ascii=False))
    return (
        0
        if not result["requests_failed"] and result["longest_lock_wait_s"] <= 2.5 and result["old_code_serves_on"]
        else 1
    )


def upgrade(room: Path, members: int) -> dict[str, Any]:
    from gongjia.foundation.postgres import Cluster

    cluster = Cluster(room / "var").start()
    old, port = room / "old", _free_port()
    environment = _environment(cluster, room, port)
    web = None
    try:
        had_walls = (old / "gongjia" / "foundation" / "walls.py").exists()
        before = (
            environment if had_walls else environment | {"DATABASE_URL": cluster.owner_url}
        )  # one role for everything
        _gongjia(old, before, "world", "--members", str(members))
        levels = _levels(cluster.admin_url)
        web = _serve(old, before, port)
        people, watch = [People(f"http://127.0.0.1:{port}") for _n in range(2)], Watch(cluster.admin_url)
        for thread in (*people, watch):
            thread.start()
        time.sleep(5)
        started = time.monotonic()
        _gongjia(ROOT, environment, "migrate")
        took = time.monotonic() - started
        time.sleep(5)
        during = _stop(people)
        watch.going = False
        print(f"migrated in {took:.1f} s while {during['requests']} requests were answered", flush=True)
        back, stuck = _go_back(environment, levels, cluster.admin_url)
        after = _visit(port)
        return {
            **during, "migrate_s": round(took, 1), "longest_lock_wait_s": round(watch.longest, 2),
            "taken_back": back, "not_reversible": stuck, "old_code_serves_on": not after["requests_failed"],
        }  # fmt: skip
    finally:
        if web is not None:
            os.killpg(web.pid, signal.SIGKILL)
        cluster.stop()


def _go_back(environment: dict[str, str], levels: dict[str, str], url: str) -> tuple[list[str], list[str]]:
    """Take each room's new migrations back; those that cannot be stay, and the old code must bear them."""
    back, stuck = [], []
    for app in sorted(_levels(url), reverse=True):
        before, now = levels.get(app, "zero"), _levels(url).get(app, "zero")  # another room may have taken it along
        if before == now:
            continue
        done = subprocess.run(
            [sys.executable, "-m", "gongjia", "django", "migrate", app, before],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        (stuck if done.returncode else back).append(f"{app} {now} -> {before}")
    return back, stuck


def _visit(port: int) -> dict[str, Any]:
    people = [People(f"http://127.0.0.1:{port}")]
    people[0].start()
    time.sleep(3)
    return _stop(people)


def _stop(people: list[People]) -> dict[str, Any]:
    for one in people:
        one.going = False
    for one in people:
        one.join(60)
    failed = [problem for one in people for problem in one.failed]
    for problem in failed[:10]:
        print(f"  {problem}", flush=True)
    return {
        "requests": sum(one.requests for one in people), "writes": sum(one.writes for one in people), "requests_failed": len(failed),
    }  # fmt: skip


def _levels(url: str) -> dict[str, str]:
    """The newest migration of each app that has run."""
    with psycopg.connect(url) as connection:
        return dict(connection.execute("SELECT app, max(name) FROM django_migrations GROUP BY app").fetchall())


def _old_code(folder: Path, commit: str) -> bool:
    archive = subprocess.run(["git", "-C", str(ROOT), "archive", commit], capture_output=True, check=False)
    if archive.returncode:
        return False
    folder.mkdir()
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    subprocess.run([sys.executable, "-m", "gongjia.foundation.messages", "compile"], cwd=folder, check=True)
    return True


def _environment(cluster: Any, room: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.endswith(("DATABASE_URL", "_FILE"))}
    return {
        **kept, "DATABASE_URL": cluster.url, "OWNER_DATABASE_URL": cluster.owner_url, "GONGJIA_DATA": str(room / "data"),
        "GONGJIA_DEMO": "1", "PORT": str(port), "GONGJIA_MODE": "development", "DJANGO_SETTINGS_MODULE": "gongjia.settings",
    }  # fmt: skip


def _gongjia(folder: Path, environment: dict[str, str], *command: str) -> None:
    """Run a command of the code in this folder: the working folder comes first where Python looks."""
    done = subprocess.run(
        [sys.executable, "-m", "gongjia", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"gongjia {' '.join(command)} failed: {done.stderr[-2000:]}")


def _serve(folder: Path, environment: dict[str, str], port: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
               "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "gongjia.wsgi:application"]  # fmt: skip
    web = subprocess.Popen(command, cwd=folder, env=environment, start_new_session=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            httpx.get(f"http://127.0.0.1:{port}/", timeout=30)
            return web
        except httpx.HTTPError:
            time.sleep(0.2)
    raise SystemExit("the old code does not serve")


def _last_release() -> str:
    found = subprocess.run(
        ["git", "-C", str(ROOT), "describe", "--tags", "--abbrev=0"], capture_output=True, text=True, check=False
    )
    return found.stdout.strip() or FIRST


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
