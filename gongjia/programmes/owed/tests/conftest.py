import pytest

from gongjia.programmes.dispute_mediation.tests.factories import a_scene


@pytest.fixture
def scene(db):
    return a_scene()
