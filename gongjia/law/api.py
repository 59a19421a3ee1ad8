"""Law for programs: the rules in force, the calendar, a deadline counted out, and what a worker is owed. All public."""

import json
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from ninja import Body, Query, Router, Schema
from pydantic import Field

from gongjia.foundation.api.paging import Page, PageQuery, listed, page
from gongjia.foundation.api.problems import Problem
from gongjia.foundation.api.scopes import anybody
from gongjia.foundation.clock import today
from gongjia.law.access import regions, rule, rules_in_force
from gongjia.law.calendar import WorkCalendar, load_calendar
from gongjia.law.claims import CLAIMS, LocalFigures, calculate
from gongjia.law.claims.places import NATIONAL
from gongjia.law.clocks import deadline
from gongjia.law.kinds import LawError, RuleMissing
from gongjia.law.local_figures.access import local_figures
from gongjia.law.models import Rule

router = Router(tags=["law"])
EARLIEST, LATEST = date(1950, 1, 1), date(2099, 12, 31)
Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]
Region = Annotated[
    str, Field(pattern=r"^(cn|22\d{0,10})$", description="cn, or the start of a division code, e.g. 220202")
]


class RuleOut(Schema):
    key: str
    version: int
    title: str = Field(description="in the caller's language")
    value: Decimal
    unit: str = Field(description="day, month, year, hour, percent, yuan, person, time or none")
    day_type: str = Field(description="working or calendar; empty where it is no number of days")
    operator: str = Field(description="eq, ge, gt, le, lt, or a share: ge_half, gt_half, ge_two_thirds, …")
    article: str = Field(description="the citation, in Chinese")
    jurisdiction: str
    valid_from: date
    valid_to: date | None = Field(description="first day on which it is no longer in force")
    certainty: str = Field(description="high, medium or low: how sure we are of our reading")
    source: str


class RuleQuery(PageQuery):
    on: Day | None = Field(None, description="the day on which they are in force; today if not given")
    jurisdiction: Region = "22"


class DayOut(Schema):
    day: date
    is_workday: bool
    is_known: bool = Field(
        description="whether an official notice covers the day; if not, weekends alone were looked at"
    )


class DeadlineOut(Schema):
    due_on: date | None
    starts_on: date = Field(description="the first day that counts")
    rule: str
    rule_version: int
    article: str
    day_type: str
    days: int
    rolled: bool = Field(description="it ended on a day off and was moved to a working day")
    warnings: list[str] = Field(description="what is doubtful about the day, in the caller's language")


class DeadlineQuery(Schema):
    rule: str = Field(max_length=80, description="key of a rule that is a period")
    start: Day = Field(description="the day of the event; counting begins the day after")
    jurisdiction: Region = "22"


class ClaimKind(Schema):
    claim_type: str
    inputs: dict[str, Any] = Field(description="JSON Schema of the facts; each description is the question to a worker")


class ClaimIn(Schema):
    id: str | int | None = Field(None, description="yours; it comes back with the result")
    claim_type: str = Field(max_length=60, description="one of list_claim_types")
    jurisdiction: str = Field(NATIONAL, max_length=60, description="where the work was done, e.g. 吉林·长春市区")
    inputs: dict[str, Any] = Field(
        default_factory=dict, description="the facts; what is missing is asked for in the result"
    )


Claims = Annotated[list[ClaimIn], Field(min_length=1, max_length=50)]


class ClaimOut(Schema):
    id: str | int | None
    result: dict[str, Any] = Field(
        description="amount, steps with rule and article, alternatives, warnings; `reason` where there is no answer"
    )


@router.get("/rules", response=Page[RuleOut], summary="Legal rules in force")
@anybody
def list_rules(request: HttpRequest, query: Query[RuleQuery]) -> dict[str, Any]:
    """Every rule in force on a day in a region, national ones among them."""
    rules = rules_in_force(query.on or today()).filter(jurisdiction__in=regions(query.jurisdiction))
    return page(rules, query, ("key", "pk"), _rule, "rules")


@router.get("/rules/{key}", response=RuleOut, summary="One legal rule")
@anybody
def get_rule(request: HttpRequest, key: str, on: Day | None = None, jurisdiction: Region = "22") -> dict[str, Any]:
    """The version of a rule in force on a day; the narrowest region wins."""
    return _rule(_found(key, on or today(), jurisdiction))


@router.get("/calendar/{day}", response=DayOut, summary="Whether a day is a working day")
@anybody
def get_calendar_day(request: HttpRequest, day: Day) -> dict[str, Any]:
    """A working day or a day off, with holidays and make-up workdays."""
    calendar = load_calendar()
    return {"day": day, "is_workday": calendar.is_workday(day), "is_known": calendar.is_known(day)}


@router.get("/deadline", response=DeadlineOut, summary="A deadline counted out", openapi_extra={"x-finds": True})
@anybody
def get_deadline(request: HttpRequest, query: Query[DeadlineQuery]) -> dict[str, Any]:
    """The last day of a legal period that begins with an event."""
    found = _found(query.rule, query.start, query.jurisdiction)
    try:
        counted = deadline(found, query.start, calendar=load_calendar())
    except (LawError, OverflowError) as problem:
        raise Problem("unfit", str(problem), [("rule", str(problem))]) from problem
    return {
        "due_on": counted.due_on, "starts_on": counted.starts_on, "rule": counted.rule_key,
        "rule_version": counted.rule_version, "article": counted.article, "day_type": counted.day_type,
        "days": counted.days, "rolled": counted.rolled, "warnings": list(counted.warning_texts),
    }  # fmt: skip


@router.get("/claims", response=Page[ClaimKind], summary="Kinds of claims that can be worked out")
@anybody
def list_claim_types(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """The claim types with the facts that each asks for."""
    return listed(_claim_kinds(), query, "claims")


@router.post("/claims", response=list[ClaimOut], summary="Work out claims")
@anybody
def calculate_claims(request: HttpRequest, claims: Body[Claims]) -> list[dict[str, Any]]:
    """What a worker is owed, step by step with the articles: the same as `gongjia claims`, and with the local figures
    and the holidays that were entered here. Nothing of it is kept."""
    figures, calendar = local_figures(), load_calendar()
    return [{"id": claim.id, "result": _result(claim, figures, calendar)} for claim in claims]


@cache
def _claim_kinds() -> list[dict[str, Any]]:
    return [{"claim_type": key, "inputs": claim.facts.model_json_schema()} for key, claim in CLAIMS.items()]


def _result(claim: ClaimIn, figures: LocalFigures, calendar: WorkCalendar) -> dict[str, Any]:
    result = calculate(claim.claim_type, claim.inputs, claim.jurisdiction, figures, calendar)
    found: dict[str, Any] = json.loads(json.dumps(result.as_json(_said), ensure_ascii=False, default=str))
    return found


def _said(words: str) -> str:
    return gettext(words) if words else ""


def _found(key: str, on: date, jurisdiction: str) -> Rule:
    try:
        return rule(key, on, jurisdiction)
    except RuleMissing:
        raise Http404 from None


def _rule(found: Rule) -> dict[str, Any]:
    return {
        "key": found.key, "version": found.version, "title": found.label, "value": found.value, "unit": found.unit,
        "day_type": found.day_type, "operator": found.operator, "article": found.article,
        "jurisdiction": found.jurisdiction, "valid_from": found.valid_from, "valid_to": found.valid_to,
        "certainty": found.certainty, "source": found.source,
    }  # fmt: skip
