import uuid

import pytest

from gongjia.audit.models import Event
from gongjia.cases.access import holders_of, officers_of
from gongjia.cases.actions import make_move
from gongjia.cases.actions.assignments import assign, hand_over
from gongjia.cases.kinds import Refused, Role
from gongjia.cases.tests.factories import a_case, a_respondent
from gongjia.cases.tests.kinds import KEY
from gongjia.notices.models import Notice
from gongjia.notices.words import title_and_text
from gongjia.unions.models import Office, Union
from gongjia.unions.tests.factories import a_contact, a_union, an_employer, an_officer


def in_hands_of(case):
    return [held.person for held in case.assignments.filter(until__isnull=True).order_by("pk")]


def test_a_fresh_case_has_a_holder_at_once(place):
    assert in_hands_of(place.case) == [place.officer]
    assert place.case.assignments.get().by is None  # the platform did it


def test_who_has_least_open_work_gets_the_next(place):
    colleague = an_officer(place.tree["county"])
    assert in_hands_of(a_case(KEY, place.tree["county"], place.member, {"wish": "w"})) == [colleague]
    make_move(place.case.pk, "withdraw", place.actor("member"))  # closed work is no work
    assert in_hands_of(a_case(KEY, place.tree["county"], place.member, {"wish": "w"})) == [place.officer]


def test_a_leader_or_a_mediator_is_not_given_a_fresh_case(place):
    other = place.tree["other"]
    Office.objects.filter(union=other).update(role=Office.Role.LEADER)
    an_officer(other, Office.Role.MEDIATOR)
    assert in_hands_of(a_case(KEY, other, place.member, {"wish": "w"})) == [place.above]


def test_no_side_of_a_case_gets_it_and_nobody_who_speaks_for_its_employer(place):
    employer = an_employer()
    own = a_case(KEY, place.tree["county"], place.officer, {"wish": "w"})
    assert in_hands_of(own) == [place.above]
    a_contact(employer, place.officer)
    against = a_case(KEY, place.tree["county"], place.member, {"wish": "w"}, employer=employer)
    assert in_hands_of(against) == [place.above]


def test_a_case_of_a_union_without_officers_goes_to_the_nearest_above(place):
    assert in_hands_of(a_case(KEY, place.tree["grassroots"], place.member, {"wish": "w"})) == [place.officer]


def test_without_any_officer_a_case_stays_with_its_union(place):
    Office.objects.filter(role=Office.Role.OFFICER).delete()
    assert in_hands_of(a_case(KEY, place.tree["county"], place.member, {"wish": "w"})) == []


def test_a_case_is_put_into_hands_and_everybody_hears(place):
    case = assign(place.case.pk, place.actor("above"), place.mediator, Role.MEDIATOR)
    held = case.assignments.get(role=Role.MEDIATOR)
    assert (held.person, held.role, held.by) == (place.mediator, "mediator", place.above.account)
    assert holders_of(case, Role.MEDIATOR) == [place.mediator]
    assert case.entries.latest("id").facts == {"role": "mediator", "name": place.mediator.name}
    assert Notice.objects.filter(person=place.mediator, kind="cases.arrived").exists()
    assert Notice.objects.filter(person=place.member, kind="cases.assigned").exists()


def test_the_next_holder_takes_the_place_of_the_last(place):
    colleague = an_officer(place.tree["county"])
    assign(place.case.pk, place.actor("officer"), place.officer)
    case = assign(place.case.pk, place.actor("officer"), colleague)
    assert in_hands_of(case) == [colleague]
    assert assign(place.case.pk, place.actor("officer"), colleague).version == case.version  # nothing to change


def test_who_cannot_have_it_is_refused_with_a_reason(place):
    with pytest.raises(Refused, match="holds no office for this"):
        assign(place.case.pk, place.actor("officer"), place.stranger)
    with pytest.raises(Refused, match="is a side of this matter"):
        assign(place.case.pk, place.actor("officer"), place.member)
    with pytest.raises(Refused, match="belongs to someone else"):
        assign(place.case.pk, place.actor("member"), place.officer)


def test_a_second_press_assigns_once(place):
    once = uuid.uuid4()
    colleague = an_officer(place.tree["county"])
    assign(place.case.pk, place.actor("officer"), colleague, once=once)
    assign(place.case.pk, place.actor("officer"), place.mediator, Role.MEDIATOR, once=once)
    assert in_hands_of(place.case) == [colleague]


def test_a_hand_over_moves_the_case_and_not_its_clocks(place):
    assign(place.case.pk, place.actor("officer"), place.officer)
    before = {due.rule: due.due_on for due in place.case.dues.running()}
    case = hand_over(place.case.pk, place.actor("officer"), place.tree["other"], "The site lies there.")
    assert (case.union, case.county) == (place.tree["other"], place.tree["other"])
    assert {due.rule: due.due_on for due in case.dues.running()} == before
    assert in_hands_of(case) == [place.stranger]  # whoever had it has let go
    entry = case.entries.latest("id")
    assert (entry.text, entry.facts) == ("The site lies there.", {"from": "演示昌邑区总工会", "to": "演示船营区总工会"})
    for person in (place.member, place.stranger):  # the applicant and the receiving union
        assert Notice.objects.filter(person=person, kind="cases.handed_over").exists()
    assert Event.objects.get(verb="cases.hand_over").reason == "The site lies there."
    assert make_move(case.pk, "accept", place.actor("stranger")).step == "talking"


def test_a_hand_over_is_told_to_whoever_loses_it_to_the_employer_and_to_whoever_gets_it(place):
    employer = an_employer()
    contact, lawyer = a_contact(employer), an_officer(place.tree["county"], "lawyer")
    case = a_case(KEY, place.tree["county"], place.member, {"wish": "w"}, employer=employer)
    a_respondent(case, contact)
    assign(case.pk, place.actor("officer"), place.mediator, Role.MEDIATOR)
    assign(case.pk, place.actor("officer"), lawyer, Role.LAWYER)
    street = a_union(place.tree["other"], Union.Level.TOWNSHIP)
    chair = an_officer(street, "leader")  # the street has a chair and no officer: the county's officer gets it
    case = hand_over(case.pk, place.actor("above"), street, "The site lies there.")
    assert in_hands_of(case) == [place.stranger]
    told = {notice.person: notice for notice in Notice.objects.filter(kind="cases.handed_over")}
    assert set(told) == {place.member, contact, place.officer, place.mediator, lawyer, chair, place.stranger}
    for person in (place.officer, place.mediator, lawyer):
        assert told[person].link == ""  # it is out of their reach
    assert told[place.stranger].link == f"/cases/{case.pk}/"
    assert "A new mediator" in title_and_text(told[chair])[1]
    assert "reason" in title_and_text(told[place.member])[1]
    assert "reason" not in title_and_text(told[contact])[1]


def test_a_hand_over_needs_a_reason_and_a_standing_union(place):
    with pytest.raises(Refused, match="with this union already"):
        hand_over(place.case.pk, place.actor("officer"), place.tree["county"], "why")
    with pytest.raises(Refused, match="Write why"):
        hand_over(place.case.pk, place.actor("officer"), place.tree["other"], " ")
    Union.objects.filter(pk=place.tree["other"].pk).update(dissolved_on="2026-01-01")
    with pytest.raises(Refused, match="no longer exists"):
        hand_over(place.case.pk, place.actor("officer"), Union.objects.get(pk=place.tree["other"].pk), "why")
    make_move(place.case.pk, "withdraw", place.actor("member"))
    with pytest.raises(Refused, match="closed"):
        hand_over(place.case.pk, place.actor("officer"), place.tree["other"], "why")


def test_a_second_press_hands_over_once(place):
    once = uuid.uuid4()
    hand_over(place.case.pk, place.actor("above"), place.tree["other"], "why", once=once)
    assert (
        hand_over(place.case.pk, place.actor("above"), place.tree["county"], "why", once=once).union
        == place.tree["other"]
    )


def test_where_nobody_handles_cases_the_union_above_does(place):
    assert officers_of(place.tree["grassroots"]) == [place.officer]
    assert officers_of(place.tree["province"]) == []


def test_by_their_pages(place, client_of):
    officer, base = client_of("officer"), f"/cases/{place.case.pk}/desk/"
    page = officer.get(f"{base}assignment").content.decode()
    assert place.mediator.name in page
    assert officer.post(f"{base}assignment", {"person": f"mediator-{place.mediator.pk}"}).url == base
    assert officer.post(f"{base}assignment", {"person": "nobody"}).status_code == 200
    assert "Which of these" not in officer.get(f"{base}hand-over").content.decode()
    none = officer.post(f"{base}hand-over", {"union_name": "没有这个", "reason": "why"}).content.decode()
    assert "No union has this in its name" in none
    many = officer.post(f"{base}hand-over", {"union_name": "演示", "reason": "it lies there"}).content.decode()
    assert "Choose one of these unions" in many
    assert "it lies there" in many
    done = officer.post(f"{base}hand-over", {"union_name": "演示船营区", "reason": "it lies there"})
    assert done.url == "/desk/"  # it is out of this officer's reach now
