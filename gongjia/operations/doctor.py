"""`gongjia doctor`: looks at the machine and the configuration, and says in plain words what to mend."""

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gongjia.foundation import letters
from gongjia.foundation.postgres import Cluster
from gongjia.operations.backup import AHEAD, backups
from gongjia.operations.checks import outside_database, refusals, talkative_log
from gongjia.settings import BASE, DATA, ENV, NODE_MODULES, PRODUCTION, Environment

GIGABYTE = 1024**3
HOUR = timedelta(hours=1)
OLDEST = 26 * HOUR  # one night and a little
SILENCE = 10  # minutes without a byte of the log: the platform writes down its gauges twice a minute


def examine() -> int:
    """Print every finding; returns 1 if something must be mended."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjia.settings")
    findings = list(machine()) + [(False, says) for says in refusals()]
    for good, says in findings:
        print(("  ok    " if good else "  MEND  ") + says)
    show_configuration()
    return 0 if all(good for good, _ in findings) else 1


def show_configuration() -> None:
    print("\nConfiguration in force (secrets are not shown):")
    for name, field in Environment.model_fields.items():
        secret = "KEY" in name or (name.endswith(("_URL", "_DSN")) and name != "PUBLIC_URL")
        value = "(set)" if secret and name in ENV.model_fields_set else "(default)" if secret else getattr(ENV, name)
        print(f"  {name:<16} {value!s:<28} {field.description}")


def machine() -> Iterator[tuple[bool, str]]:
    """(is it good, what was found and what to do) for each thing looked at."""
    yield sys.version_info >= (3, 11), f"Python {sys.version.split()[0]} (3.11 or newer is needed)"
    yield _free(DATA) > 2 * GIGABYTE, f"{_free(DATA) / GIGABYTE:.0f} GB free for {DATA} (2 GB are needed)"
    yield os.access(_existing(DATA), os.W_OK), f"{DATA} can be written"
    front_end = (NODE_MODULES / "htmx.org").exists()
    yield front_end, "front-end packages are there" if front_end else "front-end packages are missing: run `make setup`"
    catalogues = any(BASE.glob("gongjia/*/locale/*/LC_MESSAGES/django.mo"))
    yield catalogues, "translations are compiled" if catalogues else "translations are not compiled: run `make setup`"
    fonts = any(family in letters.installed() for family in letters.CHINESE)
    yield fonts, "a Chinese font for papers" if fonts else f"no Chinese font for papers: install {letters.FONT_PACKAGE}"
    if ENV.DATABASE_URL:
        reasons = outside_database()
        yield not reasons, "; ".join(reasons) or "the outside database answers, and its roles are apart"
        remedy = talkative_log(ENV.DATABASE_URL)
        yield (
            not remedy,
            f"the database's own log repeats names and numbers; a superuser has to run: {remedy}"
            if remedy
            else "the database's own log repeats nothing that people typed",
        )
    else:
        cluster = Cluster(DATA)
        running = "runs" if cluster.is_running() else "does not run; `gongjia up` starts it"
        yield True, f"embedded PostgreSQL in {cluster.folder} ({running})"
    if PRODUCTION and not ENV.EMAIL_URL:
        yield True, "EMAIL_URL is empty: nobody is sent e-mail, and who asked for it finds the notice in the inbox"
    yield from _backups()


def _backups() -> Iterator[tuple[bool, str]]:
    """Backups are for production; a demo may do without."""
    if not ENV.BACKUP_FOLDER:
        yield not PRODUCTION, "no backups are made: set BACKUP_FOLDER" + ("" if PRODUCTION else " before production")
        return
    folder = Path(ENV.BACKUP_FOLDER)
    if ENV.DATABASE_URL and not ENV.REPLICATION_URL:
        yield False, "an outside database is not backed up without REPLICATION_URL (docs/how-to/restore.md)"
    made = backups(folder)
    if not made:
        yield False, f"{folder} holds no backup yet: run `gongjia backup`"
        return
    age = datetime.now(UTC) - datetime.fromisoformat(made[-1].began)
    yield (
        -AHEAD <= age < OLDEST,
        f"the last backup is {age / HOUR:.0f} hours old (at most {OLDEST / HOUR:.0f}); {len(made)} are kept in {folder}"
        if age >= -AHEAD
        else f"the last backup says {made[-1].began}: a clock was ahead. Mend the clock, then run `gongjia backup`",
    )
    minutes = _silence(folder)
    yield (
        minutes is not None and minutes < SILENCE,
        "the write-ahead log is being received"
        if minutes is not None and minutes < SILENCE
        else f"no write-ahead log has come in for {minutes or 0:.0f} minutes: does `gongjia archive` run?",
    )
    yield _free(folder) > 2 * made[-1].bytes, f"{_free(folder) / GIGABYTE:.0f} GB free for the next backups"
    if DATA.exists() and folder.exists():
        apart = DATA.stat().st_dev != folder.stat().st_dev
        yield apart or not PRODUCTION, "backups lie on " + ("another disk" if apart else "the same disk as the data")


def _silence(folder: Path) -> float | None:
    """Minutes since the newest piece of the log was last written to; None where there is none."""
    newest = max((path.stat().st_mtime for path in folder.glob("wal/*/*")), default=None)
    return None if newest is None else (datetime.now(UTC).timestamp() - newest) / 60


def _free(path: Path) -> int:
    return shutil.disk_usage(_existing(path)).free


def _existing(path: Path) -> Path:
    return path if path.exists() else _existing(path.parent)
