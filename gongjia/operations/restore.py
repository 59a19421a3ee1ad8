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
    if (into / "postgres" / "data").exists() or Cluster(into).is_running():
        raise BackupFailed(
            f"{into} holds an installation: it is never written over. Choose another folder with --into, or stop it "
            f"and move it away first (mv {into} {into}.old)."
        )
    chosen = made[-1] if to is None else max(made, key=lambda backup: backup.ended)
    needed = 2 * chosen.bytes
    free = shutil.disk_usage(next(parent for parent in (into, *into.parents) if parent.exists())).free
    if free < needed:
        raise BackupFailed(f"{into} has {free // 1024**2} MB free; {needed // 1024**2} MB are needed.")
    return Plan(folder, chosen, to, into)


@contextmanager
def restored(plan: Plan) -> Iterator[tuple[Cluster, str]]:
    """Carry it out; gives the recovered server, running, and the time of the last transaction that it has.

    Raises BackupFailed where the backup is damaged or the log ends before the wanted moment.
    """
    base = plan.folder / plan.backup.name / "base"
    programs = programs_of(plan.backup.major)
    run(programs / "pg_verifybackup", "--quiet", str(base))
    cluster = Cluster(plan.into, programs=None if programs == own_programs() else programs)
    cluster.make_folder()
    data, log = cluster.folder / "data", cluster.folder / "log-to-replay"
    shutil.copytree(base, data, symlinks=True)
    _lay_out(plan, log)
    (data / "recovery.signal").touch()
    if not (data / "postgresql.conf").exists():  # distributions keep it elsewhere
        (data / "postgresql.conf").touch()
    cluster.own(data)
    cluster.own(log)
    try:
        _recover(cluster, log, plan.to)
        _files(plan)
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


def _lay_out(plan: Plan, log: Path) -> None:
    """Copy the log that follows the backup to where the server's own user reads it."""
    log.mkdir(mode=0o700)
    (log / "pg_hba.conf").write_text("local all all trust\n")
    received = plan.folder / "wal" / plan.backup.wal
    for path in sorted(received.iterdir()) if received.exists() else []:
        is_wanted = SEGMENT.fullmatch(path.name) and path.name[:24] >= plan.backup.first_segment
        # What is still being filled is whole in length; recovery stops where it ends. A full one wins over it.
        if is_wanted and (path.suffix != ".partial" or not path.with_suffix("").exists()):
            shutil.copyfile(path, log / path.name[:24])
    for history in (plan.folder / "wal").glob("*/*.history"):  # so that a new timeline gets a number of its own
        shutil.copyfile(history, log / history.name)


def _files(plan: Plan) -> None:
    """The uploads that the backup names, and those that came between it and the moment."""
    store, target = plan.folder / "files", plan.into / "files"
    named = set((plan.folder / plan.backup.name / "files.txt").read_text().splitlines())
    since = datetime.fromisoformat(plan.backup.began).timestamp()
    until = plan.to.timestamp() if plan.to else inf
    for path in sorted(store.rglob("*")) if store.exists() else []:
        name = path.relative_to(store)
        if path.is_file() and (str(name) in named or since <= path.stat().st_mtime <= until):
            (target / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copy2(path, target / name)


def _last_transaction(cluster: Cluster) -> str:
    found = LAST.findall(cluster.log.read_text(errors="replace"))
    return found[-1] if found else ""


def _why(log: str) -> str:
    if "before configured recovery target was reached" in log:
        ends = LAST.findall(log)
        until = f" at {ends[-1]}" if ends else ""
        return f"The log that was received ends before that moment{until}. Leave --to out to get all there is."
    return f"The server did not recover: {log.strip()[-1500:]}"
