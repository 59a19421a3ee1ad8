import hashlib
import io
import uuid
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.http import Http404
from PIL import Image

from gongjia.audit.models import Event
from gongjia.cases import sniffing
from gongjia.cases.access import document_for, documents_for, roles_in
from gongjia.cases.actions import documents
from gongjia.cases.actions.signatures import put
from gongjia.cases.kinds import Actor, Paper, Refused
from gongjia.cases.models import Document
from gongjia.cases.pickup import new_code, pickup_index
from gongjia.cases.tests import kinds
from gongjia.cases.tests.factories import PDF, a_case, a_paper, a_photo, a_respondent, an_actor, an_upload
from gongjia.notices.models import Notice
from gongjia.unions.tests.factories import a_contact, an_employer


def add(place, file, who="member", **how):
    return documents.add(place.case.pk, place.actor(who), file, **how)


def kept_bytes(document):
    with default_storage.open(documents.path_of(document.sha256)) as file:
        return file.read()


def a_docx(extra=(), unpacked=b"<w:document/>"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", unpacked)
        for name in extra:
            archive.writestr(name, b"x")
    return file.getvalue()


def test_a_paper_is_kept_under_its_hash_with_entry_audit_and_notice(place):
    document = add(place, an_upload())
    assert document.sha256 == hashlib.sha256(PDF).hexdigest()
    assert kept_bytes(document) == PDF
    assert (document.name, document.content_type, document.size) == ("工资条.pdf", "application/pdf", len(PDF))
    assert place.case.entries.get(verb="document").facts == {"document": document.pk, "kind": "evidence"}
    assert Event.objects.get(verb="cases.document_added").person_id == place.member.pk
    assert Notice.objects.filter(person=place.officer, kind="cases.document").exists()


def test_the_same_bytes_lie_once(place):
    first, second = add(place, an_upload("a.pdf")), add(place, an_upload("b.pdf"))
    assert first.sha256 == second.sha256
    assert len(default_storage.listdir(f"documents/{first.sha256[:2]}")[1]) == 1


def test_a_photo_is_drawn_anew_and_only_its_time_is_kept(place):
    photo = a_photo(taken="2026:03:02 08:01:00")
    original = photo.read()
    photo.seek(0)
    document = add(place, photo)
    kept = kept_bytes(document)
    assert document.facts == {
        "taken_at": "2026-03-02T08:01:00",
        "original_sha256": hashlib.sha256(original).hexdigest(),
    }
    assert b"Exif" in original
    assert b"Exif" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_a_photo_with_another_file_behind_it_comes_out_as_a_photo_alone(place):
    photo = a_photo()
    document = add(place, an_upload("both.jpg", photo.read() + b"<script>alert(1)</script>" + a_docx()))
    kept = kept_bytes(document)
    assert b"script" not in kept
    assert not zipfile.is_zipfile(io.BytesIO(kept))


@pytest.mark.parametrize("mode", ["RGB", "P", "LA"])
def test_png_and_webp_are_taken(place, mode):
    for form, kept in (("PNG", "image/png"), ("WEBP", "image/jpeg")):
        file = io.BytesIO()
        Image.new("RGB" if form == "WEBP" else mode, (8, 8)).save(file, form)
        assert add(place, an_upload("chat.png", file.getvalue())).content_type == kept


def test_docx_text_and_sound_are_taken(place):
    assert add(place, an_upload("申请.docx", a_docx())).name == "申请.docx"
    assert add(place, an_upload("记录.txt", "欠薪三个月".encode())).content_type == "text/plain"
    assert add(place, an_upload("记录.txt", "欠薪三个月".encode("gb18030"))).content_type == "text/plain"
    assert add(place, an_upload("voice.amr", b"#!AMR\n" + bytes(40))).content_type == "audio/amr"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("photo.jpg", b"MZ\x90\x00" + bytes(200), "none of those that can be added"),
        ("photo.jpg", b"<html><script>x</script>\x00", "none of those"),
        ("page.pdf", b"\x7fELF" + bytes(100), "none of those"),
        ("sheet.zip", b"PK\x03\x04" + bytes(60), "none of those"),
        ("a.gif", b"GIF89a" + bytes(60), "none of those"),
        ("note.txt", b"   ", "none of those"),
        ("bad.jpg", b"\xff\xd8\xff\xe0" + bytes(60), "cannot be opened"),
        ("trick.pdf", PDF + b"<script>alert(1)</script>", "attached behind its end"),
        ("half.pdf", b"%PDF-1.4 half", "damaged"),
        ("macro.docx", a_docx(["word/vbaProject.bin"]), "macro"),
        ("nothing.txt", b"", "empty"),
        ("torn.docx", a_docx()[:-30], "none of those"),
        ("odd.txt", b"\xff\xff\xff", "none of those"),
    ],
)
def test_a_file_of_a_false_type_is_refused_with_a_sentence(place, name, content, words):
    with pytest.raises(Refused, match=words):
        add(place, an_upload(name, content))
    assert not Document.objects.filter(case=place.case).exists()


def test_a_file_too_large_says_how_large_it_may_be(place, settings):
    settings.UPLOAD_LIMIT = 1024 * 1024
    with pytest.raises(Refused, match=r"This file has 2\.0 MB; at most 1 MB"):
        add(place, an_upload("big.pdf", PDF + bytes(2 * 1024 * 1024)))


def test_a_picture_that_would_fill_the_memory_is_refused(place, monkeypatch):
    monkeypatch.setattr(sniffing, "MOST_PIXELS", 100)
    with pytest.raises(Refused, match="40 × 30"):
        add(place, a_photo())


def test_a_word_file_that_unpacks_enormously_is_refused(place, monkeypatch):
    monkeypatch.setattr(sniffing, "MOST_UNPACKED", 1000)
    with pytest.raises(Refused, match="enormous"):
        add(place, an_upload("bomb.docx", a_docx(unpacked=bytes(5000))))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\工资.PDF", "工资.pdf"),
        ("a\x00b\n.exe", "ab.pdf"),
        ("...", "file.pdf"),
        ("x" * 400 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_a_name_keeps_no_path_and_gets_its_true_ending(given, kept):
    assert documents.clean_name(given, "pdf") == kept


def test_a_second_press_adds_nothing(place):
    once = uuid.uuid4()
    first = add(place, an_upload(), once=once)
    assert add(place, an_upload(), once=once) == first
    assert place.case.documents.count() == 1


def test_who_sees_which_paper(place):
    employer = an_employer()
    contact = a_contact(employer)
    place.case = a_case(kinds.KEY, place.tree["county"], place.member, {"wish": "w"}, employer=employer)
    a_respondent(place.case, contact)
    mine = add(place, an_upload("mine.pdf"))
    theirs = documents.add(place.case.pk, an_actor(contact), an_upload("theirs.pdf"))
    internal = add(place, an_upload("internal.pdf"), "officer", is_public=False)
    both = add(place, an_upload("both.pdf"), "officer", for_employer=True)

    def seen(actor):
        return list(documents_for(place.case, roles_in(place.case, actor)))

    assert seen(place.actor("member")) == [mine, both]
    assert seen(an_actor(contact)) == [theirs, both]
    assert seen(place.actor("officer")) == [mine, theirs, internal, both]
    assert seen(place.actor("stranger")) == []
    with pytest.raises(Http404):
        document_for(place.actor("member"), internal.pk)
    with pytest.raises(Http404):
        document_for(place.actor("stranger"), mine.pk)
    assert Notice.objects.filter(person=place.member, kind="cases.document").count() == 1  # `both` alone


def test_removing_leaves_a_word_behind(place):
    document = add(place, an_upload())
    documents.remove(document.pk, place.actor("member"))
    assert list(documents_for(place.case, roles_in(place.case, place.actor("officer")))) == []
    assert place.case.entries.latest("id").verb == "document_removed"
    with pytest.raises(Http404):
        documents.remove(document.pk, place.actor("member"))


def test_only_the_adder_removes_and_nothing_signed_goes(place):
    document = add(place, an_upload())
    with pytest.raises(Refused, match="Only the person who added"):
        documents.remove(document.pk, place.actor("officer"))
    put(document, "applicant", place.actor("member"))
    with pytest.raises(Refused, match="signed"):
        documents.remove(document.pk, place.actor("member"))


def test_an_anonymous_paper_carries_no_name(place):
    code = new_code()
    case = a_case(
        kinds.KEY, place.tree["county"], intake={"wish": "w"}, identity="anonymous", pickup_index=pickup_index(code)
    )
    document = documents.add(case.pk, Actor(pickup=code), a_photo("王芳的工资条.jpg"))
    assert (document.name, document.added_by) == (f"evidence-{document.pk}.jpg", None)
    assert Event.objects.get(verb="cases.document_added").actor_id is None
    documents.remove(document.pk, Actor(pickup=code))


def test_a_move_files_what_came_with_its_form(place):
    assert a_paper(place.case, place.officer.account).kind == "agreement"
    paper = documents.keep_paper(place.case, Paper("a.docx", sniffing.DOCX, a_docx()), "letter")
    assert paper.name == "a.docx"


# ---- the pages ------------------------------------------------------------------------------------------------------


def test_a_paper_leaves_as_a_download_under_a_random_name(place, client_of):
    document = add(place, an_upload("<b>名.pdf"))
    page = client_of("member").get(f"/cases/{place.case.pk}/papers/{document.pk}")
    assert b"".join(page.streaming_content) == PDF
    assert page["Content-Type"] == "application/pdf"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Content-Disposition"].startswith('attachment; filename="')
    assert "名" not in page["Content-Disposition"]
    assert "sandbox" in page["Content-Security-Policy"]


def test_a_paper_is_behind_access(place, client_of):
    document = add(place, an_upload())
    other = a_case(kinds.KEY, place.tree["county"], place.member, {"wish": "w"})
    assert client_of("stranger").get(f"/cases/{place.case.pk}/papers/{document.pk}").status_code == 404
    assert client_of().get(f"/cases/{place.case.pk}/papers/{document.pk}").status_code == 302
    assert client_of("member").get(f"/cases/{other.pk}/papers/{document.pk}").status_code == 404
    default_storage.delete(documents.path_of(document.sha256))
    assert client_of("member").get(f"/cases/{place.case.pk}/papers/{document.pk}").status_code == 404


def test_papers_by_their_pages(place, client_of):
    member, base = client_of("member"), f"/cases/{place.case.pk}/papers/"
    assert "Photo or file" in member.get(base).content.decode()
    refused = member.post(base, {"file": an_upload("x.exe", b"MZ" + bytes(99))})
    assert "none of those that can be added" in refused.content.decode()
    assert member.post(base, {"file": an_upload(), "once": str(uuid.uuid4())}).status_code == 302
    document = place.case.documents.get()
    assert document.name in member.get(f"/cases/{place.case.pk}/").content.decode()
    assert member.post(f"{base}{document.pk}/remove").status_code == 302
    assert document.name not in member.get(f"/cases/{place.case.pk}/").content.decode()
    kept = add(place, an_upload("kept.pdf"), "officer")
    told = member.post(f"{base}{kept.pk}/remove", follow=True)
    assert "Only the person who added this paper" in told.content.decode()


def test_a_letter_that_cannot_be_made_says_why(place, client_of):
    from dataclasses import replace

    from gongjia.cases.kinds import PaperKind

    def refuse(case):
        raise Refused("This machine has no typesetter.")

    with kinds.registered(replace(kinds.WISH, papers={"letter": PaperKind("A letter", refuse)})):
        page = client_of("member").get(f"/cases/{place.case.pk}/letters/letter")
    assert page.status_code == 409
    assert "This machine has no typesetter." in page.content.decode()


def test_a_letter_is_made_on_the_spot(place, client_of):
    page = client_of("member").get(f"/cases/{place.case.pk}/letters/letter")
    assert page.content == place.case.number.encode()
    assert page["Content-Disposition"] == 'attachment; filename="letter.txt"'
    assert client_of("member").get(f"/cases/{place.case.pk}/letters/none").status_code == 404
