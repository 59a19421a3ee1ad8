import pytest

from gongjia.programmes.concern.tests.factories import a_scene
from tests.once import once_a_file, own

_scene = once_a_file(a_scene)


@pytest.fixture
def scene(request, _scene, db):
    return own(request, _scene)
