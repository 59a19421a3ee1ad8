import pytest
from django.db import DatabaseError, connection, transaction

from gongjia.audit.access import done_for, events_about, looks_at
from gongjia.audit.actions import record
from gongjia.people.tests.factories import a_person, an_account


@pytest.fixture
def officer(db):
    return an_account(a_person(name="李演示", phone="19900000111"))


def test_it_says_who_did_what_to_whom_and_why(officer):
    person = a_person(name="王演示", phone="19900000112")
    event = record(officer, "people.looked", person, person=person, reason="核对工资条", change={"field": "phone"})
    assert events_about(person).get(pk=event.pk).actor_id == officer.pk
    assert looks_at(person.pk).get().reason == "核对工资条"
    assert not looks_at(officer.person_id).exists()


def test_what_an_officer_does_for_somebody_shows_in_their_log(officer):
    person = a_person(name="王演示", phone="19900000112")
    event = record(officer, "cases.opened", person, on_behalf_of=person)
    assert done_for(person.pk).get() == event


@pytest.mark.parametrize("tampering", ["UPDATE audit_event SET verb = 'nothing'", "DELETE FROM audit_event"])
def test_a_row_is_neither_changed_nor_removed(officer, tampering):
    record(officer, "people.looked", officer)
    with (
        pytest.raises(DatabaseError, match=r"append-only|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(tampering)
