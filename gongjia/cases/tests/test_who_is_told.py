"""Nothing happens in a matter of which nobody at the union hears."""

from dataclasses import replace

import pytest

from gongjia.cases import jobs
from gongjia.cases.actions import make_move
from gongjia.cases.actions.assignments import assign
from gongjia.cases.actions.documents import add
from gongjia.cases.actions.messages import chase, message
from gongjia.cases.kinds import Actor, Role
from gongjia.cases.models import Case
from gongjia.cases.tests import kinds
from gongjia.cases.tests.factories import a_case, a_respondent, an_upload, nobody_has
from gongjia.notices.models import Notice
from gongjia.unions.tests.factories import a_contact, an_employer, an_officer

FIRST, *LATER = kinds.WISH.steps
EMPLOYER_FIRST = replace(kinds.WISH, steps=(replace(FIRST, holder=Role.RESPONDENT, limits=(
    replace(FIRST.limits[0], holder=Role.RESPONDENT),)), *LATER))  # fmt: skip


def told(person, kind, case, **facts):
    return Notice.objects.filter(person=person, kind=kind, about_id=str(case.pk), **facts).count()


def in_mediation(place):
    make_move(place.case.pk, "accept", place.actor("officer"))
    assign(place.case.pk, place.actor("officer"), place.mediator, Role.MEDIATOR)
    Notice.objects.all().delete()
    return Case.objects.get(pk=place.case.pk)


def an_employers_case(place):
    """A case that begins with the employer's turn."""
    employer = an_employer()
    return a_case(kinds.KEY, place.tree["county"], place.member, {"wish": "w"}, employer=employer), a_contact(employer)


def test_what_waits_for_an_employer_whom_nobody_can_tell_reaches_the_officer(place, clock):
    with kinds.registered(EMPLOYER_FIRST):
        case, _contact = an_employers_case(place)
        assert told(place.officer, "cases.arrived", case) == 1
        clock.move_to("2026-03-04T09:00+08:00")
        jobs.remind_holders(0)
        assert told(place.officer, "cases.reminder", case) == 1
        chase(case.pk, place.actor("member"))
        assert told(place.officer, "cases.chased", case) == 1


def test_an_employer_who_can_be_told_is_reminded_and_chased_itself_and_the_officer_hears_the_chase(place, clock):
    with kinds.registered(EMPLOYER_FIRST):
        case, contact = an_employers_case(place)
        a_respondent(case, contact)
        clock.move_to("2026-03-04T09:00+08:00")
        jobs.remind_holders(0)
        assert (told(contact, "cases.reminder", case), told(place.officer, "cases.reminder", case)) == (1, 0)
        chase(case.pk, place.actor("member"))
        assert (told(contact, "cases.chased", case), told(place.officer, "cases.chased", case)) == (1, 1)


def test_what_a_side_does_without_a_new_step_is_told_to_whoever_has_it(place):
    case = a_case(kinds.KEY, place.tree["county"], place.member, {"wish": "w", "urgent": True})
    make_move(case.pk, "hurry", place.actor("member"))
    assert told(place.officer, "cases.moved", case, facts__verb="hurry") == 1
    assert told(place.member, "cases.moved", case) == 0


def test_what_the_officer_does_is_not_told_to_the_officers_own(place):
    case = a_case(kinds.KEY, place.tree["county"], place.member, {"wish": "w", "urgent": True})
    make_move(case.pk, "hurry", place.actor("officer"))
    assert told(place.officer, "cases.moved", case) == 0
    assert told(place.member, "cases.moved", case) == 1


def test_an_end_made_by_a_side_or_by_time_is_told_to_officer_and_mediator(place, clock):
    case = in_mediation(place)
    clock.move_to("2026-03-18T00:01+08:00")
    jobs.escalate_overdue(0)
    for person in (place.officer, place.mediator):
        assert told(person, "cases.moved", case, facts__verb="fail") == 1


def test_a_withdrawal_is_told_to_officer_and_mediator(place):
    case = in_mediation(place)
    make_move(case.pk, "withdraw", place.actor("member"))
    for person in (place.officer, place.mediator):
        assert told(person, "cases.moved", case, facts__verb="withdraw") == 1


def test_whom_it_waits_for_next_is_told_that_alone(place):
    case = a_case(kinds.KEY, place.tree["county"], place.member, {"wish": "w"})
    moves = tuple(replace(move, by=(Role.APPLICANT,), when=None) if move.key == "accept" else move
                  for move in kinds.WISH.moves)  # fmt: skip
    Notice.objects.all().delete()
    with kinds.registered(replace(kinds.WISH, moves=moves)):
        make_move(case.pk, "accept", place.actor("member"))
    assert (told(place.officer, "cases.arrived", case), told(place.officer, "cases.moved", case)) == (1, 0)


@pytest.mark.parametrize("what", ["cases.message", "cases.document", "cases.chased"])
def test_words_papers_and_a_chase_reach_the_mediator_too(place, what):
    case, member = in_mediation(place), place.actor("member")
    {"cases.message": lambda: message(case.pk, member, "When?"), "cases.chased": lambda: chase(case.pk, member),
     "cases.document": lambda: add(case.pk, member, an_upload())}[what]()  # fmt: skip
    assert (told(place.officer, what, case), told(place.mediator, what, case)) == (1, 1)


def test_where_nobody_has_it_all_officers_of_the_union_hear_the_chase(place):
    colleague = an_officer(place.tree["county"])
    chase(nobody_has(place.case).pk, place.actor("member"))
    assert told(place.officer, "cases.chased", place.case) == told(colleague, "cases.chased", place.case) == 1


def test_a_right_that_alone_still_runs_does_not_swallow_the_chase(place):
    place.case.dues.filter(is_duty=True).delete()  # what is left is the applicant's right to arbitrate
    chase(place.case.pk, place.actor("member"))
    assert told(place.officer, "cases.chased", place.case) == 1


def test_an_anonymous_senders_move_names_nobody(place):
    from gongjia.cases.pickup import new_code, pickup_index

    code = new_code()
    case = a_case(kinds.KEY, place.tree["county"], intake={"wish": "w"}, identity="anonymous",
                  pickup_index=pickup_index(code))  # fmt: skip
    make_move(case.pk, "withdraw", Actor(pickup=code))
    assert told(place.officer, "cases.moved", case) == 1
