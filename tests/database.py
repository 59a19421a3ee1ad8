"""One embedded PostgreSQL for the whole test session, thrown away afterwards. DATABASE_URL and OWNER_DATABASE_URL
choose another server.

A plugin of its own (`-p tests.database` in pyproject.toml), because the settings are read before any conftest.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

os.environ.setdefault("GONGJIA_DEMO", "1")
os.environ.setdefault("PUBLISHED_SECONDS", "0")  # in a test figures change between two looks
os.environ.setdefault("SAME_TIME_SECONDS", "0")  # the tests of it say how long
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in the thread that queries
OURS = "GONGJIA_TEST_SERVER_IS_OURS"
_started = None
if "DATABASE_URL" not in os.environ:
    from gongjia.foundation.postgres import DISPOSABLE, Cluster

    _folder = Path(tempfile.mkdtemp(prefix="gongjia-test-", dir="/tmp"))
    _folder.chmod(0o755)  # the unprivileged user must pass through; what it keeps inside is its own
    _started = Cluster(_folder, DISPOSABLE).start()
    os.environ["DATABASE_URL"], os.environ["OWNER_DATABASE_URL"] = _started.url, _started.owner_url
    os.environ["GONGJIA_DATA"] = str(_folder / "data")
    os.environ[OURS] = "yes"  # the workers of pytest-xdist get the environment, not the server


def is_ours() -> bool:
    return OURS in os.environ


def pytest_unconfigure(config: pytest.Config) -> None:
    if _started is not None:
        _started.stop()
        shutil.rmtree(_started.data, ignore_errors=True)
