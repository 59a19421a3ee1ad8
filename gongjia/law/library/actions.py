"""The writes of the library: statutes come in, and the union's words, synonyms and cards beside them.

Who may edit is asked by the page that offers it: offices live in a room above this one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.db.models.expressions import RawSQL
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.foundation.clock import today
from gongjia.law.library import texts
from gongjia.law.library.kinds import LibraryError, Matter, Ref, ref
from gongjia.law.library.models import Article, Gist, QuestionCard, Statute, Synonym, UnansweredQuestion
from gongjia.law.library.texts import ArticleText, StatuteText
from gongjia.law.library.words import as_tsvector, without_names, words

UNANSWERED_A_DAY = 500  # more than that is a machine asking


@dataclass(frozen=True)
class Imported:
    """What an import did to one version of a statute, in numbers of articles."""

    statute: Statute
    added: int
    known: int
    different: int  # there already with another text, and left as they were


@transaction.atomic
def import_statutes(statutes: Iterable[StatuteText], by: Any = None) -> list[Imported]:
    """Take in versions of statutes. A version or an article that is there is never changed: what differs is counted.

    A new version ends the one before it on the day it takes effect.
    """
    _one_at_a_time()
    return [_import(statute, by) for statute in statutes]


def _one_at_a_time() -> None:
    """Two starting servers fill the library one by one; whoever reads goes on reading."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE law_statute IN SHARE ROW EXCLUSIVE MODE")


def _import(text: StatuteText, by: Any) -> Imported:
    statute, is_new = Statute.objects.get_or_create(
        title=text.title,
        version=text.version,
        defaults={
            "short": text.short, "level": text.level, "issued_by": text.issued_by, "valid_from": text.valid_from,
            "source": text.source, "licence": text.licence,
        },
    )  # fmt: skip
    held = {(article.number, article.branch): article.text for article in statute.articles.defer("tokens")}
    fresh = [article for article in text.articles if (article.number, article.branch) not in held]
    Article.objects.bulk_create([_row(statute, article) for article in fresh], batch_size=500)
    if is_new:
        _end_versions(statute.title)
    if fresh:
        record(by, "law.statute.import", statute, change={"version": str(text.version), "articles": len(fresh)})
    known = [article for article in text.articles if (article.number, article.branch) in held]
    different = sum(held[article.number, article.branch] != article.text for article in known)
    return Imported(statute, added=len(fresh), known=len(known), different=different)


def _row(statute: Statute, article: ArticleText) -> Article:
    counted = words(f"{article.text} {statute.short} {article.chapter}")
    return Article(
        statute=statute, number=article.number, branch=article.branch, label=article.label, chapter=article.chapter,
        text=article.text, tokens=RawSQL("%s::tsvector", [as_tsvector(counted)]),
    )  # fmt: skip


def _end_versions(title: str) -> None:
    """Every version but the last ends on the day the next one takes effect."""
    versions = list(Statute.objects.filter(title=title).order_by("version"))
    for old, new in pairwise(versions):
        if old.valid_to != new.valid_from:
            old.valid_to = new.valid_from
            old.save(update_fields=["valid_to"])


@transaction.atomic
def load_library(by: Any = None) -> dict[str, int]:
    """Fill what is missing: the package's statutes, plain words, synonyms, cards. Safe to run at every start.

    What was edited here stays; what came with an earlier version of the platform and was not edited is replaced.
    Raises StatuteFileError where the data package is missing and no statute is there.
    """
    _one_at_a_time()
    added = {"articles": 0}
    if _lacks_statutes():
        added["articles"] = sum(done.added for done in import_statutes(texts.from_package(), by))
    added["gists"] = _load_gists()
    added["synonyms"] = _load_kept(
        Synonym, {legal: {"legal": legal, "said": said} for legal, said in texts.synonyms().items()}
    )
    added["cards"] = _load_kept(
        QuestionCard,
        {card.pop("key"): {**card, "place": place} for place, card in enumerate(texts.cards(), start=1)},
    )
    if any(added.values()) and (first := Statute.objects.order_by("pk").first()):
        record(by, "law.library.load", first, change=added)
    return added


def _lacks_statutes() -> bool:
    held = set(Statute.objects.values_list("title", flat=True))
    return any(want["title"] not in held for want in texts.wanted())


def _load_gists() -> int:
    held = {Ref(row.short, row.number, row.branch): row.text for row in Gist.objects.all()}
    changed = [
        Gist(short=place.short, number=place.number, branch=place.branch, text=text)
        for place, text in texts.gists().items()
        if held.get(place) != text
    ]
    _write(changed, ["short", "number", "branch"], ["text"])
    return len(changed)


def _load_kept(model: type[Synonym] | type[QuestionCard], rows: dict[str, dict[str, Any]]) -> int:
    held = {row.key: row for row in model.objects.all()}
    changed = []
    for key, columns in rows.items():
        row = held.get(key[:80])
        if row is None or not (row.edited or all(getattr(row, name) == value for name, value in columns.items())):
            changed.append(model(key=key[:80], **columns))
    _write(changed, ["key"], list(next(iter(rows.values()), {})))
    return len(changed)


def _write(rows: Sequence[Any], unique: list[str], columns: list[str]) -> None:
    """Add the rows, or write their columns over those of the row with the same key."""
    if rows:
        fields = [*columns, "changed_at"]  # the search's index looks at it
        type(rows[0]).objects.bulk_create(rows, update_conflicts=True, unique_fields=unique, update_fields=fields)


# ---- edited on the desk ---------------------------------------------------------------------------------------------


@transaction.atomic
def save_synonym(by: Any, synonym: Synonym | None, *, legal: str, said: Sequence[str], active: bool = True) -> Synonym:
    """Add a group, or change one (`synonym`). Raises LibraryError for a group that says nothing."""
    said = _lines(said, 40)
    if not legal.strip() or not said:
        raise LibraryError(_("Write the law's words, and at least one thing that people say."))
    row: Synonym = _locked(Synonym, synonym)
    before = {"legal": row.legal, "said": list(row.said or []), "active": row.active}
    row.legal, row.said, row.active, row.edited = legal.strip(), said, active, True
    row.save()
    after = {"legal": row.legal, "said": said, "active": active}
    record(by, "law.synonym.save", row, change={"before": before, "after": after})
    return row


@transaction.atomic
def save_card(
    by: Any, card: QuestionCard | None, *, matter: str, question: str, said: Sequence[str], articles: Sequence[str],
    active: bool = True,
) -> QuestionCard:  # fmt: skip
    """Add a card, or change one (`card`). Raises LibraryError for an article that nobody can name."""
    refs = [str(_known(ref(line))) for line in _lines(articles, 80)]
    if not question.strip() or not refs or matter not in Matter.values:
        raise LibraryError(_("Write the question, what it is about, and at least one article."))
    row: QuestionCard = _locked(QuestionCard, card)
    before = {"question": row.question, "articles": list(row.articles or []), "active": row.active}
    row.matter, row.question, row.said, row.articles = matter, question.strip(), _lines(said, 80), refs
    row.active, row.edited = active, True
    row.place = row.place or QuestionCard.objects.count() + 1
    row.save()
    after = {"question": row.question, "articles": refs, "active": active}
    record(by, "law.card.save", row, change={"before": before, "after": after})
    return row


def _known(place: Ref) -> Ref:
    if place.short in {law["short"] for law in texts.listed()} or Statute.objects.filter(short=place.short).exists():
        return place
    raise LibraryError(
        _("No law here is called “%(law)s”. Use the short title of the list of laws.") % {"law": place.short}
    )


def _locked(model: Any, row: Any) -> Any:
    if row is None:
        return model(key=f"own-{get_random_string(12)}")
    return model.objects.select_for_update().get(pk=row.pk)


def _lines(lines: Sequence[str], longest: int) -> list[str]:
    """The lines that say something, each once, in their order. Raises LibraryError for one that is too long."""
    found = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
    for line in found:
        if len(line) > longest:
            raise LibraryError(
                _("“%(line)s…” is too long: at most %(longest)s characters a line.")
                % {"line": line[:20], "longest": longest}
            )
    return found


# ---- questions that found nothing -----------------------------------------------------------------------------------


@transaction.atomic
def note_unanswered(question: str, on: date | None = None) -> None:
    """Keep what was asked, without names and numbers, under its day. Nobody's name, no hour, no address."""
    text = without_names(question)[:200].strip()
    day = on or today()
    if not text or UnansweredQuestion.objects.filter(asked_on=day).count() >= UNANSWERED_A_DAY:
        return
    row, is_new = UnansweredQuestion.objects.get_or_create(text=text, asked_on=day)
    if not is_new:
        UnansweredQuestion.objects.filter(pk=row.pk).update(times=F("times") + 1)


@transaction.atomic
def settle_unanswered(by: Any, question_id: int) -> None:
    """Take a question off the list: a synonym or a card answers it now, or it is none of ours. Twice is harmless."""
    row = UnansweredQuestion.objects.select_for_update().filter(pk=question_id, settled=False).first()
    if row is not None:
        row.settled = True
        row.save(update_fields=["settled"])
        record(by, "law.unanswered.settle", row)
