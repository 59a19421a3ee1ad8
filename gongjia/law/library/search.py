"""The search itself, over rows held in memory: by article number, or by question. Knows nothing of tables.

A question is looked up in three ways, each giving every article a score that is scaled to its best:
the articles' own words (BM25, with the law's words added for what people say), the union's plain words about an
article, and the question cards. Plain words and cards are compared by words and by pairs of characters. The sum
orders the articles. docs/why/law-search.md has the measurements.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nlargest

from gongjia.law.library.bm25 import Bm25
from gongjia.law.library.kinds import NUMERAL, Answer, Found, Ref, integer
from gongjia.law.library.words import pairs, words

SHOWN = 5
# Chosen on the questions kept for working with; the held-out half was not looked at (docs/why/law-search.md).
TEXT, GIST, GIST_PAIRS, CARD, CARD_PAIRS = 0.8, 1.0, 0.5, 1.0, 0.7
LEGAL_WORD = 0.5  # what a word counts that the synonyms added
CARDS_READ = 8
LATER_ARTICLE = 0.12  # what each further article of a card loses
UNDERSTOOD = 7.0  # below this no card and no article shares enough with the question

_ARTICLE = re.compile(rf"第?({NUMERAL})条(?:之({NUMERAL}))?|第({NUMERAL})$")


@dataclass(frozen=True)
class Entry:
    """An article as the search holds it; `counted` are its words."""

    ref: Ref
    title: str
    counted: Mapping[str, int]
    text: str = ""
    gist: str = ""
    chapter: str = ""
    article_id: int | None = None
    starts_on: date | None = None


@dataclass(frozen=True)
class Card:
    matter: str
    asked: Sequence[str]
    refs: Sequence[Ref]


class Index:
    """Everything a question is compared with. Built once per process and again when a row has changed."""

    def __init__(
        self,
        entries: Sequence[Entry],
        cards: Sequence[Card],
        synonyms: Sequence[tuple[str, str]] = (),
        names: Sequence[tuple[str, str]] = (),
    ) -> None:
        """`synonyms`: (what people say, the law's words); `names`: (name of a law, its short title), best known first."""
        self.entries = entries
        self.cards = cards
        self.names = names
        self.synonyms = [(said, words(legal)) for said, legal in synonyms]
        self.numbered = {entry.ref: number for number, entry in enumerate(entries)}
        self.asked = [(number, text) for number, card in enumerate(cards) for text in card.asked]
        self.text = Bm25([entry.counted for entry in entries])
        self.gist = Bm25([Counter(words(entry.gist)) for entry in entries])
        self.gist_pairs = Bm25([Counter(pairs(entry.gist)) for entry in entries])
        self.card = Bm25([Counter(words(text)) for _card, text in self.asked], shortness=0.5)
        self.card_pairs = Bm25([Counter(pairs(text)) for _card, text in self.asked], shortness=0.5)

    def answer(self, question: str) -> Answer:
        question = question.strip()
        return self.by_article(question) or self.by_question(question)

    def by_article(self, question: str) -> Answer | None:
        """劳动合同法第四十七条, 劳动合同法47条, 第47条: that article and its neighbours, or the laws that have one."""
        match = _ARTICLE.search(question)
        if match is None:
            return None
        try:
            number, branch = integer(match[1] or match[3]), integer(match[2] or "零")
        except ValueError:  # 第2七条 is no number
            return None
        law = self._law(question[: match.start()])
        said = (question[: match.start()] + question[match.end() :]).strip(" 《》的，,")
        if law:
            wanted = [Ref(law, near, branch if near == number else 0) for near in (number, number + 1, number - 1)]
        elif not said:
            wanted = [Ref(short, number, branch) for short in dict.fromkeys(short for _name, short in self.names)]
        else:
            return None
        found = [self.numbered[ref] for ref in wanted if ref in self.numbered]
        if not found or (law and self.entries[found[0]].ref.number != number):
            return None
        return Answer([self._found(entry, round(1 - place / 10, 4)) for place, entry in enumerate(found[:SHOWN])])

    def _law(self, words_before: str) -> str:
        fitting = [(len(name), short) for name, short in self.names if name in words_before]
        return max(fitting)[1] if fitting else ""

    def by_question(self, question: str) -> Answer:
        plain = dict.fromkeys(words(question), 1.0)
        query = self._with_legal_words(question, plain)
        in_pairs = dict.fromkeys(pairs(question), 1.0)
        cards = self._best_of_cards(self.card.scores(query))
        gists = self.gist.scores(query)
        ways = [
            (TEXT, self.text.scores(query)),
            (GIST, gists),
            (GIST_PAIRS, self.gist_pairs.scores(in_pairs)),
            (CARD, self._articles_of(cards)),
            (CARD_PAIRS, self._articles_of(self._best_of_cards(self.card_pairs.scores(in_pairs)))),
        ]
        scores = _sum(ways)
        best = nlargest(SHOWN, scores, key=lambda number: (scores[number], -number))
        known = max([*cards.values(), *gists.values()], default=0.0)
        matter = self.cards[max(cards, key=lambda card: (cards[card], -card))].matter if cards else ""
        found = [self._found(number, round(scores[number], 4)) for number in best]
        return Answer(found, matter if known >= UNDERSTOOD else "", understood=known >= UNDERSTOOD)

    def _with_legal_words(self, question: str, plain: Mapping[str, float]) -> dict[str, float]:
        added = {word: LEGAL_WORD for said, legal in self.synonyms if said in question for word in legal}
        return {**added, **plain}

    def _best_of_cards(self, scores: Mapping[int, float]) -> dict[int, float]:
        best: dict[int, float] = {}
        for number, score in scores.items():
            card = self.asked[number][0]
            best[card] = max(best.get(card, 0.0), score)
        return best

    def _articles_of(self, cards: Mapping[int, float]) -> dict[int, float]:
        scores: dict[int, float] = {}
        for card in sorted(cards, key=lambda card: (-cards[card], card))[:CARDS_READ]:
            for place, ref in enumerate(self.cards[card].refs):
                number = self.numbered.get(ref)
                if number is not None:
                    scores[number] = max(scores.get(number, 0.0), cards[card] * (1 - LATER_ARTICLE * place))
        return scores

    def _found(self, number: int, score: float) -> Found:
        entry = self.entries[number]
        return Found(
            ref=entry.ref, title=entry.title, score=score, text=entry.text, gist=entry.gist, chapter=entry.chapter,
            article_id=entry.article_id, starts_on=entry.starts_on,
        )  # fmt: skip


def _sum(ways: Sequence[tuple[float, Mapping[int, float]]]) -> dict[int, float]:
    """Each way of looking scaled to its own best and weighted; 1 is an article that is best in every way."""
    total = sum(weight for weight, _scores in ways)
    scores: dict[int, float] = {}
    for weight, found in ways:
        best = max(found.values(), default=0.0)
        if best > 0:
            for number, score in found.items():
                scores[number] = scores.get(number, 0.0) + weight / total * max(score, 0.0) / best
    return scores
