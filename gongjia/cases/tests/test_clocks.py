from datetime import date

import pytest

from gongjia.cases.actions import clocks, make_move
from gongjia.cases.actions.payments import pay
from gongjia.cases.kinds import Limit, Refused, Role


def dues_of(case):
    return {due.rule: due.due_on for due in case.dues.running()}


def move(place, key, who="officer", **facts):
    return make_move(place.case.pk, key, place.actor(who), facts=facts)


def test_clocks_start_with_the_case(place):
    assert dues_of(place.case) == {
        "mediation.accept": date(2026, 3, 5),  # three working days after Monday
        "mediation.right_to_arbitrate": date(2026, 3, 17),  # fifteen days after receipt
    }
    accept = place.case.dues.get(rule="mediation.accept")
    assert (accept.rule_version, accept.article) == (1, "《企业劳动争议协商调解规定》第22条")
    assert (accept.event_on, accept.holder, accept.is_duty) == (date(2026, 3, 2), "officer", True)


def test_leaving_a_step_ends_its_clock_but_not_the_joint_one(place, clock):
    clock.move_to("2026-03-04T09:00+08:00")
    move(place, "accept")
    assert dues_of(place.case) == {
        "mediation.right_to_arbitrate": date(2026, 3, 17),  # runs on from receipt
        "mediation.finish": date(2026, 3, 19),  # fifteen days from acceptance
    }
    assert place.case.dues.get(rule="mediation.accept").closed_on == date(2026, 3, 4)


def test_a_joint_limit_runs_on_through_a_step_that_names_it_too(place, clock):
    move(place, "accept")
    clock.shift(3 * 24 * 3600)
    move(place, "ponder")
    assert dues_of(place.case)["mediation.finish"] == date(2026, 3, 17)
    assert place.case.dues.filter(rule="mediation.finish").count() == 1


def test_a_final_step_ends_every_clock(place):
    move(place, "withdraw", "member")
    assert dues_of(place.case) == {}


def test_a_pause_does_not_count_and_says_why(place, clock):
    move(place, "accept")  # Monday 2 March: fifteen days end on Tuesday 17 March
    clock.move_to("2026-03-09T09:00+08:00")
    move(place, "stop", text="The mediator is ill.")
    due = place.case.dues.get(rule="mediation.finish")
    assert (due.due_on, due.pauses) == (None, [{"from": "2026-03-09", "to": None, "reason": "The mediator is ill."}])
    clock.move_to("2026-03-12T09:00+08:00")
    move(place, "go_on")
    due.refresh_from_db()
    assert due.due_on == date(2026, 3, 20)  # 9, 10 and 11 March did not count
    assert due.pauses[0]["to"] == "2026-03-11"


def test_a_pause_that_ends_on_its_day_never_was(place):
    move(place, "accept")
    move(place, "stop")
    move(place, "go_on")
    due = place.case.dues.get(rule="mediation.finish")
    assert (due.due_on, due.pauses) == (date(2026, 3, 17), [])


def test_what_cannot_be_paused_or_resumed_says_so(place):
    with pytest.raises(Refused, match="No such clock"):
        clocks.pause(place.case, "mediation.finish", "why")
    with pytest.raises(Refused, match="it was not paused"):
        clocks.resume(place.case, "mediation.accept")
    clocks.pause(place.case, "mediation.accept", "why")
    with pytest.raises(Refused, match="stands still already"):
        clocks.pause(place.case, "mediation.accept", "why")


def test_a_date_beyond_the_known_calendar_is_a_warning(place, clock):
    clock.move_to("2031-03-03T09:00+08:00")
    from gongjia.cases.tests.factories import a_case

    case = a_case(place.case.kind, place.tree["county"], place.member, {"wish": "w"})
    assert case.dues.get(rule="mediation.accept").warnings == ["calendar_unknown"]


def test_an_agreed_day_is_kept_moved_and_ended(place, monkeypatch):
    move(place, "accept")
    move(place, "settle", amount=300)
    due = place.case.dues.get(rule="test.instalment")
    assert (due.due_on, due.rule_version, due.article) == (date(2026, 4, 30), 0, "agreement, item 1")
    with pytest.raises(Refused, match="agreed between the parties"):
        clocks.pause(place.case, "test.instalment", "why")
    later = Limit("test.instalment", Role.RESPONDENT, "", agreed=lambda case: date(2026, 5, 30))
    place.case.refresh_from_db()
    clocks._keep_agreed_day(place.case, later, due)
    assert due.due_on == date(2026, 5, 30)
    pay(place.case.pk, place.actor("officer"), 300, date(2026, 3, 2))
    due.refresh_from_db()
    assert due.closed_on == date(2026, 3, 2)


def test_a_clock_whose_rule_the_kind_no_longer_has_ends_with_the_next_move(place):
    place.case.dues.filter(rule="mediation.accept").update(step="gone")
    move(place, "withdraw", "member")
    assert dues_of(place.case) == {}
