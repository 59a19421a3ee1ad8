"""What a programme declares to become a kind of case, and the registry of kinds.

A kind is steps, moves, limits, an intake, an outcome and words; nothing here is stored in the database, so a lawyer
can read the whole of it in one file and a change to it has a diff, a review and a test.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from gongjia.foundation.refusals import Refused as Refused

if TYPE_CHECKING:
    from gongjia.cases.models import Case, Entry

Words = str | Promise  # a message that is translated when it is shown


class Role(models.TextChoices):
    """In what capacity somebody stands to a case."""

    APPLICANT = "applicant", _("Applicant")
    RESPONDENT = "respondent", _("Employer")
    OFFICER = "officer", _("Union officer")
    MEDIATOR = "mediator", _("Mediator")
    LAWYER = "lawyer", _("Lawyer")  # asked beside whoever has it: reads, writes, decides nothing
    SUPERIOR = "superior", _("Union above")
    SYSTEM = "system", _("The platform")


# Who reads what is the worker's and the union's, and not the employer's.
UNION_SIDE = frozenset({Role.APPLICANT, Role.OFFICER, Role.MEDIATOR, Role.LAWYER, Role.SUPERIOR})


class Identity(models.TextChoices):
    """How much of the applicant others see (诉求可以实名、对单位保密或匿名)."""

    NAMED = "named", _("Named")
    MASKED = "masked", _("Kept from the employer")
    ANONYMOUS = "anonymous", _("Anonymous")


@dataclass(frozen=True)
class Limit:
    """A legal clock that starts when a step is entered. `rule` names a row of the law room."""

    rule: str
    holder: Role  # who must act before it ends
    on_expiry: Words = ""  # what happens by itself, told beforehand (如果逾期); none: the union above is asked
    starts: Callable[["Case"], date] | None = None  # the day counted from; none: the day the step was entered
    until: tuple[str, ...] = ()  # steps that end it; none: leaving the step ends it
    expiry_move: str = ""  # move the platform makes by itself on the day after; none: the union above is asked
    agreed: Callable[["Case"], date | None] | None = None  # a day the parties agreed on; `rule` then only names it
    article: Words = ""  # of an agreed day: where it is written down
    is_duty: bool = True  # no: a door that opens or closes (a right); nobody is late and nothing escalates


@dataclass(frozen=True)
class Step:
    key: str
    title: Words  # 等待受理
    sentence: Words  # where it stands, in one sentence to the member; %(holder)s: a name with its union; %(union)s
    holder: Role
    limits: tuple[Limit, ...] = ()
    to_respondent: Words = ""  # the same sentence to the employer, who is not the "you" above; none: that one
    is_final: bool = False
    leads_anew: bool = False  # an end after which the applicant may ask for the same again, at any time


@dataclass
class Turn:
    """One move being made: what its effect may read and change. The engine saves the case afterwards.

    It then enters the step that `entry.step_to` names: the move's `to`, unless the effect has put another there.
    """

    case: "Case"
    actor: "Actor"
    facts: dict[str, Any]
    today: date
    entry: "Entry"


class MoveForm(forms.Form):
    """A move's form that must know its case and who fills it in, e.g. to offer the mediators of that union."""

    def __init__(self, *args: Any, case: "Case", actor: "Actor", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.actor = case, actor
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices and first values from self.case."""


@dataclass(frozen=True)
class Move:
    """A lawful step onward. Its key is the verb in the address: POST /cases/12/moves/accept."""

    key: str
    title: Words  # the button
    consequence: Words  # written under the button
    done: Words  # the timeline's sentence afterwards
    source: tuple[str, ...]
    to: str  # "" stays where it is
    by: tuple[Role, ...]
    form: type[forms.Form] | None = None  # a MoveForm is made with case= and actor= besides
    when: Callable[["Case", "Actor"], Words | None] | None = None  # why not now, in a sentence; None: it may
    offered: Callable[["Case"], bool] | None = None  # whether it is spoken of in this case at all; none: always
    then: Callable[[Turn], None] | None = None
    is_public: bool = True
    is_main: bool = False  # the one main button
    for_respondent: bool = False  # the employer reads of it too; what the employer does itself it always sees
    signs: str = ""  # the kind of document that this move signs, confirmed with a one-time code to the signer's phone


@dataclass(frozen=True)
class Question:
    """One page of a guided intake: a short form, its heading and what helps to answer it."""

    key: str
    title: Words
    form: type[forms.Form]
    help: Words = ""
    asked_if: Callable[[Mapping[str, Any]], bool] | None = None  # of the answers so far
    takes_files: bool = False  # photos and papers may be added on this page; they are kept with the draft
    aside: tuple[Words, str] | None = None  # (words, name of a route): where to find out what is asked here


@dataclass(frozen=True)
class CaseKind:
    key: str
    title: Words
    prefix: str  # of the case number, e.g. "TJ"
    steps: tuple[Step, ...]
    moves: tuple[Move, ...]
    intake: type[BaseModel]
    questions: tuple[Question, ...]
    first_step: Callable[[Mapping[str, Any]], str]  # from the intake
    on_open: Callable[[Turn], None] | None = None
    outcomes: Mapping[str, Words] = field(default_factory=dict)
    promises: Sequence[Words] = ()  # what happens next, on the receipt
    opens_by: frozenset[str] = frozenset({"member", "stranger", "officer"})
    one_at_a_time: bool = False  # yes: whoever has one open is led to it and not to the questions
    asks_rating: bool = True
    takes_payments: bool = True  # no: the kind has moves of its own for money that arrived
    domain: str = "rights"  # guidance | skills | services | rights: where the desk's navigation lists it
    papers: Mapping[str, "PaperKind"] = field(default_factory=dict)
    summary: Callable[["Case"], Words] | None = None  # one line for lists
    route: Callable[[Mapping[str, Any], Any], Any] | None = (
        None  # (intake, applicant or None) -> the union that gets it
    )
    # (case, union) -> why that union may not be given it, in a sentence; None: it may
    why_not_with: Callable[["Case", Any], Words | None] | None = None
    panels: Sequence["Panel"] = ()  # more to read beside the tracker and on the case page
    known: Callable[["Actor"], Mapping[str, Any]] | None = None  # answers the platform holds already: not asked again
    # (what another programme has found out, the answers so far) -> the answers as typed, by question; see drafts.begin_with
    begins_with: Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, Mapping[str, list[str]]]] | None = None

    def step(self, key: str) -> Step:
        return next(step for step in self.steps if step.key == key)

    def move(self, key: str) -> Move:
        return next(move for move in self.moves if move.key == key)

    def questions_for(self, answers: Mapping[str, Any]) -> list[Question]:
        """The pages to ask, given what was answered so far."""
        return [question for question in self.questions if question.asked_if is None or question.asked_if(answers)]


@dataclass(frozen=True)
class PaperKind:
    """An official letter that can be made from a case at any time, from what the case already holds."""

    title: Words
    make: Callable[["Case"], "Paper"]  # raises Refused with a sentence where this machine or this case cannot
    when: Callable[["Case"], bool] | None = None  # it exists only then; none: always
    readers: frozenset[Role] = UNION_SIDE


@dataclass(frozen=True)
class Panel:
    """A fragment that a programme adds to the tracker and the case page. `facts` gives its context; None: not shown."""

    template: str
    facts: Callable[["Case"], Mapping[str, Any] | None]
    readers: frozenset[Role] = UNION_SIDE
    moves: tuple[str, ...] = ()  # on whose own pages it stands, too: nobody can make them without having read it


@dataclass(frozen=True)
class Paper:
    """An official letter made from a case: bytes of a DOCX or PDF and the name it is saved under."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Actor:
    """Who acts, and for whom. `account` is None for the platform and for the writer of an anonymous mailbox."""

    account: Any = None
    person: Any = None
    on_behalf_of: Any = None  # the person at the counter
    slip: Any = None  # that person's consent slip, a document; without it nobody acts for anybody
    is_system: bool = False
    pickup: str = ""  # pick-up code of an anonymous mailbox
    office: Any = None  # the union for whose offices a partner's program acts: nothing else, and nothing of its own

    @property
    def applicant(self) -> Any:
        """The person whose matter it is when this actor opens or moves a case as the applicant."""
        return self.on_behalf_of or self.person


SYSTEM = Actor(is_system=True)


class StalePage(Exception):
    """Somebody changed the case after the page was opened; nothing was written, what was typed is kept."""


_kinds: dict[str, CaseKind] = {}
_panels: dict[str, list[Panel]] = {}  # those that other programmes put beside a kind's own


def register(kind: CaseKind) -> CaseKind:
    """Called by a programme's programme.py. A key, once used, is never given to another kind."""
    known = {step.key for step in kind.steps}
    for move in kind.moves:
        unknown = set(move.source) | ({move.to} if move.to else set())
        if unknown - known:
            raise ValueError(f"{kind.key}.{move.key} names unknown steps {sorted(unknown - known)}")
    _kinds[kind.key] = kind
    return kind


def add_panel(kind_key: str, panel: Panel) -> None:
    """Put a fragment of one programme beside the cases of another's kind; neither needs to know the other."""
    _panels.setdefault(kind_key, []).append(panel)


def panels_of(kind: CaseKind) -> list[Panel]:
    return [*kind.panels, *_panels.get(kind.key, [])]


def kind_of(key: str) -> CaseKind:
    return _kinds[key]


def all_kinds() -> list[CaseKind]:
    return list(_kinds.values())
