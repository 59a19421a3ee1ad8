"""Asking the employer first: somebody asks it, then it has five days, then silence counts as unwilling by itself."""

from datetime import date

import pytest
from django.utils import translation

from gongjia.cases.kinds import Refused
from gongjia.cases.words import sentence
from gongjia.notices.models import Notice
from gongjia.programmes.dispute_mediation.limitation import shield_of
from gongjia.programmes.dispute_mediation.tests.factories import ask, invite, night_job, on, raise_dispute

pytestmark = pytest.mark.django_db
ASKED = date(2026, 5, 21)  # a Thursday; the union asks the day after it was raised


def to_ask(scene, **how):
    return raise_dispute(scene, asked="not_yet", **how)


def negotiating(scene):
    case = to_ask(scene)
    with on(ASKED):
        return ask(scene, case)


def from_before(scene):
    """As it was stored when such a matter began with the five days at once, and nobody had asked."""
    case = to_ask(scene)
    case.dues.update(rule="negotiation.answer", step="negotiating", holder="respondent", due_on=date(2026, 5, 25))
    case.step = "negotiating"
    case.save()
    return case


def clocks(case):
    return {due.rule: due.due_on for due in case.dues.running()}


def events(case):
    return [(record.event.value, record.on) for record in shield_of(case).records]


def test_the_union_asks_first_and_somebody_is_told_to(scene):
    case = to_ask(scene)
    assert (case.step, case.current_step.holder) == ("to_ask", "officer")
    assert clocks(case) == {"negotiation.ask": date(2026, 5, 21)}
    assert Notice.objects.filter(person=scene.officer, kind="cases.arrived").exists()
    assert "演示李敏" in sentence(case)
    assert events(case) == []


def test_what_nobody_asked_is_never_silence(scene):
    case = to_ask(scene)
    night_job(case, date(2026, 6, 5))
    case.refresh_from_db()
    assert case.step == "to_ask"
    assert case.dues.get(rule="negotiation.ask").escalated_to == scene.tree["prefecture"]
    assert events(case) == []


def test_the_employer_has_five_days_from_the_day_it_was_asked(scene):
    case = negotiating(scene)
    assert case.step == "negotiating"
    assert clocks(case) == {"negotiation.answer": date(2026, 5, 26)}
    assert events(case) == [("claimed", ASKED)]
    assert Notice.objects.filter(person=scene.contact, kind="dispute_mediation.invited").count() == 1
    assert case.entries.get(verb="ask_employer").for_respondent


def test_the_days_count_from_the_workers_own_question(scene):
    case = raise_dispute(scene, asked="waiting", asked_on=date(2026, 5, 18))
    assert clocks(case) == {"negotiation.answer": date(2026, 5, 25)}  # 23 May is a Saturday


def test_an_employer_without_a_telephone_here_is_asked_too(scene):
    case = to_ask(scene)
    with on(ASKED):
        case = scene.does("officer", "record_asked", case, text="打电话给单位前台，王女士说转告经理。")
    assert clocks(case) == {"negotiation.answer": date(2026, 5, 26)}
    assert events(case) == [("claimed", ASKED)]


def test_an_answer_in_the_same_call_is_written_down_at_once(scene):
    case, other = to_ask(scene), to_ask(scene)
    with on(ASKED):
        case = scene.does("officer", "record_refusal", case, text="周经理在电话里说不谈。")
        other = scene.does("officer", "record_talk", other, talks_until=date(2026, 6, 3), text="周经理说下周来谈。")
    assert case.step == "applied"
    assert set(events(case)) == {("claimed", ASKED), ("negotiation_refused", ASKED), ("applied", ASKED)}
    assert other.step == "talking"
    assert events(other) == [("claimed", ASKED)]


def test_no_answer_starts_the_mediation_by_itself(scene):
    case = negotiating(scene)
    night_job(case, date(2026, 5, 26))
    case.refresh_from_db()
    assert case.step == "negotiating"  # the last day is still a day to answer on
    night_job(case, date(2026, 5, 27))
    case.refresh_from_db()
    assert case.step == "applied"
    assert ("negotiation_refused", date(2026, 5, 27)) in events(case)
    assert set(clocks(case)) == {"mediation.accept", "mediation.right_to_arbitrate"}
    assert case.entries.get(verb="no_answer").author_role == "system"


def test_a_matter_that_waits_for_an_answer_although_nobody_asked_goes_to_the_union_above(scene):
    case = from_before(scene)
    night_job(case, date(2026, 5, 26))
    case.refresh_from_db()
    assert case.step == "negotiating"
    assert case.dues.get().escalated_to == scene.tree["prefecture"]
    with on(date(2026, 5, 27)):
        case = ask(scene, case)
    assert clocks(case) == {"negotiation.answer": date(2026, 6, 1)}
    night_job(case, date(2026, 6, 2))
    case.refresh_from_db()
    assert case.step == "applied"


def test_a_willing_employer_talks_until_the_agreed_day(scene):
    case = negotiating(scene)
    with on(date(2026, 5, 22)):
        case = scene.does("contact", "willing_to_talk", case, talks_until=date(2026, 6, 3), text="先发一个月。")
    assert case.step == "talking"
    assert clocks(case) == {"negotiation.agreed_end": date(2026, 6, 3)}
    night_job(case, date(2026, 6, 4))
    case.refresh_from_db()
    assert case.step == "applied"
    assert ("negotiation_expired", date(2026, 6, 4)) in events(case)


def test_a_no_starts_the_mediation_at_once(scene):
    case = negotiating(scene)
    with on(date(2026, 5, 22)):
        case = scene.does("officer", "record_refusal", case, text="周经理当面说不谈。")
    assert case.step == "applied"
    assert ("negotiation_refused", date(2026, 5, 22)) in events(case)


def test_either_side_may_end_the_talks(scene):
    case = negotiating(scene)
    with on(date(2026, 5, 22)):
        scene.does("contact", "willing_to_talk", case, talks_until=date(2026, 6, 3), text="")
        case = scene.does("worker", "end_talks", case, text="他们一拖再拖。")
    assert case.step == "applied"
    assert ("negotiation_ended", date(2026, 5, 22)) in events(case)


@pytest.mark.parametrize("begin", [to_ask, negotiating])
def test_the_worker_need_not_wait(scene, begin):
    case = begin(scene)
    with on(date(2026, 5, 22)):
        case = scene.does("worker", "apply_now", case)
    assert case.step == "applied"
    assert ("applied", date(2026, 5, 22)) in events(case)


def test_nobody_answers_for_the_employer_but_the_employer_or_an_officer(scene):
    case = negotiating(scene)
    with on(date(2026, 5, 22)), pytest.raises(Refused):
        scene.does("worker", "refuse_to_talk", case, text="")


def test_nobody_is_invited_who_has_the_matter_in_hand(scene):
    unasked, applied = to_ask(scene), raise_dispute(scene)
    scene.contact = scene.officer
    with on(ASKED):
        for verb, case in ((ask, unasked), (invite, applied)):
            with pytest.raises(Refused, match="经手"):
                verb(scene, case)
            assert not case.parties.exists()


def test_the_union_is_named_in_the_readers_language(scene):
    county = scene.tree["county"]
    county.name_ko = "데모 창읍구총공회"
    county.save()
    case = to_ask(scene)
    assert "演示昌邑区总工会" in sentence(case)
    with translation.override("ko"):
        assert "데모 창읍구총공회" in sentence(case)
