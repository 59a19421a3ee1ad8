"""诉求答复函: the answer on paper, for whoever wants it with a letterhead. Chinese, as official papers are."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from gongjia.cases.kinds import Identity, Paper, PaperKind
from gongjia.foundation.letters import (
    DOCX,
    PDF,
    Facts,
    Heading,
    Letter,
    Paragraph,
    Signatures,
    as_docx,
    as_pdf,
)
from gongjia.programmes.concern.rules import answered_by, latest_answer

CAN_BE_REJECTED = "您不满意这个答复的，可以在平台上说明一次，由上级工会重新办理；也可以拨打12351。"
LAST_WORD = "还有疑问的，可以拨打12351。"


def reply(case: Any) -> Letter:
    """The latest answer, by the union that gave it."""
    answer = latest_answer(case)
    issuer = answered_by(case, answer)
    day = timezone.localtime(answer.at).date()
    to = case.applicant.name if case.identity == Identity.NAMED else "反映人"
    blocks = [
        Facts([("编号", case.number), ("收到日期", f"{case.opened_on:%Y年%m月%d日}")]),
        Heading("您反映的内容"),
        Paragraph(case.intake["text"]),
        Heading("我们的答复"),
        Paragraph(f"{to}：\n{answer.text}"),
        Paragraph(CAN_BE_REJECTED if case.step == "answered" else LAST_WORD),
        Signatures([(f"{issuer}（印章）", ""), ("日期", f"{day.year}年{day.month}月{day.day}日")]),
    ]
    return Letter("职工诉求答复函", issuer, blocks, number=case.number)


def has_answer(case: Any) -> bool:
    return latest_answer(case) is not None


def as_print(case: Any) -> Paper:
    return Paper(f"职工诉求答复函 {case.number}.pdf", PDF, as_pdf(reply(case)))


def as_word(case: Any) -> Paper:
    return Paper(f"职工诉求答复函 {case.number}.docx", DOCX, as_docx(reply(case)))


PAPERS = {
    "reply-pdf": PaperKind(gettext_lazy("The answer as a letter (PDF)"), as_print, has_answer),
    "reply-docx": PaperKind(gettext_lazy("The answer as a letter (Word)"), as_word, has_answer),
}
