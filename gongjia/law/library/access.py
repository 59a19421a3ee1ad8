"""The only doors to the library's rows, and the search index that every process keeps of them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import Http404

from gongjia.foundation.clock import today
from gongjia.law.library import texts
from gongjia.law.library.kinds import Answer, LibraryError, Ref, ref
from gongjia.law.library.models import Article, Gist, QuestionCard, Statute, Synonym, UnansweredQuestion
from gongjia.law.library.search import Card, Entry, Index
from gongjia.law.library.words import words

UNANSWERED_SHOWN = 200


def ask(question: str) -> Answer:
    """The 3 to 5 articles nearest to a question, or the article it names. Some milliseconds once the index is built."""
    return index().answer(question)


# ---- the index ------------------------------------------------------------------------------------------------------

_lock = Lock()
_kept: tuple[str, Index] | None = None


def index() -> Index:
    """This process's index, built anew when a row has changed or a law has come into force since."""
    global _kept
    edition = _edition()
    kept = _kept
    if kept is not None and kept[0] == edition:
        return kept[1]
    with _lock:
        if _kept is None or _kept[0] != edition:
            _kept = (edition, build(today()))
        return _kept[1]


def _edition() -> str:
    """Changes with every change to what the search reads, and from day to day. One statement, half a millisecond."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT md5(concat("
            "(SELECT concat(max(id), '/', count(*), '/', count(valid_to)) FROM law_statute), ' ',"
            "(SELECT concat(max(id), '/', count(*)) FROM law_article), ' ',"
            "(SELECT string_agg(changed_at::text, ',' ORDER BY id) FROM law_synonym), ' ',"
            "(SELECT string_agg(changed_at::text, ',' ORDER BY id) FROM law_questioncard), ' ',"
            "(SELECT concat(max(changed_at), '/', count(*)) FROM law_gist)))"
        )
        return f"{today()} {cursor.fetchone()[0]}"


def build(on: date) -> Index:
    """The index of the statutes as they stand on a day."""
    statutes = in_force(on)
    gists = {Ref(gist.short, gist.number, gist.branch): gist.text for gist in Gist.objects.all()}
    entries = _entries(statutes, gists, on)
    listed = texts.listed()
    titles = {law["short"]: law["title"] for law in listed}
    known = {entry.ref for entry in entries}
    entries += [
        Entry(ref=place, title=titles.get(place.short, place.short), counted=Counter(words(gist)), gist=gist)
        for place, gist in gists.items()
        if place not in known
    ]
    return Index(
        entries,
        [Card(card.matter, [card.question, *card.said], _refs(card)) for card in cards_in_use()],
        [(said, synonym.legal) for synonym in Synonym.objects.filter(active=True) for said in synonym.said],
        _names(listed, entries),
    )


def _entries(statutes: Sequence[Statute], gists: dict[Ref, str], on: date) -> list[Entry]:
    by_id = {statute.pk: statute for statute in statutes}
    entries = []
    for row in _articles_with_words(list(by_id)):
        statute = by_id[row["statute"]]
        place = Ref(statute.short, row["number"], row["branch"])
        entries.append(
            Entry(
                ref=place, title=statute.title, counted=dict(zip(row["words"], row["times"], strict=True)),
                text=row["text"], gist=gists.get(place, ""), chapter=row["chapter"], article_id=row["id"],
                starts_on=statute.valid_from if statute.valid_from and statute.valid_from > on else None,
            )
        )  # fmt: skip
    return entries


def _articles_with_words(statute_ids: list[int]) -> list[dict[str, Any]]:
    """The articles with the words of their tsvector and how often each stands there."""
    columns = ("id", "statute", "number", "branch", "chapter", "text", "words", "times")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id, a.statute_id, a.number, a.branch, a.chapter, a.text, w.words, w.times FROM law_article a, "
            "LATERAL (SELECT coalesce(array_agg(lexeme), '{}') AS words, "
            "coalesce(array_agg(cardinality(positions)), '{}') AS times FROM unnest(a.tokens)) w "
            "WHERE a.statute_id = ANY(%s) ORDER BY a.id",
            [statute_ids],
        )
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _refs(card: QuestionCard) -> list[Ref]:
    refs = []
    for words_of_one in card.articles:
        try:
            refs.append(ref(words_of_one))
        except LibraryError:
            continue  # cannot be saved today; an older row must not break the search
    return refs


def _names(listed: Sequence[dict[str, Any]], entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """What a law may be called in a question, the best known laws first."""
    known = {entry.ref.short: entry.title for entry in entries}
    shorts = dict.fromkeys([*(law["short"] for law in listed if law["short"] in known), *known])
    also = {law["short"]: law.get("also", []) for law in listed}
    return [
        (name, short)
        for short in shorts
        for name in dict.fromkeys([short, *also.get(short, []), known[short].removeprefix("中华人民共和国")])
    ]


# ---- statutes and articles ------------------------------------------------------------------------------------------


def in_force(on: date) -> list[Statute]:
    """One version of each law: the one in force on the day, else the next to come."""
    rows = Statute.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on)).order_by("title", "version")
    chosen: dict[str, Statute] = {}
    for statute in rows:
        begun = statute.valid_from is None or statute.valid_from <= on
        if begun or statute.title not in chosen:
            chosen[statute.title] = statute
    order = {want["title"]: place for place, want in enumerate(texts.wanted())}
    return sorted(chosen.values(), key=lambda statute: (order.get(statute.title, len(order)), statute.title))


def statute_shown(statute_id: int) -> Statute:
    statute = Statute.objects.filter(pk=statute_id).first()
    if statute is None:
        raise Http404
    return statute


def other_versions(statute: Statute) -> QuerySet[Statute]:
    return Statute.objects.filter(title=statute.title).exclude(pk=statute.pk).order_by("-version")


def articles_of(statute: Statute) -> QuerySet[Article]:
    return statute.articles.defer("tokens").order_by("number", "branch")


def article_shown(article_id: int) -> Article:
    article = Article.objects.select_related("statute").defer("tokens").filter(pk=article_id).first()
    if article is None:
        raise Http404
    return article


def neighbours(article: Article) -> tuple[Article | None, Article | None]:
    """The articles before and after, where they were imported."""
    rows = articles_of(article.statute)
    place = (article.number, article.branch)
    before = rows.filter(Q(number__lt=place[0]) | Q(number=place[0], branch__lt=place[1])).last()
    after = rows.filter(Q(number__gt=place[0]) | Q(number=place[0], branch__gt=place[1])).first()
    return before, after


def gist_of(article: Article) -> str:
    gist = Gist.objects.filter(short=article.statute.short, number=article.number, branch=article.branch).first()
    return gist.text if gist else ""


# ---- what the union adds --------------------------------------------------------------------------------------------


def cards_in_use() -> QuerySet[QuestionCard]:
    return QuestionCard.objects.filter(active=True).order_by("place", "pk")


def all_cards() -> QuerySet[QuestionCard]:
    return QuestionCard.objects.order_by("place", "pk")


def all_synonyms(text: str = "") -> QuerySet[Synonym]:
    """The groups that hold a text, in the order of the law's words."""
    rows = Synonym.objects.order_by("legal", "pk")
    return rows.filter(Q(legal__icontains=text) | Q(said__icontains=text)) if text else rows


def card_shown(card_id: int) -> QuestionCard:
    card = QuestionCard.objects.filter(pk=card_id).first()
    if card is None:
        raise Http404
    return card


def synonym_shown(synonym_id: int) -> Synonym:
    synonym = Synonym.objects.filter(pk=synonym_id).first()
    if synonym is None:
        raise Http404
    return synonym


def unanswered() -> QuerySet[UnansweredQuestion]:
    """The open ones, the latest first."""
    return UnansweredQuestion.objects.filter(settled=False)[:UNANSWERED_SHOWN]
