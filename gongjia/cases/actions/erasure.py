"""What becomes of a closed account's papers: signed ones lie sealed for as long as the law wants, the rest goes."""

from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet

from gongjia.audit.actions import record
from gongjia.cases.actions.documents import forget_bytes, path_of, plain_name
from gongjia.cases.models import Case, CounterVisit, Document, KeptPaper
from gongjia.foundation.clock import now, today
from gongjia.law.access import rule
from gongjia.notices.actions import blot_out
from gongjia.people.erasing import Blotter, identifiers
from gongjia.people.sealing import seal_bytes

KIND = "kept_paper"  # of the seal


def open_matters_of(person: Any) -> QuerySet[Case]:
    """Open cases that need this person: their own, those in their hands, those in which they speak for an employer."""
    needed = Q(applicant=person) | Q(assignments__person=person, assignments__until__isnull=True)
    needed |= Q(parties__person=person)
    return Case.objects.open().filter(pk__in=Case.objects.filter(needed).values("pk")).order_by("opened_at", "pk")


def papers_shown_to(person: Any) -> QuerySet[Document]:
    """The papers of a person's own matters that they may read, oldest first."""
    papers = Document.objects.filter(case__applicant=person, is_public=True, removed_at__isnull=True)
    return papers.select_related("case").order_by("id")


def kept_papers_run_out() -> QuerySet[KeptPaper]:
    """Sealed papers of closed accounts that the law no longer wants kept."""
    return KeptPaper.objects.filter(keep_until__lte=today()).order_by("keep_until", "pk")


@transaction.atomic
def put_papers_away(person: Any) -> None:
    """Seal the signed papers of a person's matters, remove all their other files, and leave plain names only.

    Bytes that another paper needs too stay for that paper alone.
    """
    slips = CounterVisit.objects.filter(person=person).values("slip")
    theirs = Q(case__applicant=person) | Q(draft__person=person) | Q(pk__in=slips)
    papers = list(Document.objects.filter(theirs).order_by("pk"))
    for document in papers:
        if document.signatures.exists() and document.removed_at is None:
            _keep_sealed(document)
        document.name, document.facts = plain_name(document), {}
        document.removed_at = document.removed_at or now()
        document.save(update_fields=["name", "facts", "removed_at"])
        record(None, "cases.document_put_away", document, person=person)
    hashes = [document.sha256 for document in papers]
    Document.objects.filter(draft__person=person).delete()
    forget_bytes(hashes, besides_removed=True)


@transaction.atomic
def blot_out_of_notices(person: Any) -> None:
    """Those whom an officer served were told by name who has their matter, or acts for them at the counter."""
    blotter = Blotter(identifiers(person))
    cases = Case.objects.filter(assignments__person=person)
    visits = CounterVisit.objects.filter(officer__person=person)
    blot_out(cases.values("applicant"), cases, blotter.scrub)
    blot_out(visits.values("person"), visits, blotter.scrub)


@transaction.atomic
def forget_kept_paper(document_id: int) -> None:
    """The law's period is over: the sealed paper goes too."""
    kept = KeptPaper.objects.select_related("document").get(pk=document_id)
    record(None, "cases.kept_paper_forgotten", kept.document)
    kept.delete()


def _keep_sealed(document: Document) -> None:
    law = rule("retention.mediated", today())
    until = today().replace(year=today().year + int(law.value) + 1, month=1, day=1)  # full years after this one
    with default_storage.open(path_of(document.sha256)) as file:
        sealed = seal_bytes(KIND, file.read())
    KeptPaper.objects.create(document=document, content_sealed=sealed, keep_until=until)
