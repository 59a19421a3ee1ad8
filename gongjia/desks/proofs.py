"""What is tried every night, and what each of it proves. One suite more is one row here.

`make nightly` (bench/nightly.py) runs the commands and appends one line each to docs/trust/results.jsonl; the page
「可信度」 draws them. A command that prints a JSON object as its last line may say in it `passed`, `failed`, `skipped`,
`ran` (false: it could not run) and `why_not`; its other entries are the numbers that the measures speak of.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

NIGHT = 75  # minutes that all suites together may take, on two cores


@dataclass(frozen=True)
class Measure:
    """One number of a suite against its target. Of several by name (a dict), the worst counts."""

    key: str
    label: Any
    sign: str  # ≥, ≤ or =
    target: float

    def value(self, numbers: dict[str, Any]) -> float | None:
        found = numbers.get(self.key)
        if isinstance(found, dict):
            found = (min if self.sign == "≥" else max)(found.values(), default=None)
        return len(found) if isinstance(found, list) else found

    def holds(self, numbers: dict[str, Any]) -> bool:
        value = self.value(numbers)
        return value is not None and SIGNS[self.sign](value, self.target)


SIGNS: dict[str, Callable[[Any, Any], bool]] = {"≥": operator.ge, "≤": operator.le, "=": operator.eq}


@dataclass(frozen=True)
class Suite:
    key: str
    title: Any
    proves: Any
    tests: str  # numbers of the list of tests that the project set itself
    command: str  # from the root of the clone; `python` is the clone's own
    minutes: int
    measures: tuple[Measure, ...] = ()


SUITES = (
    Suite(
        "walls", _("Nobody sees what is not theirs"),
        _(
            "Every page is opened as every kind of person, with the numbers of other people's matters put in. "
            "Then once more with our own check taken out, so that the database has to refuse by itself."
        ),
        "T07 T08 T09 T11 T16 T30 T31", "python -m pytest -n 3 -m nightly tests/walls", 10,
    ),
    Suite(
        "walls_cost", _("The second wall does not slow us down"),
        _("The same searches with and without the database's own wall, in a register of a whole province."),
        "T10", "python -m bench.walls", 2,
        (
            Measure("ratio", _("time of a page with the wall, as a multiple of without"), "≤", 1.25),
            Measure("scans", _("searches that read the whole register"), "=", 0),
        ),
    ),
    Suite(
        "audit", _("What was recorded cannot be changed unseen"),
        _(
            "A million entries are sealed. Then somebody with every right in the database changes, removes, slips "
            "in, exchanges and cuts off, five hundred times. A second program has to find each one."
        ),
        "T21", "python -m bench.audit", 5,
        (
            Measure("found", _("tamperings found"), "=", 500),
            Measure("sealed_per_second", _("entries sealed in a second"), "≥", 50_000),
        ),
    ),
    Suite(
        "restore", _("After a disaster everything comes back"),
        _(
            "A province is backed up, a table is emptied, the server is killed. What comes back is compared row "
            "by row; we count the seconds of work that were lost and the seconds until it ran again."
        ),
        "T22", "gongjia drill --members 40000 --json", 1,
        (
            Measure("rpo_s", _("seconds of work lost"), "≤", 60),
            Measure("rto_s", _("seconds until it runs again"), "≤", 900),
            Measure("differences", _("tables that came back different"), "=", 0),
            Measure("audit_events_sealed", _("sealed entries that came back and were checked"), "≥", 2_000),
        ),
    ),
    Suite(
        "pages", _("Pages stay quick when the register grows"),
        _("The same pages with 40,000 and with 400,000 members: how many times slower is the slowest?"),
        "A", "python -m bench.pages", 5,
        (
            Measure("growth", _("times slower with ten times the members"), "≤", 1.5),
            Measure("p95_ms", _("milliseconds of the slowest page, 95 of 100 times"), "≤", 500),
        ),
    ),
    Suite(
        "load", _("Many people at once get through"),
        _("Two hundred people open pages side by side, as members, officers and strangers do."),
        "T28", "python -m bench.load --minutes 2.5", 4,
        (
            Measure("errors", _("pages that failed"), "=", 0),
            Measure("p95_ms", _("milliseconds until a page is there, 95 of 100 times"), "≤", 500),
            Measure("memory_growth", _("growth of the web processes, as a share"), "≤", 0.05),
        ),
    ),
    Suite(
        "upgrade", _("A new version comes in while people work"),
        _("The version before serves twenty times a second while the tables change; then back again."),
        "T23", "python -m bench.upgrade", 2,
        (
            Measure("requests_failed", _("requests that failed"), "=", 0),
            Measure("longest_lock_wait_s", _("seconds that somebody waited"), "≤", 2),
        ),
    ),
    Suite(
        "api", _("Nonsense does not break the door for programs"),
        _(
            "A hundred thousand calls with invented and broken values, as six kinds of people. Each must get a "
            "proper answer."
        ),
        "T06", "python -m bench.api_fuzz", 20,
        (Measure("calls", _("calls"), "≥", 100_000), Measure("server_errors", _("calls that broke something"), "=", 0)),
    ),
    Suite(
        "parsers", _("A broken file breaks nothing"),
        _("Files, names and search words are made at random and fed to whatever reads them."),
        "T26", "python -m bench.parsers 200", 4,
        (Measure("crashes", _("readers that could be broken"), "=", 0),),
    ),
    Suite(
        "long", _("The long tests"),
        _("The tests that take too long to be run after every change."),
        "T18 N",
        "python -m pytest -n 3 -m nightly --ignore=tests/walls --ignore=tests/test_api_fuzz.py "
        "--ignore=gongjia/people/tests/test_same_time.py", 6,
    ),
    Suite(
        "same_time", _("The time of an answer betrays nobody"),
        _(
            "Ten ways to ask about somebody, each a thousand times about people we know and a thousand times about "
            "people we do not, mixed at random. Nobody who measures the time of the answers may be able to tell the two apart."
        ),
        "T19", "python -m pytest -n 3 -p no:logging -m nightly gongjia/people/tests/test_same_time.py", 13,
    ),
    Suite(
        "python_packages", _("Nothing known to be unsafe is built in"),
        _(
            "Every library we use is looked up in the list of known weaknesses. First we ask for one that is "
            "known to be bad: if even that is not reported, the list was not reached, and we say so."
        ),
        "T25", "python -m bench.dependencies python", 1,
        (Measure("advisories", _("known weaknesses"), "=", 0),),
    ),
    Suite(
        "front_end_packages", _("The same for what runs in your browser"),
        _("The libraries of the pages, looked up in the same way."),
        "T25", "python -m bench.dependencies npm", 1,
        (Measure("advisories", _("known weaknesses"), "=", 0),),
    ),
    Suite(
        "ages", _("Somebody still looks after what we build on"),
        _("Every library: when was it last released? Two years of silence need a reason that everybody can read."),
        "T25", "python -m bench.dependencies ages", 1,
        (Measure("quiet", _("silent without a reason"), "=", 0),),
    ),
)  # fmt: skip
