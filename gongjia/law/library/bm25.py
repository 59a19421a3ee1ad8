"""Okapi BM25 over a few thousand short texts, kept in memory: rare words count more, long texts count less."""

import math
from collections.abc import Iterable, Mapping

SATURATION = 1.2  # k1: how fast a repeated word stops counting


class Bm25:
    """An inverted index. Each text is a mapping of word -> how often it stands there."""

    def __init__(self, texts: Iterable[Mapping[str, int]], shortness: float = 0.75) -> None:
        counted = list(texts)
        lengths = [sum(text.values()) for text in counted]
        mean = sum(lengths) / len(lengths) if sum(lengths) else 1.0
        self.postings: dict[str, list[tuple[int, float]]] = {}
        for number, text in enumerate(counted):
            ground = SATURATION * (1 - shortness + shortness * lengths[number] / mean)
            for word, times in text.items():
                weight = times * (SATURATION + 1) / (times + ground)
                self.postings.setdefault(word, []).append((number, weight))
        self.rarity = {
            word: math.log(1 + (len(counted) - len(held) + 0.5) / (len(held) + 0.5))
            for word, held in self.postings.items()
        }

    def scores(self, query: Mapping[str, float]) -> dict[int, float]:
        """Number of a text -> its score, for the texts that hold at least one word of the query (word -> weight)."""
        scores: dict[int, float] = {}
        for word, weight in query.items():
            worth = weight * self.rarity.get(word, 0.0)
            for number, held in self.postings.get(word, ()):
                scores[number] = scores.get(number, 0.0) + worth * held
        return scores
