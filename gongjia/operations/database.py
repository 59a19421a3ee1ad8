"""Which database a command talks to, and bringing it up to this version."""

from collections.abc import Iterator
from contextlib import contextmanager

from gongjia.foundation.postgres import Cluster
from gongjia.settings import DATA, ENV


@contextmanager
def database() -> Iterator[None]:
    """The configured database, running: an outside one, the embedded one that `gongjia up` runs, or one for now."""
    cluster = Cluster(DATA)
    if ENV.DATABASE_URL or cluster.is_running():
        yield
        return
    cluster.start()
    try:
        yield
    finally:
        cluster.stop()


def is_prepared() -> bool:
    """Whether every migration has run; cheap enough for every start."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def prepare() -> None:
    """Tables, the cache table, the law's rules and the tree of unions. Running it twice changes nothing."""
    from django.core.management import call_command

    from gongjia.law.actions import load_rules
    from gongjia.unions.actions import load_tree

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    load_rules()
    load_tree()
