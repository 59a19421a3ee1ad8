import pytest

from gongjia.foundation.environment import given
from gongjia.operations import doctor

NAMES = ("SECRET_KEY", "INDEX_KEY", "PORT")


def test_a_secret_comes_from_a_variable_a_file_or_a_credential(tmp_path):
    (tmp_path / "secret").write_text("from a file\n")
    (tmp_path / "INDEX_KEY").write_text("from systemd\n")
    variables = {"PORT": "8001", "SECRET_KEY_FILE": str(tmp_path / "secret"), "CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert given(NAMES, variables) == {"PORT": "8001", "SECRET_KEY": "from a file", "INDEX_KEY": "from systemd"}


def test_what_is_not_set_is_left_to_its_default(tmp_path):
    assert given(NAMES, {"CREDENTIALS_DIRECTORY": str(tmp_path)}) == {}


def test_saying_one_thing_twice_is_refused(tmp_path):
    (tmp_path / "secret").write_text("one")
    with pytest.raises(ValueError, match="SECRET_KEY and SECRET_KEY_FILE are both set"):
        given(NAMES, {"SECRET_KEY": "two", "SECRET_KEY_FILE": str(tmp_path / "secret")})


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"SECRET_KEY_FILE: .*gone cannot be read"):
        given(NAMES, {"SECRET_KEY_FILE": str(tmp_path / "gone")})


def test_the_doctor_shows_every_setting_and_no_secret(capsys, monkeypatch):
    secrets = {"SECRET_KEY": "k-value", "EMAIL_URL": "smtp://u:p-value@host", "REPLICATION_URL": "postgresql://u:r-value@h",
               "SENTRY_DSN": "https://d-value@sentry"}  # fmt: skip
    monkeypatch.setattr(doctor, "ENV", doctor.ENV.model_copy(update=secrets))
    doctor.show_configuration()
    said = capsys.readouterr().out
    for name, field in doctor.Environment.model_fields.items():
        assert name in said
        assert field.description
    assert "-value" not in said
