"""Files that somebody sends to do harm, made here from fixed seeds; none of them is stored in the repository."""

import io
import random
import struct
import zipfile
import zlib
from functools import cache

from PIL import Image

from gongjia.cases.tests.factories import PDF

SCRIPT = b"<script>document.title='executed'</script>"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="document.title=\'executed\'"><rect width="9" height="9"/></svg>'
PDF_SCRIPT = b"1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n"
HTML = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"


def a_zip(parts, level=zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", level) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


def docx(*extra, body=b"<w:document/>") -> bytes:
    return a_zip([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", body), *extra])


def jpeg(size=(40, 30)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(file, "JPEG")
    return file.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG that says how large it is and has next to nothing in it: 100 bytes that want gigabytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def many(name: str, count: int) -> list[tuple[str, bytes]]:
    return [(name.format(n), b"") for n in range(count)]


def many_parts(count: int) -> bytes:
    return docx(*many("word/part{}.xml", count))


def lying_zip() -> bytes:
    """A list of parts that says of each that it is tiny, and a body that would unpack to more."""
    content = bytearray(docx(("word/styles.xml", bytes(200_000))))
    place = content.rfind(b"word/styles.xml") - 46
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(content)


def overlapping_zip() -> bytes:
    """Every part of the list points to the same bytes: the trick of the densest known bombs."""
    base = docx(("word/big.xml", bytes(500_000)))
    end = base.rfind(b"PK\x05\x06")
    count, length, start = struct.unpack("<HII", base[end + 10 : end + 20])
    listed = base[start : start + length]
    last = listed[listed.rfind(b"PK\x01\x02") :]
    copies = b"".join(last.replace(b"word/big.xml", b"word/b%02d.xml" % n) for n in range(90))
    fresh = struct.pack("<HHII", count + 90, count + 90, length + len(copies), start)
    return base[:end] + copies + base[end : end + 8] + fresh + b"\0\0"


@cache
def two_lists_of_parts() -> bytes:
    """A ZIP whose last record speaks of one part, and a record for huge files before it that says 400,000 and prevails."""
    count, start = 400_000, b"PK\x03\x04" + bytes(26)
    listed = (b"PK\x01\x02" + bytes(42)) * count
    huge = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(listed), len(start))
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, len(start) + len(listed), 1)
    return start + listed + huge + locator + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, 60, len(start), 0)


@cache
def refused() -> list[tuple[str, str, bytes]]:
    """What it is, its name, its bytes: each must be refused with a sentence."""
    return [
        ("an empty file", "a.pdf", b""),
        ("a page that calls itself a photo", "photo.jpg", HTML + b"\x00\x01"),
        ("a program", "lohn.pdf.exe", b"MZ" + bytes(300)),
        ("an ELF program", "lohn.pdf", b"\x7fELF" + bytes(300)),
        ("a GIF that is a script", "a.gif", b"GIF89a/*" + bytes(40) + b"*/=1;alert(1)//"),
        ("a GIF that calls itself a JPEG", "a.jpg", b"GIF89a" + bytes(60)),
        ("a PDF with a page behind it", "a.pdf", PDF + HTML),
        ("half a PDF", "a.pdf", b"%PDF-1.7 half"),
        ("a torn photo", "a.jpg", jpeg()[:200]),
        ("a photo of noise", "a.jpg", b"\xff\xd8\xff\xe0" + random.Random(1).randbytes(4000)),
        ("a PNG of 40,000 x 40,000", "a.png", png_of(40_000, 40_000)),
        ("a PNG of 2^31 x 1", "a.png", png_of(2**31 - 1, 1)),
        ("a spreadsheet", "a.xlsx", a_zip([("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")])),
        ("a spreadsheet of 3,000 sheets", "a.xlsx", a_zip([("xl/workbook.xml", b""), *many("xl/worksheets/{}.xml", 3000)])),
        ("a ZIP", "a.zip", a_zip([("readme", b"hello")])),
        ("a ZIP in a ZIP in a ZIP", "a.docx", a_zip([("a.zip", a_zip([("b.zip", a_zip([("c", bytes(99))]))]))])),
        ("a Word file with a ZIP inside", "a.docx", docx(("word/embeddings/a.zip", a_zip([("c", bytes(99))])))),
        ("a Word file with a program inside", "a.docx", docx(("word/embeddings/a.exe", b"MZ"))),
        ("a Word file with macros", "a.docm", docx(("word/vbaProject.bin", b"x"))),
        ("a Word file with macros by another name", "a.docx", docx(("word/other.bin", b"x"))),
        ("a Word file that unpacks 300 times", "a.docx", docx(body=bytes(9_000_000))),
        ("a Word file that unpacks to 120 MB", "a.docx", docx(*[(f"word/{n}.xml", bytes(20_000_000)) for n in range(6)])),
        ("a Word file of 2,001 parts", "a.docx", many_parts(2001)),
        ("a Word file of 9,000 parts", "a.docx", many_parts(9000)),
        ("a Word file with two lists of parts", "a.docx", two_lists_of_parts()),
        ("a Word file whose parts are all the same bytes", "a.docx", overlapping_zip()),
        ("a Word file that leaves its folder", "a.docx", docx(("../../etc/cron.d/x.xml", b"x"))),
        ("a Word file with an absolute part", "a.docx", docx(("/etc/x.xml", b"x"))),
        ("a Word file for another system's folders", "a.docx", docx(("word\\..\\x.xml", b"x"))),
        ("a torn Word file", "a.docx", docx()[:-30]),
        ("bytes", "a.txt", b"\xff\xfe\xfd" * 30),
        ("a text with NUL", "a.txt", b"hello\0world"),
    ]  # fmt: skip


@cache
def taken() -> list[tuple[str, str, bytes]]:
    """What it is, its name, its bytes: taken, but it must leave harmless."""
    return [
        ("a page, as plain text", "seite.html", HTML),
        ("a drawing that runs, as plain text", "bild.svg", SVG),
        ("a script as plain text", "a.js", b"alert(document.cookie)"),
        ("the EICAR string", "eicar.com", EICAR),
        ("entities that grow", "a.txt", b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'),
        ("a photo that is a ZIP as well", "a.jpg", jpeg() + a_zip([("evil.exe", b"MZ")])),
        ("a photo with a page inside", "a.jpg.html", jpeg()[:2] + b"\xff\xfe" + struct.pack(">H", len(SCRIPT) + 2) + SCRIPT + jpeg()[2:]),
        ("a PDF with a script in it", "a.pdf", PDF[:9] + PDF_SCRIPT + SCRIPT + b"\n%%EOF\n"),
        ("a page under a PDF's first bytes", "a.html", b"%PDF-1.4\n" + HTML + b"\n%%EOF\n"),
        ("sound with a page inside", "a.mp3", b"ID3\x03\0\0\0\0\0\x0a" + HTML + bytes(60)),
        ("a Word file whose list lies", "a.docx", lying_zip()),
        ("a Word file", "a.docx", docx()),
        ("a photo called a program", "a.exe", jpeg()),
    ]  # fmt: skip


NAMES = [
    "../../etc/passwd", "..\\..\\windows\\system.ini", "/etc/passwd", "C:\\x.pdf", "a\0b.pdf", "a\nb.pdf",
    "a\r\nSet-Cookie: x=1.pdf", "工资\u202efdp.exe", "lohn.pdf.exe", "...", "", " ", "x" * 5000, "a\ud800b.pdf", "CON.pdf",
    "a;b.pdf", 'a"b.pdf', "<img src=x onerror=alert(1)>.pdf", "%2e%2e%2f.pdf", "a/b/c", ".htaccess", "～", "名\u0000字",
    "\ufeffa.pdf", "a\u200b.pdf", "e\u0301" * 100, "a.pdf/", "名" * 300, "\u2066x\u2069.pdf", "~/.ssh/id.pdf", "a.tar.gz.pdf.html",
]  # fmt: skip
