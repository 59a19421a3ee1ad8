"""The bytes of papers: written whole and for good, under one name, and gone when no row names them."""

import os
import threading
import time
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction

from gongjia.cases import jobs
from gongjia.cases.actions import documents
from gongjia.cases.models import Document
from gongjia.cases.tests.conftest import a_place
from gongjia.cases.tests.factories import PDF, an_upload
from gongjia.cases.tests.test_remove_race import someone_waits_for_a_lock
from gongjia.operations import archive

DAYS = 2 * 24 * 3600


def file_of(document):
    return Path(default_storage.path(documents.path_of(document.sha256)))


def everything():
    root = Path(default_storage.path("documents"))
    return sorted(path.name for path in root.rglob("*") if path.is_file()) if root.exists() else []


def let_age(path, seconds=DAYS):
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_what_breaks_off_while_it_is_written_leaves_nothing(place, monkeypatch):
    def full_disk(_file):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full_disk)
        with pytest.raises(OSError, match="No space"), transaction.atomic():
            documents.add(place.case.pk, place.actor("member"), an_upload())
    assert everything() == []
    document = documents.add(place.case.pk, place.actor("member"), an_upload())
    assert file_of(document).read_bytes() == PDF


def test_half_a_file_is_not_taken_for_the_whole(place):
    """As a process that was killed left it, before files were written in one step."""
    document = documents.add(place.case.pk, place.actor("member"), an_upload())
    file_of(document).write_bytes(PDF[:20])
    documents.add(place.case.pk, place.actor("member"), an_upload())
    assert file_of(document).read_bytes() == PDF


def test_the_bytes_lie_on_the_disk_before_the_name_and_the_name_before_the_row(place, monkeypatch):
    done, real_sync, real_replace = [], os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append("sync"), real_sync(handle)))
    monkeypatch.setattr(os, "replace", lambda a, b: (done.append("name"), real_replace(a, b)))
    document = documents.add(place.case.pk, place.actor("member"), an_upload())
    assert done == ["sync", "name", "sync", "sync"]
    assert file_of(document).stat().st_mode & 0o777 == 0o600


def test_two_who_add_the_same_paper_at_the_same_moment_make_one_file(transactional_db):
    places, barrier = [a_place(), a_place()], threading.Barrier(2)

    def press(place):
        barrier.wait()
        try:
            documents.add(place.case.pk, place.actor("member"), an_upload())
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[place]) for place in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert everything() == [Document.objects.first().sha256]
    assert Document.objects.count() == 2


def test_bytes_that_no_row_names_go_in_the_night(place):
    document = documents.add(place.case.pk, place.actor("member"), an_upload())
    folder = file_of(document).parent
    strays = [Path(default_storage.path(documents.path_of("a" * 64)))]
    strays += [folder / name for name in (f"{document.sha256}_x7abc12", f"{document.sha256}.0f0f.part")]
    young = [folder / ("b" * 64), folder / f"{document.sha256}.1e1e.part"]
    for path in [*strays, *young]:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"somebody's")
    for path in [*strays, file_of(document)]:
        let_age(path)
    jobs.forget_unnamed(0)
    assert everything() == sorted([document.sha256, *(path.name for path in young)]), "the young may be on their way"


def test_a_night_without_any_paper_is_quiet(db):
    jobs.forget_unnamed(0)
    assert everything() == []


@pytest.mark.parametrize("forget", ["the night", "another paper that is removed"])
def test_bytes_that_are_added_anew_at_that_moment_stay(transactional_db, forget):
    """The row is not there for others before its transaction ends: until then nobody may forget its bytes."""
    place = a_place()
    document = documents.add(place.case.pk, place.actor("member"), an_upload())
    path, sha256 = file_of(document), document.sha256
    Document.objects.all().delete()
    let_age(path)

    def run():
        try:
            if forget == "the night":
                jobs.forget_unnamed(0)
            else:
                documents.forget_bytes([sha256])
        finally:
            connection.close()

    other = threading.Thread(target=run)
    with transaction.atomic():
        again = documents.add(place.case.pk, place.actor("member"), an_upload())
        other.start()
        give_up = time.monotonic() + 3
        while other.is_alive() and not someone_waits_for_a_lock():
            assert time.monotonic() < give_up
            time.sleep(0.01)
    other.join(timeout=20)
    assert file_of(again).read_bytes() == PDF


def test_the_archive_copies_no_file_that_is_still_being_written(tmp_path):
    files, store = tmp_path / "uploads", tmp_path / "store"
    (files / "documents" / "ab").mkdir(parents=True)
    (files / "documents" / "ab" / "whole").write_bytes(b"whole")
    (files / "documents" / "ab" / "whole2.0f0f.part").write_bytes(b"ha")
    assert archive.mirror(files, store) == 1
    assert [path.name for path in store.rglob("*") if path.is_file()] == ["whole"]
