import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

from gongjia.operations import doctor
from gongjia.operations.tests.test_backup import a_backup
from gongjia.settings import BASE


def test_every_finding_says_in_words_what_was_found():
    findings = list(doctor.machine())
    assert len(findings) >= 7
    assert all(isinstance(good, bool) and says for good, says in findings)


def test_what_is_missing_is_named_with_its_remedy(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(doctor, "NODE_MODULES", tmp_path)
    assert doctor.examine() == 1
    said = capsys.readouterr().out
    assert "MEND  front-end packages are missing: run `make setup`" in said
    assert "SECRET_KEY" in said
    assert "demo-key" not in said


def test_a_log_that_nobody_receives_is_named(tmp_path):
    piece = tmp_path / "wal" / "1-1.1" / "000000010000000000000001.partial"
    assert doctor._silence(tmp_path) is None
    piece.parent.mkdir(parents=True)
    piece.touch()
    assert doctor._silence(tmp_path) < 1
    os.utime(piece, (0, 0))
    assert doctor._silence(tmp_path) > doctor.SILENCE


def test_a_backup_from_tomorrow_is_no_young_one(tmp_path, monkeypatch):
    monkeypatch.setattr(doctor, "ENV", doctor.ENV.model_copy(update={"BACKUP_FOLDER": str(tmp_path)}))
    a_backup(tmp_path, datetime.now(UTC) + timedelta(days=900))
    assert [says for good, says in doctor._backups() if not good and "a clock was ahead" in says]
    a_backup(tmp_path, datetime.now(UTC), segment=1)
    assert [says for good, says in doctor._backups() if good and "the last backup is 0 hours old" in says]


def test_the_command_runs_on_a_machine_where_nothing_is_set(tmp_path):
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    done = subprocess.run(
        [sys.executable, "-m", "gongjia", "doctor"], cwd=BASE, capture_output=True, text=True, check=False,
        env={**kept, "GONGJIA_DATA": str(tmp_path), "BACKUP_FOLDER": str(tmp_path / "backups")},
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert "Configuration in force" in done.stdout
    assert "holds no backup yet: run `gongjia backup`" in done.stdout
