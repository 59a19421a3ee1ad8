"""What a file really is, read from its bytes; and a photo made clean. What the name or the browser claims counts nothing."""

import io
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import filetype
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

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

MOST_PIXELS = 60_000_000  # a phone's largest photo; more is a trap for the memory
MOST_UNPACKED = 200 * 1024 * 1024  # bytes of a DOCX once unpacked
EXIF_IFD, TAKEN, CHANGED = 0x8769, 0x9003, 0x0132  # EXIF: pointer, DateTimeOriginal, DateTime


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
        return _clean_photo(content, content_type)
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
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "word/document.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False


def _check_docx(content: bytes) -> None:
    if not _is_docx(content):
        raise Refused(_not_taken())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    if any("vbaproject" in part.filename.lower() for part in parts):
        raise Refused(_("This Word file holds a program (macro). Save it without macros or as PDF, then add it again."))
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused(_("This Word file unpacks to an enormous size. Save it as PDF, then add it again."))


def _check_pdf(content: bytes) -> None:
    """A PDF begins and ends as one; something hung behind its end makes it another file as well."""
    end = content.rfind(b"%%EOF")
    if end < 0 or content[end + 5 :].strip(b"\r\n\0 \t"):
        raise Refused(_("This PDF is damaged or something is attached behind its end. Save or print it to PDF again."))


def _clean_photo(content: bytes, content_type: str) -> Clean:
    """Draw the photo anew: only its pixels stay. When it was taken is kept as a fact, where it was taken is not."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as photo:
            if photo.width * photo.height > MOST_PIXELS:
                raise Refused(_("This photo is too large (%(size)s). Send a smaller one.")
                              % {"size": f"{photo.width} × {photo.height}"})  # fmt: skip
            taken_at = _taken_at(photo)
            upright = ImageOps.exif_transpose(photo)
            bare = io.BytesIO()
            if content_type == "image/png":
                _without_palette(upright).save(bare, "PNG", optimize=False)
                kept_type = "image/png"
            else:
                upright.convert("RGB").save(bare, "JPEG", quality=90)
                kept_type = "image/jpeg"
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as problem:
        raise Refused(
            _("This photo cannot be opened; it may be damaged. Take or save it again, then add it.")
        ) from problem
    return Clean(bare.getvalue(), kept_type, {"taken_at": taken_at} if taken_at else {})


def _without_palette(photo: Image.Image) -> Image.Image:
    """The pixels alone in a new picture, so that no text chunk or profile comes along."""
    mode = photo.mode if photo.mode in ("RGB", "RGBA", "L") else "RGBA"
    pixels = photo.convert(mode)
    fresh = Image.new(mode, pixels.size)
    fresh.paste(pixels)
    return fresh


def _taken_at(photo: Image.Image) -> str:
    """The camera's own time as ISO text without a zone; empty where it did not write one."""
    exif = photo.getexif()
    value = exif.get_ifd(EXIF_IFD).get(TAKEN) or exif.get(CHANGED) or ""
    try:
        return datetime.strptime(str(value).strip("\0 "), "%Y:%m:%d %H:%M:%S").isoformat()  # noqa: DTZ007 - a camera has no zone
    except ValueError:
        return ""
