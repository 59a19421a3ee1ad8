"""`gongjia drill`: proves that what is backed up comes back, and says how long it takes and how much is lost.

With --members N it makes a province of its own, backs it up, writes on, has an accident (a table is emptied), comes back
to the moment before it, then kills the server and comes back from what was received. Without, it backs up the running
installation and restores that beside it; nothing of the installation is changed but one row of its own.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from gongjia.audit.verify import verify
from gongjia.foundation.environment import without
from gongjia.foundation.postgres import PLATFORM, Cluster, die_with_parent
from gongjia.operations.archive import place
from gongjia.operations.backup import Backup, take
from gongjia.operations.restore import plan, restored
from gongjia.operations.source import BackupFailed, Source, configured
from gongjia.settings import BASE, DATA, Environment

MARK = """
    INSERT INTO operations_reading (name, value, at) VALUES ('drill', '{}', clock_timestamp())
    ON CONFLICT (name) DO UPDATE SET at = excluded.at RETURNING at
"""
TABLES = """
    SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename <> 'operations_reading' ORDER BY 1
"""
MORE = """
    INSERT INTO audit_event (at, verb, kind, object_id, union_path, change, reason)
    SELECT clock_timestamp(), 'drill.wrote', 'drill', n::text, '', '{}', '' FROM generate_series(1, 2000) AS n
"""
Print = dict[str, tuple[int, int]]  # of each table how many rows, and a sum over their contents


class Marks(threading.Thread):
    """Writes the time, again and again, and remembers the last one whose commit was acknowledged."""

    def __init__(self, url: str):
        super().__init__(daemon=True)
        self.url, self.going, self.written, self.last = url, True, 0, datetime.now(UTC)
        self.problem = ""

    def run(self) -> None:
        try:
            with psycopg.connect(self.url, autocommit=True) as connection:
                while self.going:
                    [(self.last,)] = connection.execute(MARK).fetchall()
                    self.written += 1
                    time.sleep(0.02)
        except psycopg.Error as problem:  # as it must come where the server is killed: that is the drill
            self.problem = str(problem).strip()


def run(*, members: int | None, scratch: Path | None, as_json: bool) -> int:
    """The drill; returns 0 if everything came back. Prints as it goes, and a line of JSON at the end."""

    def say(text: str) -> None:
        if not as_json:
            print(text, flush=True)

    with _room(scratch) as room:
        result = _own_province(room, members, say) if members else _this_installation(room, say)
    print(json.dumps(result))
    return 1 if result["differences"] else 0


def _own_province(room: Path, members: int, say: Callable[[str], None]) -> dict[str, Any]:
    cluster = Cluster(room / "source").start()
    archive = None
    try:
        say(f"made-up province of {members} members ({_fill(cluster, members):.0f} s)")
        source, folder = Source.of(cluster.admin_url), room / "backups"
        archive = _archive(source, folder, cluster.data)
        backup = _backed_up(source, folder, cluster.data, say)
        marks = Marks(source.url)
        marks.start()
        moment, before = _write_and_have_an_accident(cluster, source)
        after = fingerprint(source.url)
        _let_go(marks)
        os.kill(cluster.process.pid, signal.SIGKILL)  # type: ignore[union-attr]
        marks.join(30)
        archive.send_signal(signal.SIGKILL)
        returns = [
            _come_back(folder, moment, room / "before", before, say),
            _come_back(folder, None, room / "end", after, say),
        ]
    finally:
        if archive is not None:
            archive.kill()
        cluster.stop()
    return _result(members, backup, marks, before, returns, say)


def _this_installation(room: Path, say: Callable[[str], None]) -> dict[str, Any]:
    from gongjia.settings import ENV

    if not ENV.BACKUP_FOLDER:
        raise BackupFailed("BACKUP_FOLDER is not set: nothing receives the log, so that there is nothing to drill.")
    source, folder = configured(), room / "backups"
    backup = _backed_up(source, folder, DATA, say)
    marks = Marks(_writer(ENV.DATABASE_URL) or source.url)  # the backup role of an outside server only reads
    marks.start()
    before = fingerprint(source.url)
    _let_go(marks)
    marks.going = False
    marks.join(10)
    # What would be left if the server were gone at this moment.
    shutil.copytree(place(source, Path(ENV.BACKUP_FOLDER).absolute()), folder / "wal" / backup.wal)
    after = fingerprint(source.url)
    calm = {table: value for table, value in before.items() if after.get(table) == value}
    say(f"{len(before) - len(calm)} tables were being written to; the others are compared")
    return _result(None, backup, marks, calm, [_come_back(folder, None, room / "end", calm, say)], say)


def _writer(url: str) -> str:
    """The address of the pages' role with the platform's hat on; "" where the server is the embedded one."""
    return make_conninfo(url, options=f"-c role={PLATFORM}") if url else ""


def _backed_up(source: Source, folder: Path, data: Path, say: Callable[[str], None]) -> Backup:
    backup = take(source, folder, data / "files", keep=1)
    say(f"backup of {backup.bytes / 1024**2:.0f} MB, verified ({backup.seconds:.1f} s)")
    return backup


def _result(
    members: int | None,
    backup: Backup,
    marks: Marks,
    before: Print,
    returns: list[dict[str, Any]],
    say: Callable[[str], None],
) -> dict[str, Any]:
    lost = max(0.0, (marks.last - returns[-1]["mark"]).total_seconds())
    slowest = max(one["seconds"] for one in returns)
    differing = [line for one in returns for line in one["differing"]]
    say(f"lost: {lost:.2f} s of writes ({marks.written} marks); restored in at most {slowest:.1f} s")
    return {
        "members": members, "mb": backup.bytes // 1024**2, "backup_s": round(backup.seconds, 1), "rpo_s": round(lost, 2),
        "rto_s": slowest, "tables": len(before), "rows": sum(rows for rows, _ in before.values()),
        "audit_events_sealed": returns[-1]["sealed"], "differences": len(differing), "differing": differing,
    }  # fmt: skip


def _come_back(
    folder: Path, to: datetime | None, into: Path, expected: Print, say: Callable[[str], None]
) -> dict[str, Any]:
    """Restore, and compare table by table. The clock stops when the restored server answers."""
    began = time.monotonic()
    with restored(plan(folder, to, into)) as (cluster, _last):
        with psycopg.connect(cluster.admin_url) as connection:
            rows = connection.execute("SELECT at FROM operations_reading WHERE name = 'drill'").fetchall()
        seconds = round(time.monotonic() - began, 1)
        there = fingerprint(cluster.admin_url)
        with psycopg.connect(cluster.admin_url) as connection:
            chain = verify(connection)
    shutil.rmtree(cluster.folder)
    names = sorted(expected)
    differing = [
        f"{name}: {expected.get(name)} != {there.get(name)}" for name in names if expected.get(name) != there.get(name)
    ]
    differing += [f"audit chain: {finding.says}" for finding in chain.findings]
    until = f"to {to:%H:%M:%S.%f}" if to else "to the end of the log"
    say(
        f"restored {until} in {seconds} s: {len(names)} tables compared, {len(differing)} differ; "
        f"{chain.events} sealed audit events, {chain.found} tampered with"
    )
    for line in differing:
        say(f"  {line}")
    mark = rows[0][0] if rows else datetime.min.replace(tzinfo=UTC)
    return {"seconds": seconds, "differing": differing, "mark": mark, "sealed": chain.events}


def _write_and_have_an_accident(cluster: Cluster, source: Source) -> tuple[datetime, Print]:
    """More writes, and their seal; then what is there is taken down, and all cases' timelines are lost. Returns the moment between."""
    with psycopg.connect(source.url, autocommit=True) as connection:
        connection.execute(MORE)
        _gongjia(cluster, "audit", "seal")
        before = fingerprint(source.url)
        [(moment,)] = connection.execute("SELECT clock_timestamp()").fetchall()
        time.sleep(0.1)
        connection.execute("DELETE FROM cases_signature")
        connection.execute("TRUNCATE cases_entry CASCADE")
    return moment, before


def fingerprint(url: str) -> Print:
    """Every table's rows counted and its contents summed up, in one snapshot."""
    with psycopg.connect(url, options="-c TimeZone=UTC") as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        found = {}
        for (table,) in connection.execute(TABLES).fetchall():
            query = f"SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM {table} AS t"  # noqa: S608
            [(rows, contents)] = connection.execute(query).fetchall()
            found[table] = (rows, int(contents))
    return found


def _fill(cluster: Cluster, members: int) -> float:
    """A demo province with uploads."""
    started = time.monotonic()
    _gongjia(cluster, "world", "--members", str(members))
    uploads = cluster.data / "files" / "documents" / "00"
    uploads.mkdir(parents=True, exist_ok=True)
    for number in range(20):
        (uploads / f"{number:064x}").write_bytes(os.urandom(10_000))
    return time.monotonic() - started


def _gongjia(cluster: Cluster, *words: str) -> None:
    """A command of the platform, as an administrator of this server would give it."""
    environment = _told(
        DATABASE_URL=cluster.url, OWNER_DATABASE_URL=cluster.owner_url, GONGJIA_DATA=str(cluster.data), GONGJIA_DEMO="1"
    )
    command = [sys.executable, "-m", "gongjia", *words]
    result = subprocess.run(command, cwd=BASE, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise BackupFailed(f"`gongjia {' '.join(words)}` failed: {result.stderr[-1000:]}")


def _archive(source: Source, folder: Path, data: Path) -> "subprocess.Popen[bytes]":
    """The real `gongjia archive`, as an installation runs it."""
    environment = _told(REPLICATION_URL=source.url, BACKUP_FOLDER=str(folder), GONGJIA_DATA=str(data))
    command = [sys.executable, "-m", "gongjia", "archive"]
    process = subprocess.Popen(command, cwd=BASE, env=environment, preexec_fn=die_with_parent(signal.SIGTERM))
    deadline = time.monotonic() + 60
    while not list(folder.glob("wal/*/*")):
        if process.poll() is not None or time.monotonic() > deadline:
            raise BackupFailed("Nothing receives the log: `gongjia archive` did not begin.")
        time.sleep(0.1)
    return process


def _told(**settings: str) -> dict[str, str]:
    """What a command on the made-up province hears: these settings, and nothing of this installation, its keys least."""
    return without(Environment.model_fields, os.environ) | settings


def _let_go(marks: Marks, seconds: float = 3) -> None:
    """Let some more marks be written, so that there is something to lose. Raises BackupFailed where there are none."""
    enough, deadline = marks.written + 20, time.monotonic() + 30
    time.sleep(seconds)
    while marks.written < enough and marks.is_alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    if not marks.written:
        raise BackupFailed(f"Nothing could be written, so that nothing can be found lost: {marks.problem}")


@contextmanager
def _room(scratch: Path | None) -> Iterator[Path]:
    if scratch is not None:
        scratch.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix="gongjia-drill-", dir=scratch))
    room.chmod(0o711)  # the server's own user passes through, and sees nothing
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
