"""Unions and employers, which are public, and the memberships and offices of the person that a program acts for."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from gongjia.foundation.api.paging import Number, Page, PageQuery, listed, page
from gongjia.foundation.api.scopes import anybody, caller_of, needs
from gongjia.people.api import ME_READ
from gongjia.unions.access import (
    employer_shown,
    find_employers,
    memberships_of,
    offices_of,
    union_shown,
    unions_at,
    unions_listed,
)
from gongjia.unions.models import Employer, Membership, Office, Union

router = Router(tags=["unions"])
employers = Router(tags=["employers"])
mine = Router(tags=["people"])
BY_NAME = ("name_pinyin", "pk")


class UnionOut(Schema):
    id: int
    name: str = Field(description="in the caller's language, where the union has a name in it")
    kind: str = Field(description="federation, industry, league, grassroots or joint")
    level: str = Field(description="province, prefecture, county, township or grassroots")
    division_code: str = Field(description="code of the division; empty where it has none")
    parent: int | None = Field(description="the union above it")
    telephone: str
    address: str
    founded_on: date
    has_mediation_committee: bool


class UnionQuery(PageQuery):
    q: str = Field("", max_length=100, description="a part of the name")
    division: str = Field("", pattern=r"^(\d{6}|\d{9}|\d{12})?$", description="code of a division")
    parent: Number | None = Field(None, description="only unions directly under this one")


class EmployerOut(Schema):
    id: int
    name: str
    credit_code: str | None = Field(description="统一社会信用代码, where it is known")
    is_verified: bool = Field(description="name and code were compared with the public register")
    is_platform: bool
    address: str


class EmployerDetail(EmployerOut):
    unions: list[UnionOut] = Field(description="the unions that its workers belong to")


class EmployerQuery(PageQuery):
    q: str = Field(min_length=2, max_length=100, description="a part of the name, or the whole credit code")


class MembershipOut(Schema):
    union: UnionOut
    started_on: date
    ended_on: date | None = Field(description="null while it is open")
    how: str = Field(
        description="how the person came in: scan, workplace, platform, residence, league, counter, transfer"
    )
    end_reason: str


class OfficeOut(Schema):
    union: UnionOut
    role: str = Field(description="officer, mediator, lawyer, leader, analyst, auditor, supervisor or administrator")
    title: str
    since: date
    until: date | None


def union_out(union: Union) -> dict[str, Any]:
    return {
        "id": union.pk, "name": union.label, "kind": union.kind, "level": union.level,
        "division_code": union.division_code, "parent": union.parent_id, "telephone": union.telephone,
        "address": union.address, "founded_on": union.founded_on,
        "has_mediation_committee": union.has_mediation_committee,
    }  # fmt: skip


def employer_out(employer: Employer) -> dict[str, Any]:
    return {
        "id": employer.pk, "name": employer.name, "credit_code": employer.credit_code,
        "is_verified": employer.is_verified, "is_platform": employer.is_platform, "address": employer.address,
    }  # fmt: skip


@router.get("", response=Page[UnionOut], summary="Unions")
@anybody
def list_unions(request: HttpRequest, query: Query[UnionQuery]) -> dict[str, Any]:
    """Standing unions in the order of their names; by a part of the name, by division, or those under one union."""
    return page(unions_listed(query.q, query.division, query.parent), query, BY_NAME, union_out, "unions")


@router.get("/{union_id}", response=UnionOut, summary="One union")
@anybody
def get_union(request: HttpRequest, union_id: Number) -> dict[str, Any]:
    """A standing union with its telephone and address."""
    return union_out(union_shown(union_id))


@employers.get("", response=Page[EmployerOut], summary="Employers by name")
@anybody
def list_employers(request: HttpRequest, query: Query[EmployerQuery]) -> dict[str, Any]:
    """Employers whose name contains what is asked for, in the order of their names."""
    return page(find_employers(query.q), query, BY_NAME, employer_out, "employers")


@employers.get("/{employer_id}", response=EmployerDetail, summary="One employer")
@anybody
def get_employer(request: HttpRequest, employer_id: Number) -> dict[str, Any]:
    """An employer and the unions of its workers."""
    employer = employer_shown(employer_id)
    return {**employer_out(employer), "unions": [union_out(union) for union in unions_at(employer)]}


@mine.get("/memberships", response=Page[MembershipOut], summary="Memberships of the person")
@needs(ME_READ)
def list_memberships(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """Every membership that the person ever had, the newest first; at most one is open."""
    return listed([_membership(one) for one in memberships_of(caller_of(request).person)], query, "memberships")


@mine.get("/offices", response=list[OfficeOut], summary="Offices of the person")
@needs(ME_READ)
def list_offices(request: HttpRequest) -> list[dict[str, Any]]:
    """The offices that the person holds today, the highest union first."""
    return [_office(office) for office in offices_of(caller_of(request).person)]


def _membership(membership: Membership) -> dict[str, Any]:
    return {
        "union": union_out(membership.union), "started_on": membership.started_on, "ended_on": membership.ended_on,
        "how": membership.how, "end_reason": membership.end_reason,
    }  # fmt: skip


def _office(office: Office) -> dict[str, Any]:
    return {"union": union_out(office.union), "role": office.role, "title": office.title, "since": office.since,
            "until": office.until}  # fmt: skip
