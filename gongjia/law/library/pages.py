"""What the pages of the library show, made from its rows."""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from gongjia.foundation.clock import today
from gongjia.law.library import access, texts
from gongjia.law.library.kinds import Answer, Found, Matter
from gongjia.law.library.models import Statute
from gongjia.law.library.words import words

EXCERPT = 260  # characters of an article among the results; the whole is one press away
Piece = tuple[str, bool]  # words, and whether the question has them too


def questions_by_matter() -> list[dict[str, Any]]:
    """The common questions as links, under what they are about."""
    cards = sorted(access.cards_in_use(), key=lambda card: (list(Matter).index(Matter(card.matter)), card.place))
    return [
        {
            "title": Matter(matter).label,
            "cells": [{"label": card.question, "url": _address(card.question)} for card in held],
        }
        for matter, held in groupby(cards, key=lambda card: card.matter)
    ]


def _address(question: str) -> str:
    return f"{reverse('law:search')}?{urlencode({'q': question})}"


def results(answer: Answer, question: str) -> dict[str, Any]:
    asked = set(words(question))
    return {
        "results": [_result(found, asked) for found in answer.found] if answer.understood else [],
        "matter": Matter(answer.matter).label if answer.matter else "",
    }


def _result(found: Found, asked: set[str]) -> dict[str, Any]:
    excerpt = found.text if len(found.text) <= EXCERPT else found.text[:EXCERPT].rsplit("\n", 1)[0] + "……"
    return {
        "found": found,
        "lines": [marked(line, asked) for line in excerpt.splitlines()],
        "url": reverse("law:article", args=[found.article_id]) if found.article_id else "",
    }


def marked(line: str, asked: set[str]) -> list[Piece]:
    """A line cut at the question's words; words that follow one another are marked as one."""
    pieces: list[Piece] = [(line, False)]
    for word in sorted(asked, key=lambda word: (-len(word), word)):
        if len(word) > 1:
            pieces = [piece for old in pieces for piece in ([old] if old[1] else _cut(old[0], word))]
    return [("".join(text for text, _hit in held), hit) for hit, held in groupby(pieces, key=lambda piece: piece[1])]


def _cut(text: str, word: str) -> list[Piece]:
    between = [(part, False) for part in text.split(word)]
    pieces = [between[0]]
    for part in between[1:]:
        pieces += [(word, True), part]
    return [piece for piece in pieces if piece[0]]


def chapters(statute: Statute) -> list[dict[str, Any]]:
    """A statute's articles under their chapters, each with its beginning."""
    return [
        {
            "title": title,
            "cells": [
                {
                    "label": article.label,
                    "note": _beginning(article.text),
                    "url": reverse("law:article", args=[article.pk]),
                }
                for article in held
            ],
        }
        for title, held in groupby(access.articles_of(statute), key=lambda article: article.chapter)
    ]


def _beginning(text: str) -> str:
    first = text.split("\n", 1)[0]
    return first if len(first) <= 40 else first[:40] + "……"


def state(statute: Statute) -> str:
    """A sentence where the text is not the one in force today; empty where it is."""
    if statute.valid_to and statute.valid_to <= today():
        return _("This version was in force until %(day)s. There is a later one.") % {"day": statute.valid_to}
    if statute.valid_from and statute.valid_from > today():
        return _("Not yet in force: it begins on %(day)s.") % {"day": statute.valid_from}
    return ""


def not_imported() -> list[str]:
    """The titles that the search knows only in the union's plain words."""
    held = {statute.short for statute in access.in_force(today())}
    return [law["title"] for law in texts.elsewhere() if law["short"] not in held]
