"""Files and names that mean harm, through the page that everybody uses: refused with a sentence, or harmless ever after."""

import io
import subprocess
import sys
import time
import tracemalloc
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gongjia.cases import sniffing
from gongjia.cases.actions import documents
from gongjia.cases.kinds import Refused
from gongjia.cases.models import Document
from gongjia.cases.tests import hostile
from gongjia.cases.tests.conftest import a_place, signed_in_client
from gongjia.cases.tests.factories import PDF, an_upload


def send(client, place, name, content):
    return client.post(f"/cases/{place.case.pk}/papers/", {"file": SimpleUploadedFile(name or "x", content)})


def download(client, place, document):
    return client.get(f"/cases/{place.case.pk}/papers/{document.pk}")


def test_what_means_harm_is_refused_with_a_sentence_and_leaves_nothing(place, client_of):
    browser, problems = client_of("member"), []
    for what, name, content in hostile.refused():
        began = time.perf_counter()
        page = send(browser, place, name, content)
        if page.status_code != 200 or not page.context["form"].errors:
            problems.append(f"{what}: {page.status_code}")
        if time.perf_counter() - began > 5:
            problems.append(f"{what} took {time.perf_counter() - began:.1f} s")
    assert not problems
    assert not Document.objects.filter(case=place.case).exists()
    assert not default_storage.exists("documents")


def test_what_is_taken_leaves_as_a_download_that_nothing_runs(place, client_of):
    browser, problems = client_of("member"), []
    for what, name, content in hostile.taken():
        page = send(browser, place, name, content)
        if page.status_code != 302:
            problems.append(f"{what}: {page.context['form'].errors}")
            continue
        document = place.case.documents.latest("pk")
        answer = download(browser, place, document)
        kept = b"".join(answer.streaming_content)
        if answer["Content-Type"].partition(";")[0] not in sniffing.ENDINGS or "html" in answer["Content-Type"]:
            problems.append(f"{what} leaves as {answer['Content-Type']}")
        if not answer["Content-Disposition"].startswith("attachment; filename="):
            problems.append(f"{what} is shown in the browser")
        if answer["X-Content-Type-Options"] != "nosniff" or "sandbox" not in answer["Content-Security-Policy"]:
            problems.append(f"{what} leaves unguarded")
        if document.content_type.startswith("image/") and (b"script" in kept or zipfile.is_zipfile(io.BytesIO(kept))):
            problems.append(f"{what} is still two files in one")
        if document.name.rpartition(".")[2] != sniffing.ENDINGS[document.content_type]:
            problems.append(f"{what} is called {document.name}")
    assert not problems


def test_opened_in_a_browser_nothing_is_executed(live_server, browser, clock):
    """Every stored file is opened in a tab, framed, embedded as an image and loaded as a script of a page of ours."""
    place = a_place()
    sender = signed_in_client(place.member)
    for _, name, content in hostile.taken():
        assert send(sender, place, name, content).status_code == 302
    context = browser.new_context(accept_downloads=True, service_workers="block")
    context.add_cookies([{"name": n, "value": c.value, "url": live_server.url} for n, c in sender.cookies.items()])
    tab = context.new_page()
    ran = []
    context.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    for document in place.case.documents.order_by("pk"):
        address = f"{live_server.url}/cases/{place.case.pk}/papers/{document.pk}"
        tab.goto(f"{live_server.url}/help/")
        title = tab.title()
        with tab.expect_download() as saved:
            tab.evaluate("address => { location.href = address }", address)
        saved.value.delete()
        tab.evaluate(
            """address => Promise.all(['iframe', 'img', 'script', 'object'].map(kind => new Promise(done => {
                 const part = document.createElement(kind);
                 part[kind === 'object' ? 'data' : 'src'] = address;
                 part.onload = part.onerror = done; setTimeout(done, 150);
                 document.body.append(part) })))""",
            address,
        )
        assert tab.title() == title, f"{document.name} was executed"
        assert tab.url.endswith("/help/")
    tab.wait_for_load_state(
        "networkidle"
    )  # the last one may still be on its way, and would stand in the way of emptying
    context.close()
    assert not ran


def test_ten_gigabytes_are_refused_before_a_byte_is_read(place, client_of):
    class Untouched(io.RawIOBase):
        def read(self, *_):
            raise AssertionError("the body was read")

    browser = client_of("member")
    began = time.perf_counter()
    page = browser.generic(
        "POST", f"/cases/{place.case.pk}/papers/", b"x", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(10 * 1024**3), **{"wsgi.input": Untouched()},
    )  # fmt: skip
    assert page.status_code == 413
    assert "20 MB" in page.content.decode()
    assert time.perf_counter() - began < 1
    assert send(browser, place, "big.pdf", PDF + bytes(21 * 1024 * 1024)).status_code == 200, "the form itself says it"


@pytest.mark.parametrize("length", ["", "abc", "-1"])
def test_a_length_that_is_none_changes_nothing(length, db):
    assert Client().post("/sign-in/", {"phone": "1"}, CONTENT_LENGTH=length or 0).status_code in (200, 400)


def test_a_word_file_is_never_opened(monkeypatch):
    """Only the list of its parts is read: nothing of it is unpacked and no XML of it is parsed, in no process of ours."""

    def never(*_args, **_kwargs):
        raise AssertionError("a part of the file was opened")

    good, refused = hostile.docx(), hostile.refused()  # made before nothing can be opened any more
    for name in ("open", "read", "extract", "extractall", "testzip"):
        monkeypatch.setattr(zipfile.ZipFile, name, never)
    monkeypatch.setattr(subprocess, "run", never)
    assert sniffing.clean(good).content_type == sniffing.DOCX
    for what, _, content in refused:
        if what.startswith(("a Word file", "a spreadsheet")):
            with pytest.raises(Refused):
                sniffing.clean(content)


def test_a_list_of_400_000_parts_is_refused_within_a_megabyte():
    """The short list in the last record hides a long one; reading that would take 200 MB of the web process."""
    trap = hostile.two_lists_of_parts()
    tracemalloc.start()
    try:
        with pytest.raises(Refused):
            sniffing.clean(trap)
        assert tracemalloc.get_traced_memory()[1] < 1024 * 1024
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("size", "kept"), [((4000, 3000), (4000, 3000)), ((8000, 6000), (4000, 3000))])
def test_a_large_photo_is_drawn_within_300_megabytes(size, kept):
    """12 million pixels as they are; 48 million are drawn at half their size while they are decoded."""
    file = io.BytesIO()
    Image.new("RGB", size, (9, 90, 9)).save(file, "JPEG")
    drawn, used = draw(file.getvalue())
    with Image.open(io.BytesIO(drawn)) as photo:
        assert photo.size == kept
    assert used < 300 * 1024 * 1024, f"{used / 1024**2:.0f} MB"


MEASURED = """
import re, runpy, sys
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
except SystemExit:
    pass
sys.stderr.write(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""


def draw(content: bytes) -> tuple[bytes, int]:
    """The photo as the program draws it, and the bytes of memory that it used at the most."""
    script = f"import sys; sys.argv = [{str(sniffing.PHOTO_PROGRAM)!r}, '{sniffing.MOST_PIXELS}']\n{MEASURED}"
    done = subprocess.run([sys.executable, "-I", "-c", script], input=content, capture_output=True, check=True)
    return done.stdout.partition(b"\n")[2], int(done.stderr) * 1024


@pytest.mark.parametrize("trap", [hostile.png_of(6000, 4000), hostile.png_of(30_000, 30_000)])
def test_a_photo_that_wants_too_much_gets_a_sentence(trap):
    with pytest.raises(Refused):
        sniffing.clean(trap)


def test_the_photo_program_has_no_secrets_and_little_room(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "do not hand this on")
    seen = {}

    def spy(program, **how):
        seen.update(how, program=program)
        return real(program, **how)

    real = subprocess.run
    monkeypatch.setattr(subprocess, "run", spy)
    sniffing.clean(hostile.jpeg())
    assert seen["env"] == {"LANG": "C.UTF-8"}
    assert seen["timeout"] <= 30
    assert seen["program"][:2] == [sys.executable, "-I"]
    from gongjia.cases import photo

    assert photo.MEMORY <= 640 * 1024 * 1024
    assert photo.SECONDS <= 10


@pytest.mark.parametrize("name", hostile.NAMES)
def test_a_name_is_never_a_path_nor_hides_what_it_is(name):
    kept = documents.clean_name(name, "pdf")
    assert_harmless(kept)


@given(st.text(alphabet=st.characters(), max_size=300))
@settings(max_examples=300)
def test_any_name_becomes_a_harmless_one(name):
    assert_harmless(documents.clean_name(name, "pdf"))


def assert_harmless(kept: str) -> None:
    assert kept.endswith(".pdf")
    assert 5 <= len(kept) <= 150
    assert not set(kept) & set("/\\\0\r\n")
    assert kept.isprintable()
    assert kept.encode("utf-8"), "a lone surrogate cannot be stored"
    assert kept not in ("..pdf", ".pdf")
    assert not kept.startswith(".")


def test_names_through_the_page_leave_random(place, client_of):
    browser = client_of("member")
    for name in (
        "../../etc/passwd.pdf",
        "工资\u202efdp.exe",
        "<img src=x onerror=alert(1)>.pdf",
        "a\r\nSet-Cookie: x=1.pdf",
    ):
        assert send(browser, place, name, PDF).status_code == 302
        document = place.case.documents.latest("pk")
        answer = download(browser, place, document)
        assert "Set-Cookie: x" not in str(answer.headers)
        assert answer["Content-Disposition"].count('"') == 2
        assert documents.path_of(document.sha256).startswith("documents/")
    assert "<img src=x" not in browser.get(f"/cases/{place.case.pk}/").content.decode()


def test_every_name_can_be_stored(place):
    """Straight to the action: a browser would have tidied some of them before."""
    for name in hostile.NAMES:
        file = an_upload("x.pdf")
        file._name = name
        document = documents.keep_upload(place.case, file, "evidence")
        document.refresh_from_db()
        assert_harmless(document.name)
