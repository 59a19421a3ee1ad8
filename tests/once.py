"""A scene that many tests of one file look at: made once, in a transaction that is thrown away when the file is through."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import override_settings


@contextmanager
def made_once(make: Callable[[], Any], folder: Path, **how: Any) -> Iterator[Any]:
    """What `make` makes, its files in the folder. Each test's own changes are undone as ever; `how` are settings."""
    with transaction.atomic():
        with override_settings(STORAGES=files_in(folder), **how):
            made = make()
        yield made
        transaction.set_rollback(True)


def files_in(folder: Path) -> dict[str, Any]:
    """STORAGES with the files in this folder."""
    return {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": {"location": folder}}}
