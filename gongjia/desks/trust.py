"""The page 「可信度」: what the nightly runs found, newest first, failures included, drawn from docs/trust/results.jsonl."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongjia.desks.proofs import SUITES, Measure, Suite
from gongjia.foundation.clock import today

RESULTS = settings.BASE / "docs" / "trust" / "results.jsonl"
MARKS = 30  # runs drawn beside each suite
TOLD = 10  # of them also told in words
STALE = 7  # days without a run after which the page says so
PASSED, FAILED, NOT_RUN = "passed", "failed", "not_run"


@dataclass(frozen=True)
class Run:
    """One line of the results."""

    suite: str
    date: datetime
    commit: str
    tests: str
    passed: int
    failed: int
    skipped: int
    seconds: float
    ran: bool
    why_not: str
    numbers: dict[str, Any]

    @property
    def outcome(self) -> str:
        """What did not run has not passed, and neither has what found nothing to try."""
        if not self.ran:
            return NOT_RUN
        return PASSED if self.passed and not self.failed else FAILED


@dataclass(frozen=True)
class Proof:
    """A suite as the page shows it: its runs oldest first, its numbers against their targets."""

    suite: Suite
    runs: list[Run]
    marks: list[tuple[int, Run]]  # (x, run)
    measures: list[dict[str, Any]]

    @property
    def last(self) -> Run | None:
        return self.runs[-1] if self.runs else None

    @property
    def outcome(self) -> str:
        return self.last.outcome if self.last else NOT_RUN

    @property
    def told(self) -> list[Run]:
        return self.runs[::-1][:TOLD]

    @property
    def days_ago(self) -> int | None:
        """Days since it last ran, where that is long enough to be said."""
        ran = [localdate(run.date) for run in self.runs if run.ran]
        days = (today() - ran[-1]).days if ran else 0
        return days if days > STALE else None


def proofs() -> list[Proof]:
    runs = read(RESULTS, RESULTS.stat().st_mtime_ns) if RESULTS.exists() else ()
    return [_proof(suite, [run for run in runs if run.suite == suite.key]) for suite in SUITES]


def _proof(suite: Suite, runs: list[Run]) -> Proof:
    numbers = runs[-1].numbers if runs and runs[-1].ran else {}
    measures = [_measured(one, numbers) for one in suite.measures]
    marks = [(16 * place, run) for place, run in enumerate(runs[-MARKS:])]
    return Proof(suite, runs, marks, measures if numbers else [])


def _measured(measure: Measure, numbers: dict[str, Any]) -> dict[str, Any]:
    value, target = measure.value(numbers), f"{measure.target:,}"
    wanted = {
        "≥": _("should be at least %(target)s"),
        "≤": _("should be at most %(target)s"),
        "=": _("should be %(target)s"),
    }
    return {
        "label": measure.label, "value": "—" if value is None else f"{value:,}",
        "wanted": wanted[measure.sign] % {"target": target}, "holds": measure.holds(numbers),
    }  # fmt: skip


@lru_cache(maxsize=1)
def read(path: Path, changed: int) -> tuple[Run, ...]:
    """The runs in the order in which they were written; read anew when the file has `changed`."""
    return tuple(_run(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line)


def _run(row: dict[str, Any]) -> Run:
    return Run(**{**row, "date": datetime.fromisoformat(row["date"])})


def summary(shown: list[Proof]) -> dict[str, int]:
    """How many suites passed, failed and did not run the last time."""
    outcomes = [proof.outcome for proof in shown]
    return {outcome: outcomes.count(outcome) for outcome in (PASSED, FAILED, NOT_RUN)}
