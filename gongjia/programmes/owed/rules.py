"""From what happened to what is owed: situations to claims, claims to results, results to one story.

Plain functions over plain values (texts, lists, dicts): the pages, the lawyer's view and the API call the same ones.
The law is in `gongjia.law.claims`; here is only which claims a story holds, and what may be added to what.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from gongjia.law.claims import Result, calculate
from gongjia.law.claims.figures import LocalFigures, packaged_figures
from gongjia.law.claims.workdays import WorkCalendar
from gongjia.people.divisions import division
from gongjia.programmes.owed.kinds import Changes, ClaimAsked, Facts, Json, Limited, Payer, Way, number_of
from gongjia.programmes.owed.situations import MATTERS, SITUATIONS

PROVINCE = "吉林"
Translate = Callable[[str], str]
Reckon = Callable[..., Result]  # `calculate` with the province, its figures and its calendar


def region_of(county_code: str | None) -> str:
    """The place as the table of local figures names it: districts count as the city itself. Empty where not known."""
    county = division(county_code or "")
    prefecture = division(county.parent) if county else None
    if county is None or prefecture is None:
        return ""
    name = county.name.replace("前郭尔罗斯蒙古族自治县", "前郭县")
    if any(name in places for places in [*packaged_figures().prefectures[PROVINCE].items()]):
        return name
    city = prefecture.name.removesuffix("市")
    return f"{city}市区" if county.name.endswith("区") else name


def claims_of(facts: Facts) -> list[ClaimAsked]:
    """All claims of a story, in the order in which things are chosen from; each key once. `facts["situations"]`: keys.

    The place comes as `county` (six digits) or as `region` (a name of the table of local figures).
    """
    facts = {**facts, "region": facts.get("region") or region_of(facts.get("county"))}
    found: dict[str, ClaimAsked] = {}
    for key, situation in SITUATIONS.items():
        if key in facts.get("situations", ()):
            for claim in situation.claims(facts):
                found.setdefault(claim.key, claim)
    return [claim if claim.instead_of in found else replace(claim, instead_of="") for claim in found.values()]


def work_out(
    facts: Facts,
    translate: Translate = str,
    changes: Mapping[str, Changes] | None = None,
    figures: LocalFigures | None = None,
    calendar: WorkCalendar | None = None,
) -> Json:
    """The whole story: its claims with their results, what may be added up, until when to act, what is open.

    Amounts are decimal strings in yuan; days ISO dates. `changes`: a lawyer's, by claim key. `figures`: the table of local
    figures, `calendar`: the working days; the packaged ones where none are given.
    """
    changes = changes or {}
    reckon = partial(calculate, jurisdiction=PROVINCE, figures=figures, calendar=calendar)
    items = [item_of(claim, facts, translate, changes.get(claim.key, Changes()), reckon) for claim in claims_of(facts)]
    totals = {payer: total_of(items, payer) for payer in (Payer.EMPLOYER, Payer.FUND, Payer.WORKER)}
    return {
        "items": items,
        "totals": {payer.value: text for payer, text in totals.items() if text is not None},
        "incomplete": [item["key"] for item in items if item["is_counted"] and item["owed"] is None],
        **last_days(items, facts),
        "open_questions": unique(question for item in items for question in item["result"]["open_questions"]),
        "evidence": unique(name for key in chosen(facts) for name in SITUATIONS[key].evidence),
        "matter": matter_of(facts),
    }


def item_of(claim: ClaimAsked, facts: Facts, translate: Translate, changes: Changes, reckon: Reckon) -> Json:
    """One claim worked out, with what is owed of it and its own last day."""
    inputs = {**claim.inputs, **changes.inputs}
    inputs = {name: value for name, value in inputs.items() if value not in (None, "")}
    result = reckon(claim.claim_type, inputs, replaced=changes.replaced).as_json(translate)
    owed = changes.amount or owed_of(claim, result)
    return {
        "key": claim.key,
        "claim_type": claim.claim_type,
        "title": str(claim.title),
        "payer": claim.payer.value,
        "instead_of": claim.instead_of,
        "is_counted": claim.counts and not claim.monthly and not claim.instead_of and is_money(claim, result),
        "is_monthly": claim.monthly,
        "paid": claim.paid,
        "taken": claim.taken,
        "inputs": inputs,
        "result": result,
        "owed": owed,
        "owed_is_set": bool(changes.amount),
        "act_by": act_by(claim, result, facts, reckon),
        "way": claim.way.value,
    }


def is_money(claim: ClaimAsked, result: Json) -> bool:
    return claim.payer is not Payer.NOBODY and ("reason" in result or result.get("amount") is not None)


def owed_of(claim: ClaimAsked, result: Json) -> str | None:
    """The sum of the claim, less what came already; of a deduction what was taken beyond the lawful part."""
    if result.get("amount") is None:
        return None
    amount, taken, paid = Decimal(result["amount"]), number_of(claim.taken), number_of(claim.paid)
    if taken is not None:
        amount = taken - amount
    elif paid is not None and "already_paid" not in claim.inputs:
        amount -= paid
    return f"{max(amount, Decimal(0)):.2f}"


def act_by(claim: ClaimAsked, result: Json, facts: Facts, reckon: Reckon) -> str | None:
    """The safe last day to act on this claim, or on a weekend after it the working day to which the period runs on.

    None where no period runs (yet), and where the worker has nothing to do by the day that comes out.
    """
    if claim.way is Way.NONE:
        return None
    if not result.get("limitation_date") and claim.limited in (Limited.WAGES, Limited.END):
        result = one_year_from_the_end(claim, facts, reckon)
    safe = result.get("limitation_date") or result.get("date")
    rolled = result.get("limitation_date_rolled") or safe
    return rolled if safe and safe < (facts.get("today") or "") <= rolled else safe


def one_year_from_the_end(claim: ClaimAsked, facts: Facts, reckon: Reckon) -> Json:
    if not facts.get("ended_on"):
        return {}
    word = "wages" if claim.limited is Limited.WAGES else "compensation"
    inputs = {"claim": word, "employment_last_day": facts["ended_on"]}
    return reckon("limitation", inputs).as_json()


def last_days(items: Iterable[Json], facts: Facts) -> Json:
    """The next day on which a right of this story ends, what is to be done by it, and the claims whose day is over."""
    acting = [item for item in items if item["act_by"] and must_act(item)]
    now = facts.get("today") or ""
    next_day = min((item["act_by"] for item in acting if item["act_by"] >= now), default=None)
    return {
        "act_by": next_day,
        "ways": unique(item["way"] for item in acting if item["act_by"] == next_day),
        "late": [item["key"] for item in acting if item["act_by"] < now],
    }


def must_act(item: Json) -> bool:
    """A right of the worker ends on the day: of a claim against the employer only if it is worth something."""
    return item["payer"] == Payer.NOBODY or (item["payer"] == Payer.EMPLOYER and item["owed"] not in (None, "0.00"))


def total_of(items: Iterable[Json], payer: Payer) -> str | None:
    """What one payer owes in all: alternatives, monthly sums and sums that depend on something are left out."""
    owed = [Decimal(item["owed"]) for item in items
            if item["payer"] == payer and item["owed"] is not None
            and (item["is_counted"] or payer is Payer.WORKER)]  # fmt: skip
    return f"{sum(owed):.2f}" if owed else None


def matter_of(facts: Facts) -> str:
    """What a dispute over this story is about."""
    found = {SITUATIONS[key].matter for key in chosen(facts)}
    return next((matter for matter in MATTERS if matter in found), "other")


def chosen(facts: Facts) -> list[str]:
    return [key for key in SITUATIONS if key in facts.get("situations", ())]


def unique(values: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(values))
