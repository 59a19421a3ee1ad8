import uuid

import pytest

from gongjia.cases.access import entries_for
from gongjia.cases.actions import documents, make_move, messages
from gongjia.cases.actions.messages import chase, message, note
from gongjia.cases.actions.story import MOST_AN_HOUR
from gongjia.cases.kinds import Actor, Refused, Role
from gongjia.cases.pickup import new_code, pickup_index
from gongjia.cases.tests import kinds
from gongjia.cases.tests.factories import a_case, a_respondent, an_actor, an_upload
from gongjia.notices.models import Delivery, Notice
from gongjia.unions.tests.factories import a_contact, an_employer


def seen(case, *roles):
    return [entry.text for entry in entries_for(case, roles) if entry.text]


def test_a_note_is_only_for_those_who_handle_the_case(place):
    note(place.case.pk, place.actor("officer"), " ring the foreman ")
    assert seen(place.case, Role.OFFICER) == ["ring the foreman"]
    assert seen(place.case, Role.APPLICANT) == []
    with pytest.raises(Refused):
        note(place.case.pk, place.actor("member"), "me too")


def test_messages_go_both_ways_and_are_told(place):
    message(place.case.pk, place.actor("member"), "When?")
    message(place.case.pk, place.actor("officer"), "On Thursday.")
    assert seen(place.case, Role.APPLICANT) == ["When?", "On Thursday."]
    assert Notice.objects.filter(person=place.officer, kind="cases.message").count() == 1
    assert Notice.objects.filter(person=place.member, kind="cases.message").count() == 1


def test_the_employers_messages_are_not_the_workers(place):
    employer = an_employer()
    contact = a_contact(employer)
    case = a_case(kinds.KEY, place.tree["county"], place.member, {"wish": "w"}, employer=employer)
    a_respondent(case, contact)
    message(case.pk, an_actor(contact), "We owe nothing.")
    message(case.pk, place.actor("officer"), "Bring the books.", Role.RESPONDENT)
    assert seen(case, Role.RESPONDENT) == ["We owe nothing.", "Bring the books."]
    assert seen(case, Role.APPLICANT) == []
    assert Notice.objects.filter(person=contact, kind="cases.message").count() == 1


def test_a_message_needs_words_and_not_too_many(place):
    with pytest.raises(Refused, match="Nothing is written"):
        message(place.case.pk, place.actor("member"), "  ")
    with pytest.raises(Refused, match="at most 2000"):
        message(place.case.pk, place.actor("member"), "x" * 2001)


def test_a_side_that_writes_and_writes_is_asked_to_wait_and_the_telephone_rings_once(place, clock):
    for number in range(MOST_AN_HOUR):
        message(place.case.pk, place.actor("member"), f"when, {number}?")
    with pytest.raises(Refused, match="wait a while"):
        message(place.case.pk, place.actor("member"), "when?")
    told = Notice.objects.filter(person=place.officer, kind="cases.message")
    assert told.count() == MOST_AN_HOUR
    assert Delivery.objects.filter(notice__in=told).count() == 1
    message(place.case.pk, place.actor("officer"), "On Thursday.")
    Delivery.objects.update(state=Delivery.State.SENT)
    clock.shift(3601)
    message(place.case.pk, place.actor("member"), "when?")
    assert Delivery.objects.filter(notice__in=told.all()).count() == 2


def test_papers_have_the_same_pace(place):
    for _number in range(MOST_AN_HOUR):
        documents.add(place.case.pk, place.actor("member"), an_upload())
    with pytest.raises(Refused, match="wait a while"):
        documents.add(place.case.pk, place.actor("member"), an_upload())
    documents.add(place.case.pk, place.actor("officer"), an_upload())


@pytest.mark.parametrize("act", [message, note, chase])
def test_a_second_press_says_it_once(place, act):
    once, who = uuid.uuid4(), place.actor("officer" if act is note else "member")
    text = [] if act is chase else ["hello"]
    assert act(place.case.pk, who, *text, once=once) == act(place.case.pk, who, *text, once=once)


def test_a_chase_counts_and_reaches_the_holder_once_a_day(place, clock):
    chase(place.case.pk, place.actor("member"))
    with pytest.raises(Refused, match="asked today already"):
        chase(place.case.pk, place.actor("member"))
    clock.shift(24 * 3600)
    entry = chase(place.case.pk, place.actor("member"))
    assert entry.facts == {"count": 2}
    assert messages.chases_of(place.case) == 2
    assert [
        n.facts["count"] for n in Notice.objects.filter(person=place.officer, kind="cases.chased").order_by("id")
    ] == [1, 2]


def test_no_chase_where_the_step_is_ones_own_or_all_is_over(place):
    make_move(place.case.pk, "accept", place.actor("officer"))
    make_move(place.case.pk, "ponder", place.actor("officer"))
    with pytest.raises(Refused, match="next step is yours"):
        chase(place.case.pk, place.actor("member"))
    closed = a_case(kinds.KEY, place.tree["county"], place.member, {"wish": "w"})
    make_move(closed.pk, "withdraw", place.actor("member"))
    with pytest.raises(Refused, match="closed"):
        chase(closed.pk, place.actor("member"))


def test_an_anonymous_sender_writes_without_a_name(place):
    code = new_code()
    case = a_case(
        kinds.KEY, place.tree["county"], intake={"wish": "w"}, identity="anonymous", pickup_index=pickup_index(code)
    )
    entry = message(case.pk, Actor(pickup=code), "still waiting")
    assert (entry.author, entry.author_role) == (None, "applicant")
    message(case.pk, place.actor("officer"), "soon")
    assert seen(case, Role.APPLICANT) == ["still waiting", "soon"]


def test_by_their_pages(place, client_of):
    member, officer, base = client_of("member"), client_of("officer"), f"/cases/{place.case.pk}/"
    assert "Write to whoever has your matter" in member.get(f"{base}messages").content.decode()
    assert member.post(f"{base}messages", {"text": "When?"}).url == base
    assert member.post(f"{base}chase", {"once": str(uuid.uuid4())}).url == base
    refused = member.post(f"{base}chase", {"once": str(uuid.uuid4())}).content.decode()
    assert "You asked today already" in refused
    assert officer.post(f"{base}desk/notes", {"text": "note"}).url == f"{base}desk/"
    assert officer.post(f"{base}desk/messages", {"text": "soon", "to": "applicant"}).url == f"{base}desk/"
    kept = officer.post(f"{base}desk/messages", {"text": "kept words", "to": "nobody"}).content.decode()
    assert "kept words" in kept
    assert member.get(f"{base}desk/notes").status_code == 404
