import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def make_room() -> Iterator[Callable[[], Path]]:
    """Folders for servers. Not pytest's: each new session closes those of the others to the server's own user."""
    made = []

    def make() -> Path:
        made.append(Path(tempfile.mkdtemp(prefix="gongjia-test-", dir="/tmp")))
        made[-1].chmod(0o755)
        return made[-1]

    yield make
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)
