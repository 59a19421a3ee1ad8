from pathlib import Path

import pytest

from gongjia.people.tests.factories import a_person


@pytest.fixture(autouse=True)
def _test_words(settings):
    """The template notices/test.txt, so that these tests need no programme."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}]


@pytest.fixture
def reader(db):
    return a_person(name="王演示", phone="19900000101")
