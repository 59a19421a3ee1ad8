"""Made-up cases, for the tests of this room and of every room above."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gongjia.cases.actions import open_case
from gongjia.cases.kinds import Actor, CaseKind, Identity, Role
from gongjia.cases.models import Case, Document, Party
from gongjia.foundation.clock import now
from gongjia.unions.tests.factories import a_member

# The smallest files of each type that are what they say.
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def an_actor(person: Any) -> Actor:
    """A signed-in person, acting for themselves or in their office."""
    return Actor(account=person.account, person=person)


def a_case(
    kind: CaseKind | str, union: Any, applicant: Any = None, intake: dict[str, Any] | None = None, **how: Any
) -> Case:
    """An open case of a kind, through the front door; without an applicant a new member of the union has it.

    `how`: employer, identity, pickup_index, once, as of `open_case`.
    """
    key = kind if isinstance(kind, str) else kind.key
    if how.get("identity") == Identity.ANONYMOUS:
        actor = Actor()
    else:
        applicant = applicant or a_member(union)
        actor = an_actor(applicant)
    return open_case(key, actor, intake=intake or {}, union=union, **how)


def nobody_has(case: Case) -> Case:
    """The case as it is where a union has no officer: with the union, in nobody's own hands."""
    case.assignments.update(until=now())
    return case


def a_respondent(case: Case, contact: Any) -> Party:
    """Name a person as the employer's side of a case; the employer is one the person speaks for."""
    return Party.objects.create(case=case, role=Role.RESPONDENT, person=contact, name=contact.name)


def an_upload(name: str = "工资条.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def a_photo(
    name: str = "打卡.jpg", size: tuple[int, int] = (40, 30), taken: str = "", **save: Any
) -> SimpleUploadedFile:
    """A JPEG as a phone makes it; `taken` as EXIF writes it: "2026:03:02 08:01:00"."""
    import io

    from PIL import Image

    photo = Image.new("RGB", size, (200, 30, 30))
    exif = photo.getexif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
        exif.get_ifd(0x8825)[1] = "N"  # where it was taken must not survive
    file = io.BytesIO()
    photo.save(file, "JPEG", exif=exif, **save)
    return SimpleUploadedFile(name, file.getvalue())


def a_paper(case: Case, by: Any, kind: str = "agreement", **columns: Any) -> Document:
    """A paper in a case as a move would have filed it."""
    from gongjia.cases.actions import documents

    return documents.keep_upload(case, an_upload(), kind, by, **({"for_employer": True} | columns))
