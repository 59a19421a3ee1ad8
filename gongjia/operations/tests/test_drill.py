"""`gongjia drill` in the environment that an installation gives it. What it proves is in test_backup.py."""

import pytest
from django.db import connection

from gongjia.foundation.environment import given
from gongjia.operations import drill
from gongjia.operations.source import BackupFailed
from gongjia.settings import Environment


def address(**other: str) -> str:
    found = connection.get_connection_params() | other
    names = {"host": "host", "port": "port", "user": "user", "password": "password", "dbname": "dbname"}
    return "postgresql://?" + "&".join(f"{name}={found[key]}" for name, key in names.items() if found.get(key))


def test_the_made_up_province_hears_nothing_of_the_installation_however_that_is_told(monkeypatch, tmp_path):
    for name in ("DATABASE_URL", "INDEX_KEY", "REPLICATION_URL"):
        (tmp_path / name).write_text("of the installation")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("OWNER_DATABASE_URL_FILE", str(tmp_path / "DATABASE_URL"))
    monkeypatch.setenv("SEALING_KEYS_FILE", str(tmp_path / "INDEX_KEY"))
    monkeypatch.setenv("GONGJIA_MODE", "production")
    told = drill._told(DATABASE_URL="postgresql://made-up", GONGJIA_DEMO="1")
    assert given(Environment.model_fields, told) == {"DATABASE_URL": "postgresql://made-up", "GONGJIA_DEMO": "1"}
    assert "SEALING_KEYS_FILE" not in told and "PATH" in told


def test_where_no_mark_can_be_written_the_drill_fails_and_says_why(db):
    marks = drill.Marks(address(dbname="nowhere"))
    marks.start()
    with pytest.raises(BackupFailed, match="nowhere"):
        drill._let_go(marks, seconds=0)


def test_the_marks_of_an_outside_server_need_no_owner(transactional_db):
    marks = drill.Marks(drill._writer(address()))
    marks.start()
    drill._let_go(marks, seconds=0)
    marks.going = False
    marks.join(10)
    assert marks.written >= 20 and not marks.problem
    assert drill._writer("") == ""
