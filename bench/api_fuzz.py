"""A hundred thousand made-up calls to the API, as six kinds of people: `python -m bench.api_fuzz` (FUZZ_CALLS=100000).

The calls are made by the three thirds of tests/test_api_fuzz.py, side by side on three processes; here their tallies are
added up. The last line is JSON; what went wrong stands above it, each with the call that shows it.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
COMMAND = ["-m", "pytest", "-q", "-n", "3", "-p", "no:logging", "-m", "nightly", "tests/test_api_fuzz.py"]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="gongjia-fuzz-") as folder:
        report = Path(folder) / "report.xml"
        code = subprocess.run([sys.executable, *COMMAND, f"--junitxml={report}"], cwd=ROOT, check=False).returncode
        print(json.dumps(added_up(tallies_in(report))))
    return code


def tallies_in(report: Path) -> list[dict[str, Any]]:
    """What each third noted of itself, from pytest's own report."""
    properties = ElementTree.parse(report).iter("property")  # noqa: S314 - pytest wrote it just now
    return [json.loads(one.get("value", "")) for one in properties if one.get("name") == "tally"]


def added_up(tallies: list[dict[str, Any]]) -> dict[str, Any]:
    roles: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    for tally in tallies:
        roles.update(tally["roles"])
        statuses.update(tally["statuses"])
    calls, breaches = (sum(tally[name] for tally in tallies) for name in ("calls", "schema_breaches"))
    return {
        "passed": calls - breaches, "failed": breaches, "calls": calls,
        "server_errors": sum(tally["server_errors"] for tally in tallies), "schema_breaches": breaches,
        "slowest_ms": max((tally["slowest_ms"] for tally in tallies), default=0),
        "asked_again": sum(tally["asked_again"] for tally in tallies), "roles": roles, "statuses": statuses,
    }  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
