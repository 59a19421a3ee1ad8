"""Asking the employer first: five days, then it counts as unwilling, by itself."""

from datetime import date

import pytest

from gongjia.cases.kinds import Refused
from gongjia.programmes.dispute_mediation.limitation import shield_of
from gongjia.programmes.dispute_mediation.tests.factories import RAISED, invite, night_job, on, raise_dispute

pytestmark = pytest.mark.django_db
ASKED = RAISED  # the union asks on the day it is raised


def negotiating(scene, **how):
    return raise_dispute(scene, asked="not_yet", **how)


def clocks(case):
    return {due.rule: due.due_on for due in case.dues.running()}


def events(case):
    return [(record.event.value, record.on) for record in shield_of(case).records]


def test_the_employer_has_five_days(scene):
    case = negotiating(scene)
    assert case.step == "negotiating"
    assert clocks(case) == {"negotiation.answer": date(2026, 5, 25)}
    assert ("claimed", ASKED) in events(case)


def test_the_days_count_from_the_workers_own_question(scene):
    case = raise_dispute(scene, asked="waiting", asked_on=date(2026, 5, 18))
    assert clocks(case) == {"negotiation.answer": date(2026, 5, 25)}  # 23 May is a Saturday


def test_no_answer_starts_the_mediation_by_itself(scene):
    case = negotiating(scene)
    night_job(case, date(2026, 5, 25))
    case.refresh_from_db()
    assert case.step == "negotiating"  # the last day is still a day to answer on
    night_job(case, date(2026, 5, 26))
    case.refresh_from_db()
    assert case.step == "applied"
    assert ("negotiation_refused", date(2026, 5, 26)) in events(case)
    assert set(clocks(case)) == {"mediation.accept", "mediation.right_to_arbitrate"}
    assert case.entries.get(verb="no_answer").author_role == "system"


def test_a_willing_employer_talks_until_the_agreed_day(scene):
    case = negotiating(scene)
    with on(date(2026, 5, 22)):
        invite(scene, case)
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
        invite(scene, case)
        scene.does("contact", "willing_to_talk", case, talks_until=date(2026, 6, 3), text="")
        case = scene.does("worker", "end_talks", case, text="他们一拖再拖。")
    assert case.step == "applied"
    assert ("negotiation_ended", date(2026, 5, 22)) in events(case)


def test_the_worker_need_not_wait(scene):
    case = negotiating(scene)
    with on(date(2026, 5, 21)):
        case = scene.does("worker", "apply_now", case)
    assert case.step == "applied"
    assert ("applied", date(2026, 5, 21)) in events(case)


def test_nobody_answers_for_the_employer_but_the_employer_or_an_officer(scene):
    case = negotiating(scene)
    with on(date(2026, 5, 22)), pytest.raises(Refused):
        scene.does("worker", "refuse_to_talk", case, text="")
