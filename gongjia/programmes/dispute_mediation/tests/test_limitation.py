"""The limitation shield: the eight events of art. 31, and the last day that follows from them."""

from datetime import date

import pytest

from gongjia.programmes.dispute_mediation.limitation import ARTICLES, Interruption, shield_of
from gongjia.programmes.dispute_mediation.tests.factories import RAISED, accept, night_job, on, raise_dispute

pytestmark = pytest.mark.django_db


def events(case):
    return {(record.event.value, record.on) for record in shield_of(case).records}


def test_the_eight_events_cite_their_numbers():
    numbers = [ARTICLES[event] for event in list(Interruption)[:8]]
    assert numbers == [f"《企业劳动争议协商调解规定》第31条第（{n}）项" for n in "一二三四五六七八"]
    assert set(ARTICLES) == set(Interruption)


def test_no_limitation_runs_for_wages_while_the_job_lasts(scene):
    case = raise_dispute(scene, since=date(2024, 1, 15))
    assert shield_of(case).last_day is None


def test_wages_after_the_job_ended_run_from_its_end(scene):
    """Left 2025-06-30: barred after 2026-06-30; the application of 2026-05-20 begins the year anew."""
    case = raise_dispute(scene, since=date(2024, 1, 15), employment="ended", ended_on=date(2025, 6, 30))
    case.entries.update(facts={})
    assert shield_of(case).last_day == date(2026, 6, 30)


def test_the_application_begins_the_year_anew(scene):
    case = raise_dispute(scene, since=date(2024, 1, 15), employment="ended", ended_on=date(2025, 6, 30))
    assert events(case) == {("applied", RAISED)}
    assert shield_of(case).last_day == date(2027, 5, 20)


def test_a_refusal_begins_it_anew_from_the_day_of_refusal(scene):
    """The worked example: applied 2026-05-10, refused 2026-05-20, so it runs to 2027-05-20 (第31条第五项)."""
    case = raise_dispute(scene, date(2026, 5, 10), employment="ended", ended_on=date(2025, 6, 30))
    with on(date(2026, 5, 20)):
        case = scene.does("officer", "employer_unwilling", case, text="周经理来电说不同意调解。")
    assert ("mediation_refused", date(2026, 5, 20)) in events(case)
    assert shield_of(case).last_day == date(2027, 5, 20)


def test_an_interruption_after_the_year_has_run_out_saves_nothing(scene):
    case = raise_dispute(
        scene, since=date(2024, 1, 15), matter="dismissal", employment="ended", ended_on=date(2024, 1, 15)
    )
    assert shield_of(case).last_day == date(2025, 1, 15)


def test_silence_before_the_application_is_kept_too(scene):
    case = raise_dispute(scene, asked="no_answer", asked_on=date(2026, 5, 6))
    assert ("claimed", date(2026, 5, 6)) in events(case)
    assert ("negotiation_refused", date(2026, 5, 11)) in events(case)


def test_a_no_before_the_application_is_kept_too(scene):
    case = raise_dispute(scene, asked="refused", asked_on=date(2026, 5, 6))
    assert ("negotiation_refused", date(2026, 5, 6)) in events(case)


def test_leaving_and_time_running_out_are_different_events(scene):
    left = accept(scene, raise_dispute(scene))
    with on(date(2026, 6, 2)):
        left = scene.does("contact", "break_off", left, text="不谈了。")
    assert ("mediation_left", date(2026, 6, 2)) in events(left)


def test_every_record_says_what_it_is(scene):
    case = raise_dispute(scene, asked="refused", asked_on=date(2026, 5, 6))
    for record in shield_of(case).records:
        assert record.label
        assert record.article.startswith("《")


def test_the_worker_is_told_until_when_arbitration_is_open(scene):
    from gongjia.notices.models import Notice
    from gongjia.notices.words import title_and_text

    case = accept(scene, raise_dispute(scene, employment="ended", ended_on=date(2026, 5, 1)))
    night_job(case, date(2026, 6, 10))
    notice = Notice.objects.get(person=scene.worker, kind="dispute_mediation.ended")
    assert "2027年6月10日" in " ".join(title_and_text(notice))
