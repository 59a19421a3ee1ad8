"""How text becomes the words that are counted: rjieba's search cut, without words that stand everywhere."""

import re
from pathlib import Path

import rjieba

# Words of every question and every article; they tell nothing apart. "不" and "没" are meant by the synonyms.
EVERYWHERE = frozenset(
    (Path(__file__).resolve().parent.parent / "data" / "library" / "everywhere.txt").read_text(encoding="utf-8").split()
)
_WORD = re.compile(r"\w")
_NOT_WORD = re.compile(r"[\W_]+")


def words(text: str) -> list[str]:
    """The words of a text in the order in which they stand; a compound also gives its parts."""
    return [word for word in rjieba.cut_for_search(text) if word not in EVERYWHERE and _WORD.match(word)]


def pairs(text: str) -> list[str]:
    """Every two neighbouring characters: finds what the dictionary cuts in the wrong place."""
    bare = _NOT_WORD.sub("", text)
    return [bare[at : at + 2] for at in range(len(bare) - 1)]


def as_tsvector(counted: list[str]) -> str:
    """The words with their places, as PostgreSQL reads a tsvector. Positions beyond 16,383 are all the last one."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(counted, start=1):
        places.setdefault(word, []).append(min(place, 16383))
    return " ".join(
        "'" + word.replace("\\", "\\\\").replace("'", "''") + "':" + ",".join(map(str, found[:255]))
        for word, found in places.items()
    )


_DIGITS = re.compile(r"[0-9０-９]{5,}[0-9Xx]?|[0-9０-９]{3,4}[- ][0-9０-９]{3,8}([- ][0-9０-９]{3,8})?")
_MAIL = re.compile(r"[\w.+-]+@[\w.-]+")
_FIRM = re.compile(r"[^\s，。、；：（）]{2,20}?(?:有限责任公司|有限公司|股份公司|集团公司)")
_WHOSE = "我|老板|经理|厂长|班长|主管|同事|领导|工头|包工头|名字"
_NAMED = re.compile(rf"((?:{_WHOSE})(?:叫|是|名叫))[^\s，。、；]{{2,4}}?(?=[，。、；\s在的不]|$)")
MARK = "某"


def without_names(text: str) -> str:
    """A question without what could tell who asks or who is meant: numbers, addresses, firms, people's names.

    Careful rather than exact: a word that only looks like a name is lost too.
    """
    for pattern in (_MAIL, _DIGITS, _FIRM):
        text = pattern.sub(MARK, text)
    text = _NAMED.sub(rf"\1{MARK}", text)
    tagged = rjieba.tag(text)
    return "".join(MARK if tag == "nr" and len(word) > 1 else word for word, tag in tagged)
