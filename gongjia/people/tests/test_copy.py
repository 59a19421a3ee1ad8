"""导出我的信息: everything, sealed while it waits, for nobody else, and gone after a week."""

import io
import json
import zipfile

import pytest
import time_machine
from django.test import Client

from gongjia.audit.actions import record
from gongjia.audit.models import Event
from gongjia.people import actions
from gongjia.people.actions import copies
from gongjia.people.models import Copy
from gongjia.people.tests.factories import a_person, a_resident_id, an_account, an_officer_account, signed_in

pytestmark = pytest.mark.django_db


def unpacked(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_one_press_a_job_and_a_file_for_people_and_machines():
    number = a_resident_id()
    account = an_account(a_person("王芳", phone="13800000001", resident_id=number))
    officer = an_officer_account()
    record(officer, "people.phone.looked", account.person, person=account.person, reason="核对来电号码")
    actions.give_consent(account.person, "services")
    browser = signed_in(account)
    assert browser.post("/me/copy/").url == "/me/copy/"
    browser.post("/me/copy/")
    copy = Copy.objects.get()
    assert copy.content_sealed is None
    assert browser.get("/me/copy/file/").status_code == 404
    assert "正在" in browser.get("/me/copy/").content.decode()
    actions.make_copy(copy.pk)
    assert actions.make_copy(copy.pk) is None, "a second worker makes nothing"
    copy.refresh_from_db()
    for secret in ("王芳", "13800000001", number):
        assert secret.encode() not in bytes(copy.content_sealed)
    answer = browser.get("/me/copy/file/")
    assert answer["Content-Disposition"] == 'attachment; filename="my-information.zip"'
    assert "sandbox" in answer["Content-Security-Policy"]
    files = unpacked(answer)
    content = json.loads(files.read("information.json"))
    sections = {section["table"]: section["rows"] for section in content["sections"]}
    assert (
        sections["people.Person"][0] | {"name": "王芳", "phone": "13800000001", "id": number}
        == sections["people.Person"][0]
    )
    assert sections["people.Consent"][0]["purpose"] == "services"
    assert sections["audit.looks"][0]["text"] == "核对来电号码"
    page = files.read("information.html").decode()
    assert "13800000001" in page
    assert "核对来电号码" in page
    assert [event.verb for event in Event.objects.filter(kind="people.copy").order_by("id")] == [
        "people.copy.asked", "people.copy.made", "people.copy.fetched",
    ]  # fmt: skip


def test_nobody_else_gets_it_and_it_runs_out():
    account, other = an_account(a_person("王芳")), an_account()
    with time_machine.travel("2026-11-20 12:00+08:00", tick=False) as traveller:
        actions.make_copy(actions.ask_for_copy(account.person).pk)
        assert Client().get("/me/copy/file/").status_code == 302
        assert signed_in(other).get("/me/copy/file/").status_code == 404
        traveller.shift(7 * 24 * 3600 - 1)
        assert actions.forget_copies() == 0
        traveller.shift(2)
        assert actions.forget_copies() == 1
        assert signed_in(account).get("/me/copy/file/").status_code == 404
        assert "七天" in signed_in(account).get("/me/copy/").content.decode()


def test_a_new_copy_empties_the_old_one():
    account = an_account()
    first = actions.make_copy(actions.ask_for_copy(account.person).pk)
    second = actions.make_copy(actions.ask_for_copy(account.person).pk)
    first.refresh_from_db()
    assert first.pk != second.pk
    assert first.content_sealed is None


def test_the_job_makes_what_was_asked_and_one_failure_does_not_hold_up_the_next(transactional_db, monkeypatch):
    from gongjia.people import jobs

    bad, good = (actions.ask_for_copy(an_account().person) for _ in range(2))
    real = actions.make_copy

    def make(pk):
        if pk == bad.pk:
            raise RuntimeError("disk")
        return real(pk)

    make.__name__ = "make_copy"
    monkeypatch.setattr(actions, "make_copy", make)
    jobs.make_copies(timestamp=0)
    good.refresh_from_db()
    bad.refresh_from_db()
    assert good.ready_at is not None
    assert bad.ready_at is None


def test_each_fact_has_its_way_to_be_corrected():
    proved = an_account(a_person("王芳", resident_id=a_resident_id()))
    page = signed_in(proved).get("/me/facts/").content.decode()
    for address in ("/me/phone/", "/me/email/", "/me/work/", "/me/language/"):
        assert address in page
    assert "/me/proof/" not in page, "a proved name changes with the card"
    assert "/me/proof/" in signed_in(an_account(a_person("王芳"))).get("/me/facts/").content.decode()


def test_what_has_no_place_in_a_copy_is_never_guessed():
    with pytest.raises(TypeError, match="bytes has no place"):
        copies._plain(b"sealed")
