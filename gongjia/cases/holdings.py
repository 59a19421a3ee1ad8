"""What this room holds about people, for their own copy and for the closing of an account. Loaded at start."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjia.cases.actions.documents import ending_of, path_of
from gongjia.cases.actions.erasure import blot_out_of_notices, open_matters_of, papers_shown_to, put_papers_away
from gongjia.people.holdings import ERASED, Holding, Kept, Paper, Words, call_columns, hold, on_closing
from gongjia.people.sealing import keep_sealed


def _obstacles(person: Any) -> Iterable[Words]:
    for case in open_matters_of(person):
        yield _("%(number)s is still open. It must be finished first, or you withdraw it; if it is in your hands, "
                "somebody else must take it over.") % {"number": case.number}  # fmt: skip


def _papers(person: Any) -> Iterable[Paper]:
    for document in papers_shown_to(person):
        number = document.case.number if document.case is not None else ""
        name = f"{number}-{document.pk}.{ending_of(document)}"
        yield Paper(name, path_of(document.sha256), document.size)


MATTER = Kept(
    gettext_lazy("Number, kind, dates, result and amounts, without your name and without a word of what was written: "
                 "the file of a mediated dispute must be kept."),
    gettext_lazy("Rules on Handling Labour Arbitration Cases, article 24; Archives Law, articles 9 and 14"),
    rule="retention.mediated",
)  # fmt: skip
PAPERS = Kept(
    gettext_lazy("Papers with a signature lie sealed and nobody opens them any more, because they bind the other side too. "
                 "All other files are removed; that they were there stays as a number."),
    gettext_lazy("Labour Dispute Mediation and Arbitration Law, article 14; Personal Information Protection Law, article 47, "
                 "paragraph 2"),
    rule="retention.mediated",
)  # fmt: skip

hold(
    Holding(
        "cases.Case", "applicant", gettext_lazy("Your matters"),
        shown=("number", "kind", "union__name", "employer__name", "step", "intake", "outcome", "terms", "claimed", "agreed",
               "paid", "opened_on", "settled_on", "closed_on"),
        wiped=("intake", "terms"), kept=MATTER,
    ),
    Holding(
        "cases.Entry", "case__applicant", gettext_lazy("What happened in your matters"),
        shown=("case__number", "at", "author_role", "verb", "text"), wiped=("text",), scrubbed=("facts",), kept=MATTER,
    ),
    Holding("cases.Entry", "author__person", gettext_lazy("What you wrote in the matters of others"), scrubbed=("text", "facts"),
            kept=MATTER),
    Holding("cases.Entry", "case__assignments__person", gettext_lazy("Matters that were in your hands"),
            scrubbed=("text", "facts"), kept=MATTER),
    Holding("cases.Entry", "case__parties__person", gettext_lazy("Matters in which you spoke for an employer"),
            scrubbed=("text", "facts"), kept=MATTER),
    Holding("cases.Case", "parties__person", gettext_lazy("Matters in which you spoke for an employer"),
            scrubbed=("intake", "terms"), kept=MATTER),
    # Whoever was replaced is no side of the matter any more and still stands in its story.
    Holding("cases.Entry", "case__employer__contacts__person", gettext_lazy("Matters in which you spoke for an employer"),
            scrubbed=("text", "facts"), kept=MATTER),
    Holding("cases.Case", "employer__contacts__person", gettext_lazy("Matters in which you spoke for an employer"),
            scrubbed=("intake", "terms"), kept=MATTER),
    Holding(
        "cases.Party", "person", gettext_lazy("Matters in which you spoke for an employer"),
        shown=("case__number", "role", "name", "title", "telephone", "since"),
        emptied={"name": ERASED, "title": "", "telephone": ""}, kept=MATTER,
    ),
    Holding("cases.Party", "case__applicant", gettext_lazy("Others in your matters"), scrubbed=("name", "title"), kept=MATTER),
    Holding(
        "cases.Document", "case__applicant", gettext_lazy("Papers of your matters"),
        shown=("case__number", "kind", "name", "content_type", "size", "added_at", "removed_at"), kept=PAPERS,
    ),
    Holding("cases.Document", "added_by__person", gettext_lazy("Papers you added"), shown=("name", "added_at"),
            scrubbed=("name",), kept=PAPERS),
    Holding(
        "cases.Signature", "person", gettext_lazy("Your signatures"), shown=("document__kind", "sha256", "signed_at"),
        kept=PAPERS,
    ),
    Holding("cases.Due", "case__applicant", gettext_lazy("Time limits in your matters"), shown=("rule", "event_on", "due_on"),
            wiped=("pauses",), kept=MATTER),
    Holding("cases.Payment", "case__applicant", gettext_lazy("Money you received"), shown=("amount", "paid_on", "taken_back_at"),
            kept=MATTER),
    Holding(
        "cases.Rating", "case__applicant", gettext_lazy("Your ratings"), shown=("grade", "text", "solved", "at", "call_back_text"),
        wiped=("text", "call_back_text"), kept=MATTER,
    ),
    Holding("cases.Assignment", "person", gettext_lazy("Matters that were in your hands"), shown=("role", "since", "until"),
            kept=MATTER),
    Holding("cases.Draft", "person", gettext_lazy("What you began to write"), shown=("kind", "answers", "updated_at"),
            removed=True),
    Holding("cases.Draft", "written_by__person", gettext_lazy("What you began to write for others"), removed=True),
    Holding("cases.CounterVisit", "person", gettext_lazy("Your visits at a counter"), shown=("union__name", "started_at"),
            kept=MATTER, is_trace=True),
)  # fmt: skip
keep_sealed("cases.KeptPaper", content_sealed="kept_paper")
on_closing(obstacles=_obstacles, end=put_papers_away, papers=_papers)
on_closing(end=blot_out_of_notices)
call_columns({
    "number": gettext_lazy("number"), "step": gettext_lazy("where it stands"), "intake": gettext_lazy("what you answered"),
    "outcome": gettext_lazy("result"), "terms": gettext_lazy("what was agreed"), "claimed": gettext_lazy("claimed (yuan)"),
    "agreed": gettext_lazy("agreed (yuan)"), "paid": gettext_lazy("paid (yuan)"), "opened_on": gettext_lazy("opened on"),
    "settled_on": gettext_lazy("settled on"), "closed_on": gettext_lazy("closed on"), "case__number": gettext_lazy("matter"),
    "at": gettext_lazy("when"), "author_role": gettext_lazy("who, in which role"), "verb": gettext_lazy("what was done"),
    "telephone": gettext_lazy("telephone"), "content_type": gettext_lazy("kind of file"), "size": gettext_lazy("bytes"),
    "added_at": gettext_lazy("added on"), "removed_at": gettext_lazy("removed on"), "document__kind": gettext_lazy("paper"),
    "sha256": gettext_lazy("fingerprint (SHA-256)"), "signed_at": gettext_lazy("signed on"), "rule": gettext_lazy("rule"),
    "event_on": gettext_lazy("counted from"), "due_on": gettext_lazy("until"), "amount": gettext_lazy("amount (yuan)"),
    "paid_on": gettext_lazy("paid on"), "taken_back_at": gettext_lazy("taken back on"),
    "grade": gettext_lazy("grade"), "solved": gettext_lazy("solved"),
    "call_back_text": gettext_lazy("what was said when you were called back"), "answers": gettext_lazy("answers"),
    "updated_at": gettext_lazy("last touched"),
})  # fmt: skip
