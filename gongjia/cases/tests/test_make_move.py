import uuid
from contextlib import contextmanager

import pytest
from django.http import Http404

from gongjia.audit.models import Event
from gongjia.cases import access
from gongjia.cases.actions import make_move, moves, moves_open_to
from gongjia.cases.kinds import SYSTEM, Actor, Refused, StalePage
from gongjia.cases.models import Case
from gongjia.cases.tests import kinds
from gongjia.cases.tests.conftest import a_place
from gongjia.cases.tests.factories import a_case, a_respondent
from gongjia.cases.tests.test_open_case import press_together
from gongjia.notices.models import Notice
from gongjia.unions.tests.factories import a_contact, an_employer


def test_a_move_changes_the_step_and_leaves_entry_audit_and_notice(place):
    case = make_move(place.case.pk, "accept", place.actor("officer"), facts={"text": "welcome"})
    assert (case.step, case.version) == ("talking", 2)
    entry = case.entries.latest("id")
    assert (entry.verb, entry.step_from, entry.step_to, entry.text) == ("accept", "waiting", "talking", "welcome")
    assert (entry.author, entry.author_role) == (place.officer.account, "officer")
    assert Event.objects.get(verb="test_wish.accept").change == {"step": ["waiting", "talking"]}
    assert Notice.objects.filter(person=place.member, kind="cases.moved", facts__verb="accept").exists()


def test_the_next_holder_is_told(place):
    make_move(place.case.pk, "accept", place.actor("above"))
    assert Notice.objects.filter(person=place.officer, kind="cases.arrived").count() == 2  # opened, and now talking


def test_a_final_step_closes_the_case(place):
    case = make_move(place.case.pk, "withdraw", place.actor("member"))
    assert (str(case.closed_on), case.is_open) == ("2026-03-02", False)


def test_a_move_that_is_not_lawful_now_says_why(place):
    case = a_case(kinds.KEY, place.tree["county"], place.member, {"wish": "no sum"})
    for key, who, words in [
        ("accept", "officer", "Say first how much it is"),
        ("settle", "officer", "moved on: it now stands at “Waiting”"),
        ("accept", "member", "belongs to someone else"),
    ]:
        with pytest.raises(Refused, match=words):
            make_move(case.pk, key, place.actor(who))
    assert Case.objects.get(pk=case.pk).version == 1


def test_another_countys_officer_finds_no_such_case(place):
    with pytest.raises(Http404):
        make_move(place.case.pk, "accept", place.actor("stranger"))
    with pytest.raises(Http404):
        make_move(place.case.pk, "accept", Actor())


def test_a_stale_page_changes_nothing(place):
    make_move(place.case.pk, "accept", place.actor("officer"), seen_version=1)
    with pytest.raises(StalePage):
        make_move(place.case.pk, "withdraw", place.actor("member"), seen_version=1)
    assert Case.objects.get(pk=place.case.pk).step == "talking"


def test_a_second_press_changes_nothing(place):
    once = uuid.uuid4()
    make_move(place.case.pk, "accept", place.actor("officer"), once=once)
    case = make_move(place.case.pk, "accept", place.actor("officer"), once=once)
    assert (case.version, case.entries.filter(verb="accept").count()) == (2, 1)


def test_four_officers_at_once_make_one_move(transactional_db):
    place = a_place()
    actor = place.actor("officer")
    results = press_together(4, lambda: make_move(place.case.pk, "accept", actor, seen_version=1).pk)
    assert sum(isinstance(result, int) for result in results) == 1, results
    assert place.case.entries.filter(verb="accept").count() == 1
    assert Case.objects.get(pk=place.case.pk).version == 2


def test_without_the_lock_the_same_move_is_made_more_than_once(transactional_db, monkeypatch):
    """The test above can fail: it is the row lock that makes the others wait."""
    place = a_place()
    actor = place.actor("officer")
    with lock_off(monkeypatch):
        press_together(4, lambda: make_move(place.case.pk, "accept", actor, seen_version=1).pk)
    assert place.case.entries.filter(verb="accept").count() > 1


@contextmanager
def lock_off(monkeypatch):
    """Reads a case without its lock, and lets the others read it before anybody writes."""
    import threading

    barrier = threading.Barrier(4, timeout=5)

    def unlocked(actor, case_id, lock=False):
        case = access.case_for(actor, case_id)
        if lock:
            barrier.wait()
        return case

    with monkeypatch.context() as patch:
        patch.setattr(moves, "case_for", unlocked)
        yield


def test_the_platform_makes_only_its_own_moves(place):
    make_move(place.case.pk, "accept", place.actor("officer"))
    with pytest.raises(Refused):
        make_move(place.case.pk, "settle", SYSTEM, facts={"amount": 1})
    assert make_move(place.case.pk, "fail", SYSTEM).step == "failed"


def test_the_moves_of_a_step_are_listed_with_reasons(place):
    case = a_case(kinds.KEY, place.tree["county"], place.member, {"wish": "no sum"})
    listed = {move.key: reason for move, reason in moves_open_to(case, place.actor("officer"))}
    assert listed == {"accept": "Say first how much it is.", "refuse": None}
    assert [move.key for move, _ in moves_open_to(case, place.actor("member"))] == ["withdraw"]


def test_a_move_that_does_not_fit_the_matter_is_not_spoken_of(place):
    urgent = a_case(kinds.KEY, place.tree["county"], place.member, {"wish": "w", "urgent": True})
    assert [move.key for move, _ in moves_open_to(urgent, place.actor("member"))] == ["withdraw", "hurry"]
    assert make_move(urgent.pk, "hurry", place.actor("member")).entries.filter(verb="hurry").exists()
    assert [move.key for move, _ in moves_open_to(place.case, place.actor("member"))] == ["withdraw"]
    with pytest.raises(Refused, match="does not fit this matter"):
        make_move(place.case.pk, "hurry", place.actor("member"))


def test_the_employer_is_told_of_what_is_for_it(place):
    employer = an_employer()
    contact = a_contact(employer)
    case = a_case(kinds.KEY, place.tree["county"], place.member, {"wish": "w", "amount": 1}, employer=employer)
    a_respondent(case, contact)
    make_move(case.pk, "accept", place.actor("officer"))
    assert Notice.objects.filter(person=contact, kind="cases.moved").count() == 1
    make_move(case.pk, "ponder", place.actor("officer"))
    assert Notice.objects.filter(person=contact, kind="cases.moved").count() == 1


def test_an_internal_move_is_not_told_to_the_member(place):
    make_move(place.case.pk, "accept", place.actor("officer"))
    before = Notice.objects.filter(person=place.member).count()
    entry = make_move(place.case.pk, "ask_employer", place.actor("officer")).entries.latest("id")
    assert entry.is_public is False
    assert Notice.objects.filter(person=place.member).count() == before


# ---- the page of a move ---------------------------------------------------------------------------------------------


def test_a_refusal_without_reason_keeps_the_page(place, client_of):
    page = client_of("officer").post(f"/cases/{place.case.pk}/moves/refuse", {"text": "", "version": 1})
    assert page.status_code == 200
    assert "Please fill in: Why?" in page.content.decode()


def test_a_move_by_its_page(place, client_of):
    officer = client_of("officer")
    assert "It starts." in officer.get(f"/cases/{place.case.pk}/moves/accept").content.decode()
    done = officer.post(f"/cases/{place.case.pk}/moves/accept", {"once": str(uuid.uuid4()), "version": 1})
    assert done.url == f"/cases/{place.case.pk}/"


def test_a_stale_page_shows_what_was_typed_and_can_be_sent_again(place, client_of):
    officer = client_of("officer")
    Case.objects.filter(pk=place.case.pk).update(version=5)
    page = officer.post(f"/cases/{place.case.pk}/moves/refuse", {"text": "not ours, it is Shulan's", "version": 1})
    assert page.status_code == 409
    words = page.content.decode()
    assert "not ours, it is Shulan&#x27;s" in words
    assert "Somebody changed this matter while you were writing" in words
    assert 'name="version" value="5"' in words
    again = officer.post(f"/cases/{place.case.pk}/moves/refuse", {"text": "not ours", "version": 5})
    assert again.status_code == 302


def test_a_move_that_no_longer_fits_says_so_beside_what_was_typed(place, client_of):
    make_move(place.case.pk, "withdraw", place.actor("member"))
    page = client_of("officer").post(f"/cases/{place.case.pk}/moves/refuse", {"text": "too late", "version": 1})
    assert page.status_code == 409
    assert "too late" in page.content.decode()
    page = client_of("officer").post(f"/cases/{place.case.pk}/moves/refuse", {"text": "too late", "version": 2})
    assert "The matter has moved on" in page.content.decode()


def test_a_move_that_signs_before_there_is_a_paper_says_so(place, client_of):
    make_move(place.case.pk, "accept", place.actor("officer"))
    make_move(place.case.pk, "settle", place.actor("officer"), facts={"amount": 1})
    place.case.documents.update(removed_at=place.case.opened_at)
    page = client_of("member").get(f"/cases/{place.case.pk}/moves/sign")
    assert page.status_code == 200
    assert "Sign" in page.content.decode()


def test_an_unknown_move_is_no_page(place, client_of):
    assert client_of("officer").get(f"/cases/{place.case.pk}/moves/nonsense").status_code == 404
