"""`gongjia archive`: receives the write-ahead log as it is written, and copies new uploads, into the backup folder.

PostgreSQL's pg_receivewal does the receiving over the replication protocol: the same for the embedded server and an
outside one, no shell on the database's machine, and a loss of a second where archive_timeout would allow a minute.
"""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg

from gongjia.foundation.postgres import die_with_parent
from gongjia.operations.source import Source

SLOT = "gongjia_archive"  # the server keeps what this receiver has not confirmed
SLOT_STATUS = "SELECT wal_status FROM pg_replication_slots WHERE slot_name = %s"
EVERY = 10  # seconds between two looks for new uploads


def follow(source: Source, folder: Path, files: Path, *, nightly: bool = False) -> int:
    """Receive until stopped by a signal, or until another server stands behind the address: a new start receives that
    one's log, this one never would. Returns the receiver's exit code."""
    from gongjia.operations.backup import is_due

    stopped = threading.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, lambda *_: stopped.set())
    receiver, target = receive(source, folder)
    seen: dict[Path, tuple[float, list[Path]]] = {}
    next_try = 0.0
    try:
        while not stopped.is_set() and receiver.poll() is None and not _is_another(source, folder, target):
            mirror(files, folder / "files", seen)
            if nightly and time.monotonic() > next_try and is_due(folder, place(source, folder).name):
                subprocess.run([sys.executable, "-m", "gongjia", "backup"], check=False)
                next_try = time.monotonic() + 3600  # one that failed has said why, and is tried again
            stopped.wait(EVERY)
    finally:
        if receiver.poll() is None:
            receiver.send_signal(signal.SIGINT)  # it finishes what it has and writes it down
        receiver.wait(20)
        mirror(files, folder / "files", seen)
    return receiver.returncode


def receive(source: Source, folder: Path) -> "tuple[subprocess.Popen[bytes], Path]":
    """Start PostgreSQL's receiver for this server's history; it, and the folder that it fills."""
    target = _prepare(source, folder)
    command = [str(source.programs / "pg_receivewal"), "-D", str(target), f"--slot={SLOT}", "--synchronous",
               "--status-interval=1", "--no-password"]  # fmt: skip
    return subprocess.Popen(command, env=source.environment(), preexec_fn=die_with_parent(signal.SIGINT)), target


def _is_another(source: Source, folder: Path, target: Path) -> bool:
    """Whether the server that answers has another history, or keeps nothing for us (any more): so it is after a
    failover, or when the way to it was gone for too long, and the receiver goes on asking for what is not there. One
    that does not answer is waited for."""
    try:
        with psycopg.connect(source.url, autocommit=True) as connection:
            slot = connection.execute(SLOT_STATUS, [SLOT]).fetchone()
        return slot in (None, ("lost",)) or place(source, folder) != target
    except psycopg.Error:
        return False


def place(source: Source, folder: Path) -> Path:
    """Where the log of this server's present history lies."""
    line = source.line()
    parts = sorted((folder / "wal").glob(f"{line}.*"), key=lambda path: int(path.suffix[1:]))
    return parts[-1] if parts else folder / "wal" / f"{line}.1"


def _prepare(source: Source, folder: Path) -> Path:
    """The folder to receive into. A new slot has a gap before it, so it begins a new folder."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = place(source, folder)
    with psycopg.connect(source.url, autocommit=True) as connection:
        slot = connection.execute(SLOT_STATUS, [SLOT]).fetchone()
        if slot == ("lost",):
            connection.execute("SELECT pg_drop_replication_slot(%s)", [SLOT])
            slot = None
        if slot is None:
            connection.execute("SELECT pg_create_physical_replication_slot(%s, true)", [SLOT])
            if target.exists():
                target = target.with_suffix(f".{int(target.suffix[1:]) + 1}")
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    return target


def mirror(files: Path, store: Path, seen: dict[Path, tuple[float, list[Path]]] | None = None) -> int:
    """Copy uploads that the store lacks; returns how many. An upload lies under its hash and never changes; one that is
    still being written is called `.part` (foundation/files.py), and its folder changes when it gets its name.

    `seen` holds when each folder last changed and which ones lie in it, so that untouched folders are not read again.
    """
    seen = {} if seen is None else seen
    copied, folders = 0, [files]
    while folders:
        folder = folders.pop()
        try:
            changed = folder.stat().st_mtime
            if folder not in seen or seen[folder][0] != changed:
                inside = sorted(os.scandir(folder), key=lambda entry: entry.name)
                uploads = [Path(entry) for entry in inside if entry.is_file() and not entry.name.endswith(".part")]
                copied += sum(_copy(path, store / path.relative_to(files)) for path in uploads)
                seen[folder] = changed, [Path(entry) for entry in inside if entry.is_dir()]
        except FileNotFoundError:  # nothing was ever uploaded, or a folder is gone
            continue
        folders += seen[folder][1]
    return copied


def _copy(path: Path, target: Path) -> bool:
    """Whether it had to be copied. The archive and the backup may do it at once, so each writes under a name of its own;
    an upload may be erased meanwhile."""
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
    try:
        if target.exists() and target.stat().st_size == path.stat().st_size:
            return False
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copy2(path, partial)
        partial.rename(target)
    except FileNotFoundError:
        return False
    finally:
        partial.unlink(missing_ok=True)
    return True
