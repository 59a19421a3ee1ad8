"""The union's concrete work: one folder a programme, listed in settings.PROGRAMMES."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings


def load() -> None:
    """Import every listed programme's declarations, which register themselves with the engines."""
    for name in settings.PROGRAMMES:
        for part in ("programme", "indicators", "holdings"):
            if find_spec(f"{name}.{part}") is not None:
                import_module(f"{name}.{part}")
