"""What every test has: a browser where it asks for one, the law and the tree of unions, and files of its own."""

import gc
import os
import shutil
from collections.abc import Iterator
from itertools import count
from unittest.mock import patch

import pytest
from pytest_django.plugin import blocking_manager_key

from tests.once import files_in, on_real_connections, throw_away

# The shell is the same Chromium without the windows that nobody looks at here: a quarter less to compute.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    "--js-flags=--max-optimized-bytecode-size=0 --min-semi-space-size=32",  # each page is looked over once: not worth optimising
]  # fmt: skip
_tests = count(1)
gc.disable()  # nothing is rubbish while the tests are collected, and looking for it took a third of that time


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A missing browser is said loudly; where CI is set it is a failure, never a skip."""
    if CHROMIUM or os.environ.get("CI"):
        return
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.skip(reason="NO CHROMIUM FOUND: install it to run the browser tests"))


def pytest_collection_finish(session: pytest.Session) -> None:
    """From here on rubbish is looked for among what the tests make, never in all that was loaded."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # tests make much that is gone by itself; looking every 700 objects took a tenth
    gc.enable()


def pytest_terminal_summary(terminalreporter, exitstatus, config) -> None:
    if not CHROMIUM:
        terminalreporter.write_line("!!! No Chromium was found: the browser tests did NOT run.", red=True, bold=True)


@pytest.fixture(scope="session")
def browser() -> Iterator:
    from playwright.sync_api import sync_playwright

    if not CHROMIUM:
        pytest.fail("No Chromium was found: install Debian's package chromium-headless-shell")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Our own server is thrown away with everything in it; of one that was named only the database is dropped."""
    from tests import database

    return database.is_ours()


@pytest.fixture(scope="session")
def platform_database() -> dict:
    """How a test's own lines connect: as the platform. What they ask of a page sees what its person may."""
    from django.db import connections

    from gongjia.foundation.walls import platform_process

    platform_process()
    return dict(connections.settings["default"])


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, platform_database) -> Iterator[None]:
    """The owner makes the database of the tests, and takes it away."""
    from gongjia.foundation.walls import as_owner

    with as_owner():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, platform_database) -> Iterator[None]:
    from gongjia.foundation.walls import connected_as

    with django_db_blocker.unblock():
        _make_tables()
    with connected_as(platform_database):
        with django_db_blocker.unblock():
            _load_reference_data()
        yield


@pytest.fixture(scope="module")
def owners_hand(django_db_setup) -> Iterator[None]:
    """For a file of tests that changes tables, or tampers with them: everything in it runs as their owner."""
    from gongjia.foundation.walls import as_owner

    with as_owner():
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A scene that a file shares is thrown away before a test on real connections, which empties the tables."""
    if on_real_connections(item):
        with item.config.stash[blocking_manager_key].unblock():
            throw_away()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None):
    """The law and the tree of unions are there in every test; one on real connections leaves the tables empty."""
    result = yield
    if nextitem is not None and on_real_connections(item):
        with item.config.stash[blocking_manager_key].unblock():
            _load_reference_data()
    return result


REFERENCE_TABLES = ("law_rule", "unions_union")


def _make_tables() -> None:
    """What only an owner does: triggers, the cache table, a place for the copy of the reference data, the privileges."""
    from django.core.management import call_command
    from django.db import connection

    from gongjia.foundation.walls import PLATFORM, grant
    from gongjia.indicators import keeping
    from gongjia.operations.database import plan_for_pages

    keeping.install()
    plan_for_pages()
    call_command("createcachetable", verbosity=0)
    with connection.cursor() as cursor:
        for table in REFERENCE_TABLES:
            cursor.execute(f"CREATE TABLE IF NOT EXISTS kept_{table} AS TABLE {table}")
        grant()
        cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {PLATFORM}")  # between tests alone


def _load_reference_data() -> None:
    """Load it once, keep a copy, and put the copy back where a test emptied the tables: milliseconds, not a second."""
    from django.db import connection, transaction

    from gongjia.law.actions import load_rules
    from gongjia.law.models import Rule
    from gongjia.unions.actions import load_tree

    if Rule.objects.exists():
        return
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SELECT EXISTS (SELECT FROM kept_law_rule)")
        if not cursor.fetchone()[0]:
            load_rules()
            load_tree()
            for table in REFERENCE_TABLES:
                cursor.execute(f"INSERT INTO kept_{table} SELECT * FROM {table}")  # noqa: S608
            return
        for table in REFERENCE_TABLES:
            cursor.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")  # noqa: S608


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """A hash that is slow on purpose is tested where passwords are; anywhere else it would only be waited for."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_looked_for_once() -> Iterator[None]:
    """Each test client loads the middleware anew, and WhiteNoise then looks for every file: that took 4 ms of each."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def once(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            look(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    with patch.object(WhiteNoiseMiddleware, "add_files_from_finders", once):
        yield


@pytest.fixture(scope="session", autouse=True)
def _files_are_served_as_in_production() -> Iterator[None]:
    """By WhiteNoise, so that a browser keeps them for a minute; Django's handler in its place sent each one every time."""
    with patch("django.contrib.staticfiles.handlers.StaticFilesHandler", lambda application: application):
        yield


@pytest.fixture(scope="session", autouse=True)
def _emptying_is_all() -> Iterator[None]:
    """After a test on real connections tables are emptied. Django would also make permissions and content types anew, which
    nothing here reads, and that took half of the time."""
    with patch("django.core.management.commands.flush.emit_post_migrate_signal"):
        yield


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(settings, tmp_path_factory) -> None:
    """Nobody makes the folder before the first file: most tests have none."""
    settings.STORAGES = files_in(tmp_path_factory.getbasetemp() / "files" / str(next(_tests)))


@pytest.fixture(autouse=True)
def _default_language():
    """A test that spoke Korean leaves no Korean behind."""
    from django.conf import settings
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)
    yield
    translation.activate(settings.LANGUAGE_CODE)
