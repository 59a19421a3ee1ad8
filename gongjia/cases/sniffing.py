"""What a file really is, read from its bytes; and a photo made clean. What the name or the browser claims counts nothing.

Nothing that a stranger sends is opened in this process. Of a Word file only the list of its parts is read, after the
list itself was found to be small; no part is ever unpacked. A photo is drawn anew in a process of its own (photo.py).
PDF, sound and text are kept as they came and leave as downloads that no browser runs (views.papers.guarded).
"""

import io
import json
import struct
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import filetype
from django.utils.translation import gettext as _

from gongjia.cases.kinds import Refused

PHOTOS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
AUDIO = {
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/x-m4a": "m4a",
    "audio/m4a": "m4a",
    "audio/amr": "amr",
    "audio/x-wav": "wav",
}
PDF, DOCX, TEXT = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/plain",
)
ENDINGS = {**PHOTOS, **AUDIO, PDF: "pdf", DOCX: "docx", TEXT: "txt"}
NAMELESS = {*PHOTOS, TEXT}  # drawn anew, or letters and nothing else: no program writes its user's name into these

MOST_PIXELS = 210_000_000  # the largest camera of a telephone; more is a trap for the memory
PHOTO_PROGRAM = Path(__file__).with_name("photo.py")
PATIENCE = 30  # seconds for a photo to be drawn, on a machine that is busy
MOST_PARTS, MOST_UNPACKED, MOST_RATIO = 2000, 100 * 1024 * 1024, 100  # of a DOCX: parts, bytes unpacked, times its size
PARTS = ("xml", "rels", "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "wdp", "odttf", "vml", "webp")
END_OF_ZIP, LIST_ENTRY = b"PK\x05\x06", 46 + 512  # its last record; bytes of one part in the list, a long name included
ZIP64 = b"PK\x06\x07"  # 20 bytes before that record: the true list is another one, for files beyond 4 GB


@dataclass(frozen=True)
class Clean:
    """A file as it will be kept: its bytes, its true type, and what was read from it before it was cleaned."""

    content: bytes
    content_type: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def ending(self) -> str:
        return ENDINGS[self.content_type]


def clean(content: bytes) -> Clean:
    """Recognise a file and make a photo safe. Raises Refused with a sentence for everything that is not taken."""
    content_type = _true_type(content)
    if content_type in PHOTOS:
        return _clean_photo(content)
    if content_type == DOCX:
        _check_docx(content)
    elif content_type == PDF:
        _check_pdf(content)
    return Clean(content, content_type)


def _true_type(content: bytes) -> str:
    guess = filetype.guess_mime(content[:8192])
    if guess in ENDINGS:
        return str(guess)
    if guess in ("application/zip", None) and content[:4] == b"PK\x03\x04" and _is_docx(content):
        return DOCX
    if guess is None and _is_text(content):
        return TEXT
    raise Refused(_not_taken())


def _not_taken() -> str:
    return _("This file is none of those that can be added: a photo (JPG, PNG, WEBP), PDF, Word (DOCX), sound or plain text. "
             "Take a photo of it, or save it as PDF.")  # fmt: skip


def _is_text(content: bytes) -> bool:
    """Plain text in UTF-8 or in the older Chinese encoding. It leaves as text/plain, so markup in it stays letters."""
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return bool(text.strip()) and all(character.isprintable() or character in "\r\n\t\ufeff" for character in text)
    return False


def _is_docx(content: bytes) -> bool:
    return "word/document.xml" in {part.filename for part in _parts(content)}


def _parts(content: bytes) -> list[zipfile.ZipInfo]:
    """The list of parts of a ZIP, none where there is none. Its length is checked before it is read: a list of half a
    million parts would fill the memory by itself."""
    end = content.rfind(END_OF_ZIP, -65557)
    if end < 0 or len(content) < end + 22:
        return []
    if content.startswith(ZIP64, end - 20):
        raise Refused(_strange())
    count, length = struct.unpack("<HI", content[end + 10 : end + 16])
    if count > MOST_PARTS or length > MOST_PARTS * LIST_ENTRY:
        raise Refused(_enormous())
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error):
        return []


def _check_docx(content: bytes) -> None:
    parts = _parts(content)
    names = [part.filename for part in parts]
    if "word/document.xml" not in names:
        raise Refused(_not_taken())
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if unpacked > min(MOST_UNPACKED, MOST_RATIO * len(content)) or packed > len(content) or len(parts) > MOST_PARTS:
        raise Refused(_enormous())
    if len(set(names)) < len(names) or any(_leaves_its_folder(name) for name in names):
        raise Refused(_strange())
    if any("vbaproject" in name.lower() or _ending(name) == "bin" for name in names):
        raise Refused(_("This Word file holds a program (macro). Save it without macros or as PDF, then add it again."))
    if foreign := [name for name in names if not name.endswith("/") and _ending(name) not in PARTS]:
        raise Refused(_("This Word file has another file inside (%(name)s). Take it out and add it by itself, or save the "
                        "whole as PDF.") % {"name": foreign[0].rsplit("/", 1)[-1][:60]})  # fmt: skip


def _leaves_its_folder(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _ending(name: str) -> str:
    return name.rsplit("/", 1)[-1].rpartition(".")[2].lower()


def _strange() -> str:
    return _("This Word file is put together in a way that no writing program does. Save it as PDF, then add it.")


def _enormous() -> str:
    return _("This Word file unpacks to an enormous size. Save it as PDF, then add it again.")


def _check_pdf(content: bytes) -> None:
    """A PDF begins and ends as one; something hung behind its end makes it another file as well."""
    end = content.rfind(b"%%EOF")
    if end < 0 or content[end + 5 :].strip(b"\r\n\0 \t"):
        raise Refused(_("This PDF is damaged or something is attached behind its end. Save or print it to PDF again."))


def _clean_photo(content: bytes) -> Clean:
    """Draw the photo anew: only its pixels stay. When it was taken is kept as a fact, where it was taken is not."""
    program = [sys.executable, "-I", str(PHOTO_PROGRAM), str(MOST_PIXELS)]
    try:
        done = subprocess.run(
            program, input=content, capture_output=True, timeout=PATIENCE, check=True, env={"LANG": "C.UTF-8"}
        )
        line, _newline, bare = done.stdout.partition(b"\n")
        header = json.loads(line)
    except (subprocess.SubprocessError, ValueError) as problem:  # torn, a trap, or killed by its limits: all the same
        raise Refused(
            _("This photo cannot be opened; it may be damaged. Take or save it again, then add it.")
        ) from problem
    if "too_large" in header:
        raise Refused(_("This photo is too large (%(size)s). Send a smaller one.") % {"size": header["too_large"]})
    return Clean(bare, header["type"], {"taken_at": header["taken_at"]} if header["taken_at"] else {})
