"""The nightly runner never says that something passed which did not run."""

import importlib.util
import json
import sys
from xml.etree import ElementTree

import pytest

from bench import api_fuzz, nightly
from gongjia.desks import trust
from gongjia.desks.proofs import NIGHT, SUITES, Measure, Suite

SAYS_NUMBERS = """python -c 'print("at work"); print("{\\"found\\": 3, \\"passed\\": 3}")'"""


def a_suite(command: str, minutes: float = 1, *measures: Measure) -> Suite:
    return Suite("made_up", "title", "proves", "T00", command, minutes, measures)


@pytest.fixture(autouse=True)
def _printed_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr(nightly, "PRINTED", tmp_path / "printed")


def outcome(suite: Suite) -> dict:
    return nightly.run(suite, "abc1234", suite.minutes)


def test_numbers_are_taken_from_the_last_line():
    row = outcome(a_suite(SAYS_NUMBERS))
    assert row["ran"] and (row["passed"], row["failed"]) == (3, 0)
    assert row["numbers"] == {"found": 3} and row["commit"] == "abc1234" and row["why_not"] == ""


def test_a_missed_target_is_a_failure():
    row = outcome(a_suite(SAYS_NUMBERS, 1, Measure("found", "found", "≥", 4)))
    assert row["failed"] == 1 and row["why_not"] == "found is 3, not ≥ 4"


def test_a_target_whose_number_was_not_told_is_a_failure():
    row = outcome(a_suite(SAYS_NUMBERS, 1, Measure("lost", "lost", "=", 0)))
    assert row["failed"] == 1 and "lost is None" in row["why_not"]


def test_of_several_numbers_the_worst_counts():
    assert not Measure("growth", "growth", "≤", 1.5).holds({"growth": {"home": 1.1, "worklist": 1.6}})
    assert Measure("speed", "speed", "≥", 2).holds({"speed": {"one": 2, "two": 3}})
    assert Measure("differences", "differences", "=", 0).holds({"differences": []})


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("python -m bench.no_such_bench", "No module named bench.no_such_bench"),
        ("gongjia no-such-command", "No such command"),
        ("""python -c 'print("{\\"ran\\": false, \\"why_not\\": \\"no network\\"}")'""", "no network"),
        ("""python -c 'print("{\\"ran\\": false}")'""", "does not say why"),
    ],
)
def test_what_could_not_run_is_written_down_as_not_run(command, why):
    row = outcome(a_suite(command))
    assert not row["ran"] and why in row["why_not"]
    assert (row["passed"], row["failed"]) == (0, 0)


def test_what_breaks_is_a_failure_that_says_how():
    row = outcome(a_suite("""python -c 'raise SystemExit("the disk is full")'"""))
    assert row["ran"] and row["failed"] == 1 and row["why_not"] == "the disk is full"
    assert "the disk is full" in (nightly.PRINTED / "made_up.log").read_text()


def test_what_takes_too_long_is_stopped_with_its_children_and_is_a_failure():
    row = outcome(a_suite("sh -c 'sleep 300 & sleep 300'", 0.01))
    assert row["ran"] and row["failed"] == 1 and "stopped" in row["why_not"] and row["seconds"] < 30


def test_tests_that_were_stopped_before_their_report_are_a_failure(tmp_path):
    row = nightly.judge(a_suite("python -m pytest x"), None, ".....", tmp_path / "report.xml")
    assert row["ran"] and row["failed"] == 1 and "stopped" in row["why_not"]


def test_what_one_leaves_of_its_minutes_the_next_may_use(tmp_path, capsys):
    slow = a_suite("sh -c 'sleep 2'", 0.01)
    assert nightly.main(results=tmp_path / "results.jsonl", suites=(a_suite("true", 0.2), slow)) == 0
    assert nightly.main(results=tmp_path / "results.jsonl", suites=(slow,)) == 1


def test_tests_are_counted_from_their_report(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="1" errors="1" skipped="2"/></testsuites>')
    row = nightly.judge(a_suite("python -m pytest x"), 1, "2 failed", report)
    assert row["ran"] and (row["passed"], row["failed"], row["skipped"]) == (5, 2, 2)


def test_the_tests_that_failed_are_named(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite tests="3" failures="1" errors="1"><testcase name="test_a[leader]"><failure/></testcase>'
        '<testcase name="test_b"><error/></testcase><testcase name="test_c"/></testsuite></testsuites>'
    )
    row = nightly.judge(a_suite("python -m pytest x"), 1, "2 failed", report)
    assert row["failed"] == 2 and row["why_not"] == "test_a[leader], test_b"


@pytest.mark.parametrize(
    ("code", "says", "why"),
    [
        (5, "18 deselected in 1.2s", "there are no such tests yet"),
        (
            4,
            "ERROR: file or directory not found: tests/walls\n\nno tests ran",
            "file or directory not found: tests/walls",
        ),
        (3, "INTERNALERROR", "INTERNALERROR"),
    ],
)
def test_without_a_single_test_nothing_ran(tmp_path, code, says, why):
    row = nightly.judge(a_suite("python -m pytest tests/walls"), code, says, tmp_path / "report.xml")
    assert not row["ran"] and why in row["why_not"]


def test_where_every_test_was_left_out_nothing_ran(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="4" failures="0" errors="0" skipped="4"/></testsuites>')
    row = nightly.judge(a_suite("python -m pytest x"), 0, "4 skipped", report)
    assert not row["ran"] and row["why_not"] == "every test was left out"


def test_every_run_is_appended_and_the_page_can_read_it(tmp_path, monkeypatch):
    results = tmp_path / "results.jsonl"
    suites = (a_suite(SAYS_NUMBERS), a_suite("python -m bench.no_such_bench"))
    assert nightly.main(results=results, suites=suites) == 0
    assert nightly.main(results=results, suites=(a_suite("false"),)) == 1
    runs = trust.read(results, 0)
    assert [run.outcome for run in runs] == ["passed", "not_run", "failed"]


def test_nothing_of_this_machine_stands_in_a_reason():
    assert nightly.plain(f"{nightly.ROOT}/bench/x.py broke; see /root/.npm/_logs/a.log") == "bench/x.py broke; see …"


def test_all_suites_fit_into_one_night_and_have_names_of_their_own():
    assert sum(suite.minutes for suite in SUITES) <= NIGHT
    assert len({suite.key for suite in SUITES}) == len(SUITES)


def test_an_unknown_suite_is_named():
    with pytest.raises(SystemExit, match=r"No such suite: nonsense\. There are: walls"):
        nightly.main("nonsense")


def test_every_line_of_the_results_can_be_read():
    if not trust.RESULTS.exists():
        return
    for line in trust.RESULTS.read_text().splitlines():
        row = json.loads(line)
        assert row["ran"] or (row["why_not"] and not row["passed"]), line
        assert "/root" not in line and "/work" not in line and sys.prefix not in line
        trust._run(row)


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.key)
def test_every_suite_has_what_it_runs(suite):
    """A row that names a program nobody wrote would be written down as not run, night after night."""
    words = suite.command.split()
    if words[:2] == ["python", "-m"]:
        assert importlib.util.find_spec(words[2]), f"{suite.key} runs {words[2]}, which is not there"
    counted = {measure.key for measure in suite.measures} & set(nightly.COUNTS)
    assert not counted, f"{counted} are how many tests passed; a number of the suite needs a name of its own"
    assert all((nightly.ROOT / word).exists() for word in words if word.startswith(("tests/", "gongjia/")))


def test_what_two_halves_noted_is_added_up(tmp_path):
    tally = {"calls": 10, "server_errors": 0, "schema_breaches": 1, "slowest_ms": 7, "asked_again": 1, "roles": {"member": 10},
             "statuses": {"200": 9, "422": 1}}  # fmt: skip
    report = tmp_path / "report.xml"
    noted = ElementTree.Element("testsuite")
    for calls in (10, 20):
        ElementTree.SubElement(noted, "property", name="tally", value=json.dumps({**tally, "calls": calls}))
    ElementTree.ElementTree(noted).write(report)
    found = api_fuzz.added_up(api_fuzz.tallies_in(report))
    assert (found["calls"], found["passed"], found["failed"]) == (30, 28, 2)
    assert found["roles"] == {"member": 20} and found["slowest_ms"] == 7 and found["asked_again"] == 2
