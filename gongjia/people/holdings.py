"""What the platform holds about a person, declared room by room.

One declaration serves both the person's own copy (个人信息保护法 第45条) and the closing of an account (第47条): what
of a table is shown, what of it goes, and why the rest stays. A room above declares its tables in its `holdings.py`,
read when it is loaded; a test finds the table that nobody declared.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
ERASED = "〔已按本人要求删除〕"  # stands where words of a person stood; kept in the rows, so in one language


@dataclass(frozen=True)
class Kept:
    """Why rows stay after the person is gone from them: in words, with the article, and the law's own period."""

    why: Words
    article: Words
    rule: str = ""  # of the law room, for how long at least


@dataclass(frozen=True)
class Holding:
    """The rows of one table that speak of a person, reached by one way.

    Without `removed` the rows stay without the person: `emptied` columns get the value given, in `wiped` columns all
    words go, and from `scrubbed` ones only the person's own name and numbers.
    """

    table: str  # the model's label: "cases.Case"
    whose: str  # lookup that leads from a row to the person: "case__applicant"
    title: Words
    shown: tuple[str, ...] = ()  # columns of the person's own copy; none: the rows are others' and not in it
    opened: Mapping[str, str] = field(default_factory=dict)  # sealed columns of the copy and the kind they open as
    emptied: Mapping[str, Any] = field(default_factory=dict)
    wiped: tuple[str, ...] = ()
    scrubbed: tuple[str, ...] = ()
    removed: bool = False
    kept: Kept | None = None
    is_trace: bool = False  # says only that the person was here: nothing of theirs that would be missed


@dataclass(frozen=True)
class Paper:
    """A file of the person's own copy: the name it gets there and where it lies in the storage."""

    name: str
    path: str
    size: int  # bytes


Obstacles = Callable[[Any], Iterable[Words]]
_holdings: list[Holding] = []
_obstacles: list[Obstacles] = []
_endings: list[Callable[[Any], None]] = []
_papers: list[Callable[[Any], Iterable[Paper]]] = []
_words: dict[str, Words] = {}


def hold(*holdings: Holding) -> None:
    """Declare tables that speak of people."""
    _holdings.extend(holdings)


def call_columns(words: Mapping[str, Words]) -> None:
    """Give columns that a person's copy shows their words, as people read them; one word for a name in all tables."""
    _words.update(words)


def words_of(column: str) -> str:
    return str(_words.get(column, column))


def choices_of(table: str, column: str) -> dict[Any, Any]:
    """The names of a column's values, where it has choices."""
    try:
        return dict(apps.get_model(table)._meta.get_field(column).flatchoices)  # type: ignore[union-attr]
    except (LookupError, FieldDoesNotExist, AttributeError):
        return {}


def on_closing(
    obstacles: Obstacles | None = None,
    end: Callable[[Any], None] | None = None,
    papers: Callable[[Any], Iterable[Paper]] | None = None,
) -> None:
    """Hand in what a room must do itself: say what still stands in the way of closing an account, end what its own
    verbs end (called before anything is erased, in the same transaction), and list the files of a person's copy."""
    _obstacles.extend(filter(None, [obstacles]))
    _endings.extend(filter(None, [end]))
    _papers.extend(filter(None, [papers]))


def all_holdings() -> list[Holding]:
    return list(_holdings)


def obstacles_of(person: Any) -> list[Words]:
    """Why this person's account cannot be closed yet, one sentence each."""
    return [words for ask in _obstacles for words in ask(person)]


def papers_of(person: Any) -> list[Paper]:
    return [paper for ask in _papers for paper in ask(person)]


def removed_titles() -> list[Words]:
    """What is removed altogether when an account is closed, as the person reads it beforehand."""
    return list(dict.fromkeys(holding.title for holding in _holdings if holding.removed and holding.shown))


def kept_kinds() -> list[tuple[Kept, list[Words]]]:
    """What stays without the person, each reason once, with the titles that it holds for."""
    kinds: dict[Kept, list[Words]] = {}
    for holding in _holdings:
        if holding.kept is not None and holding.title not in kinds.setdefault(holding.kept, []):
            kinds[holding.kept].append(holding.title)
    return list(kinds.items())


def end_all(person: Any) -> None:
    for end in _endings:
        end(person)


# ---- this room's own tables ------------------------------------------------------------------------------------------

hold(
    Holding(
        "people.Person", "pk", _("Who you are"),
        shown=(
            "name", "sex", "birth_date", "division_code", "is_new_form_worker", "is_migrant_worker", "proof",
            "proved_at", "created_at",
        ),
        opened={"phone_sealed": "phone", "id_sealed": "resident_id", "email_sealed": "email"},
        emptied={
            "name": "", "name_pinyin": "", "name_grams": [], "sex": "", "birth_date": None, "division_code": "",
            "is_new_form_worker": False, "is_migrant_worker": False, "id_sealed": None, "id_index": None,
            "phone_sealed": None, "phone_index": None, "email_sealed": None, "proof": "none", "proved_at": None,
            "proved_by": None, "needs_check": False,
        },
        kept=Kept(
            _("A number without a name, so that the records below still fit together."),
            _("Personal Information Protection Law, article 47, paragraph 2"),
        ),
        is_trace=True,
    ),
    Holding(
        "people.Account", "person", _("Your way in"),
        shown=("language", "phone_verified", "is_active", "created_at", "last_login"),
        emptied={"is_active": False, "password": "!", "phone_verified": False, "language": "zh-hans",
                 "last_login": None},
        kept=Kept(
            _("A number that nobody can sign in with, so that the record of doings names who did what."),
            _("Cybersecurity Law, article 23 (3)"), rule="retention.logs",
        ),
        is_trace=True,
    ),
    Holding("mfa.Authenticator", "user__person", _("Second factors"), shown=("type", "created_at", "last_used_at"),
            removed=True, is_trace=True),
    Holding("account.EmailAddress", "user__person", _("E-mail address"), removed=True, is_trace=True),  # allauth's, empty
    Holding(
        "people.Consent", "person", _("What you agreed to"),
        shown=("purpose", "text_version", "given_at", "withdrawn_at"),
        kept=Kept(
            _("Purpose and dates, without your name: the proof that your information was used with your consent."),
            _("Personal Information Protection Law, articles 14 and 69"),
        ),
        is_trace=True,
    ),
    Holding("people.Copy", "person", _("Copies of your information"), shown=("asked_at", "ready_at", "fetched_at"),
            removed=True, is_trace=True),
    Holding(
        "people.Closing", "person", _("Closing your account"), shown=("asked_at", "due_at", "cancelled_at", "done_at"),
        kept=Kept(
            _("The dates, without your name: the proof that what you asked for was done."),
            _("Personal Information Protection Law, articles 50 and 69"),
        ),
        is_trace=True,
    ),
)  # fmt: skip
call_columns({
    "name": _("name"), "sex": _("sex"), "birth_date": _("birth date"), "division_code": _("place (division code)"),
    "is_new_form_worker": _("works through a platform"), "is_migrant_worker": _("from the countryside"),
    "proof": _("proof of identity"), "proved_at": _("proved on"), "created_at": _("entered on"),
    "phone": _("mobile number"), "id": _("identity number"), "email": _("e-mail address"), "language": _("language"),
    "phone_verified": _("number confirmed"), "is_active": _("can sign in"), "last_login": _("last sign-in"),
    "type": _("kind"), "last_used_at": _("last used"), "purpose": _("purpose"), "text_version": _("version of the text"),
    "given_at": _("agreed on"), "withdrawn_at": _("taken back on"), "asked_at": _("asked on"), "ready_at": _("ready on"),
    "fetched_at": _("fetched on"), "due_at": _("to be closed on"), "cancelled_at": _("taken back on"),
    "done_at": _("done on"), "when": _("when"), "who": _("who"), "title": _("what"), "text": _("words"),
})  # fmt: skip
