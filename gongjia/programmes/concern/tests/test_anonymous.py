"""Without a name: one page, sent once, and nothing of the sender anywhere afterwards."""

import logging.config
import re
import uuid

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.urls import reverse

from gongjia.audit.models import Event
from gongjia.cases.models import Case, Draft
from gongjia.cases.pickup import pickup_index
from gongjia.cases.tests.factories import PDF, a_photo, an_upload
from gongjia.cases.tests.test_documents import a_docx
from gongjia.foundation import logs
from gongjia.notices.models import Delivery, Notice
from gongjia.people.sealing import blind_index, unseal
from gongjia.people.tests.factories import signed_in
from gongjia.programmes.concern.intake import route
from gongjia.programmes.concern.tests.factories import answers
from gongjia.unions.tests.factories import an_officer

pytestmark = pytest.mark.django_db
ADDRESS = "203.0.113.77"
URL = "/concerns/anonymous/"


def typed(**changes):
    kept = {name: value for name, value in answers().items() if name != "identity"}
    return kept | {"employer_name": "", "once": str(uuid.uuid4())} | changes


def tables() -> dict[str, str]:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'public' ORDER BY 1")
        names = [name for (name,) in cursor.fetchall()]
        content = {}
        for name in names:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '') FROM \"{name}\" t")  # noqa: S608
            content[name] = cursor.fetchone()[0]
    return content


def log_name(account) -> str:
    """How a log line names an account (operations/middleware.py)."""
    return blind_index("log.account", str(account.pk)).hex()[:16]


@pytest.fixture
def log(tmp_path):
    """What production would have written down by now, the chatter of every library along."""
    path = tmp_path / "log"
    written = logs.configuration(production=True)
    written["handlers"]["console"] = {"class": "logging.FileHandler", "filename": path, "formatter": "line"}
    written["root"]["level"] = written["loggers"]["gongjia"]["level"] = "DEBUG"
    logging.config.dictConfig(written)
    yield path.read_text
    logging.config.dictConfig(django_settings.LOGGING)


def code_on(page) -> str:
    return re.search(r"[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{2}", page.content.decode())[0]


def test_nothing_of_the_sender_is_kept_anywhere(scene, log):
    """Even somebody who is signed in on that phone leaves no trace: no person, account, phone, address, draft, time of typing."""
    sender = signed_in(scene.sender.account)
    sender.get(URL, REMOTE_ADDR=ADDRESS)
    before = tables()
    page = sender.post(URL, typed(file=a_photo("金骑手自拍.jpg", taken="2026:03:02 08:01:00")), REMOTE_ADDR=ADDRESS,
                       headers={"x-forwarded-for": ADDRESS, "user-agent": "MyOwnPhone/7"})  # fmt: skip
    assert page.status_code == 200
    after = tables()
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {"cases_case", "cases_entry", "cases_due", "cases_document", "audit_event", "notices_notice",
                       "notices_delivery", "foundation_cache", "people_strangershour"}  # fmt: skip
    added = "\n".join(
        line for name in changed for line in set(after[name].splitlines()) - set(before[name].splitlines())
    )
    phone = unseal("phone", scene.sender.phone_sealed)
    traces = [
        ADDRESS,
        "MyOwnPhone",
        phone,
        "金骑手",
        blind_index("phone", phone).hex(),
        blind_index("address", ADDRESS).hex(),
        log_name(scene.sender.account),
        page["X-Request-ID"],
    ]
    for trace in traces:
        assert trace not in added, f"a trace of the sender was kept: {trace}"
        assert trace not in log(), f"the log names the sender: {trace}"
    assert "concern:anonymous" in log()
    case = Case.objects.get(kind="concern")
    assert (case.applicant, case.opened_by) == (None, None)
    assert {entry.author for entry in case.entries.all()} == {None}
    assert {entry.once for entry in case.entries.filter(verb="opened")} == {None}
    assert {paper.added_by for paper in case.documents.all()} == {None}
    assert not Event.objects.filter(verb__startswith="concern.", actor_id__isnull=False).exists()
    assert not Draft.objects.exists()
    assert code_on(page) not in added


@pytest.mark.parametrize("page", ["/cases/mailbox/", "/cases/mailbox/messages", "/cases/mailbox/papers/"])
def test_whoever_reads_the_answer_while_signed_in_is_not_named_in_the_log(scene, log, page):
    sender = signed_in(scene.sender.account)
    sender.post(reverse("cases:mailbox"), {"code": code_on(sender.post(URL, typed()))})
    answer = sender.post(page, {"text": "还没有人来看。"})
    assert "concern:anonymous" in log() and "cases" in log()
    assert log_name(scene.sender.account) not in log() and answer["X-Request-ID"] not in log()
    answer = sender.get("/me/")
    assert log_name(scene.sender.account) in log() and answer["X-Request-ID"] in log()  # so the lines above could fail


def test_the_scan_would_find_a_trace(scene):
    """The named way does leave the person in the case: so the scan above can fail."""
    from gongjia.programmes.concern.tests.factories import raise_concern

    case = raise_concern(scene)
    assert case.applicant == scene.sender
    assert f"({case.pk}," in tables()["cases_case"]


def test_the_code_opens_the_mailbox_and_the_answer_stands_there(scene, client):
    code = code_on(client.post(URL, typed()))
    case = Case.objects.get(pickup_index=pickup_index(code))
    officer = scene.officer
    case.union = scene.tree["county"]
    case.save()
    scene.does("officer", "as_ordinary", case, text="我们明天去站点看。")
    scene.does("officer", "answer", case, text="充电柜已经换好，请再看一看。")
    box = client.post(reverse("cases:mailbox"), {"code": code}, follow=True).content.decode()
    assert "充电柜已经换好" in box
    assert officer.name


def test_pressed_twice_it_is_one_concern_with_one_code(client):
    once = typed()
    codes = {code_on(client.post(URL, once)) for _press in range(2)}
    assert len(codes) == 1
    assert Case.objects.filter(kind="concern").count() == 1


def test_another_form_with_the_same_code_shows_nothing_of_others(client, monkeypatch):
    code = code_on(client.post(URL, typed()))
    monkeypatch.setattr("gongjia.programmes.concern.views.new_code", lambda once: code)
    other = typed()
    page = client.post(URL, other)
    assert code not in page.content.decode()
    assert page.context["form"].non_field_errors()
    monkeypatch.undo()
    again = client.post(URL, other | {"once": page.context["form"]["once"].value()})
    assert code_on(again) != code
    assert Case.objects.filter(kind="concern").count() == 2


def test_a_program_that_sends_and_sends_is_stopped_and_the_telephone_rings_once(client):
    """Thousands of them would bury the officer, the outbox and the tables; another network is heard all the same."""
    officer = an_officer(route(typed()))
    statuses = [client.post(URL, typed(), REMOTE_ADDR=ADDRESS).status_code for _time in range(24)]
    assert statuses == [200] * 20 + [429] * 4
    assert Case.objects.filter(kind="concern").count() == 20
    assert Notice.objects.filter(person=officer, kind="cases.arrived").count() == 20
    assert Delivery.objects.filter(notice__person=officer, channel="sms").count() == 1
    stopped = client.post(URL, typed(text="第二十五条也要听得见。"), REMOTE_ADDR=ADDRESS).content.decode()
    assert "12351" in stopped and "第二十五条也要听得见。" in stopped
    assert client.post(URL, typed(), REMOTE_ADDR="198.51.100.7").status_code == 200


def test_what_was_typed_stays_typed_and_the_page_says_what_is_missing(client):
    page = client.post(URL, typed(county_code="", text="很短但写了两句话。"))
    assert page.status_code == 200
    assert "很短但写了两句话。" in page.content.decode()
    assert page.context["form"].errors["county_code"]
    assert not Case.objects.exists()


def test_a_chosen_photo_is_asked_for_again_when_something_else_is_missing(client):
    page = client.post(URL, typed(county_code="", file=a_photo()))
    assert page.context["form"].errors["file"] == ["请把照片再选一次：退回这一页时，浏览器不会留着它。"]
    assert "file" not in client.post(URL, typed(county_code="")).context["form"].errors


def test_a_file_of_a_false_type_is_refused_and_nothing_is_sent(client):
    page = client.post(URL, typed(file=an_upload("照片.jpg", b"MZ\x90\x00 not a photo")))
    assert page.context["form"].errors["file"]
    assert not Case.objects.exists()


@pytest.mark.parametrize(("name", "content"), [("经过.pdf", PDF), ("经过.docx", a_docx(["docProps/core.xml"]))])
def test_a_file_that_tells_its_author_is_refused_and_nothing_is_sent(client, name, content):
    assert "Word" in client.get(URL).content.decode()
    page = client.post(URL, typed(file=an_upload(name, content)))
    assert page.context["form"].errors["file"] == ["Word、PDF里常带着作者的名字，录音听得出是谁。请拍成照片再添加。"]
    assert not Case.objects.exists()


def test_the_page_asks_for_nobody(client):
    fields = client.get(URL).context["form"].fields
    assert set(fields) == {"sort", "text", "wish", "employer_name", "employer", "county_code", "file", "once"}


def test_nothing_on_the_page_with_the_code_leads_away_by_a_slip(client):
    page = client.post(URL, typed()).content.decode()
    assert 'name="language"' not in page
    assert page.count("data-look") == page.count("data-look hidden"), "shown by app.js, which changes it in place"
    assert 'name="language"' in client.get(URL).content.decode()


def test_without_a_network_the_page_does_not_claim_to_keep_anything(client):
    page = client.get(URL).content.decode()
    assert "您写的只在这里，别处没有" in page
    assert "还在这部手机上" not in page
    assert "data-keep" not in page


def test_the_page_is_kept_by_no_cache(client):
    assert "no-store" in client.get(URL)["Cache-Control"]


def test_the_start_page_offers_both_ways(client):
    page = client.get("/concerns/").content.decode()
    assert URL in page
    assert reverse("cases:new", args=["concern"]) in page
