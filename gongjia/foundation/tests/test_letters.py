"""Official letters: the same words as DOCX and as PDF, and never an empty PDF."""

import io

import docx
import pytest

from gongjia.foundation.letters import (
    Facts,
    FontMissingError,
    Heading,
    Letter,
    Paragraph,
    Signatures,
    Table,
    as_docx,
    as_pdf,
    installed,
)

LETTER = Letter(
    "调解协议书",
    "演示区总工会",
    [
        Heading("一、当事人"),
        Facts([("姓名", "演示王芳")]),
        Paragraph("第一行\n第二行"),
        Table(["序号", "内容", "金额"], [["1", "支付工资", "8,000.00元"]]),
        Signatures([("申请人签名", ""), ("单位签名", "已用验证码签名")]),
    ],
    number="TJ26-0000-0001",
)


def test_word_holds_every_line():
    document = docx.Document(io.BytesIO(as_docx(LETTER)))
    lines = [paragraph.text for paragraph in document.paragraphs]
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert {"调解协议书", "演示区总工会", "TJ26-0000-0001", "一、当事人", "姓名：演示王芳", "第一行", "第二行"} <= set(
        lines
    )
    assert cells == ["序号", "内容", "金额", "1", "支付工资", "8,000.00元"]
    assert "申请人签名：＿" in "".join(lines)
    assert "单位签名：已用验证码签名" in lines


def test_the_same_letter_gives_the_same_bytes():
    assert as_pdf(LETTER) == as_pdf(LETTER)
    assert as_pdf(LETTER).startswith(b"%PDF")


def test_a_bare_server_prints_with_the_font_of_our_packages():
    assert "Noto Sans S Chinese" in installed()
    assert as_pdf(LETTER, families=["Noto Sans S Chinese"]).startswith(b"%PDF")


def test_without_a_chinese_font_there_is_no_pdf():
    with pytest.raises(FontMissingError, match="Word"):
        as_pdf(LETTER, families=["Times New Roman"])


def test_typed_text_is_never_markup():
    assert as_pdf(Letter("题", "发", [Paragraph('#read("/etc/passwd") *粗* $x$ #panic("x") \\')]))
