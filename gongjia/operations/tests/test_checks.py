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


def test_production_refuses_a_superuser_role(settings):
    host = settings.DATABASES["default"]["HOST"]
    found = refusals(Environment(**SAFE, DATABASE_URL=f"postgresql://postgres@/postgres?host={host}"), production=True)
    assert found == ["the database role may do everything: use an ordinary role that owns only the platform's database"]


def test_production_takes_an_ordinary_role(settings):
    host = settings.DATABASES["default"]["HOST"]
    assert (
        refusals(Environment(**SAFE, DATABASE_URL=f"postgresql://gongjia@/gongjia?host={host}"), production=True) == []
    )


def test_production_says_that_the_database_is_silent(tmp_path):
    url = f"postgresql://gongjia@/gongjia?host={tmp_path}"
    [found] = refusals(Environment(**SAFE, DATABASE_URL=url), production=True)
    assert "does not answer" in found
