"""A scene that many tests of one file look at: made once, in a transaction that is thrown away when the file is through.

A test on real connections would not see it, and empties the tables: whatever is still open is thrown away before.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

_open: list[ExitStack] = []


@contextmanager
def made_once(make: Callable[[], Any], folder: Path, **how: Any) -> Iterator[Any]:
    """What `make` makes, its files in the folder. Each test's own changes are undone as ever; `how` are settings."""
    with ExitStack() as scene:
        scene.enter_context(transaction.atomic())
        scene.callback(transaction.set_rollback, True)
        _open.append(scene)
        scene.callback(_open.remove, scene)
        with override_settings(STORAGES=files_in(folder), **how):
            made = make()
        yield made


@dataclass
class Made:
    what: Any
    folder: Path | None  # of its files, if it has any


def once_a_file(make: Callable[[], Any]) -> Any:
    """A fixture for all tests of a file: what `make` makes. A test takes its copy with `own`."""

    @pytest.fixture(scope="module")
    def made(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Made]:
        folder = tmp_path_factory.mktemp("made")
        with django_db_blocker.unblock(), made_once(make, folder) as what:
            yield Made(what, folder if any(folder.iterdir()) else None)

    return made


def own(request: pytest.FixtureRequest, made: Made) -> Any:
    """A test's own copy of what its file made; whatever it changes in the tables is undone."""
    assert not on_real_connections(request.node), "on its own connections nobody would see it: make one in the test"
    if made.folder:
        request.getfixturevalue("settings").STORAGES = files_in(made.folder)
    return deepcopy(made.what)


def throw_away() -> None:
    """Undo every scene that is open, the last one first."""
    while _open:
        _open[-1].close()


def on_real_connections(test: pytest.Item) -> bool:
    """Whether the test commits what it writes, so that the tables are emptied after it."""
    marker = test.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(getattr(test, "fixturenames", ()))
    return bool(asked) or (marker is not None and bool(marker.kwargs.get("transaction")))


def files_in(folder: Path) -> dict[str, Any]:
    """STORAGES with the files in this folder."""
    return {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": {"location": folder}}}
