"""`python -m bench.fuzz NAME SECONDS`: one target under atheris; the last line is JSON with the count. Exit 1: a finding.

A finding is written to bench/fuzz/found/NAME-…, so that it can be played again: `python -m bench.fuzz NAME FILE`.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FOUND = Path(__file__).parent / "found"


def main(name: str, what: str) -> int:
    if os.environ.get("FUZZ_CHILD"):
        return fuzz(name, what)
    if not what.replace(".", "").isdigit():
        return play(name, Path(what))
    began = time.monotonic()
    command = [sys.executable, "-m", "bench.fuzz", name, what]
    done = subprocess.run(
        command, env={**os.environ, "FUZZ_CHILD": "1"}, capture_output=True, text=True, errors="replace"
    )
    runs = [int(count) for count in re.findall(r"^#(\d+)", done.stderr, re.M)]
    found = done.returncode != 0
    if found:
        sys.stderr.write(done.stderr[-6000:])
    row = {
        "target": name,
        "runs": max(runs, default=0),
        "seconds": round(time.monotonic() - began, 1),
        "crashed": found,
    }
    print(json.dumps(row))
    return 1 if found else 0


def play(name: str, file: Path) -> int:
    ready()
    from bench.fuzz.targets import TARGETS

    TARGETS[name](file.read_bytes())
    print(json.dumps({"target": name, "runs": 1, "crashed": False}))
    return 0


def fuzz(name: str, seconds: str) -> int:
    import atheris

    with atheris.instrument_imports(include=["gongjia.people", "gongjia.cases", "gongjia.unions", "gongjia.web.forms"]):
        ready()
        from bench.fuzz.targets import TARGETS, seeds_of
    FOUND.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="gongjia-fuzz-") as corpus:
        for number, seed in enumerate(seeds_of(name)):
            (Path(corpus) / f"seed{number}").write_bytes(seed)
        atheris.Setup(
            ["fuzz", f"-max_total_time={int(float(seconds))}", "-max_len=4096", "-seed=20261122", "-rss_limit_mb=1500",
             "-timeout=20", "-print_final_stats=1", f"-artifact_prefix={FOUND}/{name}-", corpus],
            TARGETS[name],
        )  # fmt: skip
        atheris.Fuzz()
    return 0


def ready() -> None:
    """Django without a database: no target may ask one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjia.settings")
    os.environ.setdefault("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    import django

    django.setup()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
