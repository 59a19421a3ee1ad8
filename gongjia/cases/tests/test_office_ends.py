"""An office ends: from that day its holder has nothing any more, and no matter is left with nobody."""

import pytest
from django.http import Http404

from gongjia.audit.models import Event
from gongjia.cases import jobs, words
from gongjia.cases.access import case_for, cases_for, holders_of, roles_in, worklist_for
from gongjia.cases.actions import make_move
from gongjia.cases.actions.assignments import assign, let_go
from gongjia.cases.actions.messages import chase, message
from gongjia.cases.kinds import Role
from gongjia.cases.models import Assignment, Case
from gongjia.cases.tests import kinds
from gongjia.cases.tests.factories import a_case
from gongjia.foundation.clock import today
from gongjia.notices.models import Notice
from gongjia.unions.actions import end_office
from gongjia.unions.models import Office
from gongjia.unions.tests.factories import an_officer


@pytest.fixture
def left(place):
    """The officer has left; a colleague came in her place. The matter is still entered in her hands."""
    place.colleague = an_officer(place.tree["county"])
    end_office(place.officer.offices.get())
    Notice.objects.all().delete()
    return place


def told(person, kind):
    return Notice.objects.filter(person=person, kind=kind).count()


def test_from_that_day_she_reads_and_does_nothing_with_it(left):
    actor = left.actor("officer")
    assert roles_in(left.case, actor) == set()
    assert not cases_for(actor).exists()
    assert not worklist_for(actor).exists()
    with pytest.raises(Http404):
        case_for(actor, left.case.pk)
    with pytest.raises(Http404):
        make_move(left.case.pk, "accept", actor)


def test_from_that_day_all_who_can_take_it_are_told_in_her_place_and_nobody_is_named(left):
    assert holders_of(left.case, Role.OFFICER) == [left.colleague]
    message(left.case.pk, left.actor("member"), "When?")
    chase(left.case.pk, left.actor("member"))
    assert (told(left.colleague, "cases.message"), told(left.colleague, "cases.chased")) == (1, 1)
    assert not Notice.objects.filter(person=left.officer).exists()
    assert words.hands_of(left.case).name == ""
    assert left.officer.name not in words.sentence(left.case)


def test_the_job_gives_it_to_somebody_and_tells_them_and_the_applicant(left):
    jobs.pass_on_what_is_left_behind(0)
    jobs.pass_on_what_is_left_behind(0)
    assert left.case.assignments.get(until__isnull=True).person == left.colleague
    case = Case.objects.get(pk=left.case.pk)
    entry = case.entries.get(verb="office_ended")
    assert entry.is_public and entry.author_role == "system"
    assert words.happened(entry, kinds.WISH) == (
        f"The office of {left.officer.name} has ended. {left.colleague.name} has the matter now"
    )
    assert case.version == left.case.version + 1
    assert (told(left.colleague, "cases.arrived"), told(left.member, "cases.office_ended")) == (1, 1)
    assert not Notice.objects.filter(person=left.officer).exists()
    assert Event.objects.get(verb="cases.office_ended").change["to"] == left.colleague.pk
    assert case.dues.get(rule="mediation.accept").closed_on is None  # the dates stay


def test_without_any_officer_it_stays_with_the_union(place):
    Office.objects.update(until=today())
    jobs.pass_on_what_is_left_behind(0)
    assert not place.case.assignments.filter(until__isnull=True).exists()
    assert place.case.entries.get(verb="office_ended").facts["to"] == place.case.union.name


@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.LAWYER])
def test_a_mediators_and_a_lawyers_term_ends_too_and_the_officer_hears_it(place, role):
    person = an_officer(place.tree["county"], role)
    assign(place.case.pk, place.actor("officer"), person, role)
    Notice.objects.all().delete()
    person.offices.update(until=today())  # a term that was fixed beforehand needs no action to end
    jobs.pass_on_what_is_left_behind(0)
    assert list(place.case.assignments.filter(until__isnull=True).values_list("role", flat=True)) == ["officer"]
    assert holders_of(place.case, Role.MEDIATOR) == [place.officer]
    for who in (place.officer, place.member):
        assert told(who, "cases.office_ended") == 1
    assert not Notice.objects.filter(person=person).exists()


def test_an_office_somewhere_else_does_not_keep_it(place):
    Office.objects.filter(person=place.officer).update(union=place.tree["other"])
    assert roles_in(place.case, place.actor("officer")) == set()


def test_what_is_in_an_office_or_closed_stays_as_it_is(left):
    open_one = a_case(kinds.KEY, left.tree["county"], left.member, {"wish": "w"})
    kept = open_one.assignments.get()
    assert kept.person == left.colleague
    assert let_go(kept.pk) is None
    make_move(left.case.pk, "withdraw", left.actor("member"))
    jobs.pass_on_what_is_left_behind(0)
    assert Assignment.objects.get(case=left.case).until is None  # who had it when it closed
