from dataclasses import replace
from datetime import date

import pytest

from gongjia.audit.models import Event
from gongjia.cases import jobs, words
from gongjia.cases.access import asked_if_late
from gongjia.cases.actions import make_move
from gongjia.cases.actions.assignments import give_to_somebody
from gongjia.cases.actions.escalations import escalate, remind
from gongjia.cases.kinds import Role
from gongjia.cases.models import Case
from gongjia.cases.tests import kinds
from gongjia.cases.tests.conftest import a_place
from gongjia.cases.tests.factories import a_case
from gongjia.cases.tests.test_open_case import press_together
from gongjia.cases.words import spoken
from gongjia.notices.models import Notice
from gongjia.notices.words import title_and_text
from gongjia.unions.models import Office
from gongjia.unions.tests.factories import an_officer


def told(person, kind):
    return Notice.objects.filter(person=person, kind=kind).count()


def test_an_overdue_duty_goes_one_level_up_by_itself_once(place, clock):
    clock.move_to("2026-03-05T23:59+08:00")  # the last day is not over
    jobs.escalate_overdue(0)
    assert not place.case.entries.filter(verb="overdue").exists()
    clock.move_to("2026-03-06T00:01+08:00")
    jobs.escalate_overdue(0)
    jobs.escalate_overdue(0)
    entry = place.case.entries.get(verb="overdue")
    assert entry.is_public
    assert (entry.facts["above"], entry.facts["due_on"]) == ("演示市总工会", "2026-03-05")
    due = place.case.dues.get(rule="mediation.accept")
    assert due.escalated_to == place.tree["prefecture"]
    assert (told(place.above, "cases.overdue_above"), told(place.member, "cases.overdue")) == (1, 1)
    assert told(place.officer, "cases.overdue_holder") == 1
    assert Event.objects.get(verb="cases.escalated").union_path == place.tree["prefecture"].path


@pytest.fixture
def at_the_street(place):
    """A street without an officer: its matters are done at the county, by the county's only officer."""
    place.street = a_case(kinds.KEY, place.tree["township"], place.member, {"wish": "w"})
    assert place.street.assignments.get().person == place.officer
    return place


def test_above_is_never_whoever_is_late(at_the_street, clock):
    place, case = at_the_street, at_the_street.street
    sentence = words.clocks_of(case)[0].on_expiry  # said beforehand, and it comes to pass
    clock.move_to("2026-03-06T00:01+08:00")
    jobs.escalate_overdue(0)
    assert case.entries.get(verb="overdue").facts["above"] == "演示市总工会"
    assert "演示市总工会" in sentence
    assert case.dues.get(rule="mediation.accept").escalated_to == place.tree["prefecture"]
    above = Notice.objects.filter(kind="cases.overdue_above", about_id=str(case.pk))
    assert [notice.person for notice in above] == [place.above]
    late = Notice.objects.filter(kind="cases.overdue_holder", about_id=str(case.pk))
    assert [(notice.person, notice.facts["above"]) for notice in late] == [(place.officer, "演示市总工会")]


def test_above_a_street_may_be_the_countys_leader(at_the_street):
    leader = an_officer(at_the_street.tree["county"], Office.Role.LEADER)
    assert asked_if_late(at_the_street.street, Role.OFFICER) == (at_the_street.tree["county"], [leader])


def test_where_nobody_is_above_a_colleague_is_asked(place):
    province = place.tree["province"]
    case = a_case(kinds.KEY, province, place.member, {"wish": "w"})
    assert asked_if_late(case, Role.OFFICER) == (province, [])
    officer, colleague = an_officer(province), an_officer(province)
    give_to_somebody(case)
    assert asked_if_late(case, Role.OFFICER) == (province, [colleague])
    assert case.assignments.get().person == officer


def test_a_right_that_ends_is_nobodys_delay(place, clock):
    make_move(place.case.pk, "accept", place.actor("officer"))
    place.case.dues.filter(rule="mediation.finish").update(closed_on=date(2026, 3, 2))
    clock.move_to("2026-04-01T09:00+08:00")  # the right to arbitrate opened on 17 March
    jobs.escalate_overdue(0)
    assert not place.case.entries.filter(verb="overdue").exists()


def test_what_stands_still_is_not_overdue(place, clock):
    make_move(place.case.pk, "accept", place.actor("officer"))
    make_move(place.case.pk, "stop", place.actor("officer"))
    clock.move_to("2026-06-01T09:00+08:00")
    jobs.escalate_overdue(0)
    assert Case.objects.get(pk=place.case.pk).step == "talking"


def test_a_declared_move_is_made_instead(place, clock):
    make_move(place.case.pk, "accept", place.actor("officer"))
    clock.move_to("2026-03-18T09:00+08:00")
    jobs.escalate_overdue(0)
    case = Case.objects.get(pk=place.case.pk)
    assert (case.step, str(case.closed_on)) == ("failed", "2026-03-18")
    assert case.entries.latest("id").author_role == "system"
    assert not case.entries.filter(verb="overdue").exists()


def test_a_declared_move_that_is_not_lawful_goes_up_after_all(place, clock):
    make_move(place.case.pk, "accept", place.actor("officer"))
    moves = tuple(move for move in kinds.WISH.moves if move.key != "fail") + (
        replace(kinds.WISH.move("fail"), when=lambda case, actor: "Not now."),
    )
    clock.move_to("2026-03-18T09:00+08:00")
    with kinds.registered(replace(kinds.WISH, moves=moves)):
        jobs.escalate_overdue(0)
    assert place.case.entries.filter(verb="overdue").count() == 1


def test_a_clock_that_was_met_meanwhile_is_left_alone(place, clock):
    due = place.case.dues.get(rule="mediation.accept")
    make_move(place.case.pk, "accept", place.actor("officer"))
    clock.move_to("2026-03-09T09:00+08:00")
    assert escalate(due.pk) is None
    assert remind(due.pk) is None


def test_two_workers_escalate_once(transactional_db):
    place = a_place()
    due = place.case.dues.get(rule="mediation.accept")
    place.case.dues.filter(pk=due.pk).update(due_on=date(2020, 1, 1))
    press_together(4, lambda: escalate(due.pk))
    assert place.case.entries.filter(verb="overdue").count() == 1


def test_reminders_come_three_days_one_day_and_on_the_day(place, clock):
    for day, times in [("02", 1), ("03", 1), ("04", 2), ("05", 3), ("06", 3)]:
        clock.move_to(f"2026-03-{day}T09:00+08:00")
        jobs.remind_holders(0)
        jobs.remind_holders(0)
        assert told(place.officer, "cases.reminder") == times, day
    assert told(place.member, "cases.reminder") == 0


def reminder(place, clock, day):
    clock.move_to(f"{day}T09:00+08:00")
    jobs.remind_holders(0)
    return title_and_text(Notice.objects.filter(kind="cases.reminder").latest("id"))[1]


def test_a_reminder_says_what_really_happens_after_that_day(place, clock):
    """The matter was not taken up: the union above is asked. The mediation is not done: it fails by itself."""
    assert reminder(place, clock, "2026-03-04") == (
        "Last day: March 5, 2026. After it the platform by itself asks 演示市总工会 to look into it."
    )
    make_move(place.case.pk, "accept", place.actor("officer"))
    day = place.case.dues.get(rule="mediation.finish").due_on
    assert reminder(place, clock, day) == f"Last day: {spoken(day)}. After it, by itself: “Give up”. It ends."


def test_where_the_declared_move_is_not_lawful_a_reminder_names_the_union_above(place, clock):
    make_move(place.case.pk, "accept", place.actor("officer"))
    moves = tuple(move for move in kinds.WISH.moves if move.key != "fail") + (
        replace(kinds.WISH.move("fail"), when=lambda case, actor: "Both have signed."),
    )
    with kinds.registered(replace(kinds.WISH, moves=moves)):
        text = reminder(place, clock, place.case.dues.get(rule="mediation.finish").due_on)
    assert "asks 演示市总工会 to look into it" in text and "Give up" not in text


def test_too_early_there_is_no_reminder(place):
    due = place.case.dues.get(rule="mediation.accept")
    due.due_on = date(2026, 3, 20)
    due.save()
    assert remind(due.pk) is None


def test_a_missed_run_sends_one_reminder_not_three(place, clock):
    clock.move_to("2026-03-05T09:00+08:00")
    jobs.remind_holders(0)
    assert told(place.officer, "cases.reminder") == 1


def test_one_row_that_fails_does_not_hold_up_the_next(place, clock, monkeypatch, caplog):
    second = a_case(kinds.KEY, place.tree["county"], place.member, {"wish": "w"})
    real = jobs.escalate
    broken = place.case.dues.get(rule="mediation.accept").pk

    def escalate_or_fail(due_id):
        if due_id == broken:
            raise RuntimeError
        return real(due_id)

    monkeypatch.setattr(jobs, "escalate", escalate_or_fail)
    clock.move_to("2026-03-09T09:00+08:00")
    jobs.escalate_overdue(0)
    assert second.entries.filter(verb="overdue").exists()
    assert "escalate_or_fail failed" in caplog.text


@pytest.mark.parametrize("name", ["escalate_overdue", "remind_holders", "remove_old_drafts"])
def test_the_jobs_run_by_themselves(name):
    from procrastinate.contrib.django import app

    periodic = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert f"gongjia.cases.jobs.{name}" in periodic
