from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from gongjia.notices.access import notices_of, unread_of
from gongjia.notices.actions import after_quiet_hours, tell
from gongjia.notices.models import Delivery, Notice
from gongjia.notices.words import title_and_text
from gongjia.people.tests.factories import a_person, an_account

BEIJING = ZoneInfo("Asia/Shanghai")


def test_it_stands_in_the_inbox_and_in_the_outbox(reader):
    tell([reader], "test", link="/cases/1/", number="TJ26-1", who="李敏")
    [notice] = notices_of(reader)
    assert title_and_text(notice) == ("Your matter TJ26-1 has moved", "It is now with 李敏.")
    assert unread_of(reader) == 1
    assert notice.deliveries.get().state == Delivery.State.WAITING


def test_a_person_named_twice_is_told_once(reader):
    tell([reader, reader, None], "test", number="TJ26-1", who="李敏")
    assert notices_of(reader).count() == 1


def test_without_a_telephone_only_the_inbox(db):
    person = a_person(name="赵演示", phone="")
    tell([person], "test", number="TJ26-1", who="李敏")
    assert not Delivery.objects.filter(notice__person=person).exists()


def test_what_is_rolled_back_was_never_said(reader):
    with pytest.raises(RuntimeError), transaction.atomic():
        tell([reader], "test", number="TJ26-1", who="李敏")
        raise RuntimeError
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("said", "rings"),
    [
        ("2026-03-02 12:00", "2026-03-02 12:00"),
        ("2026-03-02 21:29", "2026-03-02 21:29"),
        ("2026-03-02 21:30", "2026-03-03 07:30"),
        ("2026-03-02 23:59", "2026-03-03 07:30"),
        ("2026-03-03 00:01", "2026-03-03 07:30"),
        ("2026-03-03 07:30", "2026-03-03 07:30"),
    ],
)
def test_no_telephone_rings_at_night(said, rings):
    moment = datetime.fromisoformat(said).replace(tzinfo=BEIJING)
    assert after_quiet_hours(moment) == datetime.fromisoformat(rings).replace(tzinfo=BEIJING)


def test_the_words_are_plain_text_and_escaped_only_on_a_page(client, reader):
    tell([reader], "test", number="<b>'1'</b>", who="李敏")
    assert title_and_text(notices_of(reader).get())[0] == "Your matter <b>'1'</b> has moved"
    client.force_login(an_account(reader))
    assert "&lt;b&gt;&#x27;1&#x27;&lt;/b&gt;" in client.get("/inbox/").content.decode()
