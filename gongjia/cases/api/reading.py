"""Lists of matters and one matter, as far as the caller's access reaches. Anything else is a 404."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from gongjia.cases.access import STAFF, case_for, cases_for, documents_for, drafts_for, entries_for, next_dues, roles_in
from gongjia.cases.actions import moves_open_to
from gongjia.cases.actions.looks import look
from gongjia.cases.api import schemas
from gongjia.cases.api.schemas import CaseDetail, CaseOut, DocumentOut, EntryOut, MoveOut
from gongjia.cases.kinds import Actor, Role
from gongjia.cases.models import Case
from gongjia.foundation.api.paging import Number, Page, PageQuery, listed, page
from gongjia.foundation.api.scopes import Scope, caller_of, needs, register
from gongjia.unions.kinds import HANDLE_CASES, READ_CASES

CASES_READ = register(Scope("cases:read", _("Read matters: your own and those of your office"), READ_CASES))
CASES_WRITE = register(Scope("cases:write", _("Raise matters, move them on and write in them"), HANDLE_CASES))
router = Router(tags=["cases"])
mine = Router(tags=["cases"])
Day = Annotated[date, Field(ge=date(1950, 1, 1), le=date(2099, 12, 31))]


class CaseQuery(PageQuery):
    kind: str = Field("", max_length=40, description="key of a kind")
    step: str = Field("", max_length=40, description="key of a step")
    is_open: bool | None = Field(None, description="true: only open ones; false: only closed ones")
    union: Number | None = Field(None, description="only those that this very union has")
    opened_since: Day | None = Field(None, description="opened on this day or later")


class DraftOut(Schema):
    kind: str
    updated_at: str
    page: str = Field(description="where the person goes on with it")


def actor_of(request: HttpRequest) -> Actor:
    """The caller as the actions know them: the person, or a partner's program for the offices of its union."""
    caller = caller_of(request)
    return Actor(account=caller.account, person=caller.person, office=caller.union)


def case_read(request: HttpRequest, case_id: int) -> tuple[Case, Actor, set[Role]]:
    """A case the caller may read, with the capacities to show it for. Whoever is no side of it is written down."""
    actor = actor_of(request)
    case = case_for(actor, case_id)
    look(case, actor)
    return case, actor, readers(roles_in(case, actor))


def readers(roles: set[Role]) -> set[Role]:
    """As on the desk: whoever reads a case and is not only one of its sides reads what the office reads."""
    return roles if roles and not roles & STAFF else roles | {Role.SUPERIOR}


def detail(request: HttpRequest, case: Case, actor: Actor) -> dict[str, Any]:
    """The answer for one case; its version goes into the ETag, which a move sends back in If-Match."""
    request.version = case.version  # type: ignore[attr-defined]
    held = roles_in(case, actor)
    shown = schemas.case_detail(case, readers(held), next_dues([case]).get(case.pk))
    return {**shown, "roles": sorted(role.value for role in held)}


@router.get("", response=Page[CaseOut], summary="Matters")
@needs(CASES_READ)
def list_cases(request: HttpRequest, query: Query[CaseQuery]) -> dict[str, Any]:
    """The matters that the caller may read, the newest first."""
    cases = cases_for(actor_of(request)).select_related("union")
    exact = {"kind": query.kind, "step": query.step, "union": query.union, "opened_on__gte": query.opened_since}
    cases = cases.filter(**{name: value for name, value in exact.items() if value})
    if query.is_open is not None:
        cases = cases.filter(closed_on__isnull=query.is_open)
    found = page(cases, query, ("-pk",), lambda case: case, "cases")
    dues = next_dues(found["items"])
    return {**found, "items": [schemas.case_out(case, dues.get(case.pk)) for case in found["items"]]}


@router.get("/{case_id}", response=CaseDetail, summary="One matter")
@needs(CASES_READ)
def get_case(request: HttpRequest, case_id: Number) -> dict[str, Any]:
    """Where it stands, who has it, until when, by which article. That a program looked is written down for the person."""
    case, actor, _roles = case_read(request, case_id)
    return detail(request, case, actor)


@router.get("/{case_id}/timeline", response=Page[EntryOut], summary="The story of a matter")
@needs(CASES_READ)
def get_timeline(request: HttpRequest, case_id: Number, query: Query[PageQuery]) -> dict[str, Any]:
    """What happened, the oldest first, as far as the caller may read it."""
    case, _actor, roles = case_read(request, case_id)
    entries = entries_for(case, roles)
    return page(entries, query, ("pk",), lambda entry: schemas.entry_out(entry, case, roles), f"timeline:{case_id}")


@router.get("/{case_id}/documents", response=Page[DocumentOut], summary="The papers of a matter")
@needs(CASES_READ)
def list_documents(request: HttpRequest, case_id: Number, query: Query[PageQuery]) -> dict[str, Any]:
    """What papers there are, without their content: a person opens them on the page."""
    case, _actor, roles = case_read(request, case_id)
    return page(documents_for(case, roles), query, ("pk",), schemas.document_out, f"documents:{case_id}")


@router.get("/{case_id}/moves", response=list[MoveOut], summary="What may be done with a matter now")
@needs(CASES_READ)
def list_moves(request: HttpRequest, case_id: Number) -> list[dict[str, Any]]:
    """The moves of this step that are the caller's, each with its fields, or with the reason why it is not possible."""
    case, actor, _roles = case_read(request, case_id)
    request.version = case.version  # type: ignore[attr-defined]
    return [schemas.move_out(case, actor, move, reason) for move, reason in moves_open_to(case, actor)]


@mine.get("/drafts", response=Page[DraftOut], summary="Matters begun and not sent")
@needs(CASES_READ)
def list_drafts(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """What the person has begun to write on the pages, without the answers."""
    caller = caller_of(request)
    found = drafts_for(caller.person)[:100] if caller.union is None else []
    drafts = [
        {"kind": one.kind, "updated_at": one.updated_at.isoformat(), "page": f"/cases/new/{one.kind}/"} for one in found
    ]
    return listed(drafts, query, "drafts")
