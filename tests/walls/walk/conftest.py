"""The small world is made once for all tests of this folder; every request in it is undone.

No test here has real connections: the world lies in a transaction that they would not see.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpResponse

from tests.once import files_in, made_once
from tests.walls.world import World, a_small_world

# What everybody is told of the figures is counted once and kept, whoever asked first: nothing here moves them.
AS_IN_PRODUCTION = {"LOCATION": "walls", "TIMEOUT": 3600}


@pytest.fixture(scope="package")
def made(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple[World, Path]]:
    folder = tmp_path_factory.mktemp("walls")
    with django_db_blocker.unblock(), made_once(a_small_world, folder) as world:
        yield world, folder


@pytest.fixture
def world(made, settings) -> World:
    world, folder = made
    settings.STORAGES = files_in(folder)
    settings.CACHES = {**settings.CACHES, "published": {**settings.CACHES["published"], **AS_IN_PRODUCTION}}
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 3600  # the walk may take longer than a proof of presence holds
    return world


@pytest.fixture
def plain_refusals(monkeypatch):
    """A refusal without its page: the same page every time, drawn in a test of its own."""
    monkeypatch.setattr("gongjia.web.views.error_page", lambda request, status, **_words: HttpResponse(status=status))
