"""The page 「可信度」: failures and what did not run are as plain to see as what passed."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from gongjia.audit.actions import record, seal
from gongjia.audit.models import Seal
from gongjia.desks import trust
from gongjia.people.tests.factories import a_person


def a_run(suite="audit", days_ago=0, **facts):
    row = {
        "date": (datetime.now(UTC) - timedelta(days=days_ago)).isoformat(timespec="seconds"), "commit": "abc1234",
        "suite": suite, "tests": "T21", "passed": 500, "failed": 0, "skipped": 0, "seconds": 61.5, "ran": True,
        "why_not": "", "numbers": {"found": 500, "sealed_per_second": 61234},
    }  # fmt: skip
    return {**row, **facts}


FAILED = {"passed": 499, "failed": 1, "numbers": {"found": 499, "sealed_per_second": 61234}, "why_not": "found is 499"}
NOT_RUN = {"passed": 0, "ran": False, "numbers": {}, "why_not": "no such module"}


@pytest.fixture
def page(client, db, tmp_path, monkeypatch):
    """Gives, for some runs, the card of one suite out of the page."""

    def of(*runs, suite="audit", language="en"):
        monkeypatch.setattr(trust, "RESULTS", tmp_path / "results.jsonl")
        trust.read.cache_clear()
        trust.RESULTS.write_text("".join(json.dumps(run) + "\n" for run in runs))
        client.cookies["django_language"] = language
        whole = client.get("/trust/").content.decode()
        return whole.split(f'id="proof-{suite}"')[1].split("</section>")[0]

    return of


def test_what_passed_shows_its_numbers_beside_their_targets(page):
    card = page(a_run())
    assert "Passed" in card and "61,234" in card and "should be at least 50,000" in card and "Missed" not in card
    assert card.count("proof-passed") == 1


def test_a_failure_is_plain_and_says_why(page):
    card = page(a_run(days_ago=1), a_run(**FAILED))
    head = card.split("<details>")[0]
    assert "Failed" in head and "found is 499" in head and "Missed" in head
    assert head.index("Failed") < head.index("499")


def test_what_did_not_run_is_never_shown_as_passed(page):
    card = page(a_run(days_ago=1), a_run(**NOT_RUN))
    head = card.split('<svg class="proof-marks"')[0]
    assert "Not run" in head and "no such module" in head and "Passed" not in head and "61,234" not in head
    assert "proof-passed" in card and "proof-not_run" in card


def test_the_sum_counts_the_last_run_of_each_suite(page):
    page(a_run(**FAILED), a_run(), a_run("restore", **NOT_RUN), a_run("pages", **FAILED))
    shown = trust.proofs()
    summary = trust.summary(shown)
    assert (summary["passed"], summary["failed"]) == (1, 1)
    assert summary["not_run"] == len(shown) - 2, "what was never run did not run"


def test_a_failure_that_was_mended_stays_in_the_history(page):
    card = page(*[a_run(days_ago=40 - n) for n in range(33)], a_run(days_ago=2, **FAILED), a_run())
    assert card.count("proof-failed") == 1 and card.count("proof-passed") == trust.MARKS - 1
    assert "499 passed, 1 failed" in card


def test_an_old_result_says_that_it_is_old(page):
    assert "It last ran 9 days ago" in page(a_run(days_ago=9), a_run(**NOT_RUN))
    assert "days ago" not in page(a_run(days_ago=2))


def test_without_any_run_nothing_is_claimed(page):
    card = page()
    assert "It has not been run yet" in card and "Passed" not in card


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "没有通过"), ("ko", "실패"), ("en", "Failed")])
def test_it_speaks_the_readers_language(page, language, word):
    assert word in page(a_run(**FAILED), language=language)


def test_todays_head_is_shown_and_every_public_page_leads_here(client, db):
    record(None, "test.wrote", a_person("演示"))
    seal()
    page, newest = client.get("/trust/").content.decode(), Seal.objects.latest("number")
    assert bytes(newest.head).hex() in page and f"{newest.total:,}" in page
    for address in ("/", "/help/", "/figures/"):
        assert 'href="/trust/"' in client.get(address).content.decode()


def test_before_the_first_seal_the_page_says_so(client, db):
    assert "还没有" in client.get("/trust/").content.decode()
