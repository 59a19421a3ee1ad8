"""The papers of a case: added, removed, kept once under the hash of their bytes."""

import hashlib
import re
import unicodedata
import uuid
from datetime import datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.cases.access import case_for, document_for
from gongjia.cases.actions.story import (
    check_pace,
    is_anonymous,
    is_staff,
    roles_among,
    tell_applicant,
    tell_union,
    write_entry,
)
from gongjia.cases.kinds import Actor, Paper, Refused, Role
from gongjia.cases.models import Case, Document, Draft
from gongjia.cases.sniffing import ENDINGS, NAMELESS, Clean, clean
from gongjia.foundation.clock import now
from gongjia.foundation.files import has_size, write_whole
from gongjia.foundation.walls import as_platform

MOST_IN_DRAFT = 20  # files
HASH = re.compile(r"[0-9a-f]{64}")
WHO_ADDS = frozenset({Role.APPLICANT, Role.RESPONDENT, Role.OFFICER, Role.MEDIATOR, Role.LAWYER})


@transaction.atomic
def add(
    case_id: int,
    actor: Actor,
    file: Any,
    *,
    kind: str = "evidence",
    is_public: bool = True,
    for_employer: bool = False,
    once: uuid.UUID | None = None,
) -> Document:
    """Add a paper to a case. `file` is an uploaded file. What a party adds, that party sees; an officer decides who does.

    Raises Refused with a sentence for a file that is too large or of a type that is not taken.
    """
    case = case_for(actor, case_id, lock=True)
    roles = roles_among(case, actor, WHO_ADDS)
    if once is not None and (earlier := case.entries.filter(once=once).first()):
        return case.documents.get(pk=earlier.facts["document"])
    check_pace(case, roles, "document")
    if Role.RESPONDENT in roles and not is_staff(roles):
        is_public, for_employer = False, True
    elif Role.APPLICANT in roles and not is_staff(roles):
        is_public, for_employer = True, False
    anonymous = is_anonymous(case, roles)
    document = _keep(file, nameless=anonymous, kind=kind, case=case, added_by=None if anonymous else actor.account,
                     is_public=is_public, for_employer=for_employer)  # fmt: skip
    if anonymous:
        document.name = plain_name(document)
        document.save(update_fields=["name"])
    write_entry(case, actor, "document", roles, facts={"document": document.pk, "kind": kind}, is_public=is_public,
                for_respondent=for_employer, once=once)  # fmt: skip
    record(None if anonymous else actor.account, "cases.document_added", document, union=case.union, person=case.applicant,
           on_behalf_of=actor.on_behalf_of, change={"kind": kind, "sha256": document.sha256})  # fmt: skip
    if is_staff(roles) and is_public:
        tell_applicant(case, actor, "cases.document")
    elif not is_staff(roles):
        tell_union(case, actor, "cases.document")
    return document


@transaction.atomic
def add_to_draft(draft: Draft, actor: Actor, file: Any, kind: str = "evidence") -> Document:
    """Keep a paper with a draft until it is sent. Nothing is recorded: a draft is its writer's own scrap paper."""
    if draft.documents.count() >= MOST_IN_DRAFT:
        raise Refused(_("%(most)d files are enough for now. You can add more after sending.") % {"most": MOST_IN_DRAFT})
    return _keep(file, kind=kind, draft=draft, added_by=actor.account)


@transaction.atomic
def remove_from_draft(draft: Draft, document_id: int) -> None:
    """Throw a paper of a draft away, and its bytes where nothing else needs them."""
    document = draft.documents.filter(pk=document_id).first()
    if document is not None:
        document.delete()
        forget_bytes([document.sha256])


@transaction.atomic
def remove(document_id: int, actor: Actor) -> Document:
    """Take a paper out of an open case. Only whoever added it may, and not once it is signed; that it was there stays told."""
    document = document_for(actor, document_id)
    assert document.case is not None  # noqa: S101 - document_for gives only papers of cases
    case = case_for(actor, document.case.pk, lock=True)
    roles = roles_among(case, actor, WHO_ADDS)
    document.refresh_from_db()
    if document.removed_at is not None:
        return document
    if not _is_own(document, case, actor, roles):
        raise Refused(_("Only the person who added this paper can remove it."))
    if not case.is_open or document.signatures.exists():
        raise Refused(_("This paper belongs to the closed or signed part of the matter and stays."))
    document.removed_at = now()
    document.save(update_fields=["removed_at"])
    write_entry(case, actor, "document_removed", roles, facts={"document": document.pk, "kind": document.kind},
                is_public=document.is_public, for_respondent=document.for_employer)  # fmt: skip
    record(None if is_anonymous(case, roles) else actor.account, "cases.document_removed", document, union=case.union,
           person=case.applicant, on_behalf_of=actor.on_behalf_of)  # fmt: skip
    return document


def keep_paper(
    case: Case, paper: Paper, kind: str, by: Any = None, *, is_public: bool = True, for_employer: bool = True
) -> Document:
    """File a letter that a programme made, inside the move that made it."""
    return _row(Clean(paper.content, paper.content_type), paper.name, kind=kind, case=case, added_by=by,
                is_public=is_public, for_employer=for_employer)  # fmt: skip


def keep_upload(
    case: Case, file: Any, kind: str, by: Any = None, *, is_public: bool = True, for_employer: bool = False
) -> Document:
    """File what came with a move's own form, inside that move. Raises Refused as `add` does."""
    return _keep(file, kind=kind, case=case, added_by=by, is_public=is_public, for_employer=for_employer)


def keep_slip(file: Any, by: Any) -> Document:
    """File a consent slip before there is any case; the cases opened with it get a row of their own."""
    return _keep(file, kind="consent_slip", added_by=by)


def forget_bytes(hashes: list[str], besides_removed: bool = False) -> None:
    """Remove the bytes that no paper refers to any more, once the change that freed them is final.

    `besides_removed`: a paper that was removed does not need its bytes any more either.
    """

    def forget() -> None:
        for sha256 in sorted(set(hashes)):
            _forget_unless_needed(sha256, besides_removed)

    transaction.on_commit(forget)


def forget_unnamed_bytes(before: datetime) -> int:
    """Remove what lies in the store and no row names: of a change that was undone, or of a process that was killed.

    What is younger than `before` may be on its way. Gives the number of files removed.
    """
    root, removed = Path(default_storage.path("documents")), 0
    for folder in sorted(root.iterdir()) if root.exists() else ():
        old = {path.name for path in folder.iterdir() if path.stat().st_mtime < before.timestamp()}
        for name in old - set(Document.objects.filter(sha256__in=old).values_list("sha256", flat=True)):
            if HASH.fullmatch(name):
                removed += _forget_unless_needed(name)
            else:
                (folder / name).unlink(missing_ok=True)
                removed += 1
    return removed


@transaction.atomic
@as_platform("another matter may have the same paper")
def _forget_unless_needed(sha256: str, besides_removed: bool = False) -> bool:
    """One hash, one transaction: it waits for whoever adds the same paper at this moment, and then sees their row."""
    _hold(sha256, alone=True)
    papers = Document.objects.filter(sha256=sha256)
    if besides_removed:
        papers = papers.filter(removed_at__isnull=True)
    if papers.exists():
        return False
    default_storage.delete(path_of(sha256))
    return True


def _hold(sha256: str, alone: bool) -> None:
    """Until the transaction ends the bytes of this hash are neither forgotten by others nor, with `alone`, added."""
    lock = "SELECT pg_advisory_xact_lock(%s)" if alone else "SELECT pg_advisory_xact_lock_shared(%s)"
    with connection.cursor() as cursor:
        cursor.execute(lock, [int.from_bytes(bytes.fromhex(sha256)[:8], signed=True)])


def path_of(sha256: str) -> str:
    """Where the bytes of a hash lie in the storage."""
    return f"documents/{sha256[:2]}/{sha256}"


def ending_of(document: Document) -> str:
    return ENDINGS.get(document.content_type, "bin")


def clean_name(name: str, ending: str) -> str:
    """A file's name as a person gave it, without folders or control characters, with the ending of its true type."""
    base = PureWindowsPath(PurePosixPath(unicodedata.normalize("NFC", name)).name).name
    base = "".join(character for character in base if character.isprintable())
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", base).strip(" .") or "file"
    return f"{stem[:120]}.{ending}"


def _keep(file: Any, *, nameless: bool = False, **columns: Any) -> Document:
    if file.size > settings.UPLOAD_LIMIT:
        raise Refused(_("This file has %(size)s MB; at most %(limit)s MB can be added. Make the photo smaller or cut the sound.")
                      % {"size": f"{file.size / 1024 / 1024:.1f}", "limit": settings.UPLOAD_LIMIT // 1024 // 1024})  # fmt: skip
    content = file.read()
    if not content:
        raise Refused(_("This file is empty. Choose it again."))
    found = clean(content)
    if nameless:
        check_no_author(found.content_type)
    facts = {**found.facts, "original_sha256": hashlib.sha256(content).hexdigest()}
    return _row(Clean(found.content, found.content_type, facts), file.name or "", **columns)


def _row(file: Clean, name: str, **columns: Any) -> Document:
    """Bytes first, row second: a row never points to nothing. Bytes without a row go in the night."""
    sha256 = hashlib.sha256(file.content).hexdigest()
    _hold(sha256, alone=False)
    path = Path(default_storage.path(path_of(sha256)))
    if not has_size(path, len(file.content)):
        write_whole(path, file.content)
    return Document.objects.create(
        name=clean_name(name, file.ending), content_type=file.content_type, size=len(file.content), sha256=sha256,
        facts=file.facts, **columns,
    )  # fmt: skip


def plain_name(document: Document) -> str:
    """A file's own name may tell whose it is; an anonymous one gets a number instead."""
    return f"{document.kind}-{document.pk}.{ending_of(document)}"


def check_no_author(content_type: str) -> None:
    """Raises Refused for a file of whose author nobody can be sure that it does not tell."""
    if content_type not in NAMELESS:
        raise Refused(_("A Word or PDF file often holds its author's name, and a recording the voice. Take a photo of it, "
                        "then add the photo."))  # fmt: skip


def _is_own(document: Document, case: Case, actor: Actor, roles: set[Role]) -> bool:
    if is_anonymous(case, roles):
        return document.added_by_id is None and document.kind == "evidence"
    return document.added_by_id is not None and document.added_by_id == getattr(actor.account, "pk", None)
