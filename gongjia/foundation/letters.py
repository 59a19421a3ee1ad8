"""Official letters: one description of what stands on the paper, drawn as DOCX or as PDF.

A letter is a title, its sender and blocks of plain text; both drawings show the same words in the same order. Text is
never read as markup, so nothing that a person typed can change the layout or read a file.
"""

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from gongjia.foundation.refusals import Refused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"

# Families with Chinese, the first one found is used. Without one a PDF would show empty boxes or nothing at all.
CHINESE = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Songti SC",
    "SimSun",
    "FangSong",
    "AR PL UMing CN",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans S Chinese",  # comes with the front-end packages, so that a bare server prints too
)
FONT_PACKAGE = "fonts-noto-cjk"  # Debian and Ubuntu
WIDEST = 16  # half characters; what is longer is broken into lines
DOCX_FONT = "宋体"  # every Chinese office suite has it or knows what to take instead


class FontMissingError(Refused):
    """No installed font has Chinese characters: a PDF would be empty. The sentence says what to do."""


@dataclass(frozen=True)
class Heading:
    text: str
    kind: str = "heading"


@dataclass(frozen=True)
class Paragraph:
    text: str
    kind: str = "paragraph"


@dataclass(frozen=True)
class Facts:
    """Label and value, one pair a line."""

    rows: Sequence[tuple[str, str]]
    kind: str = "facts"


@dataclass(frozen=True)
class Table:
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    kind: str = "table"

    @property
    def widths(self) -> list[int]:
        """How wide each column is drawn beside the others: as its longest cell, within reason."""
        columns = zip(self.head, *self.rows, strict=True)
        return [min(max(5, *(_width(text) for text in column)), WIDEST) for column in columns]


@dataclass(frozen=True)
class Signatures:
    """Who signs, and what stands there already (how and when it was signed); an empty value leaves room for a pen."""

    places: Sequence[tuple[str, str]]
    kind: str = "signatures"


Block = Heading | Paragraph | Facts | Table | Signatures


@dataclass(frozen=True)
class Letter:
    title: str
    issuer: str
    blocks: Sequence[Block]
    number: str = ""
    language: str = "zh"


def as_pdf(letter: Letter, families: Sequence[str] | None = None) -> bytes:
    """The letter as PDF on A4. The same letter gives the same bytes. Raises FontMissingError.

    `families`: the font families to choose from; none: those of this machine.
    """
    import typst  # 40 MB of renderer: only processes that print load it

    usable = [family for family in CHINESE if family in (installed() if families is None else families)]
    if not usable:
        raise FontMissingError(
            _(
                "This server has no Chinese font, so the PDF would be empty. Please take the Word file. "
                "The administrator can mend it by installing the package %(package)s."
            )
            % {"package": FONT_PACKAGE}
        )
    blocks = [asdict(block) | ({"widths": block.widths} if isinstance(block, Table) else {}) for block in letter.blocks]
    data = json.dumps({**asdict(letter), "blocks": blocks, "fonts": usable}, ensure_ascii=False)
    source = Path(__file__).with_name("letter.typ").read_bytes()
    drawn: bytes = typst.compile(source, format="pdf", font_paths=_fonts(), sys_inputs={"letter": data})
    return drawn


def _width(text: str) -> int:
    """In half characters: a Chinese one is twice as wide as a letter or a digit."""
    return sum(2 if ord(character) > ord("\u2e80") else 1 for character in text)


def installed() -> frozenset[str]:
    """The font families of this machine and of our own packages."""
    return frozenset(_fonts().families())


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """Looked up once a process: reading every font of a machine takes longer than drawing a letter."""
    import typst

    own = Path(settings.NODE_MODULES) / "@embedpdf" / "fonts-sc" / "fonts"
    return typst.Fonts(include_system_fonts=True, font_paths=[own])


def as_docx(letter: Letter) -> bytes:
    """The letter as a Word document that can be opened, changed and printed anywhere."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), DOCX_FONT)
    for text, size in ((letter.issuer, 12), (letter.title, 20), (letter.number, 11)):
        if text:
            paragraph = document.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = paragraph.add_run(text)
            run.bold, run.font.size = size == 20, Pt(size)
    for block in letter.blocks:
        _add(document, block)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _add(document: "docx.document.Document", block: Block) -> None:  # type: ignore[name-defined]  # noqa: F821
    if isinstance(block, Heading):
        document.add_paragraph().add_run(block.text).bold = True
    elif isinstance(block, Paragraph):
        for line in block.text.splitlines():
            document.add_paragraph(line)
    elif isinstance(block, Facts):
        for label, value in block.rows:
            document.add_paragraph().add_run(f"{label}：{value}")
    elif isinstance(block, Table):
        table = document.add_table(rows=0, cols=len(block.head), style="Table Grid")
        for row in (block.head, *block.rows):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        document.add_paragraph()
    else:
        for who, standing in block.places:
            document.add_paragraph(f"{who}：{standing or '＿' * 12}")
