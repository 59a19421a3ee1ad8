import pytest
from django.utils.translation import override

from gongjia.law.library import access


@pytest.fixture(autouse=True)
def _english_and_no_index():
    """Messages are compared in English; no test sees the index of another."""
    access._kept = None
    with override("en"):
        yield
    access._kept = None
