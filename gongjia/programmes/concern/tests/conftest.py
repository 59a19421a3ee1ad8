import pytest

from gongjia.programmes.concern.tests.factories import a_scene


@pytest.fixture
def scene(db):
    return a_scene()
