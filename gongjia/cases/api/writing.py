"""Raising a matter, moving it on, signing and writing in it."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Header, Query, Router, Schema
from ninja.responses import Status
from pydantic import BaseModel, Field
from pydantic import ValidationError as ModelError

from gongjia.cases.access import case_for
from gongjia.cases.actions import make_move, messages
from gongjia.cases.actions.direct import Unanswered, as_typed, first_errors, open_directly
from gongjia.cases.actions.signatures import paper_to_sign, send_code
from gongjia.cases.api.reading import CASES_WRITE, actor_of, case_read, detail, router
from gongjia.cases.api.schemas import CaseDetail, EntryOut, KindOut, entry_out, kind_out
from gongjia.cases.forms import move_form
from gongjia.cases.kinds import Actor, CaseKind, Move, Refused, Role, StalePage, all_kinds
from gongjia.cases.models import Case
from gongjia.foundation.api.paging import Number, Page, PageQuery, listed
from gongjia.foundation.api.problems import Problem, not_found, pointer, unfit
from gongjia.foundation.api.scopes import anybody, caller_of, needs

VERSIONED = {"x-problems": ["stale", "version-missing"], "x-finds": True}
ETAG = re.compile(r'(?:W/)?"(\d{1,9})(?:-[0-9a-f]+)?"')


Seen = Annotated[str, Field(max_length=200)]


class MoveIn(Schema):
    facts: dict[str, Any] = Field(default_factory=dict, description="the fields of the move, as list_moves names them")
    code: str = Field("", max_length=12, description="of a move that signs: the code from the signer's phone")


class MessageIn(Schema):
    text: str = Field(min_length=1, max_length=messages.LONGEST)
    to: str = Field("applicant", pattern="^(applicant|respondent)$", description="for the office: to which side")


class CodeSent(Schema):
    sent: bool = Field(description="the code went to the phone of the person whose token this is")


# ---- kinds, and opening a case of each ------------------------------------------------------------------------------


def add_openings() -> Router:
    """The kinds, and for each an operation of its own whose body is the kind's intake."""
    kinds = Router(tags=["cases"])
    kinds.get("", response=Page[KindOut], summary="Kinds of matters")(list_case_kinds)
    for kind in all_kinds():
        kinds.post(
            f"/{kind.key}/cases", response={201: CaseDetail}, operation_id=f"open_{kind.key}",
            summary=f"Raise a matter: {kind.key.replace('_', ' ')}", url_name=f"open_{kind.key}",
        )(_opening(kind))  # fmt: skip
    return kinds


@anybody
def list_case_kinds(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """What matters there are, with their steps, their moves and how they end."""
    return listed([kind_out(kind) for kind in all_kinds()], query, "kinds")


def _opening(kind: CaseKind) -> Any:
    intake: type[BaseModel] = kind.intake

    def open_case(request: HttpRequest, answers: intake) -> Any:  # type: ignore[valid-type]
        """Raise a matter of this kind for the person whose token this is; the same questions as on the pages."""
        if caller_of(request).union is not None:
            raise Refused(_("A partner's program raises no matter: the person does, or an officer at the counter."))
        actor = actor_of(request)
        return Status(201, detail(request, _opened(kind, actor, answers.model_dump(mode="json")), actor))  # type: ignore[attr-defined]

    return needs(CASES_WRITE, writes=True)(open_case)


def _opened(kind: CaseKind, actor: Actor, given: Mapping[str, Any]) -> Case:
    try:
        return open_directly(kind, actor, given)
    except Unanswered as missing:
        raise _fields(missing.problems) from missing
    except ModelError as problem:
        found = [{**error, "loc": ("body", "answers", *error["loc"])} for error in problem.errors(include_url=False)]
        raise unfit(found) from problem


# ---- moves ----------------------------------------------------------------------------------------------------------


@router.post("/{case_id}/moves/{move_key}", response=CaseDetail, summary="Make a move", openapi_extra=VERSIONED)
@needs(CASES_WRITE, writes=True)
def make_case_move(
    request: HttpRequest, case_id: Number, move_key: str, made: MoveIn, if_match: Header[Seen] = ""
) -> dict[str, Any]:
    """Move a matter on. If-Match carries the ETag of the matter, or its version in quotes: "7"."""
    actor = actor_of(request)
    case = case_for(actor, case_id)
    move = _move_of(case, move_key)
    seen = _seen(if_match)
    if seen is not None and seen != case.version:  # before its fields are judged: they may have changed with it
        raise _stale(case)
    form = move_form(move, case, actor, as_typed(made.facts), {})
    unknown = {name: _("Nothing of this name is asked here.") for name in made.facts if name not in form.fields}
    if unknown or not form.is_valid():
        raise _fields(unknown or first_errors(form), "facts")
    try:
        moved = make_move(case_id, move_key, actor, facts=form.cleaned_data, seen_version=seen, code=made.code)
    except StalePage:
        raise _stale(case) from None
    return detail(request, moved, actor)


@router.post("/{case_id}/moves/{move_key}/code", response=CodeSent, summary="Ask for a signing code")
@needs(CASES_WRITE, writes=True)
def send_signing_code(request: HttpRequest, case_id: Number, move_key: str) -> dict[str, bool]:
    """Send the signer the code that a signing move needs, by short message. It works for five minutes."""
    actor = actor_of(request)
    case = case_for(actor, case_id)
    move = _move_of(case, move_key)
    if actor.office is not None or not move.signs:
        raise Refused(_("This move signs nothing, or the token's program cannot sign."))
    send_code(paper_to_sign(case, move).pk, actor)
    return {"sent": True}


def _move_of(case: Case, key: str) -> Move:
    move = next((move for move in case.case_kind.moves if move.key == key), None)
    if move is None:
        raise not_found()
    return move


def _seen(if_match: str) -> int | None:
    """The version that the caller has seen; None for "*", which is any."""
    if if_match.strip() == "*":
        return None
    if not if_match.strip():
        raise Problem("version-missing", _("Send the ETag of the matter in the header If-Match, or * for any version."))
    match = ETAG.fullmatch(if_match.strip())
    return int(match[1]) if match else -1


def _stale(case: Case) -> Problem:
    return Problem("stale", _("Read the matter again: somebody changed it. It stands at version %(version)d now.")
                   % {"version": case.version})  # fmt: skip


# ---- messages -------------------------------------------------------------------------------------------------------


@router.post("/{case_id}/messages", response={201: EntryOut}, summary="Write a message")
@needs(CASES_WRITE, writes=True)
def write_message(request: HttpRequest, case_id: Number, written: MessageIn) -> Any:
    """From a side to whoever has the matter, or from the office to a side."""
    actor = actor_of(request)
    case = case_for(actor, case_id)
    entry = messages.message(case.pk, actor, written.text, to=Role(written.to))
    _case, _actor, roles = case_read(request, case_id)
    return Status(201, entry_out(entry, case, roles))


@router.post("/{case_id}/chase", response={201: EntryOut}, summary="Ask to get on with it")
@needs(CASES_WRITE, writes=True)
def chase_case(request: HttpRequest, case_id: Number) -> Any:
    """The applicant asks whoever has the matter to get on (催办), once a day at most."""
    actor = actor_of(request)
    case = case_for(actor, case_id)
    entry = messages.chase(case.pk, actor)
    _case, _actor, roles = case_read(request, case_id)
    return Status(201, entry_out(entry, case, roles))


def _fields(problems: Mapping[str, str], *under: str) -> Problem:
    said = _("Look at the errors, mend the request and send it again.")
    general = [sentence for name, sentence in problems.items() if name == "__all__"]
    fields = [(pointer([*under, name]), sentence) for name, sentence in problems.items() if name != "__all__"]
    return Problem("unfit", general[0] if general else said, fields)
