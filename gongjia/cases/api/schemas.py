"""What programs are told of a matter: what its reader sees on the pages, in the reader's language, and no more."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from gongjia.cases import words
from gongjia.cases.access import STAFF
from gongjia.cases.actions.signatures import signed_sides
from gongjia.cases.forms import move_form
from gongjia.cases.kinds import Actor, CaseKind, Move, Role
from gongjia.cases.models import Case, Document, Entry


class UnionRef(Schema):
    id: int
    name: str


class CaseOut(Schema):
    id: int
    number: str
    kind: str
    kind_title: str
    step: str
    step_title: str
    union: UnionRef = Field(description="the union that has it")
    opened_on: date
    closed_on: date | None
    outcome: str = Field(description="key of how it ended; empty while it has not")
    next_due: date | None = Field(description="the nearest day on which somebody must have acted")
    version: int = Field(description="counts changes; a move names the one it has seen, in If-Match")
    page: str = Field(description="address of its page")


class ClockOut(Schema):
    title: str
    due_on: date | None = Field(description="null while it stands still")
    law: str = Field(description="the article and the length")
    holder: str = Field(description="who must act before it ends")
    is_duty: bool = Field(description="no: a right that opens or ends; nobody is late")
    is_overdue: bool
    on_expiry: str = Field(description="what happens by itself when the day passes")


class HandsOut(Schema):
    name: str = Field(description="who has it; empty where nobody is named yet")
    union: str
    telephone: str


class AnswerOut(Schema):
    question: str = Field(description="key of the page it was asked on")
    label: str
    answer: str


class CaseDetail(CaseOut):
    sentence: str = Field(description="where it stands, in one sentence to its reader")
    roles: list[str] = Field(description="in what capacities the reader stands to it; empty: reads only")
    applicant: str = Field(description="name; empty where it is anonymous, or not the reader's to know")
    employer: str
    hands: HandsOut
    clocks: list[ClockOut]
    claimed: Decimal | None = Field(description="yuan")
    agreed: Decimal | None = Field(description="yuan")
    paid: Decimal = Field(description="yuan")
    answers: list[AnswerOut] = Field(description="what was told when it was raised; for the applicant and the office")


class EntryOut(Schema):
    id: int
    at: datetime
    verb: str
    what: str
    who: str
    text: str
    step_from: str
    step_to: str
    is_internal: bool = Field(description="only those who handle the matter read it")


class DocumentOut(Schema):
    id: int
    kind: str
    name: str
    content_type: str
    size: int = Field(description="bytes")
    sha256: str
    added_at: datetime
    signed_by: list[str] = Field(description="the sides that signed it")
    page: str = Field(description="address where a person who is signed in opens it")


class ChoiceOut(Schema):
    value: str
    label: str


class FieldOut(Schema):
    name: str
    label: str
    help: str
    kind: str = Field(description="text, yes_no, choice, choices, day, number or file")
    is_required: bool
    choices: list[ChoiceOut]


class MoveOut(Schema):
    key: str
    title: str
    consequence: str
    reason: str = Field(description="why it cannot be made now; empty where it can")
    needs_code: bool = Field(description="it signs a paper: ask for a code first, which goes to the signer's phone")
    fields: list[FieldOut]


class StepOut(Schema):
    key: str
    title: str
    holder: str
    is_final: bool


class KindMove(Schema):
    key: str
    title: str
    source: list[str]
    to: str = Field(description="empty: it stays where it is")
    by: list[str]


class KindOut(Schema):
    key: str
    title: str
    steps: list[StepOut]
    moves: list[KindMove]
    outcomes: list[ChoiceOut]


def kind_out(kind: CaseKind) -> dict[str, Any]:
    return {
        "key": kind.key,
        "title": str(kind.title),
        "steps": [
            {"key": step.key, "title": str(step.title), "holder": step.holder.value, "is_final": step.is_final}
            for step in kind.steps
        ],
        "moves": [
            {
                "key": move.key, "title": str(move.title), "source": list(move.source), "to": move.to,
                "by": [role.value for role in move.by],
            }
            for move in kind.moves
        ],
        "outcomes": [{"value": key, "label": str(label)} for key, label in kind.outcomes.items()],
    }  # fmt: skip


def case_out(case: Case, next_due: date | None) -> dict[str, Any]:
    return {
        "id": case.pk,
        "number": case.number,
        "kind": case.kind,
        "kind_title": str(case.case_kind.title),
        "step": case.step,
        "step_title": str(case.current_step.title),
        "union": {"id": case.union_id, "name": case.union.label},
        "opened_on": case.opened_on,
        "closed_on": case.closed_on,
        "outcome": case.outcome,
        "next_due": next_due,
        "version": case.version,
        "page": reverse("cases:case", args=[case.pk]),
    }


def case_detail(case: Case, roles: set[Role], next_due: date | None) -> dict[str, Any]:
    """`roles` as `readers` gives them: the office's where the reader is no side of the case."""
    reads_all = bool(roles & (STAFF | {Role.APPLICANT}))
    hands = words.hands_of(case)
    return {
        **case_out(case, next_due),
        "sentence": words.sentence(case, to_respondent=Role.RESPONDENT in roles and not reads_all),
        "applicant": case.applicant.name if case.applicant is not None and reads_all else "",
        "employer": case.employer.name if case.employer is not None else "",
        "hands": {"name": hands.name, "union": hands.union, "telephone": hands.telephone},
        "clocks": [_clock(clock) for clock in words.clocks_of(case)] if case.is_open else [],
        "claimed": case.claimed,
        "agreed": case.agreed,
        "paid": case.paid,
        "answers": [
            {"question": question, "label": label, "answer": answer}
            for question, label, answer in words.answers_shown(case.case_kind, case.intake)
        ]
        if reads_all
        else [],
    }


def _clock(clock: words.Clock) -> dict[str, Any]:
    return {
        "title": clock.title, "due_on": clock.due.due_on, "law": clock.law, "holder": clock.due.holder,
        "is_duty": clock.due.is_duty, "is_overdue": clock.is_overdue, "on_expiry": clock.on_expiry,
    }  # fmt: skip


def entry_out(entry: Entry, case: Case, roles: Iterable[Role]) -> dict[str, Any]:
    return {
        "id": entry.pk, "at": entry.at, "verb": entry.verb, "what": words.happened(entry, case.case_kind),
        "who": words.who_did(entry, case, roles), "text": entry.text, "step_from": entry.step_from,
        "step_to": entry.step_to, "is_internal": not entry.is_public and not entry.for_respondent,
    }  # fmt: skip


def document_out(document: Document) -> dict[str, Any]:
    return {
        "id": document.pk, "kind": document.kind, "name": document.name, "content_type": document.content_type,
        "size": document.size, "sha256": document.sha256, "added_at": document.added_at,
        "signed_by": [str(role) for role in sorted(signed_sides(document))],
        "page": reverse("cases:paper", args=[document.case_id, document.pk]),
    }  # fmt: skip


def move_out(case: Case, actor: Actor, move: Move, reason: str | None) -> dict[str, Any]:
    return {
        "key": move.key, "title": str(move.title), "consequence": str(move.consequence), "reason": reason or "",
        "needs_code": bool(move.signs),
        "fields": [_field(name, field) for name, field in move_form(move, case, actor).fields.items()],
    }  # fmt: skip


# The first that fits names the field.
FIELD_KINDS: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.FileField, "file"),
    (forms.BooleanField, "yes_no"),
    (forms.MultipleChoiceField, "choices"),
    (forms.ChoiceField, "choice"),
    (forms.DateField, "day"),
    (forms.DecimalField, "number"),
    (forms.IntegerField, "number"),
)


def _field(name: str, field: forms.Field) -> dict[str, Any]:
    choices = list(field.choices) if isinstance(field, forms.ChoiceField) else []  # type: ignore[arg-type]
    return {
        "name": name, "label": str(field.label or name), "help": str(field.help_text),
        "kind": next((kind for shape, kind in FIELD_KINDS if isinstance(field, shape)), "text"),
        "is_required": field.required,
        "choices": [{"value": str(value), "label": str(label)} for value, label in choices if value != ""],
    }  # fmt: skip
