from gongjia.notices.access import notices_of, unread_of
from gongjia.notices.actions import tell
from gongjia.people.tests.factories import a_person, an_account


def test_opening_a_notice_marks_it_read_and_leads_on(client, reader):
    tell([reader], "test", link="/inbox/?from=test", number="TJ26-1", who="李敏")
    client.force_login(an_account(reader))
    page = client.get("/inbox/").content.decode()
    assert "Your matter TJ26-1 has moved" in page
    answer = client.post(f"/inbox/{notices_of(reader).get().pk}/read")
    assert answer.url == "/inbox/?from=test"
    assert unread_of(reader) == 0


def test_nobody_opens_anothers(client, reader):
    tell([reader], "test", number="TJ26-1", who="李敏")
    client.force_login(an_account(a_person(name="赵演示", phone="19900000103")))
    assert client.post(f"/inbox/{notices_of(reader).get().pk}/read").status_code == 404
    assert unread_of(reader) == 1


def test_an_empty_inbox_says_so(client, reader):
    client.force_login(an_account(reader))
    assert client.get("/inbox/").status_code == 200
