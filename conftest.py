"""One embedded PostgreSQL for the whole test session, thrown away afterwards. DATABASE_URL chooses another server."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

os.environ.setdefault("GONGJIA_DEMO", "1")
_started = None
if "DATABASE_URL" not in os.environ:
    from gongjia.foundation.postgres import DISPOSABLE, Cluster

    _folder = Path(tempfile.mkdtemp(prefix="gongjia-test-", dir="/tmp"))  # noqa: S108
    _folder.chmod(0o755)  # the unprivileged user must pass through; what it keeps inside is its own
    _started = Cluster(_folder, DISPOSABLE).start()
    os.environ["DATABASE_URL"] = _started.url
    os.environ["GONGJIA_DATA"] = str(_folder / "data")


def pytest_unconfigure(config: pytest.Config) -> None:
    if _started is not None:
        _started.stop()
        shutil.rmtree(_started.data, ignore_errors=True)


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files"}},
    }
