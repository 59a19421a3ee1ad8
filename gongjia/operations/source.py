"""The server that backups are taken from, and PostgreSQL's own programs that take them."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from gongjia.foundation.postgres import Cluster, own_programs


class BackupFailed(Exception):
    """A backup or a restore could not be done; the message is a sentence that says what to do."""


@dataclass(frozen=True)
class Source:
    """A running server, by the address of a role that may replicate and read everything."""

    url: str
    programs: Path
    major: int  # of PostgreSQL, e.g. 18

    @classmethod
    def of(cls, url: str) -> "Source":
        try:
            with psycopg.connect(url, connect_timeout=10) as connection:
                major = connection.info.server_version // 10000
        except psycopg.OperationalError as problem:
            raise BackupFailed(f"The database does not answer: {str(problem).strip()}") from problem
        return cls(url, programs_of(major), major)

    def line(self) -> str:
        """Which history of which server this is: its identifier and timeline. A restored server begins a new one."""
        with psycopg.connect(self.url) as connection:
            # The control file learns of a new timeline late; the name of the present segment begins with it.
            [(server, segment)] = connection.execute(
                "SELECT system_identifier, pg_walfile_name(pg_current_wal_lsn()) FROM pg_control_system()"
            ).fetchall()
        return f"{server}-{int(segment[:8], 16)}"

    def environment(self) -> dict[str, str]:
        """The address as libpq's variables: a password in a command would be seen by every user of the machine."""
        wanted = conninfo_to_dict(self.url)
        names = {item.keyword.decode(): (item.envvar or b"") for item in psycopg.pq.Conninfo.get_defaults()}
        found = {names[key].decode(): str(value) for key, value in wanted.items() if names.get(key)}
        return {**{key: value for key, value in os.environ.items() if not key.startswith("PG")}, **found}

    def run(self, program: str, *arguments: str) -> str:
        """Run one of PostgreSQL's programs to its end. Raises BackupFailed with what it said."""
        return run(self.programs / program, *arguments, environment=self.environment())


def run(program: Path, *arguments: str, environment: dict[str, str] | None = None) -> str:
    result = subprocess.run([str(program), *arguments], env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise BackupFailed(f"{program.name} failed: {result.stderr.strip()[-1500:]}")
    return result.stdout


def configured() -> Source:
    """The installation's server: the embedded one, which must run, or the outside one of REPLICATION_URL."""
    from gongjia.settings import DATA, ENV

    if ENV.REPLICATION_URL:
        return Source.of(ENV.REPLICATION_URL)
    if ENV.DATABASE_URL:
        raise BackupFailed(
            "DATABASE_URL names an outside server: set REPLICATION_URL to its backup role as well "
            "(docs/how-to/restore.md says how to make one)."
        )
    cluster = Cluster(DATA)
    if not cluster.is_running():
        raise BackupFailed(f"The database of {DATA} does not run: start it with `gongjia up`.")
    return Source.of(cluster.admin_url)


def programs_of(major: int) -> Path:
    """Folder of PostgreSQL's programs of one version: the machine's own, else the wheel's. Raises BackupFailed."""
    for folder in _folders(major):
        if (folder / "pg_verifybackup").exists() and _version(folder / "pg_verifybackup") == major:
            return folder
    raise BackupFailed(
        f"PostgreSQL {major}'s own programs are not on this machine: install the package postgresql-{major}."
    )


def _folders(major: int) -> Iterator[Path]:
    yield Path(f"/usr/lib/postgresql/{major}/bin")
    yield Path(f"/usr/pgsql-{major}/bin")
    yield own_programs()
    if found := shutil.which("pg_verifybackup"):
        yield Path(found).parent


def _version(program: Path) -> int:
    said: Any = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False).stdout
    words = said.replace(")", "").split()
    return int(words[2].split(".")[0]) if len(words) > 2 and words[2].split(".")[0].isdigit() else 0
