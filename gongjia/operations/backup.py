"""`gongjia backup`: one complete copy of the database and the uploads; never of the keys.

BACKUP_FOLDER/
  20261122T190000Z/   one backup: base/ (pg_basebackup, checked by pg_verifybackup), files.txt, backup.json
  wal/<server>-<timeline>.<n>/   the write-ahead log since, as `gongjia archive` receives it
  files/              every upload that a kept backup names, under its hash
"""

import fcntl
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gongjia.operations.archive import mirror, place
from gongjia.operations.source import BackupFailed, Source

NAME = "%Y%m%dT%H%M%SZ"
FIRST_SEGMENT = re.compile(r"START WAL LOCATION: .* \(file ([0-9A-F]{24})\)")
DAILY_AT = 3  # o'clock in UTC+8, when few people work
AHEAD = timedelta(hours=1)  # what two machines' clocks may differ by
PARTIAL = 24 * 3600  # seconds after which a copy that was begun belongs to nobody any more
OTHERS = timedelta(days=30)  # how long backups of another history are kept: those from before a restore


@dataclass(frozen=True)
class Backup:
    """What backup.json says. It is written last: a folder without it is not a backup."""

    name: str
    began: str  # ISO times, UTC
    ended: str  # from here on any moment can be restored, as far as the log was received
    major: int  # PostgreSQL's version
    wal: str  # folder of the log that continues it
    first_segment: str
    bytes: int
    files: int

    @property
    def history(self) -> str:
        return self.wal.rpartition(".")[0]

    @property
    def seconds(self) -> float:
        return (datetime.fromisoformat(self.ended) - datetime.fromisoformat(self.began)).total_seconds()


def take(source: Source, folder: Path, files: Path, *, keep: int) -> Backup:
    """Make and verify one backup, then forget what is older than the newest `keep` of each history. Raises BackupFailed."""
    with _alone(folder):
        began = datetime.now(UTC)
        incomplete = folder / f".incomplete-{began:{NAME}}"
        try:
            base = incomplete / "base"
            incomplete.mkdir(mode=0o700)
            source.run("pg_basebackup", "-D", str(base), "-Fp", "-Xstream", "--checkpoint=fast", "--no-password")
            source.run("pg_verifybackup", "--quiet", str(base))
            mirror(files, folder / "files")
            names = _names(files)
            (incomplete / "files.txt").write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
            backup = Backup(
                name=f"{began:{NAME}}", began=began.isoformat(), ended=datetime.now(UTC).isoformat(),
                major=source.major, wal=place(source, folder).name, first_segment=_first_segment(base),
                bytes=sum(path.stat().st_size for path in base.rglob("*") if path.is_file()), files=len(names),
            )  # fmt: skip
            (incomplete / "backup.json").write_text(json.dumps(asdict(backup), indent=1) + "\n")
            os.sync()
            incomplete.rename(folder / backup.name)
        except BaseException:
            shutil.rmtree(incomplete, ignore_errors=True)
            raise
        _forget(source, folder, files, keep)
    return backup


def backups(folder: Path) -> list[Backup]:
    """Every complete backup, oldest first: histories as they began, and within one by the place in the log. The clock
    may have been wrong for a night."""
    found = (path / "backup.json" for path in sorted(folder.glob("[0-9]*Z")))
    made = [Backup(**json.loads(path.read_text())) for path in found if path.exists()]
    begun = {backup.history: backup.name for backup in reversed(made)}
    return sorted(made, key=lambda backup: (begun[backup.history], backup.first_segment, backup.name))


def is_due(folder: Path, wal: str, now: datetime | None = None) -> bool:
    """Whether the last three o'clock in the morning has passed without a backup, or none leads into this log. One of
    a clock that was ahead proves nothing."""
    now = now or datetime.now(UTC)
    night = now.replace(hour=(DAILY_AT - 8) % 24, minute=0, second=0, microsecond=0)
    night = night if night <= now else night - timedelta(days=1)
    began = [datetime.fromisoformat(backup.began) for backup in backups(folder) if backup.wal == wal]
    return not any(night <= moment <= now + AHEAD for moment in began)


def _forget(source: Source, folder: Path, files: Path, keep: int) -> None:
    """Remove old backups, the log before the oldest kept one, and uploads that no kept backup and no moment after the
    oldest of them knows."""
    kept = _kept(folder, source.line(), keep)
    for backup in backups(folder):
        if backup not in kept:
            shutil.rmtree(folder / backup.name)
    needed = {backup.wal: backup.first_segment for backup in reversed(kept)}  # the oldest of each history
    for log in (folder / "wal").glob("*") if (folder / "wal").exists() else []:
        if log.name in needed:
            source.run("pg_archivecleanup", str(log), needed[log.name])
        elif log.name != place(source, folder).name:
            shutil.rmtree(log)
    named = {line for backup in kept for line in (folder / backup.name / "files.txt").read_text().splitlines()}
    named |= set(_names(files))
    oldest = min(datetime.fromisoformat(backup.began).timestamp() for backup in kept)
    for name in _names(folder / "files"):
        if name not in named and (folder / "files" / name).stat().st_mtime < oldest:
            (folder / "files" / name).unlink()
    for path in (folder / "files").rglob(".*.partial"):  # what somebody else is copying stays
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_ctime > PARTIAL:
                path.unlink()


def _kept(folder: Path, history: str, keep: int) -> list[Backup]:
    """The newest `keep` of each history, oldest first; those of another than the server's own for a while only."""
    since = datetime.now(UTC) - max(OTHERS, timedelta(days=keep))
    kept: list[Backup] = []
    for backup in reversed(backups(folder)):
        is_newest = sum(newer.history == backup.history for newer in kept) < keep
        if is_newest and (backup.history == history or datetime.fromisoformat(backup.began) > since):
            kept.insert(0, backup)
    return kept


def _names(files: Path) -> list[str]:
    if not files.exists():
        return []
    found = (path for path in files.rglob("*") if path.is_file() and not path.name.startswith("."))
    return sorted(str(path.relative_to(files)) for path in found)


def _first_segment(base: Path) -> str:
    match = FIRST_SEGMENT.search((base / "backup_label").read_text())
    if match is None:
        raise BackupFailed("The backup does not say where its log begins.")
    return match[1]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One backup at a time; what an interrupted one left is removed."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (folder / "backup.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for left in folder.glob(".incomplete-*"):
                shutil.rmtree(left)
            yield
    except BlockingIOError as held:
        raise BackupFailed(f"Another backup into {folder} is being made.") from held
    except OSError as problem:
        raise BackupFailed(f"{folder} cannot be written: {problem.strerror or problem}") from problem
