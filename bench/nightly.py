"""Runs what is tried every night and writes down what came out: `make nightly`, or `bin/nightly audit pages` for some.

The suites are the rows of gongjia/desks/proofs.py. Each has so many minutes, and what those before it left over. Each
leaves one line in docs/trust/results.jsonl, whatever happens; what could not run is written down as not run, never as
passed. What it printed is kept in var/nightly until the next run.
"""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from gongjia.desks.proofs import NIGHT, SUITES, Suite

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "docs" / "trust" / "results.jsonl"
PRINTED = ROOT / "var" / "nightly"
COUNTS = ("passed", "failed", "skipped")
NO_TESTS, NO_SUCH_PATH = 5, 4  # how pytest ends when it found nothing to run


def main(*names: str, results: Path = RESULTS, suites: tuple[Suite, ...] = SUITES) -> int:
    """Run the named suites, or all; returns 1 if any failed."""
    unknown = set(names) - {suite.key for suite in suites}
    if unknown:
        sys.exit(f"No such suite: {', '.join(sorted(unknown))}. There are: {', '.join(suite.key for suite in suites)}")
    commit, rows, left = this_commit(), [], 0.0
    for suite in suites:
        if names and suite.key not in names:
            continue
        minutes = suite.minutes + left
        print(f"{suite.key} (up to {minutes:.0f} min): {suite.command}", flush=True)
        row = run(suite, commit, minutes)
        left = max(0.0, minutes - row["seconds"] / 60)
        rows.append(row)
        results.parent.mkdir(parents=True, exist_ok=True)
        with results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
        print(f"  {in_words(row)}\n", flush=True)
    tell(rows)
    return 1 if any(row["failed"] for row in rows) else 0


def run(suite: Suite, commit: str, minutes: float) -> dict[str, Any]:
    """One suite, as its line in the results."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="gongjia-nightly-") as folder:
        report = Path(folder) / "report.xml"
        command = command_of(suite, report)
        code, output = start(command, minutes * 60, PRINTED / f"{suite.key}.log")
        found = judge(suite, code, output, report)
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"), "commit": commit, "suite": suite.key,
        "tests": suite.tests, **found, "why_not": plain(found["why_not"]), "seconds": round(time.monotonic() - began, 1),
    }  # fmt: skip


def command_of(suite: Suite, report: Path) -> list[str]:
    words = shlex.split(suite.command)
    if words[0] == "python":
        words[0] = sys.executable
    elif words[0] == "gongjia":
        words[:1] = [sys.executable, "-m", "gongjia"]
    return [*words, f"--junitxml={report}"] if "pytest" in words else words


def start(command: list[str], seconds: float, printed: Path) -> tuple[int | None, str]:
    """Exit code and output; the code is None where it had to be stopped. No process of it is left behind."""
    printed.parent.mkdir(parents=True, exist_ok=True)
    with printed.open("w+", encoding="utf-8", errors="replace") as output:
        child = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            code: int | None = child.wait(seconds)
        except subprocess.TimeoutExpired:
            code = None
        end_group(child)
        output.seek(0)
        return code, output.read()


def end_group(child: "subprocess.Popen[bytes]") -> None:
    """First in peace, so that databases are stopped and folders taken away."""
    for signum in (signal.SIGINT, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signum)
        with suppress(subprocess.TimeoutExpired):
            child.wait(20)


def judge(suite: Suite, code: int | None, output: str, report: Path) -> dict[str, Any]:
    """What a run amounts to: ran or not, counts, numbers, and why it did not run or failed."""
    numbers = last_object(output)
    ran, why = bool(numbers.pop("ran", True)), str(numbers.pop("why_not", ""))
    if report.exists():
        counts, why = counts_in(report), why or ", ".join(failed_in(report))
    else:
        counts = {name: int(numbers.pop(name, 0)) for name in COUNTS}
    if reason := missing(code, output):
        ran, why = False, reason
    elif code is not None and "pytest" in suite.command and ran and not counts["passed"] + counts["failed"]:
        ran, why = False, "every test was left out" if counts["skipped"] else last_line(output)
    if not ran:
        why = why or "it does not say why"
        return {**dict.fromkeys(COUNTS, 0), "ran": False, "why_not": why, "numbers": {}}
    missed = [f"{one.key} is {one.value(numbers)}, not {one.sign} {one.target}" for one in suite.measures
              if not one.holds(numbers)]  # fmt: skip
    if code is None:
        counts["failed"], why = counts["failed"] + 1, "it was stopped: its minutes were over"
    elif code and not numbers and not counts["failed"]:
        counts["failed"], why = 1, why or last_line(output)
    elif missed:
        counts["failed"], why = counts["failed"] + len(missed), why or "; ".join(missed)
    elif code and not counts["failed"]:
        counts["failed"], why = 1, why or last_line(output)
    if not sum(counts.values()):
        counts["passed"] = 1
    return {**counts, "ran": True, "why_not": why, "numbers": numbers}


def plain(reason: str) -> str:
    """A reason fit for a public page: short, without the folders of this machine."""
    return re.sub(r"(?<![:/\w])(/[\w.+-]+){2,}/?", "…", reason.replace(f"{ROOT}/", ""))[:300]


def missing(code: int | None, output: str) -> str:
    """Why the command could not even begin, or "" where it could."""
    if code == NO_SUCH_PATH and "file or directory not found" in output:
        return next(line for line in output.splitlines() if "file or directory not found" in line).strip()
    if code == NO_TESTS:
        return "there are no such tests yet"
    for sign in ("No module named bench.", "No module named pytest", "No such command"):
        if code and sign in output:
            return last_line(output).replace(sys.executable + ": ", "")
    return ""


def counts_in(report: Path) -> dict[str, int]:
    """The counts of a JUnit report."""
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))  # noqa: S314 - pytest wrote it just now
    total, failed, skipped = (
        sum(int(suite.get(name, 0)) for suite in suites for name in names)
        for names in (["tests"], ["failures", "errors"], ["skipped"])
    )
    return {"passed": total - failed - skipped, "failed": failed, "skipped": skipped}


def failed_in(report: Path) -> list[str]:
    """The names of the tests that failed in a JUnit report."""
    cases = ElementTree.parse(report).getroot().iter("testcase")  # noqa: S314 - pytest wrote it just now
    return [
        case.get("name", "") for case in cases if case.find("failure") is not None or case.find("error") is not None
    ]


def last_object(output: str) -> dict[str, Any]:
    """The JSON object that the last line is; empty where it is none."""
    with suppress(ValueError):
        found = json.loads(last_line(output))
        return found if isinstance(found, dict) else {}
    return {}


def last_line(output: str) -> str:
    return next((line.strip() for line in reversed(output.splitlines()) if line.strip()), "it printed nothing")


def this_commit() -> str:
    """The commit that is tried; a plus sign where files differ from it."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", f":!{RESULTS.relative_to(ROOT)}")
    return (git("rev-parse", "--short", "HEAD") or "unknown") + ("+" if changed else "")


def in_words(row: dict[str, Any]) -> str:
    if not row["ran"]:
        return f"NOT RUN: {row['why_not']}"
    outcome = "FAILED" if row["failed"] else "passed"
    why = f": {row['why_not']}" if row["why_not"] else ""
    counts = f"{row['passed']} passed, {row['failed']} failed, {row['skipped']} skipped"
    return f"{outcome} ({counts}) in {row['seconds']:.0f} s{why}"


def tell(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        print(f"{row['suite']:<20}{in_words(row)}")
    not_run = sum(not row["ran"] for row in rows)
    minutes = sum(row["seconds"] for row in rows) / 60
    print(f"{len(rows) - not_run} suites ran, {not_run} did NOT RUN; {minutes:.0f} of {NIGHT} minutes")


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
