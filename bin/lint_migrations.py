"""Migrations that would stop people while they run: the SQL of each one, read by squawk.

A migration of a released version is never changed, so each has the SQL that installations will run. What may stay
although squawk warns stands below with its reason.
"""

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

# Not about safety: how a column would rather be typed. Django chooses these, and checks lengths by them.
STYLE = [
    "prefer-text-field", "prefer-bigint-over-int", "prefer-bigint-over-smallint", "prefer-identity", "prefer-robust-stmts",
    "prefer-timestamp-tz", "require-timeout-settings",  # `gongjia migrate` sets lock_timeout for all of them
]  # fmt: skip
# Tables that the same migration makes: nobody uses them yet, so that nobody waits for them.
NEW = dict.fromkeys(
    ("adding-foreign-key-constraint", "adding-required-field", "disallowed-unique-constraint"),
    "the column is added to a table that this migration has just made",
)
# app.migration: the rules that do not hold for it, each with its reason.
MAY_STAY: dict[str, dict[str, str]] = {
    "cases.0001_initial": NEW,
    "cases.0006_raised_with": {
        "adding-foreign-key-constraint": "the column is new and empty, so that there is nothing to check",
    },
    "cases.0009_reached_with": {
        "adding-foreign-key-constraint": "the columns are new and empty, so that there is nothing to check",
    },
    "cases.0011_payment_taken_back": {
        "adding-foreign-key-constraint": "the column is new and empty, so that there is nothing to check",
    },
    "cases.0008_once_index": {
        "disallowed-unique-constraint": "the column is new and empty: its index over 400,000 cases takes a moment"
    },
    "people.0001_initial": NEW,
    "unions.0001_initial": NEW,
}


def main() -> int:
    from gongjia.foundation.postgres import DISPOSABLE, Cluster

    with tempfile.TemporaryDirectory(prefix="gongjia-lint-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder) / "var", DISPOSABLE).start()
        try:
            os.environ |= {"DATABASE_URL": cluster.url, "DJANGO_SETTINGS_MODULE": "gongjia.settings"}
            return check(Path(folder))
        finally:
            from django.db import connection

            connection.close()
            connection.close_pool()
            cluster.stop()


def check(folder: Path) -> int:
    import django

    django.setup()
    from django.apps import apps
    from django.core.management import call_command
    from django.db.migrations.loader import MigrationLoader

    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("gongjia.")}
    found = 0
    migrations = sorted(key for key in MigrationLoader(None).disk_migrations if key[0] in ours)
    for app, name in migrations:
        sql = io.StringIO()
        call_command("sqlmigrate", app, name, stdout=sql, no_color=True)
        path = folder / f"{app}.{name}.sql"
        path.write_text(sql.getvalue())
        result = squawk(path, [*STYLE, *MAY_STAY.get(f"{app}.{name}", {})])
        if result.returncode:
            found += 1
            print(result.stdout, result.stderr)
    print(f"{len(migrations)} migrations read, {found} unsafe.")
    return 1 if found else 0


def squawk(path: Path, excluded: list[str]) -> "subprocess.CompletedProcess[str]":
    command = [str(ROOT / ".venv/bin/squawk"), "--pg-version=15", f"--exclude={','.join(excluded)}", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main())
