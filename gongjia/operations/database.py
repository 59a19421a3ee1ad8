"""Which database a command talks to, and bringing it up to this version."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg.errors import LockNotAvailable

from gongjia.foundation.postgres import Cluster, missing_roles
from gongjia.settings import DATA, ENV, PRODUCTION

PATIENCE = 60  # seconds a command waits for a server that its keeper is bringing back
LOCK_TIMEOUT = "2s"
ATTEMPTS = 10
PLANS = {"max_parallel_workers_per_gather": "0", "jit": "off", "random_page_cost": "1.1"}


class RolesMissing(RuntimeError):
    """The database lacks the roles of the second wall; the message says which statements make them."""


class OwnerMissing(RuntimeError):
    """The tables belong to one role and are used by another; without the owner's address nobody can change them."""


@contextmanager
def database() -> Iterator[None]:
    """The configured database, running: an outside one, the embedded one that `gongjia up` runs, or one for now."""
    cluster = Cluster(DATA)
    if ENV.DATABASE_URL or cluster.is_running():
        yield
        return
    with keeping() as is_ours:
        if not is_ours:
            _wait_for(cluster)
            yield
            return
        cluster.start()
        try:
            yield
        finally:
            cluster.stop()


@contextmanager
def keeping() -> Iterator[bool]:
    """Whether we are the one who starts and stops the embedded server of the data folder.

    Two who start it at once damage each other. The kernel drops the lock when its holder dies, however it dies.
    """
    DATA.mkdir(parents=True, exist_ok=True)
    with (DATA / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _wait_for(cluster: Cluster) -> None:
    deadline = time.monotonic() + PATIENCE
    while not cluster.is_running():
        if time.monotonic() > deadline:
            raise RuntimeError(f"The database of {DATA} does not answer; look at what `gongjia up` says.")
        time.sleep(0.2)


def is_prepared() -> bool:
    """Whether every migration has run and every kept figure is kept as declared; cheap enough for every start."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from gongjia.indicators import keeping

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes()) and keeping.is_installed()


def prepared() -> None:
    """For a command that reads what `prepare` fills: done where this start is the first, or of a new version."""
    if not is_prepared():
        prepare()


def prepare() -> None:
    """Tables, the cache table, privileges, the law's rules and texts, the tree of unions. Twice changes nothing.

    The owner makes the tables and hands out the privileges; everything after that is done as the platform. Raises
    OwnerMissing, RolesMissing.
    """
    if PRODUCTION and ENV.DATABASE_URL and not ENV.OWNER_DATABASE_URL:
        raise OwnerMissing("set OWNER_DATABASE_URL to the role that owns the tables (docs/how-to/outside-database.md)")
    from django.core.management import call_command

    from gongjia.foundation.walls import as_owner, grant
    from gongjia.law.actions import load_rules
    from gongjia.law.library.actions import load_library
    from gongjia.unions.actions import load_tree

    with as_owner():
        make_roles()
        migrate()
        call_command("createcachetable", verbosity=0)
        grant()
        plan_for_pages()
    load_rules()
    load_library()
    load_tree()


def plan_for_pages() -> None:
    """Let PostgreSQL plan for many small questions of people who wait. Run as the owner, kept with the database.

    To gather parallel workers or to compile a query takes longer (40 ms) than a page's queries take, and on a disk
    without moving parts a row found by an index costs little more than the next one. What an administrator has set for
    this database stays.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unnest(setconfig) FROM pg_db_role_setting JOIN pg_database ON pg_database.oid = setdatabase "
            "WHERE datname = current_database() AND setrole = 0"
        )
        chosen = {setting.partition("=")[0] for (setting,) in cursor.fetchall()}
        for name in PLANS.keys() - chosen:
            cursor.execute(f'ALTER DATABASE "{connection.settings_dict["NAME"]}" SET {name} = {PLANS[name]}')


def migrate() -> None:
    """Run what has not run, and keep the figures as this version declares them.

    While people work: a change of a table waits two seconds for it and no longer. Whoever waits for a table makes
    everybody behind wait too. What did not get its table leaves it to them, and tries again; each migration is one
    transaction, so that nothing is half done.
    """
    from django.core.management import call_command
    from django.db import OperationalError, connection

    from gongjia.indicators import keeping

    for attempt in range(1, ATTEMPTS + 1):
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
        try:
            call_command("migrate", verbosity=0, interactive=False)
            keeping.install()
            return
        except OperationalError as problem:
            if not isinstance(problem.__cause__, LockNotAvailable) or attempt == ATTEMPTS:
                raise
            print(f"A table is in use; trying again ({attempt} of {ATTEMPTS}).", flush=True)
            time.sleep(attempt)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout")


def make_roles() -> None:
    """The roles of the second wall where they are missing. Raises RolesMissing where the owner may not make them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles")
        statements = missing_roles({name for (name,) in cursor.fetchall()})
        cursor.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        if statements and not cursor.fetchone()[0]:
            raise RolesMissing(
                "a superuser of the database has to run this first:\n  " + ";\n  ".join(statements) + ";"
            )
        for statement in statements:
            cursor.execute(statement)
