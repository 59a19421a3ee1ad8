"""What is backed up comes back: at the moment asked for, whole, with its uploads, and never over what exists."""

import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from click.testing import CliRunner

from gongjia.__main__ import main
from gongjia.foundation.postgres import Cluster
from gongjia.operations import archive, commands, restore
from gongjia.operations.backup import OTHERS, Backup, _forget, backups, is_due, take
from gongjia.operations.drill import Marks, fingerprint
from gongjia.operations.restore import plan, restored
from gongjia.operations.source import BackupFailed, Source

KEY = "sealing-key-that-must-never-be-in-a-backup"


@dataclass
class Place:
    cluster: Cluster
    source: Source
    room: Path
    moment: datetime  # before the accident
    before: dict
    after: dict
    marks: Marks
    first: Backup  # made before the one that counts, and forgotten for it
    backup: Backup

    @property
    def folder(self) -> Path:
        return self.room / "backups"


def upload(files: Path, name: str) -> None:
    path = files / "documents" / name[:2] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(name.encode())


def uploads(files: Path) -> set[str]:
    return {path.name for path in files.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def place(make_room) -> Iterator[Place]:
    """A server that was backed up, written to, had an accident, and was killed while it was being written to."""
    room = make_room()
    cluster = Cluster(room / "var", {"fsync": "off"}).start()
    source = Source.of(cluster.admin_url)
    receiver, _folder = archive.receive(source, room / "backups")
    try:
        with psycopg.connect(source.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE operations_reading (name text PRIMARY KEY, value jsonb, at timestamptz)")
            connection.execute(
                "CREATE TABLE worker AS SELECT n, md5(n::text) AS name FROM generate_series(1, 5000) AS n"
            )
            upload(room / "var" / "files", "aa-erased")
            first = take(source, room / "backups", room / "var" / "files", keep=1)
            (room / "var" / "files" / "documents" / "aa" / "aa-erased").unlink()
            upload(room / "var" / "files", "aa-before")
            time.sleep(1)  # a backup is named by the second
            backup = take(source, room / "backups", room / "var" / "files", keep=1)
            connection.execute("INSERT INTO worker SELECT n, 'later' FROM generate_series(5001, 6000) AS n")
            upload(room / "var" / "files", "bb-after")
            archive.mirror(room / "var" / "files", room / "backups" / "files")
            before = fingerprint(source.url)
            [(moment,)] = connection.execute("SELECT clock_timestamp()").fetchall()
            time.sleep(0.05)
            connection.execute("DELETE FROM worker WHERE n % 2 = 0")
        upload(room / "var" / "files", "cc-too-late")
        archive.mirror(room / "var" / "files", room / "backups" / "files")
        after = fingerprint(source.url)
        marks = Marks(source.url)
        marks.start()
        while marks.written < 50:
            time.sleep(0.01)
        os.kill(cluster.process.pid, signal.SIGKILL)
        marks.join(30)
        time.sleep(0.2)
        receiver.send_signal(signal.SIGKILL)  # the receiver's machine does not wait for anything either
        receiver.wait()
        yield Place(cluster, source, room, moment, before, after, marks, first, backup)
    finally:
        receiver.kill()
        cluster.stop()


def test_the_moment_before_an_accident_comes_back(place):
    into = place.room / "before"
    planned = plan(place.folder, place.moment, into)
    assert "Nothing that exists is changed" in planned.says()
    with restored(planned) as (cluster, last):
        assert fingerprint(cluster.admin_url) == place.before
        with psycopg.connect(cluster.admin_url) as connection:
            assert connection.execute("SELECT count(*) FROM worker").fetchone() == (6000,)
            connection.execute("INSERT INTO worker VALUES (0, 'new')")  # it is open for work
        assert last
    assert uploads(into / "files") == {"aa-before", "bb-after"}
    assert not list(cluster.folder.glob("log-to-replay"))
    assert not (cluster.folder / "data" / "recovery.signal").exists()


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(place):
    with restored(plan(place.folder, None, place.room / "end")) as (cluster, _last):
        assert fingerprint(cluster.admin_url) == place.after
        assert uploads(place.room / "end" / "files") == {"aa-before", "bb-after", "cc-too-late"}
        with psycopg.connect(cluster.admin_url) as connection:
            [(mark,)] = connection.execute("SELECT at FROM operations_reading WHERE name = 'drill'").fetchall()
        line = Source.of(cluster.admin_url).line()
    lost = (place.marks.last - mark).total_seconds()
    print(f"{place.marks.written} marks, lost {max(0, lost):.3f} s")
    assert lost <= 1
    assert line != place.backup.wal.split(".")[0]  # a restored server begins a history of its own
    assert line.split("-")[0] == place.backup.wal.split("-")[0]


def test_a_receiver_ends_where_another_server_answers(make_room):
    """After a failover the old history has an end, and its slot is on the server that is gone."""
    room = make_room()
    cluster = Cluster(room / "var", {"fsync": "off"}).start()
    try:
        source, folder = Source.of(cluster.admin_url), room / "backups"
        receiver, target = archive.receive(source, folder)
        receiver.kill()
        receiver.wait()
        assert not archive._is_another(source, folder, target)
        assert archive._is_another(source, folder, target.with_name("9-1.1"))  # another history
        with psycopg.connect(source.url, autocommit=True) as connection:
            while connection.execute("SELECT active FROM pg_replication_slots").fetchone() == (True,):
                time.sleep(0.05)
            connection.execute("SELECT pg_drop_replication_slot(%s)", [archive.SLOT])
        assert archive._is_another(source, folder, target)  # nothing is kept for us
    finally:
        cluster.stop()
    assert not archive._is_another(source, folder, target)  # no answer is no other server


def test_a_receiver_ends_where_the_server_has_given_it_up(make_room):
    """The way to the server was gone for longer than it keeps the log: a new start begins a new folder."""
    room = make_room()
    cluster = Cluster(room / "var", {"fsync": "off", "max_slot_wal_keep_size": "1MB", "max_wal_size": "32MB"}).start()
    try:
        source, folder = Source.of(cluster.admin_url), room / "backups"
        receiver, target = archive.receive(source, folder)
        receiver.kill()
        receiver.wait()
        with psycopg.connect(source.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE worker (n int)")
            while connection.execute(archive.SLOT_STATUS, [archive.SLOT]).fetchone() != ("lost",):
                connection.execute("INSERT INTO worker VALUES (1)")
                connection.execute("SELECT pg_switch_wal()")
                connection.execute("CHECKPOINT")
        assert archive._is_another(source, folder, target)
        receiver, again = archive.receive(source, folder)
        assert (target.name[-2:], again.name[-2:]) == (".1", ".2")
        assert is_due(folder, again.name)
        receiver.kill()
        receiver.wait()
    finally:
        cluster.stop()


def test_no_key_is_in_a_backup(place):
    held = [path for path in place.folder.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    assert held == []
    assert {path.name for path in (place.folder / place.backup.name).iterdir()} == {"base", "files.txt", "backup.json"}
    assert (place.folder.stat().st_mode & 0o077) == 0


def test_a_damaged_backup_is_refused(place, tmp_path):
    copy = tmp_path / "backups"
    shutil.copytree(place.folder, copy)
    victim = max((copy / place.backup.name / "base" / "base").rglob("*"), key=lambda path: path.stat().st_size)
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 1
    victim.write_bytes(content)
    with (
        pytest.raises(BackupFailed, match=r"pg_verifybackup failed: .*checksum mismatch"),
        restored(plan(copy, None, tmp_path / "into")),
    ):
        pass
    assert not (tmp_path / "into").exists()


def test_a_moment_that_the_log_does_not_reach_is_said(place):
    late = datetime.now(UTC) + timedelta(days=1)
    with (
        pytest.raises(BackupFailed, match=r"ends before that moment at .* Leave --to out"),
        restored(plan(place.folder, late, place.room / "too-late")),
    ):
        pass
    assert not (place.room / "too-late" / "files").exists()
    with restored(plan(place.folder, None, place.room / "too-late")) as (cluster, _last):  # as it was told
        assert fingerprint(cluster.admin_url) == place.after


@pytest.mark.parametrize("fails", ["copytree", "copy2"], ids=["database", "uploads"])
def test_a_full_disk_is_said_and_leaves_nothing_half(place, monkeypatch, fails):
    into = place.room / f"full-{fails}"

    def full(source, target, **more):
        raise shutil.Error([(source, target, "no room")]) if fails == "copytree" else OSError(28, "no room")

    with monkeypatch.context() as patch:
        patch.setattr(restore.shutil, fails, full)
        with pytest.raises(BackupFailed, match="cannot be written: no room"), restored(plan(place.folder, None, into)):
            pass
    assert not (into / "postgres" / "data").exists()
    assert not (into / "files").exists()
    assert plan(place.folder, None, into)


def test_what_a_killed_restore_left_is_no_installation(place):
    into = place.room / "killed"
    (into / "postgres" / "log-to-replay").mkdir(parents=True)
    (into / "postgres" / "data").mkdir()
    (into / "postgres" / "data" / "PG_VERSION").touch()
    with pytest.raises(BackupFailed, match="holds an installation"):
        plan(place.folder, None, into)
    (into / "postgres" / "data" / "recovery.signal").touch()
    with restored(plan(place.folder, None, into)) as (cluster, _last):
        assert fingerprint(cluster.admin_url) == place.after


def test_room_is_needed_for_the_log_and_the_uploads_too(place, monkeypatch):
    room = SimpleNamespace(free=2 * place.backup.bytes + 1)
    monkeypatch.setattr(restore.shutil, "disk_usage", lambda path: room)
    with pytest.raises(BackupFailed, match=r"MB free; \d+ MB are needed"):
        plan(place.folder, None, place.room / "full")


def test_a_moment_before_every_backup_is_said(place):
    with pytest.raises(BackupFailed, match=r"no backup from before that moment\. The oldest was complete at"):
        plan(place.folder, datetime(2020, 1, 1, tzinfo=UTC), place.room / "never")


def test_an_installation_is_never_written_over(place):
    with pytest.raises(BackupFailed, match="it is never written over"):
        plan(place.folder, None, place.cluster.data)


def test_the_command_says_what_it_will_do_and_asks(place):
    into = place.room / "asked"
    said = CliRunner().invoke(main, ["restore", str(place.folder), "--into", str(into)], input="n\n")
    assert said.exit_code == 1
    assert f"Restores the backup {place.backup.name}" in said.output
    assert "Go on?" in said.output
    assert not into.exists()
    refused = CliRunner().invoke(main, ["restore", str(place.folder), "--to", "yesterday", "--into", str(into)])
    assert "write it as 2027-02-06T15:30" in refused.output


def a_backup(folder: Path, began: datetime, wal: str = "1-1.1", segment: int = 0) -> None:
    name = f"{began:%Y%m%dT%H%M%SZ}"
    (folder / name).mkdir(parents=True)
    (folder / name / "files.txt").touch()
    facts = {"name": name, "began": began.isoformat(), "ended": began.isoformat(), "major": 18, "wal": wal}
    (folder / name / "backup.json").write_text(
        json.dumps({**facts, "first_segment": f"{segment:024X}", "bytes": 1, "files": 0})
    )


def test_one_backup_each_night(tmp_path):
    noon = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # twelve o'clock in Jilin
    assert is_due(tmp_path, "1-1.1", noon)
    a_backup(tmp_path, noon)
    assert not is_due(tmp_path, "1-1.1", noon + timedelta(hours=14))
    assert is_due(tmp_path, "1-1.1", noon + timedelta(hours=15))  # three in the morning
    assert is_due(tmp_path, "1-2.1", noon + timedelta(hours=1))  # the server was restored: a history of its own
    (tmp_path / ".incomplete-20260303T190000Z").mkdir()
    assert len(backups(tmp_path)) == 1


def test_old_backups_their_log_and_erased_uploads_go(place):
    assert [backup.name for backup in backups(place.folder)] == [place.backup.name]
    assert not (place.folder / place.first.name).exists()
    assert "aa-erased" not in uploads(place.folder / "files")
    assert place.backup.wal == place.first.wal
    segments = sorted(path.name[:24] for path in (place.folder / "wal" / place.backup.wal).iterdir())
    assert place.first.first_segment < place.backup.first_segment <= segments[0]


def test_a_clock_that_was_ahead_for_a_night_hides_nothing(tmp_path):
    night = datetime(2026, 3, 1, 19, tzinfo=UTC)  # three o'clock in Jilin
    a_backup(tmp_path, night - timedelta(days=1), segment=1)
    a_backup(tmp_path, night.replace(year=2031), segment=2)
    assert is_due(tmp_path, "1-1.1", night + timedelta(hours=1))
    a_backup(tmp_path, night + timedelta(hours=1), segment=3)
    assert not is_due(tmp_path, "1-1.1", night + timedelta(hours=2))
    assert [backup.name[:4] for backup in backups(tmp_path)] == ["2026", "2031", "2026"]
    assert plan(tmp_path, None, tmp_path / "into").backup.first_segment[-1] == "3"
    forget(tmp_path, OfHistory("1-1"), keep=1)
    assert [backup.first_segment[-1] for backup in backups(tmp_path)] == ["3"]


def test_a_clock_that_was_behind_is_not_taken_for_the_moment_before(tmp_path):
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    a_backup(tmp_path, moment - timedelta(hours=5), segment=1)
    a_backup(tmp_path, moment.replace(year=2020), segment=2)  # made the day after
    assert plan(tmp_path, moment, tmp_path / "into").backup.first_segment[-1] == "1"


def test_a_backup_put_elsewhere_is_not_the_one_that_is_watched_for(tmp_path, monkeypatch):
    noted = []
    monkeypatch.setattr("gongjia.settings.ENV.BACKUP_FOLDER", str(tmp_path / "usual"))
    monkeypatch.setattr(commands, "_remember", noted.append)
    monkeypatch.setattr("gongjia.operations.source.configured", lambda: None)
    made = Backup("now", *["2026-03-02T00:00:00+00:00"] * 2, 18, "1-1.1", "0" * 24, 1, 0)
    monkeypatch.setattr("gongjia.operations.backup.take", lambda *given, **more: made)
    assert CliRunner().invoke(main, ["backup", "--to", str(tmp_path / "elsewhere")]).exit_code == 0
    assert noted == []
    assert CliRunner().invoke(main, ["backup"]).exit_code == 0
    assert noted == ["now"]


def test_two_copy_into_one_store_at_once(tmp_path, monkeypatch):
    """The archive and the backup do, while people erase and add."""
    files, store = tmp_path / "files", tmp_path / "store"
    for name in ("aa-one", "aa-two", "aa-three", "bb-four"):
        upload(files, name)
    os.utime(files / "documents" / "bb", (0, 0))
    copy = shutil.copy2

    def copy_slowly(source, target):
        if source.name == "aa-one":
            monkeypatch.setattr(archive.shutil, "copy2", copy)
            assert archive.mirror(files, store) == 3  # the other one, meanwhile
            (files / "documents" / "aa" / "aa-three").unlink()
            (files / "documents" / "aa" / "aa-two").unlink()
        return copy(source, target)

    monkeypatch.setattr(archive.shutil, "copy2", copy_slowly)
    seen: dict = {}
    assert archive.mirror(files, store, seen) == 2  # the first two that it came to
    assert uploads(store) == {"aa-one", "aa-two", "aa-three", "bb-four"}
    archive.mirror(files, store, seen)
    upload(files, "bb-five")
    read = []
    monkeypatch.setattr(archive.os, "scandir", lambda folder, scan=os.scandir: read.append(folder.name) or scan(folder))
    assert archive.mirror(files, store, seen) == 1
    assert read == ["bb"]  # only what has changed


def test_what_somebody_is_copying_is_not_taken_away(tmp_path, monkeypatch):
    a_backup(tmp_path, datetime.now(UTC))
    upload(tmp_path / "files", ".aa-begun.1234.partial")
    forget(tmp_path, OfHistory("1-1"), keep=1)
    assert uploads(tmp_path / "files") == {".aa-begun.1234.partial"}
    assert restore._uploads(plan(tmp_path, None, tmp_path / "into")) == []
    monkeypatch.setattr("gongjia.operations.backup.PARTIAL", -1)
    forget(tmp_path, OfHistory("1-1"), keep=1)
    assert uploads(tmp_path / "files") == set()


class OfHistory:
    """A server, as far as the forgetting of old backups asks it."""

    def __init__(self, line: str):
        self.history, self.cleaned = line, {}

    def line(self) -> str:
        return self.history

    def run(self, program: str, log: str, segment: str) -> None:
        self.cleaned[Path(log).name] = segment


def forget(folder: Path, source: OfHistory, keep: int) -> None:
    _forget(source, folder, folder / "no-uploads", keep)  # type: ignore[arg-type]


def test_another_server_on_the_same_folder_takes_no_backups_place(tmp_path):
    """A restored one that somebody looks at, or tried moment after moment, is a history of its own."""
    real, beside = OfHistory("1-1"), OfHistory("1-2")
    noon = datetime.now(UTC).replace(hour=4, minute=0)  # in Jilin
    nights = [noon - timedelta(days=number) for number in (4, 3, 2)]
    for night in nights:
        a_backup(tmp_path, night, wal="1-1.1")
    a_backup(tmp_path, nights[-1] + timedelta(hours=1), wal="1-2.1")
    assert not is_due(tmp_path, "1-1.1", nights[-1] + timedelta(minutes=90))  # its own is the last night's
    for number in range(5):
        a_backup(tmp_path, nights[-1] + timedelta(minutes=61 + number), wal="1-2.1")
    forget(tmp_path, beside, keep=3)
    assert sum(backup.wal == "1-2.1" for backup in backups(tmp_path)) == 3
    assert sum(backup.wal == "1-1.1" for backup in backups(tmp_path)) == 3
    forget(tmp_path, real, keep=2)
    assert [backup.wal for backup in backups(tmp_path)] == ["1-1.1"] * 2 + ["1-2.1"] * 2


def test_what_was_before_a_restore_goes_after_a_month(tmp_path):
    a_backup(tmp_path, datetime.now(UTC) - OTHERS - timedelta(hours=1), wal="1-1.1")
    a_backup(tmp_path, datetime.now(UTC) - OTHERS + timedelta(hours=1), wal="1-2.1")
    a_backup(tmp_path, datetime.now(UTC), wal="1-3.1")
    for wal in ("1-1.1", "1-2.1", "1-3.1"):
        (tmp_path / "wal" / wal).mkdir(parents=True)
    source = OfHistory("1-3")
    forget(tmp_path, source, keep=7)
    assert [backup.wal for backup in backups(tmp_path)] == ["1-2.1", "1-3.1"]
    assert sorted(source.cleaned) == ["1-2.1", "1-3.1"]
    assert not (tmp_path / "wal" / "1-1.1").exists()


def test_an_upload_stays_as_long_as_a_moment_with_it_can_be_asked_for(tmp_path):
    """One that came after a backup and was erased before the next is named by neither."""
    began = datetime.now(UTC) - timedelta(days=2)
    a_backup(tmp_path, began, wal="1-1.1")
    for name, came in (("before", began - timedelta(hours=1)), ("after", began + timedelta(hours=1))):
        (tmp_path / "files").mkdir(exist_ok=True)
        (tmp_path / "files" / name).touch()
        os.utime(tmp_path / "files" / name, (came.timestamp(), came.timestamp()))
    forget(tmp_path, OfHistory("1-1"), keep=1)
    assert uploads(tmp_path / "files") == {"after"}
