import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import Http404

from gongjia.audit.access import done_for
from gongjia.cases.access import case_for, cases_for, roles_in, visit_of
from gongjia.cases.actions import make_move, open_case
from gongjia.cases.actions.counter import end_visit, find_or_register, start_visit
from gongjia.cases.kinds import Actor, Refused, Role
from gongjia.cases.models import Case, CounterVisit, Draft
from gongjia.cases.tests import kinds
from gongjia.cases.tests.factories import an_upload
from gongjia.cases.tests.test_intake import BASE, fill, once_in, text_of
from gongjia.notices.models import Notice
from gongjia.people import actions
from gongjia.people.access import has_consent, person_by_phone
from gongjia.people.models import Person
from gongjia.people.sealing import unseal
from gongjia.people.tests import gateway
from gongjia.people.tests.factories import a_phone, a_resident_id
from gongjia.unions.tests.factories import a_member


@pytest.fixture
def counter(place):
    place.visit = start_visit(place.actor("officer"), place.member, place.tree["county"], an_upload("同意书.pdf"))
    place.agent = Actor(place.officer.account, place.officer, place.member, place.visit.slip)
    return place


def test_a_visit_needs_an_office_and_a_slip_and_is_told(counter):
    assert counter.visit.slip.kind == "consent_slip"
    assert Notice.objects.filter(person=counter.member, kind="cases.counter_started").exists()
    with pytest.raises(Refused, match="no office at this counter"):
        start_visit(counter.actor("stranger"), counter.member, counter.tree["county"], an_upload())
    with pytest.raises(Refused, match="your own matters"):
        start_visit(counter.actor("officer"), counter.officer, counter.tree["county"], an_upload())


def test_what_is_done_stands_in_the_persons_own_log(counter):
    case = open_case(kinds.KEY, counter.agent, intake={"wish": "w"}, union=counter.tree["county"])
    assert (case.applicant, case.opened_by, case.by_agent) == (counter.member, counter.officer.account, True)
    slip = case.documents.get()
    assert (slip.kind, slip.sha256) == ("consent_slip", counter.visit.slip.sha256)
    assert case.entries.get().on_behalf_of == counter.member
    make_move(case.pk, "withdraw", counter.agent)
    verbs = [event.verb for event in done_for(counter.member.pk)]
    assert verbs == ["test_wish.withdraw", "test_wish.opened", "cases.counter_started", "people.consent.given"]


def test_the_slip_is_the_consent_and_taking_it_back_ends_the_visit(counter, client_of, clock):
    browser, account = client_of("officer"), counter.officer.account
    browser.post("/cases/counter/go-on")
    assert f"You act for {counter.member.name}" in text_of(browser.get(f"{BASE}wish/"))
    assert has_consent(counter.member, "agent")
    client_of("member").post("/me/consents/agent/", {"withdraw": "1"})
    assert visit_of(account, counter.visit.pk) is None
    assert browser.post(f"{BASE}wish/", {"wish": "pay", "for": counter.member.pk}).status_code == 409
    assert "Act for somebody" in text_of(browser.get("/cases/counter/"))
    clock.shift(timedelta(minutes=5))
    actions.give_consent(counter.member, "agent")
    assert visit_of(account, counter.visit.pk) is None, "a new yes is for a new visit"
    again = start_visit(counter.actor("officer"), counter.member, counter.tree["county"], an_upload())
    assert visit_of(account, again.pk) == again


def test_at_the_counter_the_officer_sits_on_the_members_side(counter):
    assert roles_in(counter.case, counter.agent) == {Role.APPLICANT}
    with pytest.raises(Refused, match="someone else"):
        make_move(counter.case.pk, "accept", counter.agent)
    without_slip = replace(counter.agent, slip=None)
    assert not cases_for(without_slip).exists()
    assert roles_in(counter.case, without_slip) == set()
    with pytest.raises(Http404):
        case_for(without_slip, counter.case.pk)


def test_one_person_at_a_time_and_not_for_ever(counter, clock):
    second = start_visit(
        counter.actor("officer"), a_member(counter.tree["county"]), counter.tree["county"], an_upload()
    )
    assert CounterVisit.objects.filter(ended_at__isnull=True).get() == second
    assert visit_of(counter.officer.account, counter.visit.pk) is None
    assert visit_of(counter.officer.account, second.pk) == second
    assert visit_of(counter.above.account, second.pk) is None
    assert visit_of(counter.officer.account, None) is None
    clock.shift(timedelta(hours=4, minutes=1))
    assert visit_of(counter.officer.account, second.pk) is None
    end_visit(second)
    end_visit(second)
    assert CounterVisit.objects.get(pk=second.pk).ended_at is not None


def test_the_person_is_found_or_entered(place):
    officer, county = place.actor("officer"), place.tree["county"]
    phone = unseal("phone", place.member.phone_sealed)
    assert find_or_register(officer, county, place.member.name, phone) == place.member
    with pytest.raises(Refused, match="do not belong together"):
        find_or_register(officer, county, "演示别人", phone)
    new = find_or_register(officer, county, "演示新来", a_phone(), a_resident_id())
    assert Person.objects.get(name="演示新来") == new
    with pytest.raises(Refused, match="no office"):
        find_or_register(place.actor("stranger"), county, "演示新来", a_phone())


def test_the_whole_visit_by_its_pages(place, client_of):
    officer = client_of("officer")
    form = {
        "name": place.member.name,
        "phone": unseal("phone", place.member.phone_sealed),
        "slip": an_upload("同意书.pdf"),
    }
    wrong = officer.post("/cases/counter/", {**form, "phone": "123", "resident_id": "1"})
    assert "A mobile number has 11 digits" in text_of(wrong)
    nothing = officer.post("/cases/counter/", {**form, "phone": "", "slip": an_upload()})
    assert "Give the mobile number or the resident ID number" in text_of(nothing)
    assert officer.post("/cases/counter/", {**form, "slip": an_upload()}).url == "/cases/counter/"
    assert f"You act for {place.member.name}" in text_of(officer.get("/cases/counter/"))
    assert f"You act for {place.member.name}" in text_of(officer.get(f"{BASE}wish/"))
    check = fill(officer)
    sent = officer.post(f"{BASE}check/", {"once": once_in(check)})
    case = Case.objects.latest("id")
    assert sent.url == f"/cases/{case.pk}/receipt/"
    assert "Back to the counter" in text_of(officer.get(sent.url))
    assert (case.applicant, case.by_agent) == (place.member, True)
    assert f"through {place.officer.name} at the counter" in text_of(client_of("member").get(f"/cases/{case.pk}/"))
    officer.post("/cases/counter/end")
    assert "Act for somebody" in text_of(officer.get("/cases/counter/"))
    assert officer.post("/cases/counter/end").url == "/cases/counter/"


@pytest.fixture
def visit_of_member(place, client_of):
    """The officer's browser, acting for the member or another person."""

    def begin(person=None):
        person = person or place.member
        browser = client_of("officer")
        phone = unseal("phone", person.phone_sealed)
        browser.post("/cases/counter/", {"name": person.name, "phone": phone, "slip": an_upload()})
        return browser

    return begin


def test_signed_in_anew_the_officer_goes_on_for_the_same_person(place, client_of, visit_of_member):
    page = visit_of_member().get(f"{BASE}wish/").content.decode()
    assert f'name="for" value="{place.member.pk}"' in page
    assert f'data-keep="{place.member.pk}"' in page
    browser = client_of("officer")  # as after a quarter of an hour's silence
    for answer in (browser.get(f"{BASE}wish/"), browser.post(f"{BASE}wish/", {"wish": "pay", "for": place.member.pk}),
                   browser.post(f"{BASE}wish/keep", {"wish": "pay"})):  # fmt: skip
        assert answer.url == f"/cases/counter/?next=%2Fcases%2Fnew%2F{kinds.KEY}%2Fwish%2F"
    assert not Draft.objects.exists(), "what the member told is no draft of the officer's"
    asks = browser.get(answer.url)
    assert f"You still act for {place.member.name}." in text_of(asks)
    assert "data-refused" in asks.content.decode(), "app.js keeps what was typed"
    assert browser.post("/cases/counter/go-on", {"next": f"{BASE}wish/"}).url == f"{BASE}wish/"
    assert f"You act for {place.member.name}" in text_of(browser.get(f"{BASE}wish/"))
    assert browser.post(f"{BASE}wish/", {"wish": "pay", "for": place.member.pk}).url == f"{BASE}sum/"
    assert Draft.objects.get().person == place.member


def test_a_page_of_the_last_person_writes_nothing_for_the_next(place, client_of, visit_of_member):
    browser = visit_of_member(a_member(place.tree["county"]))
    answer = browser.post(f"{BASE}wish/", {"wish": "pay", "for": place.member.pk})
    assert answer.status_code == 409
    assert 'href="/cases/counter/"' in answer.content.decode()
    browser.post("/cases/counter/end", {"next": "/desk/"})
    for path in (f"{BASE}wish/", f"{BASE}check/", f"{BASE}discard"):
        assert browser.post(path, {"wish": "pay", "for": place.member.pk}).status_code == 409
    signed_out = client_of().post(f"{BASE}wish/", {"wish": "pay", "for": place.member.pk})
    assert signed_out.url == f"/cases/counter/?next=%2Fcases%2Fnew%2F{kinds.KEY}%2Fwish%2F"
    assert not Draft.objects.exists()


def test_a_lost_visit_is_ended_from_any_session(place, client_of, visit_of_member):
    visit_of_member()
    browser = client_of("officer")
    page = browser.get("/cases/counter/").content.decode()
    assert f'data-forget="{place.member.pk}"' in page
    assert browser.post("/cases/counter/end").url == "/cases/counter/"
    assert not CounterVisit.objects.filter(ended_at__isnull=True).exists()
    assert "Act for somebody" in text_of(browser.get("/cases/counter/"))
    assert browser.post("/cases/counter/go-on").url == "/cases/counter/", "there is nothing to go on with"
    assert browser.get(f"{BASE}wish/").status_code == 200


def test_during_a_visit_a_matter_of_the_desk_says_why_it_is_not_there(place, client_of, visit_of_member):
    browser, address = visit_of_member(a_member(place.tree["county"])), f"/cases/{place.case.pk}/desk/"
    for path in (address, f"{address}notes", f"/cases/{place.case.pk}/", "/cases/999999/desk/"):
        page = browser.get(path)
        assert page.status_code == 403
        assert "Until that ends you see only their matters." in text_of(page)
        assert place.case.number not in text_of(page)
    assert client_of("stranger").get(address).status_code == 404, "nobody else learns whether there is one"
    assert browser.post("/cases/counter/end", {"next": address}).url == address
    assert place.case.number in text_of(browser.get(address))


@pytest.fixture
def sent(settings):
    return gateway.use(settings)


def test_at_the_counter_a_lost_number_is_changed(place, client_of, sent):
    """Found by the card, checked, and the empty record that the new number made meanwhile stands in nobody's way."""
    card, old, new = a_resident_id(), "13800000021", "13800000022"
    actions.change_phone(actions.prove_by_number(place.member, place.member.name, card), old)
    actions.account_for_phone(new)
    officer = client_of("officer")
    assert officer.get("/cases/counter/phone/").status_code == 404, "nobody stands here yet"
    officer.post("/cases/counter/", {"name": place.member.name, "resident_id": card, "slip": an_upload()})
    page = text_of(officer.get("/cases/counter/"))
    assert "Check the identity card" in page
    assert f"/people/{place.member.pk}/vouch/?next=/cases/counter/" in officer.get("/cases/counter/").content.decode()
    assert officer.get("/cases/counter/phone/code/").url == "/cases/counter/phone/"
    typed = {"phone": new, "resident_id": card, "card_seen": "on"}
    wrong = {**typed, "resident_id": a_resident_id(sequence=8)}
    assert "not the identity number in this record" in text_of(officer.post("/cases/counter/phone/", wrong))
    assert sent == []
    assert officer.post("/cases/counter/phone/", typed).url == "/cases/counter/phone/code/"
    assert new not in str(dict(officer.session))
    assert card not in str(dict(officer.session))
    assert sent[-1][0] == new
    assert "Tell it to the officer only while you stand at the counter" in sent[-1][1]
    assert "6 digits" in text_of(officer.post("/cases/counter/phone/code/", {"code": "1"}))
    code = re.search(r"\d{6}", sent[-1][1]).group()
    assert officer.post("/cases/counter/phone/code/", {"code": code}).url == "/cases/counter/"
    assert person_by_phone(new) == place.member
    assert sent[-1][0] == old
    assert Notice.objects.filter(person=place.member, kind="cases.phone_moved").exists()
    place.member.account.refresh_from_db()
    assert "Changed your mobile number" in text_of(client_of("member").get("/me/counter/"))


def test_a_guessed_card_number_makes_the_next_guess_wait(place, client_of, sent):
    officer = client_of("officer")
    phone = unseal("phone", place.member.phone_sealed)
    officer.post("/cases/counter/", {"name": place.member.name, "phone": phone, "slip": an_upload()})
    typed = {"phone": a_phone(), "resident_id": a_resident_id(), "card_seen": "on"}
    assert "no identity number in this record yet" in text_of(officer.post("/cases/counter/phone/", typed))
    for _ in range(3):
        officer.post("/cases/counter/phone/", typed)
    assert "wrong several times" in text_of(officer.post("/cases/counter/phone/", typed))


def test_a_code_of_another_visit_moves_nothing(place, client_of, sent):
    card = a_resident_id()
    actions.prove_by_number(place.member, place.member.name, card)
    officer = client_of("officer")
    begin = {"name": place.member.name, "resident_id": card, "slip": an_upload()}
    officer.post("/cases/counter/", begin)
    officer.post("/cases/counter/phone/", {"phone": a_phone(), "resident_id": card, "card_seen": "on"})
    officer.post("/cases/counter/end")
    officer.post("/cases/counter/", {**begin, "slip": an_upload()})
    assert officer.get("/cases/counter/phone/code/").url == "/cases/counter/phone/"


def test_the_counter_is_for_officers(place, client_of):
    assert client_of("member").get("/cases/counter/").status_code == 404
