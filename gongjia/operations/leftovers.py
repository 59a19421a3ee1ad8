"""Processes of an earlier start whose supervisor was killed before it could stop them.

Every child leads a process group of its own; the groups of the last start are remembered in the data folder. Called
only by the holder of the supervisor's lock, which proves that no supervisor of this folder is alive.
"""

import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import psutil

NAME = "up.groups"


def remember(data: Path, groups: list[int]) -> None:
    (data / NAME).write_text(json.dumps(groups))


def end(data: Path) -> None:
    """End what is left of the remembered groups, and a database server that nobody owns any more."""
    try:
        groups = set(json.loads((data / NAME).read_text()))
    except (OSError, ValueError):
        groups = set()
    left = [process for process in psutil.process_iter() if _is_left_over(process, groups, data)]
    for process in left:
        with suppress(psutil.NoSuchProcess):
            # SIGINT is PostgreSQL's fast shutdown; the others have no supervisor to answer to.
            process.send_signal(signal.SIGINT if process.name() == "postgres" else signal.SIGKILL)
    psutil.wait_procs(left, timeout=30)
    (data / NAME).unlink(missing_ok=True)


def _is_left_over(process: psutil.Process, groups: set[int], data: Path) -> bool:
    with suppress(psutil.Error, ProcessLookupError, OSError):
        command = process.cmdline()
        if process.pid == os.getpid():
            return False
        if os.getpgid(process.pid) in groups:
            return bool(command) and command[0] == sys.executable
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        is_server = bool(command) and Path(command[0]).name == "postgres" and "-D" in command
        return is_server and Path(command[command.index("-D") + 1]) == (data / "postgres" / "data").resolve()
    return False
