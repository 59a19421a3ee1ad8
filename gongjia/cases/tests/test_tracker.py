"""The tracker answers in five seconds: where it stands, who has it, until when, and what if not."""

import pytest

from gongjia.cases import words
from gongjia.cases.actions import assignments, make_move
from gongjia.cases.kinds import SYSTEM
from gongjia.cases.tests.factories import a_case, a_respondent, nobody_has
from gongjia.cases.tests.kinds import KEY
from gongjia.people.tests.factories import a_person
from gongjia.unions.tests.factories import a_contact, an_employer, an_officer


def text_of(response) -> str:
    import re

    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def test_the_tracker_says_who_has_it_until_when_and_what_if_not(place, client_of):
    page = text_of(client_of("member").get(f"/cases/{place.case.pk}/"))
    assert f"{place.officer.name} of 演示昌邑区总工会 decides whether to take it up." in page
    assert "5 March" in page
    assert "3 days left" in page
    assert "《企业劳动争议协商调解规定》第22条, 3 working days" in page
    assert "by itself asks 演示市总工会 to look into it, and tells you" in page
    assert "Nobody has opened it yet." in page


def test_a_named_holder_stands_on_the_tracker(place, client_of):
    colleague = an_officer(place.tree["county"], person=a_person("演示钱同事"))
    assignments.assign(place.case.pk, place.actor("officer"), colleague)
    page = text_of(client_of("member").get(f"/cases/{place.case.pk}/"))
    assert "演示钱同事 of 演示昌邑区总工会 decides" in page
    assert "Now in the hands of 演示钱同事" in page


def test_where_nobody_has_it_the_union_is_named_alone(place, client_of):
    nobody_has(place.case)
    page = text_of(client_of("member").get(f"/cases/{place.case.pk}/"))
    assert " 演示昌邑区总工会 decides whether to take it up." in page


def test_whose_turn_it_is_stands_over_the_union_that_helps(place, client_of):
    assignments.assign(place.case.pk, place.actor("officer"), place.officer)
    make_move(place.case.pk, "accept", place.actor("officer"))
    make_move(place.case.pk, "ponder", place.actor("officer"))
    page = text_of(client_of("member").get(f"/cases/{place.case.pk}/"))
    assert f"It is your turn. At the union: {place.officer.name} 演示昌邑区总工会" in page
    assert "Pondering Now 2 March (Mon) You Due" in page
    make_move(place.case.pk, "settle", place.actor("officer"), facts={"amount": 1})
    for address in ("", "receipt/"):
        page = text_of(client_of("member").get(f"/cases/{place.case.pk}/{address}"))
        assert f"Waiting for the employer. At the union: {place.officer.name}" in page
    make_move(place.case.pk, "finish", place.actor("officer"))
    assert f"With {place.officer.name}" in text_of(client_of("member").get(f"/cases/{place.case.pk}/"))


def test_the_employer_reads_of_its_own_turn_and_of_the_workers(place, client_of):
    employer = an_employer()
    place.contact = a_contact(employer)
    case = a_case(KEY, place.tree["county"], place.member, {"wish": "back pay", "amount": "3"}, employer=employer)
    a_respondent(case, place.contact)
    make_move(case.pk, "accept", place.actor("officer"))
    make_move(case.pk, "ponder", place.actor("officer"))
    assert "Waiting for the worker. At the union:" in text_of(client_of("contact").get(f"/cases/{case.pk}/"))
    make_move(case.pk, "settle", place.actor("officer"), facts={"amount": 1})
    page = text_of(client_of("contact").get(f"/cases/{case.pk}/"))
    assert "It is your turn. At the union:" in page


def test_a_union_without_an_officer_is_named_once(place, client_of):
    nobody_has(place.case)
    page = text_of(client_of("member").get(f"/cases/{place.case.pk}/"))
    assert "With 演示昌邑区总工会 12351" in page


def test_a_holder_from_the_union_above_is_named_with_that_union(place):
    case = a_case(KEY, place.tree["grassroots"], place.member, {"wish": "w"})  # no officer there
    assert words.sentence(case) == f"{place.officer.name} of 演示昌邑区总工会 decides whether to take it up."


def test_what_happens_by_itself_is_said_once(place):
    clocks = {clock.due.rule: clock.on_expiry for clock in words.clocks_of(place.case)}
    assert clocks["mediation.accept"] == (
        "If it is not done by then, the platform by itself asks 演示市总工会 to look into it, and tells you."
    )
    assert clocks["mediation.right_to_arbitrate"] == "You may go to arbitration."


def only_the_right_runs(case):
    case.dues.filter(is_duty=True).update(closed_on=case.opened_on)
    return case.dues.running().get().due_on


def test_a_right_is_no_deadline(place, client_of):
    day = only_the_right_runs(place.case)
    page = text_of(client_of("member").get(f"/cases/{place.case.pk}/"))
    assert f"{day.day} {day:%B}" in page
    assert "days left" not in page
    assert words.nearest(words.clocks_of(place.case)).due.due_on == day


def test_nobody_is_late_for_a_right_whose_day_has_passed(place, client_of, clock):
    only_the_right_runs(place.case)
    clock.move_to("2026-05-04T10:00+08:00")
    member = client_of("member")
    for page in (f"/cases/{place.case.pk}/", f"/cases/{place.case.pk}/receipt/"):
        shown = text_of(member.get(page))
        assert "days late" not in shown
        assert "overdue" not in shown.lower()
        assert "By this day" not in shown
    assert words.nearest(words.clocks_of(place.case)) is None
    assert "You may go to arbitration." in text_of(member.get(f"/cases/{place.case.pk}/"))


def test_who_looked_is_told_to_the_member_once_a_day(place, client_of, clock):
    officer = client_of("officer")
    officer.get(f"/cases/{place.case.pk}/desk/")
    officer.get(f"/cases/{place.case.pk}/desk/")
    page = text_of(client_of("member").get(f"/cases/{place.case.pk}/"))
    assert page.split("Who has looked at it")[1].count(place.officer.name) == 1
    clock.shift(24 * 3600)
    client_of("officer").get(f"/cases/{place.case.pk}/desk/")
    page = text_of(client_of("member").get(f"/cases/{place.case.pk}/"))
    assert page.split("Who has looked at it")[1].count(place.officer.name) == 2


def test_a_closed_matter_offers_a_rating_and_no_chase(place, client_of):
    make_move(place.case.pk, "withdraw", place.actor("member"))
    page = text_of(client_of("member").get(f"/cases/{place.case.pk}/"))
    assert "Say how it was handled" in page
    assert "Ask to get on with it" not in page


def test_the_employer_sees_only_what_is_for_it(place, client_of):
    employer = an_employer()
    contact = a_contact(employer)
    place.case = a_case(KEY, place.tree["county"], place.member, {"wish": "back pay", "amount": "3"}, employer=employer)
    a_respondent(place.case, contact)
    place.contact = contact
    make_move(place.case.pk, "accept", place.actor("officer"))
    page = text_of(client_of("contact").get(f"/cases/{place.case.pk}/"))
    assert "The union took it up." in page
    assert "The matter was raised" not in page
    assert "What you told us" not in page


@pytest.mark.parametrize("identity", ["masked", "anonymous"])
def test_the_employer_never_sees_a_matter_kept_from_it(place, client_of, identity):
    employer = an_employer()
    contact = a_contact(employer)
    how = {"pickup_index": b"x" * 32} if identity == "anonymous" else {}
    case = a_case(KEY, place.tree["county"], place.member, {"wish": "w"}, employer=employer, identity=identity, **how)
    a_respondent(case, contact)
    place.contact = contact
    assert client_of("contact").get(f"/cases/{case.pk}/").status_code == 404


def test_one_address_leads_each_reader_to_their_own_page(place, client_of):
    assert client_of("officer").get(f"/cases/{place.case.pk}/").url == f"/cases/{place.case.pk}/desk/"
    assert client_of("member").get(f"/cases/{place.case.pk}/desk/").url == f"/cases/{place.case.pk}/"


def test_another_county_and_a_visitor_see_nothing(place, client_of):
    assert client_of("stranger").get(f"/cases/{place.case.pk}/").status_code == 404
    assert client_of("stranger").get(f"/cases/{place.case.pk}/desk/").status_code == 404
    visitor = client_of().get(f"/cases/{place.case.pk}/")
    assert (visitor.status_code, visitor.url) == (302, f"/sign-in/?next=/cases/{place.case.pk}/")


def test_the_desk_shows_moves_with_consequences_and_reasons(place, client_of):
    case = a_case(KEY, place.tree["county"], place.member, {"wish": "no sum"})
    page = text_of(client_of("officer").get(f"/cases/{case.pk}/desk/"))
    assert "Say first how much it is." in page  # accept is not possible and says why
    assert "Refuse" in page
    assert "It ends." in page


def test_the_story_tells_public_from_internal(place, client_of):
    from gongjia.cases.actions.messages import note

    note(place.case.pk, place.actor("officer"), "call the foreman")
    assert "Not public" in text_of(client_of("officer").get(f"/cases/{place.case.pk}/desk/"))
    assert "call the foreman" not in text_of(client_of("member").get(f"/cases/{place.case.pk}/"))


def test_the_platforms_own_entries_have_no_persons_name(place, client_of):
    make_move(place.case.pk, "accept", place.actor("officer"))
    make_move(place.case.pk, "fail", SYSTEM)
    page = text_of(client_of("member").get(f"/cases/{place.case.pk}/"))
    assert "No agreement in time." in page
    assert "The platform" in page
