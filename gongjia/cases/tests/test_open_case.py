import threading
import uuid
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection
from pydantic import ValidationError

from gongjia.audit.models import Event
from gongjia.cases.actions import moves, open_case
from gongjia.cases.kinds import SYSTEM, Actor, Identity, Refused
from gongjia.cases.models import Case, Entry
from gongjia.cases.pickup import new_code, pickup_index
from gongjia.cases.tests import kinds
from gongjia.cases.tests.conftest import a_place
from gongjia.cases.tests.factories import a_case, an_actor
from gongjia.notices.models import Notice
from gongjia.people.tests.factories import a_person, an_account

INTAKE = {"wish": "back pay", "amount": "3000.00"}


def test_a_case_opens_with_number_entry_audit_and_notices(place):
    case = place.case
    assert (case.step, case.applicant, case.union, case.county) == (
        "waiting", place.member, place.tree["county"], place.tree["county"])  # fmt: skip
    assert case.number.startswith("TW26-")
    assert case.claimed == 3000  # on_open ran and was saved
    assert case.entries.get().verb == "opened"
    event = Event.objects.get(verb="test_wish.opened", object_id=str(case.pk))
    assert (event.actor_id, event.person_id) == (place.member.account.pk, place.member.pk)
    told = {notice.kind for notice in Notice.objects.filter(about_id=str(case.pk), person=place.member)}
    assert told == {"cases.opened"}
    assert Notice.objects.filter(about_id=str(case.pk), person=place.officer, kind="cases.arrived").exists()


def test_a_second_press_gives_back_the_first_case(place):
    once = uuid.uuid4()
    first = a_case(kinds.KEY, place.tree["county"], place.member, INTAKE, once=once)
    assert a_case(kinds.KEY, place.tree["county"], place.member, INTAKE, once=once) == first


def test_an_intake_that_its_kind_does_not_take_opens_nothing(place):
    before = Case.objects.count()
    with pytest.raises(ValidationError):
        a_case(kinds.KEY, place.tree["county"], place.member, {"amount": "much"})
    assert Case.objects.count() == before


def test_an_anonymous_case_keeps_nothing_of_its_sender(place):
    actor, code = an_actor(place.member), new_code()
    before = Event.objects.latest("id").pk
    case = open_case(kinds.KEY, actor, intake=INTAKE, union=place.tree["county"], identity=Identity.ANONYMOUS,
                     pickup_index=pickup_index(code), once=uuid.uuid4())  # fmt: skip
    assert (case.applicant, case.opened_by) == (None, None)
    entry = case.entries.get()
    assert (entry.author, entry.on_behalf_of, entry.once) == (None, None, None)
    written = Event.objects.filter(pk__gt=before)
    assert written.exists()
    assert not written.filter(actor_id=place.member.account.pk).exists()
    assert not written.filter(person_id=place.member.pk).exists()
    assert not Notice.objects.filter(about_id=str(case.pk), person=place.member).exists()


def test_an_anonymous_case_pressed_twice_is_one(place):
    how = {"identity": "anonymous", "pickup_index": pickup_index(new_code()), "once": uuid.uuid4()}
    cases = [a_case(kinds.KEY, place.tree["county"], intake=INTAKE, **how) for _ in range(2)]
    assert cases[0] == cases[1]


@pytest.mark.parametrize(
    ("opens_by", "who", "opens"),
    [({"member"}, "member", True), ({"member"}, "person", False), ({"stranger"}, "person", True),
     ({"officer"}, "officer", True), ({"officer"}, "member", False), ({"officer"}, "stranger", False)],
)  # fmt: skip
def test_who_may_open_is_declared(place, opens_by, who, opens):
    place.person = a_person()
    an_account(place.person)
    with kinds.registered(replace(kinds.WISH, opens_by=frozenset(opens_by))):
        if opens:
            assert open_case(kinds.KEY, place.actor(who), intake=INTAKE, union=place.tree["county"])
        else:
            with pytest.raises(Refused, match="Only members can start this"):
                open_case(kinds.KEY, place.actor(who), intake=INTAKE, union=place.tree["county"])


def test_the_platform_opens_what_nobody_has_to(place):
    case = open_case(kinds.KEY, SYSTEM, intake=INTAKE, union=place.tree["county"])
    assert (case.applicant, case.entries.get().author_role) == (None, "system")


def test_an_integrity_error_that_is_no_second_press_is_raised(place, monkeypatch):
    monkeypatch.setattr(moves, "new_number", lambda prefix: place.case.number)
    with pytest.raises(IntegrityError):
        a_case(kinds.KEY, place.tree["county"], place.member, INTAKE, once=uuid.uuid4())


def press_together(times, press):
    """Run `press` in threads with connections of their own that all begin at the same moment."""
    barrier, results = threading.Barrier(times), []

    def one():
        try:
            barrier.wait()
            results.append(press())
        except Exception as problem:
            results.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_four_presses_at_once_open_one_case(transactional_db):
    place, once = a_place(), uuid.uuid4()
    actor = an_actor(place.member)
    results = press_together(
        4, lambda: open_case(kinds.KEY, actor, intake=INTAKE, union=place.tree["county"], once=once).pk
    )
    assert len(set(results)) == 1, results
    assert Entry.objects.filter(once=once).count() == 1


def test_without_the_token_four_presses_open_four_cases(transactional_db):
    """The test above can fail: it is the token that makes one of four."""
    place = a_place()
    actor = an_actor(place.member)
    results = press_together(4, lambda: open_case(kinds.KEY, actor, intake=INTAKE, union=place.tree["county"]).pk)
    assert len(set(results)) == 4, results


def test_at_a_counter_only_with_a_slip_and_never_anonymous(place):
    without = replace(place.actor("officer"), on_behalf_of=place.member)
    with pytest.raises(Refused, match="no consent slip"):
        open_case(kinds.KEY, without, intake=INTAKE, union=place.tree["county"])
    with_slip = replace(without, slip=object())
    with pytest.raises(Refused, match="cannot be anonymous"):
        open_case(kinds.KEY, with_slip, intake=INTAKE, union=place.tree["county"], identity="anonymous")
    with (
        kinds.registered(replace(kinds.WISH, opens_by=frozenset({"member"}))),
        pytest.raises(Refused, match="must do this themselves"),
    ):
        open_case(kinds.KEY, with_slip, intake=INTAKE, union=place.tree["county"])


def test_a_visitor_opens_only_what_strangers_may(place):
    assert open_case(kinds.KEY, Actor(), intake=INTAKE, union=place.tree["county"]).applicant is None
