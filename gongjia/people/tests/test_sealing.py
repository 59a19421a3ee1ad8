import time

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from gongjia.people import actions, sealing
from gongjia.people.display import masked_id, masked_phone
from gongjia.people.models import Person
from gongjia.people.tests.factories import a_person, a_resident_id

OLD, NEW = "1:an old secret of some length", "1:an old secret of some length,2:a new secret of some length"


def with_keys(settings, keys):
    settings.ENV = settings.ENV.model_copy(update={"SEALING_KEYS": keys})


@given(st.text(max_size=60))
def test_opens_to_what_was_sealed(text):
    blob = sealing.seal("phone", text)
    assert sealing.unseal("phone", blob) == text
    assert sealing.seal("phone", text) != blob, "two seals of one value must not look alike"


def test_a_value_does_not_open_as_another_kind_or_after_a_change():
    blob = sealing.seal("phone", "19900000001")
    with pytest.raises(sealing.SealError):
        sealing.unseal("resident_id", blob)
    for place in (0, 5, len(blob) - 1):
        spoilt = bytearray(blob)
        spoilt[place] ^= 1
        with pytest.raises(sealing.SealError):
            sealing.unseal("phone", bytes(spoilt))
    with pytest.raises(sealing.SealError):
        sealing.unseal("phone", b"")


def test_two_key_versions_are_readable_side_by_side(settings):
    with_keys(settings, OLD)
    old = sealing.seal("phone", "19900000001")
    with_keys(settings, NEW)
    new = sealing.seal("phone", "19900000002")
    assert (old[0], new[0]) == (1, 2)
    assert [sealing.unseal("phone", blob) for blob in (old, new)] == ["19900000001", "19900000002"]
    with_keys(settings, "2:a new secret of some length")
    with pytest.raises(sealing.SealError):
        sealing.unseal("phone", old)


def test_an_index_finds_and_says_nothing_across_kinds(settings):
    first = sealing.blind_index("phone", "19900000001")
    assert first == sealing.blind_index("phone", "19900000001")
    assert len({first, sealing.blind_index("phone", "19900000002"), sealing.blind_index("code", "19900000001")}) == 3
    assert sealing.blind_indexes("phone", ["19900000001"]) == [first]
    settings.ENV = settings.ENV.model_copy(update={"INDEX_KEY": "another key"})
    assert sealing.blind_index("phone", "19900000001") != first


@pytest.mark.parametrize("keys", ["", "0:zero", "256:large", "1:one,1:again", "word:secret"])
def test_unusable_keys_are_refused(settings, keys):
    with_keys(settings, keys)
    with pytest.raises(ValueError):  # noqa: PT011
        sealing.seal("phone", "x")


def test_a_demo_province_is_sealed_within_a_second():
    phones = [f"1990000{number % 10000:04d}" for number in range(40_000)]
    started = time.perf_counter()
    sealed = sealing.seal_many("phone", phones)
    indexes = sealing.blind_indexes("phone", phones)
    assert time.perf_counter() - started < 1.5
    assert sealing.unseal("phone", sealed[-1]) == phones[-1]
    assert len(set(indexes)) == 10_000


@pytest.mark.django_db
def test_no_number_lies_in_clear_in_the_table():
    number = a_resident_id()
    person = a_person(phone="19900009876", resident_id=number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM people_person p WHERE id = %s", [person.pk])
        row = cursor.fetchone()[0]
        cursor.execute("SELECT id_sealed::text || phone_sealed::text || id_index::text || phone_index::text"
                       " FROM people_person WHERE id = %s", [person.pk])  # fmt: skip
        raw = cursor.fetchone()[0]
    for secret in (number, "19900009876", number.encode().hex(), b"19900009876".hex()):
        assert secret not in row
        assert secret not in raw
    assert masked_phone(person) == "199****9876"
    assert masked_id(person) == f"2201{'*' * 12}{number[-2:]}"


PHONES = sealing.SealedColumn("people.Person", "phone_sealed", "phone")


@pytest.mark.django_db
def test_resealing_puts_everybody_under_the_newest_key(settings):
    with_keys(settings, OLD)
    people = [a_person(resident_id=a_resident_id(sequence=n)) for n in range(3)] + [a_person(phone="")]
    with_keys(settings, NEW)
    assert [actions.reseal_rows(PHONES, batch=2) for _ in range(3)] == [2, 1, 0]
    assert actions.sealed_versions()["people.Person.phone_sealed"] == {2: 3}
    assert actions.sealed_versions()["people.Person.id_sealed"] == {1: 3}
    with_keys(settings, "2:a new secret of some length")
    for person in Person.objects.filter(pk__in=[person.pk for person in people[:3]]):
        assert masked_phone(person)


def test_every_sealed_column_is_declared_for_a_rotation():
    """A column that a rotation forgets cannot be opened once the old key is taken out."""
    declared = {(one.table, one.column) for one in sealing.sealed_columns()}
    sealed = {
        (model._meta.label, column.name)
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if column.get_internal_type() == "BinaryField" and column.name.endswith("_sealed")
    }
    assert sealed == declared, "Declare it with people.sealing.keep_sealed where the room is loaded"


@pytest.mark.django_db
def test_resealing_covers_second_factors(settings):
    from gongjia.people.tests.factories import an_officer_account, totp_code

    with_keys(settings, OLD)
    account = an_officer_account()
    with_keys(settings, NEW)
    assert actions.reseal_second_factors() == 1
    assert actions.reseal_second_factors() == 0
    with_keys(settings, "2:a new secret of some length")
    assert account.authenticator_set.get().wrap().validate_code(totp_code())
