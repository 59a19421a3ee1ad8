"""The limitation shield: the eight events of art. 31, and the last day that follows from them."""

from datetime import date

import pytest
from django.utils import translation

from gongjia.programmes.dispute_mediation.advice import advice_for, limitation_line
from gongjia.programmes.dispute_mediation.limitation import ARTICLES, Interruption, Record, shield_of
from gongjia.programmes.dispute_mediation.papers.letters import arbitration, refusal
from gongjia.programmes.dispute_mediation.tests.factories import RAISED, accept, night_job, on, raise_dispute
from gongjia.programmes.dispute_mediation.tests.test_papers import text_of

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


def test_what_no_number_of_the_article_names_begins_nothing_anew(scene):
    """The mediator sees no way on the third day: the time is not over, nobody has left (第31条第六、七项)."""
    case = accept(scene, raise_dispute(scene, employment="ended", ended_on=date(2026, 5, 1)))
    with on(date(2026, 5, 28)):
        case = scene.does("mediator", "fail", case, why="no_agreement", text="差距太大。")
    assert shield_of(case).records[-1] == Record(date(2026, 5, 28), Interruption.MEDIATION_ENDED)
    assert shield_of(case).last_day == date(2027, 5, 20)  # from the application


def test_the_safe_day_is_told_and_the_later_one_is_a_note(scene):
    """A year from 3 October 2025 ends in the National Day week of 2026; the law would give until the 8th."""
    case = raise_dispute(
        scene, matter="dismissal", since=date(2025, 10, 3), employment="ended", ended_on=date(2025, 10, 3)
    )
    case.entries.update(facts={})
    shield = shield_of(case)
    assert (shield.last_day, shield.rolled_to) == (date(2026, 10, 3), date(2026, 10, 8))
    with on(date(2026, 10, 8)):
        assert not shield.is_over
        assert "最晚2026年10月3日申请" in limitation_line(case)
        assert "2026年10月8日" in limitation_line(case)
    with on(date(2026, 10, 9)):
        assert shield.is_over


def test_a_day_that_is_past_is_told_with_what_it_is_worth(scene):
    from gongjia.notices.models import Notice
    from gongjia.notices.words import title_and_text

    case = raise_dispute(
        scene, matter="dismissal", since=date(2024, 1, 15), employment="ended", ended_on=date(2024, 1, 15)
    )
    with on(date(2026, 5, 22)):
        case = scene.does("officer", "employer_unwilling", case, text="不同意。")
        line = limitation_line(case)
    notice = Notice.objects.get(person=scene.worker, kind="dispute_mediation.ended")
    for said in (line, " ".join(title_and_text(notice))):
        assert "2025年1月15日" in said
        assert "最晚" not in said
        assert "单位在仲裁时提出时效才起作用" in said


def test_the_advice_is_in_the_readers_language_and_the_paper_in_chinese(scene):
    case = raise_dispute(scene)
    with on(date(2026, 5, 22)):
        case = scene.does("officer", "employer_unwilling", case, text="不同意。")
    for language, word in (("ko", "중재"), ("en", "arbitration")):
        with translation.override(language):
            assert word in " ".join(advice_for(case))
            assert "申请仲裁" in text_of(refusal(case))
            assert "身份证复印件" in text_of(arbitration(case))
