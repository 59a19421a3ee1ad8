"""Draws one photo anew, in a process of its own: run as a program, never imported by the platform.

Reads the file from standard input, with the limits as arguments; writes one line of JSON, then the new bytes. A picture
is the most complicated thing that a stranger can send: whatever its decoder does wrong happens here, in a process that
has no database, no keys, little memory and few seconds.
"""

import io
import json
import resource
import sys
from datetime import datetime
from typing import Any

MEMORY = 640 * 1024 * 1024  # bytes of address space, Python and the decoders included
SECONDS = 10  # of processor time
LARGE = 24_000_000  # pixels; a JPEG with more is drawn at half, a quarter or an eighth of its size while it is decoded
EXIF_IFD, TAKEN, CHANGED = 0x8769, 0x9003, 0x0132  # EXIF: pointer, DateTimeOriginal, DateTime


def main(most_pixels: int) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # counted below, where a sentence can be said
    with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=["JPEG", "PNG", "WEBP"]) as photo:
        is_jpeg = photo.format == "JPEG"
        size = f"{photo.width} × {photo.height}"
        if photo.width * photo.height > (most_pixels if is_jpeg else min(most_pixels, LARGE)):
            return answer({"too_large": size})
        taken_at = time_of(photo)
        if is_jpeg:
            draw_smaller(photo)
        answer({"taken_at": taken_at, "type": "image/png" if photo.format == "PNG" else "image/jpeg"}, drawn(photo))
    return 0


def draw_smaller(photo: Any) -> None:
    width, height = photo.size
    while width * height > LARGE:
        width, height = width // 2, height // 2
    photo.draft("RGB", (width, height))


def drawn(photo: Any) -> bytes:
    """The pixels alone, upright, in a new file: no text chunk, profile, thumbnail or second file comes along."""
    from PIL import Image, ImageOps

    is_png = photo.format == "PNG"
    photo.load()
    upright = ImageOps.exif_transpose(photo)
    bare = io.BytesIO()
    if not is_png:
        plain = upright.convert("RGB")
        plain.info = {}  # a comment would be written again
        plain.save(bare, "JPEG", quality=90)
        return bare.getvalue()
    mode = upright.mode if upright.mode in ("RGB", "RGBA", "L") else "RGBA"
    fresh = Image.new(mode, upright.size)
    fresh.paste(upright.convert(mode))
    fresh.save(bare, "PNG", optimize=False)
    return bare.getvalue()


def time_of(photo: Any) -> str:
    """The camera's own time as ISO text without a zone; empty where it did not write one."""
    exif = photo.getexif()
    value = exif.get_ifd(EXIF_IFD).get(TAKEN) or exif.get(CHANGED) or ""
    try:
        return datetime.strptime(str(value).strip("\0 "), "%Y:%m:%d %H:%M:%S").isoformat()  # noqa: DTZ007 - a camera has no zone
    except ValueError:
        return ""


def answer(header: dict[str, str], content: bytes = b"") -> int:
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + content)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
