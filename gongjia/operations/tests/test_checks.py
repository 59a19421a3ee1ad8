import pytest

from gongjia.operations import database
from gongjia.operations.checks import refusals
from gongjia.settings import Environment

SAFE = {
    "SECRET_KEY": "k" * 60,
    "SEALING_KEYS": "1:" + "s" * 40,
    "INDEX_KEY": "i" * 40,
    "BEHIND_TLS": True,
    "PUBLIC_URL": "https://union.example",
    "SMS_BACKEND": "gongjia.people.tests.gateway.CountingSms",
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
        ({"SMS_BACKEND": Environment().SMS_BACKEND}, "SMS_BACKEND prints"),
        ({"SMS_BACKEND": ""}, "SMS_BACKEND"),
        ({"SMS_BACKEND": "unoin.sms.Sender"}, "No module named 'unoin'"),
        ({"SMS_BACKEND": "gongjia.people.tests.gateway.Sender"}, "gateway"),
        ({"SMS_BACKEND": "gongjia.people.tests.gateway.use"}, "has no send"),
        ({"SMS_BACKEND": "Sender"}, "SMS_BACKEND cannot be used"),
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


def test_pages_and_jobs_start_without_the_address_of_the_owner(host):
    assert refused("gongjia_app", host, owner="") == []


@pytest.mark.parametrize(("where", "is_taken"), [
    ("db.example/gongjia", False), ("db.example/gongjia?sslmode=require", False), ("10.0.0.7/gongjia", False),
    ("db.example/gongjia?sslmode=verify-full", True), ("localhost/gongjia", True), ("/gongjia?host=/run/postgresql", True),
])  # fmt: skip
def test_production_wants_a_way_to_the_database_that_nobody_reads(host, where, is_taken):
    found = refused("gongjia_app", host, owner=f"postgresql://gongjia@{where}")
    assert found == [] if is_taken else "OWNER_DATABASE_URL crosses a network" in found[0]


def test_tables_are_not_changed_without_their_owner(monkeypatch):
    environment = Environment(**SAFE, DATABASE_URL="postgresql://gongjia_app@/gongjia")
    monkeypatch.setattr(database, "ENV", environment)
    monkeypatch.setattr(database, "PRODUCTION", True)
    with pytest.raises(database.OwnerMissing, match="OWNER_DATABASE_URL"):
        database.prepare()


def test_production_says_that_the_database_is_silent(tmp_path):
    [found] = refused("gongjia_app", tmp_path)
    assert "does not answer" in found
