import pytest

from gongjia.operations.checks import refusals
from gongjia.settings import Environment

SAFE = {
    "SECRET_KEY": "k" * 60,
    "SEALING_KEYS": "1:" + "s" * 40,
    "INDEX_KEY": "i" * 40,
    "BEHIND_TLS": True,
    "PUBLIC_URL": "https://union.example",
}


def test_a_safe_production_starts():
    assert refusals(Environment(**SAFE), production=True) == []


def test_development_is_left_alone():
    assert refusals(Environment(), production=False) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"SECRET_KEY": Environment().SECRET_KEY}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SEALING_KEYS": Environment().SEALING_KEYS}, "SEALING_KEYS"),
        ({"INDEX_KEY": Environment().INDEX_KEY}, "INDEX_KEY"),
        ({"DEBUG": True}, "DEBUG"),
        ({"GONGJIA_DEMO": True}, "GONGJIA_DEMO"),
        ({"BEHIND_TLS": False}, "TLS"),
        ({"PUBLIC_URL": "http://union.example"}, "TLS"),
    ],
)
def test_production_refuses(change, says):
    found = refusals(Environment(**{**SAFE, **change}), production=True)
    assert len(found) == 1
    assert says in found[0]


def refused(role, host, database="gongjia", owner="postgresql://gongjia@/gongjia"):
    url = f"postgresql://{role}@/{database}?host={host}"
    return refusals(Environment(**SAFE, DATABASE_URL=url, OWNER_DATABASE_URL=owner), production=True)


@pytest.fixture
def host(settings):
    return settings.DATABASES["default"]["HOST"]


def test_production_refuses_a_superuser_role(host):
    assert "may do everything" in refused("postgres", host, "postgres")[0]


def test_production_refuses_the_owner_of_the_tables(host):
    [found] = refused("gongjia", host)
    assert "connects as gongjia" in found


def test_production_takes_the_role_that_owns_nothing(host):
    assert refused("gongjia_app", host) == []


def test_production_wants_owner_and_user_apart(host):
    [found] = refused("gongjia_app", host, owner="")
    assert "OWNER_DATABASE_URL is missing" in found


def test_production_says_that_the_database_is_silent(tmp_path):
    [found] = refused("gongjia_app", tmp_path)
    assert "does not answer" in found
