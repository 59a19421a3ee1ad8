from gongjia.programmes.dispute_mediation.tests.conftest import _scene, scene  # noqa: F401 - fixtures
