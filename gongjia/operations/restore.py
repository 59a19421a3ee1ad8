"""`gongjia restore`: a new installation folder from a backup and the log, at a moment of the past."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from math import inf
from pathlib import Path

from gongjia.foundation.postgres import Cluster, PostgresFailed, own_programs
from gongjia.operations.backup import Backup, backups
from gongjia.operations.source import BackupFailed, programs_of, run

LAST = re.compile(r"last completed transaction was at log time (.+)")
SEGMENT = re.compile(r"[0-9A-F]{24}(\.partial)?")
LOG = "log-to-replay"
SIGN = "recovery.signal"  # stands in the folder until the log has been gone through; no server starts without the log
PATIENCE = 4 * 3600  # seconds for the log to be gone through
# The server opens only when it has recovered, and only to us; what it was configured with elsewhere is not asked.
RECOVERY = {"hot_standby": "off", "recovery_target_timeline": "current", "recovery_target_action": "promote"}


@dataclass(frozen=True)
class Plan:
    folder: Path
    backup: Backup
    to: datetime | None  # None: as far as the log goes
    into: Path

    def says(self) -> str:
        until = f"{self.to:%Y-%m-%d %H:%M:%S%z}" if self.to else "the end of the log that was received"
        return (
            f"Restores the backup {self.backup.name} ({self.backup.bytes / 1024**2:.0f} MB, PostgreSQL "
            f"{self.backup.major}) and the log after it up to {until}\n  from {self.folder}\n  into {self.into}, which "
            "is made anew. Nothing that exists is changed. The keys come from you."
        )


def plan(folder: Path, to: datetime | None, into: Path) -> Plan:
    """Choose the backup: the newest, or the last that was complete before `to`. Raises BackupFailed with what stands against it."""
    made = [backup for backup in backups(folder) if to is None or datetime.fromisoformat(backup.ended) <= to]
    if not made:
        first = backups(folder)[:1]
        hint = f" The oldest was complete at {first[0].ended}." if first else " There is none at all."
        raise BackupFailed(f"{folder} holds no backup from before that moment.{hint}")
    cluster = Cluster(into)
    if cluster.is_running() or _is_installation(cluster.folder):
        raise BackupFailed(
            f"{into} holds an installation: it is never written over. Choose another folder with --into, or stop it "
            f"and move it away first (mv {into} {into}.old)."
        )
    planned = Plan(folder, made[-1] if to is None else max(made, key=lambda backup: backup.ended), to, into)
    needed = _bytes(planned)
    free = shutil.disk_usage(next(parent for parent in (into, *into.parents) if parent.exists())).free
    if free < needed:
        raise BackupFailed(f"{into} has {free // 1024**2} MB free; {needed // 1024**2} MB are needed.")
    return planned


def _is_installation(folder: Path) -> bool:
    """What a killed restore has left is none: the log is still to be gone through."""
    data = folder / "data"
    return data.exists() and not ((folder / LOG).exists() and (data / SIGN).exists())


def _bytes(plan: Plan) -> int:
    """What is copied, and as much again of the database and its log: they grow into each other."""
    log = sum(path.stat().st_size for path in _log(plan))
    return 2 * (plan.backup.bytes + log) + sum(path.stat().st_size for path in _uploads(plan))


@contextmanager
def restored(plan: Plan) -> Iterator[tuple[Cluster, str]]:
    """Carry it out; gives the recovered server, running, and the time of the last transaction that it has.

    Raises BackupFailed where the backup is damaged, the log ends before the wanted moment or the disk is full; then
    nothing is left of it. What a killed restore has left is removed first.
    """
    base = plan.folder / plan.backup.name / "base"
    programs = programs_of(plan.backup.major)
    run(programs / "pg_verifybackup", "--quiet", str(base))
    cluster = Cluster(plan.into, programs=None if programs == own_programs() else programs)
    data, log = cluster.folder / "data", cluster.folder / LOG
    made = [data, log] if (plan.into / "files").exists() else [data, log, plan.into / "files"]
    try:
        for left in (data, log):
            shutil.rmtree(left, ignore_errors=True)
        cluster.make_folder()
        _lay_out(plan, base, data, log)
        _files(plan)
        cluster.own(data)
        cluster.own(log)
        _recover(cluster, log, plan.to)
    except BaseException as problem:
        cluster.stop()
        for folder in made:
            shutil.rmtree(folder, ignore_errors=True)
        if isinstance(problem, OSError):  # of a whole folder Python gathers all that went wrong
            why = problem.args[0][0][2] if isinstance(problem, shutil.Error) else problem.strerror
            raise BackupFailed(f"{plan.into} cannot be written: {why}") from problem
        raise
    try:
        yield cluster, _last_transaction(cluster)
    finally:
        cluster.stop()
        shutil.rmtree(log, ignore_errors=True)


def _recover(cluster: Cluster, log: Path, to: datetime | None) -> None:
    """Start the server; it answers when it has gone through the log and begun a history of its own."""
    cluster.settings = cluster.settings | RECOVERY | {
        "hba_file": str(log / "pg_hba.conf"), "ident_file": str(log / "pg_hba.conf"),
        "restore_command": f'cp "{log}/%f" "%p"',
        **({"recovery_target_time": to.isoformat(sep=" ")} if to else {}),
    }  # fmt: skip
    try:
        cluster.launch(PATIENCE)
    except PostgresFailed as problem:
        raise BackupFailed(_why(str(problem))) from problem


def _lay_out(plan: Plan, base: Path, data: Path, log: Path) -> None:
    """The copy of the database, and the log that follows it, where the server's own user reads them."""
    log.mkdir(mode=0o700)
    data.mkdir(mode=0o700)
    (data / SIGN).touch()
    shutil.copytree(base, data, symlinks=True, dirs_exist_ok=True)
    if not (data / "postgresql.conf").exists():  # distributions keep it elsewhere
        (data / "postgresql.conf").touch()
    (log / "pg_hba.conf").write_text("local all all trust\n")
    for path in _log(plan):
        shutil.copyfile(path, log / path.name.removesuffix(".partial"))


def _log(plan: Plan) -> list[Path]:
    """The pieces of the log since the backup, and where histories branched, so that a new one gets a number of its own."""
    received = plan.folder / "wal" / plan.backup.wal
    pieces = [
        path
        for path in (sorted(received.iterdir()) if received.exists() else [])
        if SEGMENT.fullmatch(path.name)
        and path.name[:24] >= plan.backup.first_segment
        # What is still being filled is whole in length; recovery stops where it ends. A full one wins over it.
        and (path.suffix != ".partial" or not path.with_suffix("").exists())
    ]
    return pieces + list((plan.folder / "wal").glob("*/*.history"))


def _files(plan: Plan) -> None:
    for path in _uploads(plan):
        target = plan.into / "files" / path.relative_to(plan.folder / "files")
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copy2(path, target)


def _uploads(plan: Plan) -> list[Path]:
    """The uploads that the backup names, and those that came between it and the moment."""
    store = plan.folder / "files"
    named = set((plan.folder / plan.backup.name / "files.txt").read_text().splitlines())
    since = datetime.fromisoformat(plan.backup.began).timestamp()
    until = plan.to.timestamp() if plan.to else inf
    return [
        path
        for path in (sorted(store.rglob("*")) if store.exists() else [])
        if path.is_file()
        and not path.name.startswith(".")
        and (str(path.relative_to(store)) in named or since <= path.stat().st_mtime <= until)
    ]


def _last_transaction(cluster: Cluster) -> str:
    found = LAST.findall(cluster.log.read_text(errors="replace"))
    return found[-1] if found else ""


def _why(log: str) -> str:
    if "before configured recovery target was reached" in log:
        ends = LAST.findall(log)
        until = f" at {ends[-1]}" if ends else ""
        return f"The log that was received ends before that moment{until}. Leave --to out to get all there is."
    return f"The server did not recover: {log.strip()[-1500:]}"
