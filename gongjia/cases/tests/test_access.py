from datetime import date

import pytest

from gongjia.cases.access import (
    all_cases,
    cases_for,
    due_first,
    holders_of,
    next_dues,
    roles_in,
    worklist_for,
)  # fmt: skip
from gongjia.cases.actions import make_move
from gongjia.cases.actions.assignments import assign
from gongjia.cases.kinds import SYSTEM, Actor, Role
from gongjia.cases.tests import kinds
from gongjia.cases.tests.factories import a_case, a_respondent, an_actor, nobody_has
from gongjia.unions.tests.factories import a_contact, a_member, an_employer


@pytest.mark.parametrize(
    ("who", "sees"), [("member", True), ("officer", True), ("above", True), ("stranger", False), ("mediator", False)]
)
def test_who_sees_a_case(place, who, sees):
    assert (place.case in cases_for(place.actor(who))) is sees


def test_nobody_and_the_platform(place):
    assert not cases_for(Actor()).exists()
    assert place.case in cases_for(SYSTEM)
    assert place.case in all_cases(kinds.KEY)
    assert roles_in(place.case, Actor()) == set()


def test_a_mediator_sees_what_is_assigned_and_only_while_it_is(place):
    assign(place.case.pk, place.actor("officer"), place.mediator, Role.MEDIATOR)
    assert place.case in cases_for(place.actor("mediator"))
    assert roles_in(place.case, place.actor("mediator")) == {Role.MEDIATOR}
    place.case.assignments.update(until=place.case.opened_at)
    assert place.case not in cases_for(place.actor("mediator"))


def test_roles(place):
    assert roles_in(place.case, place.actor("member")) == {Role.APPLICANT}
    assert roles_in(place.case, place.actor("officer")) == {Role.OFFICER}
    assert roles_in(place.case, place.actor("above")) == {Role.OFFICER, Role.SUPERIOR}
    assert roles_in(place.case, place.actor("stranger")) == set()


def test_an_employers_contact_who_is_not_named_in_the_case_sees_nothing(place):
    employer = an_employer()
    contact, colleague = a_contact(employer), a_contact(employer)
    case = a_case(kinds.KEY, place.tree["county"], place.member, {"wish": "w"}, employer=employer)
    a_respondent(case, contact)
    assert case in cases_for(an_actor(contact))
    assert roles_in(case, an_actor(contact)) == {Role.RESPONDENT}
    assert case not in cases_for(an_actor(colleague))


def test_who_has_to_act(place):
    assert holders_of(place.case, Role.APPLICANT) == [place.member]
    assert holders_of(place.case, Role.OFFICER) == [place.officer]
    assert holders_of(place.case, Role.MEDIATOR) == [place.officer]  # until a mediator is named
    assert holders_of(place.case, Role.SUPERIOR) == [place.above]
    assert holders_of(place.case, Role.RESPONDENT) == []
    assert holders_of(place.case, Role.SYSTEM) == []


def test_the_clock_shown_large_is_the_nearest_duty(place):
    assert due_first(place.case).rule == "mediation.accept"
    assert next_dues([place.case]) == {place.case.pk: date(2026, 3, 5)}


def test_the_worklist_by_scope_kind_and_delay(place, clock):
    lower = a_case(kinds.KEY, place.tree["grassroots"], place.member, {"wish": "w"})
    clock.shift(24 * 3600)
    mine = a_case(kinds.KEY, place.tree["county"], a_member(place.tree["county"]), {"wish": "w"})
    nobody_has(place.case)
    nobody_has(lower)
    officer = place.actor("officer")
    assert list(worklist_for(officer)) == [mine]
    assert list(worklist_for(officer, "union")) == [place.case, mine]  # the nearest due first
    assert list(worklist_for(officer, "below")) == [lower]
    assert list(worklist_for(place.actor("above"), "below")) == [place.case, lower, mine]
    assert list(worklist_for(place.actor("stranger"), "below")) == []
    assert list(worklist_for(Actor())) == []
    first = worklist_for(officer).get()
    assert (first.next_due, first.holder_name) == (date(2026, 3, 6), place.officer.name)
    assert not worklist_for(officer, "union", kind="other").exists()
    assert not worklist_for(officer, "union", overdue=True).exists()
    clock.move_to("2026-03-06T09:00+08:00")
    assert list(worklist_for(officer, "union", overdue=True)) == [place.case]
    make_move(place.case.pk, "withdraw", place.actor("member"))
    assert list(worklist_for(officer, "union")) == [mine]


def test_the_worklist_takes_few_queries(place, django_assert_max_num_queries):
    for _ in range(3):
        a_case(kinds.KEY, place.tree["county"], place.member, {"wish": "w"})
    with django_assert_max_num_queries(2):
        rows = [
            (case.union.name, case.applicant.name, case.next_due)
            for case in worklist_for(place.actor("officer"), "union")
        ]
    assert len(rows) == 4
