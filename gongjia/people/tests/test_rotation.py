"""Another key while people work: nothing becomes unreadable, nothing that is written meanwhile is lost."""

import errno
import random
import threading
import time

import pytest
from django.db import connection

from gongjia.operations import keys
from gongjia.people import actions, sealing
from gongjia.people.models import Person
from gongjia.people.tests.factories import a_person, a_resident_id, an_account, an_officer_account, totp_code

OLD = "1:an old secret of some length that nobody knows"
PHONES = sealing.SealedColumn("people.Person", "phone_sealed", "phone")


@pytest.fixture
def key_file(settings, tmp_path):
    path = tmp_path / "sealing-keys"
    path.write_text(OLD + "\n")
    path.chmod(0o640)
    settings.SEALING_KEYS_FILE = str(path)
    return path


def test_new_keys_are_long_and_each_its_own():
    first, second = keys.new_keys(), keys.new_keys()
    assert [line.partition("=")[0] for line in first] == ["SECRET_KEY", "SEALING_KEYS", "INDEX_KEY"]
    assert not set(first) & set(second)
    assert all(len(line.partition("=")[2]) >= 64 for line in first)


def test_a_running_process_follows_the_file(key_file):
    before = sealing.seal("phone", "13800000001")
    keys.add_to_file(key_file, "2:a new secret of some length that nobody knows")
    after = sealing.seal("phone", "13800000001")
    assert (before[0], after[0]) == (1, 2)
    assert sealing.unseal("phone", before) == sealing.unseal("phone", after) == "13800000001"
    assert key_file.stat().st_mode & 0o777 == 0o640
    assert not list(key_file.parent.glob(".*"))


@pytest.mark.django_db
def test_everything_comes_under_the_new_key_and_the_count_says_so(key_file):
    account = an_account(a_person(phone="13800000001", resident_id=a_resident_id()))
    officer = an_officer_account()
    actions.tell_email(account.person, "me@example.com")
    actions.make_copy(actions.ask_for_copy(account.person).pk)
    said = []
    assert keys.rotate(said.append) == 0
    assert "Values by version of the key: 2: 6" in said
    assert actions.sealed_versions()["people.Person.phone_sealed"] == {2: 2}
    key_file.write_text(key_file.read_text().partition(",")[2])  # the old pair is taken out
    account.person.refresh_from_db()
    assert sealing.unseal("email", account.person.email_sealed) == "me@example.com"
    assert sealing.unseal("copy", account.person.copies.get().content_sealed)
    assert officer.authenticator_set.get().wrap().validate_code(totp_code())


@pytest.mark.django_db
def test_what_was_stopped_goes_on_and_what_is_left_is_said(key_file):
    for _ in range(5):
        a_person()
    keys.add_to_file(key_file, "2:a new secret of some length that nobody knows")
    assert actions.reseal_rows(PHONES, batch=2) == 2  # and then the machine was switched off
    counted, said = actions.sealed_versions(), []
    assert counted["people.Person.phone_sealed"] == {1: 3, 2: 2}
    assert keys._report(counted, 2, said.append) == 1
    assert "3 values are left" in said[1]
    said.clear()
    assert keys.reseal(said.append) == 0
    assert "people.Person.phone_sealed: 3 values sealed anew" in said


@pytest.mark.django_db
def test_keys_in_the_environment_are_changed_by_hand_in_two_steps(settings):
    said = []
    assert settings.SEALING_KEYS_FILE == ""
    assert keys.rotate(said.append) == 1
    pair = said[1].rsplit("  ", 1)[1].partition(",")[0]
    assert pair.startswith("2:")
    ready = {"SEALING_KEYS": f"{pair},{settings.ENV.SEALING_KEYS}"}
    old = sealing.seal("phone", "13800000001")
    settings.ENV = settings.ENV.model_copy(update=ready)  # step 1: read, not yet used
    assert sealing.seal("phone", "x")[0] == 1
    settings.ENV = settings.ENV.model_copy(update={"SEALING_KEYS": ",".join(ready["SEALING_KEYS"].split(",")[::-1])})
    assert sealing.seal("phone", "x")[0] == 2
    assert sealing.unseal("phone", old) == "13800000001"


@pytest.mark.django_db
def test_where_the_file_cannot_be_changed_the_steps_are_said_and_nothing_is_left_lying(key_file, monkeypatch):
    """As in a container: its folder is read-only, or the file alone is mounted and cannot be replaced."""

    def busy(*_paths):
        raise OSError(errno.EBUSY, "Device or resource busy")

    monkeypatch.setattr(keys.os, "replace", busy)
    said = []
    assert keys.rotate(said.append) == 1
    assert said[0] == f"{key_file} cannot be changed from here (Device or resource busy). In two steps:"
    assert "2:" in said[1] and "FIRST" in said[1] and "gongjia keys reseal" in said[-1]
    assert key_file.read_text() == OLD + "\n" and [path.name for path in key_file.parent.iterdir()] == [key_file.name]


@pytest.mark.django_db(transaction=True)
def test_people_read_and_write_while_the_keys_change(key_file):
    people = [a_person() for _ in range(120)]
    wanted = {person.pk: sealing.unseal("phone", person.phone_sealed) for person in people}
    stop, problems, counts = threading.Event(), [], {"read": 0, "written": 0}

    def work(seed, verb):
        dice = random.Random(seed)
        try:
            while not stop.is_set():
                verb(dice)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    def read(dice):
        person = Person.objects.get(pk=dice.choice(people).pk)
        assert sealing.unseal("phone", person.phone_sealed).startswith("1")
        counts["read"] += 1

    def write(dice):
        person = people[dice.randrange(60, 120)]
        wanted[person.pk] = f"139{dice.randrange(10**8):08d}"
        actions.change_phone(person, wanted[person.pk])
        counts["written"] += 1

    threads = [threading.Thread(target=work, args=arguments) for arguments in ((1, read), (2, read), (3, write))]
    for thread in threads:
        thread.start()
    rounds = 0
    try:
        while rounds < 3 or counts["written"] < 20:
            assert keys.rotate(lambda line: None) in (0, 1)
            rounds += 1
            time.sleep(0.05)
            assert rounds < 200
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert not problems
    assert counts["read"] > 50
    assert keys.reseal(lambda line: None) == 0
    newest = key_file.read_text().strip().rpartition(",")[2]
    key_file.write_text(newest)
    found = {person.pk: sealing.unseal("phone", person.phone_sealed) for person in Person.objects.filter(pk__in=wanted)}
    assert found == wanted
