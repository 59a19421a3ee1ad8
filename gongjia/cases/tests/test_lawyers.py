"""A lawyer beside whoever has a case: reads the whole file and writes to the worker; it is never theirs to decide."""

import pytest

from gongjia.cases import words
from gongjia.cases.access import cases_for, holders_of, roles_in, worklist_for
from gongjia.cases.actions import make_move, moves_open_to
from gongjia.cases.actions.assignments import assign, hand_over
from gongjia.cases.actions.documents import add
from gongjia.cases.actions.messages import chase, message, note
from gongjia.cases.actions.payments import pay
from gongjia.cases.kinds import Refused, Role
from gongjia.cases.models import Case
from gongjia.cases.tests.conftest import signed_in_client
from gongjia.cases.tests.factories import a_respondent, an_actor, an_upload
from gongjia.foundation.clock import now, today
from gongjia.notices.models import Notice
from gongjia.unions.models import Office
from gongjia.unions.tests.factories import a_contact, an_employer, an_officer


@pytest.fixture
def lawyer(place):
    return an_officer(place.tree["county"], Office.Role.LAWYER)


@pytest.fixture
def asked(place, lawyer):
    return assign(place.case.pk, place.actor("officer"), lawyer, Role.LAWYER)


def test_the_worker_hears_that_a_lawyer_was_asked_and_the_officer_keeps_it(place, lawyer, asked, client_of):
    assert Notice.objects.filter(person=place.member, kind="cases.lawyer_asked").count() == 1
    assert Notice.objects.filter(person=lawyer, kind="cases.arrived").exists()
    entry = asked.entries.latest("id")
    assert (entry.verb, entry.facts, entry.is_public) == ("assigned", {"role": "lawyer", "name": lawyer.name}, True)
    page = client_of("member").get(f"/cases/{asked.pk}/").content.decode()
    assert f"{lawyer.name}, a lawyer, was asked to look at it" in page
    assert f"Now in the hands of {lawyer.name}" not in page
    assert words.hands_of(asked).name == place.officer.name
    for role in (Role.OFFICER, Role.MEDIATOR):  # nor does a clock go over to the lawyer
        assert holders_of(asked, role) == [place.officer]


def test_a_mediator_beside_a_lawyer_is_still_the_one_who_has_it(place, lawyer, asked):
    assign(asked.pk, place.actor("officer"), place.mediator, Role.MEDIATOR)
    case = make_move(asked.pk, "accept", place.actor("officer"))
    assert words.hands_of(case).name == place.mediator.name
    assert worklist_for(an_actor(lawyer)).get().holder_name == place.mediator.name


def test_the_lawyers_worklist_shows_it_with_whoever_has_it(place, lawyer, asked):
    found = worklist_for(an_actor(lawyer)).get()
    assert (found, found.holder_name) == (place.case, place.officer.name)
    page = signed_in_client(lawyer).get("/desk/").content.decode()
    assert place.case.number in page
    assert place.officer.name in page
    assert "scope=union" not in page


def test_a_lawyer_reads_notes_writes_to_the_worker_and_adds_papers(place, lawyer, asked):
    actor = an_actor(lawyer)
    assert roles_in(asked, actor) == {Role.LAWYER}
    note(asked.pk, actor, "The second month is out of time.")
    message(asked.pk, actor, "Please bring the bank statement.")
    add(asked.pk, actor, an_upload("意见.pdf"))
    assert [entry.author_role for entry in asked.entries.order_by("-id")[:3]] == ["lawyer"] * 3
    assert Notice.objects.filter(person=place.member, kind="cases.message").count() == 1
    with pytest.raises(Refused, match="writes to the worker only"):
        message(asked.pk, actor, "Pay.", Role.RESPONDENT)


def test_a_lawyer_decides_nothing(place, lawyer, asked):
    actor = an_actor(lawyer)
    assert moves_open_to(asked, actor) == []
    for act in (
        lambda: make_move(asked.pk, "accept", actor),
        lambda: make_move(asked.pk, "refuse", actor, facts={"text": "no"}),
        lambda: hand_over(asked.pk, actor, place.tree["other"], "it lies there"),
        lambda: assign(asked.pk, actor, place.officer),
        lambda: pay(asked.pk, actor, 1, today()),
        lambda: chase(asked.pk, actor),
    ):
        with pytest.raises(Refused, match="belongs to someone else"):
            act()
    assert Case.objects.get(pk=asked.pk).step == "waiting"


def test_what_the_desk_offers_a_lawyer(place, lawyer, asked):
    Case.objects.filter(pk=asked.pk).update(agreed=100)
    browser, base = signed_in_client(lawyer), f"/cases/{asked.pk}/"
    browser.cookies["django_language"] = "en"
    page = browser.get(f"{base}desk/").content.decode()
    for address in ("desk/notes", "desk/messages", "papers/"):
        assert f'href="{base}{address}"' in page
    for address in ("payments", "desk/assignment", "desk/hand-over"):
        assert f'href="{base}{address}"' not in page
    to = browser.get(f"{base}desk/messages").context["form"].fields["to"].choices
    assert [value for value, _label in to] == ["applicant"]
    assert browser.post(f"{base}desk/messages", {"text": "Hello.", "to": "applicant"}).url == f"{base}desk/"


def test_lawyers_of_this_union_and_those_above_are_offered(place, lawyer, client_of):
    above = an_officer(place.tree["prefecture"], Office.Role.LAWYER)
    other = an_officer(place.tree["other"], Office.Role.LAWYER)
    officer, address = client_of("officer"), f"/cases/{place.case.pk}/desk/assignment"
    page = officer.get(address).content.decode()
    assert page.index(lawyer.name) < page.index(above.name)
    assert f"lawyer-{other.pk}" not in page
    officer.post(address, {"person": f"lawyer-{above.pk}"})
    assert place.case.assignments.get(role="lawyer").person == above


def test_a_lawyer_of_another_county_can_neither_be_asked_nor_see_it(place, asked):
    other = an_officer(place.tree["other"], Office.Role.LAWYER)
    assert place.case not in cases_for(an_actor(other))
    with pytest.raises(Refused, match="holds no office for this"):
        assign(place.case.pk, place.actor("officer"), other, Role.LAWYER)


def test_an_officer_is_no_lawyer_and_a_lawyer_no_officer(place, lawyer):
    for person, role in ((place.mediator, Role.LAWYER), (lawyer, Role.MEDIATOR), (lawyer, Role.OFFICER)):
        with pytest.raises(Refused, match="holds no office for this"):
            assign(place.case.pk, place.actor("officer"), person, role)


def test_a_side_of_the_matter_is_never_its_lawyer(place):
    contact = a_contact(an_employer())
    a_respondent(place.case, contact)
    for person in (place.member, contact):
        an_officer(place.tree["county"], Office.Role.LAWYER, person=person)
        with pytest.raises(Refused, match="is a side of this matter"):
            assign(place.case.pk, place.actor("officer"), person, Role.LAWYER)


def test_once_it_is_over_a_lawyer_sees_nothing_any_more(place, lawyer, asked):
    assert asked in cases_for(an_actor(lawyer))
    asked.assignments.filter(role="lawyer").update(until=now())
    assert asked not in cases_for(an_actor(lawyer))
    assert not worklist_for(an_actor(lawyer)).exists()
    assert signed_in_client(lawyer).get(f"/cases/{asked.pk}/desk/").status_code == 404


def test_the_next_lawyer_takes_the_place_of_the_last(place, lawyer, asked):
    colleague = an_officer(place.tree["county"], Office.Role.LAWYER)
    assign(asked.pk, place.actor("officer"), colleague, Role.LAWYER)
    assert asked not in cases_for(an_actor(lawyer))
    assert asked in cases_for(an_actor(colleague))
