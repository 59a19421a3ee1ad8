import re

import pytest

from gongjia.cases.access import case_for, case_of_pickup, roles_in
from gongjia.cases.actions.documents import add
from gongjia.cases.actions.messages import message
from gongjia.cases.kinds import Actor, Role
from gongjia.cases.pickup import new_code, pickup_index
from gongjia.cases.tests import kinds
from gongjia.cases.tests.factories import PDF, a_case, a_photo, an_upload
from gongjia.cases.tests.test_documents import a_docx
from gongjia.cases.views import mailbox as mailbox_views

BOX = "/cases/mailbox/"


@pytest.fixture
def box(place):
    place.code = new_code()
    place.case = a_case(
        kinds.KEY, place.tree["county"], intake={"wish": "the canteen"}, identity="anonymous",
        pickup_index=pickup_index(place.code),
    )  # fmt: skip
    return place


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_the_code_opens_the_tracker_and_messages_go_both_ways(box, client_of):
    message(box.case.pk, box.actor("officer"), "Which canteen?")
    visitor = client_of()
    assert "Pick-up code" in text_of(visitor.get(BOX))
    assert visitor.post(BOX, {"code": box.code.lower().replace("-", " ")}).url == BOX
    page = text_of(visitor.get(BOX))
    for words in (box.case.number, "Which canteen?", "the canteen", "3 days left", "Close the mailbox"):
        assert words in page, words
    assert visitor.post(f"{BOX}messages", {"text": "The one in hall two."}).url == BOX
    entry = box.case.entries.latest("id")
    assert (entry.text, entry.author, entry.on_behalf_of) == ("The one in hall two.", None, None)
    assert visitor.post(f"{BOX}chase", {}).status_code in (200, 302)


def test_moves_papers_and_rating_work_there_too(box, client_of):
    visitor = client_of()
    visitor.post(BOX, {"code": box.code})
    assert visitor.post(f"{BOX}papers/", {"file": a_photo("王芳.jpg")}).url == BOX
    document = box.case.documents.get()
    assert document.name == f"evidence-{document.pk}.jpg"
    assert visitor.get(f"{BOX}papers/{document.pk}").status_code == 200
    assert visitor.post(f"{BOX}papers/{document.pk}/remove").url == BOX
    assert visitor.get(f"{BOX}letters/letter").status_code == 200
    assert visitor.post(f"{BOX}moves/withdraw", {"version": 1}).url == BOX
    assert visitor.post(f"{BOX}rating", {"grade": "5"}).url == BOX
    assert box.case.rating.grade == 5


@pytest.mark.parametrize(
    ("name", "content"), [("a.pdf", PDF), ("a.docx", a_docx(["docProps/core.xml"])), ("a.amr", b"#!AMR\n" + bytes(40))]
)
def test_without_a_name_a_file_that_tells_its_author_is_not_taken(box, client_of, name, content):
    visitor = client_of()
    visitor.post(BOX, {"code": box.code})
    assert "Photos or plain text" in text_of(visitor.get(f"{BOX}papers/"))
    page = text_of(visitor.post(f"{BOX}papers/", {"file": an_upload(name, content)}))
    assert "Take a photo of it, then add the photo" in page
    assert not box.case.documents.exists()
    assert visitor.post(f"{BOX}papers/", {"file": an_upload("a.txt", "欠薪三个月".encode())}).url == BOX


def test_the_officer_answers_with_any_file(box, client_of):
    add(box.case.pk, box.actor("officer"), an_upload("答复.pdf"))
    assert box.case.documents.get().content_type == "application/pdf"


def test_the_server_keeps_no_code_and_the_browser_only_for_half_an_hour(box, client_of, clock):
    visitor = client_of()
    visitor.post(BOX, {"code": box.code})
    cookie = visitor.cookies["mailbox"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (BOX, True, "Strict")
    assert "sessionid" not in visitor.cookies
    clock.shift(20 * 60)
    assert box.case.number in text_of(visitor.get(BOX))
    clock.shift(20 * 60)
    assert visitor.get(f"{BOX}messages").status_code == 200, "what is read or written keeps it open"
    clock.shift(31 * 60)
    assert "Pick-up code" in text_of(visitor.get(BOX))
    assert visitor.get(f"{BOX}messages").status_code == 404


def test_what_is_sent_into_a_closed_mailbox_is_said_not_to_be_sent(box, client_of, clock):
    visitor = client_of()
    visitor.post(BOX, {"code": box.code})
    clock.shift(31 * 60)
    for path in ("messages", "chase", "moves/withdraw", "papers/"):
        page = visitor.post(f"{BOX}{path}", {"text": "The one in hall two."})
        assert page.status_code == 404
        assert "this was not sent. Type your code again" in text_of(page)
        form = page.content.decode().split("<main")[1]
        assert f'action="{BOX}"' in form and "data-keep" not in form, (
            "or it would empty what app.js has of the other form"
        )
    assert "data-refused" in page.content.decode()
    assert "was not sent" not in text_of(visitor.get(f"{BOX}messages")), "nothing was"
    assert not box.case.entries.filter(text="The one in hall two.").exists()


def test_leaving_closes_it(box, client_of):
    visitor = client_of()
    visitor.post(BOX, {"code": box.code})
    visitor.post(f"{BOX}leave")
    assert "Pick-up code" in text_of(visitor.get(BOX))


def test_a_slip_is_told_at_once_and_an_unknown_code_counts(box, client_of, monkeypatch):
    monkeypatch.setattr(mailbox_views, "WRONG_HERE", 3)
    visitor = client_of()
    for _ in range(5):  # a slip of the pen is found by the check sign and costs nothing
        assert "This code has a slip in it" in text_of(visitor.post(BOX, {"code": "7K4-PQ2-88"[::-1]}))
    for _ in range(3):
        assert "There is no matter with this code" in text_of(visitor.post(BOX, {"code": new_code()}))
    page = visitor.post(BOX, {"code": box.code})
    assert page.status_code == 429
    assert "Too many codes that do not exist were tried from here" in text_of(page)
    assert "many people" not in text_of(page) and "3600" not in text_of(page)


def test_one_visitors_wrong_codes_close_it_to_nobody_else_behind_the_proxy(box, client_of, monkeypatch, settings):
    monkeypatch.setattr(mailbox_views, "WRONG_HERE", 3)
    settings.ENV = settings.ENV.model_copy(update={"BEHIND_TLS": True})
    bored, other = {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}, {"HTTP_X_FORWARDED_FOR": "198.51.100.7"}
    visitor = client_of()
    for _ in range(3):
        visitor.post(BOX, {"code": new_code()}, **bored)
    assert visitor.post(BOX, {"code": box.code}, **bored).status_code == 429
    assert visitor.post(BOX, {"code": box.code}, **other).status_code == 302


def test_the_code_is_the_only_key(box, client_of):
    other = a_case(kinds.KEY, box.tree["county"], intake={"wish": "w"}, identity="anonymous", pickup_index=b"y" * 32)
    actor = Actor(pickup=box.code)
    assert case_for(actor, box.case.pk) == box.case
    assert roles_in(box.case, actor) == {Role.APPLICANT}
    assert roles_in(other, actor) == set()
    assert not case_of_pickup("nonsense").exists()
    assert not case_of_pickup(new_code()).exists()
    assert client_of("member").get(f"/cases/{box.case.pk}/").status_code == 404
    assert "Anonymous" in text_of(client_of("officer").get(f"/cases/{box.case.pk}/desk/"))
