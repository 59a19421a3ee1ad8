import uuid

import pytest

from gongjia.audit.models import Event
from gongjia.cases.access import holders_of, officers_of
from gongjia.cases.actions import make_move
from gongjia.cases.actions.assignments import assign, hand_over
from gongjia.cases.kinds import Refused, Role
from gongjia.notices.models import Notice
from gongjia.unions.models import Union
from gongjia.unions.tests.factories import an_officer


def test_a_case_is_put_into_hands_and_everybody_hears(place):
    case = assign(place.case.pk, place.actor("above"), place.mediator, Role.MEDIATOR)
    held = case.assignments.get()
    assert (held.person, held.role, held.by) == (place.mediator, "mediator", place.above.account)
    assert holders_of(case, Role.MEDIATOR) == [place.mediator]
    assert case.entries.latest("id").facts == {"role": "mediator", "name": place.mediator.name}
    assert Notice.objects.filter(person=place.mediator, kind="cases.arrived").exists()
    assert Notice.objects.filter(person=place.member, kind="cases.assigned").exists()


def test_the_next_holder_takes_the_place_of_the_last(place):
    colleague = an_officer(place.tree["county"])
    assign(place.case.pk, place.actor("officer"), place.officer)
    case = assign(place.case.pk, place.actor("officer"), colleague)
    assert [held.person for held in case.assignments.filter(until__isnull=True)] == [colleague]
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
    assign(place.case.pk, place.actor("officer"), place.officer, once=once)
    assign(place.case.pk, place.actor("officer"), place.mediator, Role.MEDIATOR, once=once)
    assert place.case.assignments.count() == 1


def test_a_hand_over_moves_the_case_and_not_its_clocks(place):
    assign(place.case.pk, place.actor("officer"), place.officer)
    before = {due.rule: due.due_on for due in place.case.dues.running()}
    case = hand_over(place.case.pk, place.actor("officer"), place.tree["other"], "The site lies there.")
    assert (case.union, case.county) == (place.tree["other"], place.tree["other"])
    assert {due.rule: due.due_on for due in case.dues.running()} == before
    assert not case.assignments.filter(until__isnull=True).exists()
    entry = case.entries.latest("id")
    assert (entry.text, entry.facts) == ("The site lies there.", {"from": "演示昌邑区总工会", "to": "演示船营区总工会"})
    for person in (place.member, place.stranger):  # the applicant and the receiving union
        assert Notice.objects.filter(person=person, kind="cases.handed_over").exists()
    assert Event.objects.get(verb="cases.hand_over").reason == "The site lies there."
    assert make_move(case.pk, "accept", place.actor("stranger")).step == "talking"


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
