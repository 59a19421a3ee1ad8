from gongjia.operations import doctor


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
