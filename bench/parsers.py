"""Every reader of what strangers type and send, under a fuzzer, one after the other: `python -m bench.parsers [SECONDS]`.

SECONDS in all, 270 by default; the last line is JSON. A finding is a file in bench/fuzz/found that plays it again.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(seconds: str = os.environ.get("FUZZ_SECONDS", "270")) -> int:
    from bench.fuzz.__main__ import ready

    try:
        import atheris  # noqa: F401
    except ImportError as problem:
        print(json.dumps({"ran": False, "why_not": f"atheris cannot be loaded: {problem}"}))
        return 1
    ready()
    from bench.fuzz.targets import TARGETS

    end, start, rows = time.monotonic() + float(seconds), 5.0, []  # start: seconds until a target runs, measured below
    for number, name in enumerate(TARGETS):
        each = max(1, int((end - time.monotonic()) / (len(TARGETS) - number) - start))
        done = subprocess.run(
            [sys.executable, "-m", "bench.fuzz", name, str(each)], cwd=ROOT, capture_output=True, text=True
        )
        lines = done.stdout.strip().splitlines()
        row = json.loads(lines[-1]) if lines else {"target": name, "runs": 0, "crashed": True}
        rows.append(row)
        start = max(start, row.get("seconds", 0) - each)
        print(json.dumps(row), flush=True)
        if row["crashed"]:
            sys.stderr.write(done.stderr[-3000:])
    crashed = [row["target"] for row in rows if row["crashed"] or not row["runs"]]
    print(json.dumps({
        "passed": len(rows) - len(crashed), "failed": len(crashed), "skipped": 0, "crashes": len(crashed),
        "runs": sum(row["runs"] for row in rows), "crashed": crashed,
    }))  # fmt: skip
    return 1 if crashed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
