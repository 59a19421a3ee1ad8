"""A calculation on paper: the answers, each sum with its steps, what is doubtful, until when to act. In Chinese."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from gongjia.cases.kinds import Paper, Refused
from gongjia.foundation.letters import (
    DOCX,
    PDF,
    Block,
    Facts,
    Heading,
    Letter,
    Paragraph,
    Table,
    as_docx,
    as_pdf,
)
from gongjia.programmes.owed.compare import compared, story_of_answers
from gongjia.programmes.owed.kinds import Json, Payer
from gongjia.programmes.owed.words import EVIDENCE, answers_shown, row_of


def paper_of(answers: Mapping[str, Any], variants: Any = (), form: str = "pdf") -> Paper:
    """The calculation as PDF or DOCX. Raises Refused where this machine cannot make a PDF."""
    with translation.override("zh-hans"):
        letter = letter_of(answers, variants)
    if form == "docx":
        return Paper(f"{letter.title}.docx", DOCX, as_docx(letter))
    return Paper(f"{letter.title}.pdf", PDF, as_pdf(letter))


def paper_to_hand_over(answers: Mapping[str, Any]) -> Paper:
    """The PDF, or the Word file where there is no font."""
    try:
        return paper_of(answers)
    except Refused:
        return paper_of(answers, form="docx")


def letter_of(answers: Mapping[str, Any], variants: Any = ()) -> Letter:
    _facts, story = story_of_answers(answers)
    rows = [row_of(item) for item in story["items"]]
    blocks: list[Block] = [Heading(_("What you told us"))]
    blocks.append(Facts([(one["question"], one["answer"]) for one in answers_shown(answers)]))
    blocks += [Heading(_("What comes out")), sums(rows), *totals(story)]
    for row in rows:
        blocks += claim_blocks(row)
    if variants:
        blocks += [Heading(_("Other readings, by a lawyer")), *variant_blocks(answers, variants)]
    if story["evidence"]:
        blocks += [Heading(_("Keep as evidence"))]
        blocks += [Paragraph("· " + str(EVIDENCE[name])) for name in story["evidence"]]
    if story["open_questions"]:
        blocks += [Heading(_("A labour lawyer must confirm"))]
        blocks += [Paragraph("· " + question) for question in story["open_questions"]]
    blocks.append(
        Paragraph(_("This is information, worked out from what was told; it is no legal opinion and no decision."))
    )
    return Letter(_("What am I owed? A calculation"), "", blocks)


def yuan(amount: Decimal | None) -> str:
    return "—" if amount is None else f"{amount:,.2f}"


def sums(rows: list[Json]) -> Table:
    return Table((_("Claim"), _("Yuan"), _("Act by"), _("Remark")),
                 [(row["title"], yuan(row["owed"]) if row["payer"] != Payer.NOBODY else row["answer"],
                   row["act_by"].isoformat() if row["act_by"] else "—", remark(row)) for row in rows])  # fmt: skip


def remark(row: Json) -> str:
    if row["instead_of"]:
        return _("instead, not added")
    if row["is_monthly"]:
        return _("each month")
    return str(row["who_pays"]) if row["payer"] != Payer.EMPLOYER else ""


def totals(story: Json) -> list[Block]:
    words = {Payer.EMPLOYER: _("From the employer, in all"), Payer.FUND: _("From the insurance fund, in all"),
             Payer.WORKER: _("You may owe the employer, at most")}  # fmt: skip
    facts = [(words[Payer(payer)], yuan(Decimal(text)) + _(" yuan")) for payer, text in story["totals"].items()]
    if story["act_by"]:
        facts.append((_("Act by"), story["act_by"]))
    return [Facts(facts)] if facts else []


def claim_blocks(row: Json) -> list[Block]:
    blocks: list[Block] = [Heading(row["title"])]
    if row["reason"]:
        blocks.append(Paragraph(row["reason"]))
    if row["steps"]:
        lines = [
            (step["title"], step["formula"], step["shown"] + replaced(step), step["article"]) for step in row["steps"]
        ]
        blocks.append(Table((_("Step"), _("Reckoning"), _("Result"), _("Article")), lines))
    for other in row["alternatives"]:
        worth = yuan(other["amount"]) if other["amount"] is not None else other["answer"]
        blocks.append(Paragraph(_("Otherwise: %(sum)s, %(when)s") % {"sum": worth, "when": other["when"]}))
    blocks += [Paragraph("· " + warning) for warning in row["warnings"]]
    return blocks


def replaced(step: Json) -> str:
    return _(" (put in place of %(computed)s)") % {"computed": step["computed"]} if step["computed"] else ""


def variant_blocks(answers: Mapping[str, Any], variants: Any) -> list[Block]:
    """Original and changed beside each other, and why."""
    table = compared(answers, variants)
    head = (_("Claim"), _("As told"), *(column["name"] for column in table["columns"]))
    lines = [
        (line["title"], yuan(line["told"]), *(yuan(cell["owed"]) for cell in line["cells"])) for line in table["lines"]
    ]
    blocks: list[Block] = [Table(head, lines)]
    for column in table["columns"]:
        blocks += [Paragraph(f"{column['name']}：{change['words']}") for change in column["changes"]]
    return blocks
