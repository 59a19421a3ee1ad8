"""The long-running commands of an installation: `gongjia up` runs them as children, systemd each by itself."""

import os
import shutil
import sys
from pathlib import Path

from gongjia.settings import BASE, DATA, ENV

WORKER = [sys.executable, "-m", "gongjia", "django", "procrastinate", "worker", "--delete-jobs", "successful"]


def commands(*, look: bool = False) -> dict[str, list[str]]:
    """What runs; to `look` something up, in a restored folder beside the running one, the pages alone."""
    found = {
        "web": [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", ENV.HOST, "--port", str(ENV.PORT),
                "--workers", str(ENV.WEB_WORKERS), "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
                "--workers-kill-timeout", "10", "--respawn-failed-workers", "gongjia.wsgi:application"],
        "worker": [*WORKER, "--queues", "default", "--concurrency", "2"],
        "partners": [*WORKER, "--queues", "partners", "--concurrency", "4"],
    }  # fmt: skip
    if look:
        return {"web": found["web"]}
    if ENV.BACKUP_FOLDER:
        found["archive"] = [sys.executable, "-m", "gongjia", "archive", "--nightly"]
    return found


def environment() -> dict[str, str]:
    """What a child gets: the settings module, and the folder in which the web processes add up their figures."""
    figures = DATA / "metrics"
    figures.mkdir(parents=True, exist_ok=True)
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "gongjia.settings", "PROMETHEUS_MULTIPROC_DIR": str(figures)}


def serve(name: str) -> int:
    """Become the web server or a worker, unless something is unsafe or the tables are not of this version."""
    from gongjia.operations.checks import refusals

    os.environ.update(environment())
    import django

    django.setup()
    from django.db import connections

    from gongjia.operations.database import is_prepared

    problems = refusals()
    if not problems and not is_prepared():
        problems = ["the database is not of this version: run `gongjia migrate` first"]
    if problems:
        print("Gongjia does not start:", *problems, sep="\n  * ")
        return 2
    connections.close_all()
    if name == "web":
        forget_figures()
    os.chdir(BASE)
    command = commands()[name]
    os.execv(command[0], command)  # noqa: S606 - our own command, no shell


def forget_figures(folder: Path = DATA / "metrics") -> None:
    """Figures of processes that are gone: counters begin anew with the server."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
