"""The official papers of a dispute, each made from the one file: nothing is typed twice.

They are written in Chinese whoever reads the page: employers, arbitrators and courts take them so.
"""

from collections.abc import Callable
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from gongjia.cases.kinds import UNION_SIDE, Paper, PaperKind, Role
from gongjia.foundation.letters import DOCX, PDF, Letter, as_docx, as_pdf
from gongjia.programmes.dispute_mediation.papers import agreement, letters

OURS = UNION_SIDE
EVERYBODY = OURS | {Role.RESPONDENT}


def pdf(name: str, letter: Letter) -> Paper:
    """Raises Refused on a machine without a Chinese font: an empty PDF would be worse than none."""
    return Paper(f"{name}.pdf", PDF, as_pdf(letter))


def docx(name: str, letter: Letter) -> Paper:
    return Paper(f"{name}.docx", DOCX, as_docx(letter))


def both(key: str, title: Any, make: Callable[[Any], Letter], when: Any, readers: Any) -> dict[str, PaperKind]:
    """One paper in both forms: to read and print, and to change."""

    def as_word(case: Any) -> Paper:
        letter = make(case)
        return docx(f"{letter.title} {case.number}", letter)

    def as_print(case: Any) -> Paper:
        letter = make(case)
        return pdf(f"{letter.title} {case.number}", letter)

    return {
        f"{key}-pdf": PaperKind(format_lazy("{} (PDF)", title), as_print, when, readers),
        f"{key}-docx": PaperKind(format_lazy("{} (Word)", title), as_word, when, readers),
    }


def has_entry(*verbs: str) -> Callable[[Any], bool]:
    return lambda case: case.entries.filter(verb__in=verbs).exists()


PAPERS: dict[str, PaperKind] = {
    **both("application", gettext_lazy("Application for mediation"), letters.application, None, OURS),
    **both("acceptance", gettext_lazy("Notice of acceptance"), letters.acceptance, has_entry("accept"), EVERYBODY),
    **both("refusal", gettext_lazy("Notice of non-acceptance"), letters.refusal,
           lambda case: case.step in ("not_accepted", "unwilling"), OURS),
    **both("record", gettext_lazy("Record of the mediation"), letters.record_of_mediation, has_entry("session"), OURS),
    **both("agreement", gettext_lazy("Mediation agreement"), agreement.agreement,
           lambda case: bool(case.terms.get("items")), EVERYBODY),
    **both("failure", gettext_lazy("Notice that mediation failed"), letters.failure,
           lambda case: case.step == "failed", OURS),
    **both("arbitration", gettext_lazy("Application for arbitration"), letters.arbitration,
           lambda case: case.step in ("failed", "unwilling", "not_accepted", "withdrawn", "unpaid", "referred"), OURS),
}  # fmt: skip
