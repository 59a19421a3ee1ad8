"""What stands beside the tracker: the limitation shield, what was agreed, advice for ten or more."""

from collections.abc import Mapping
from typing import Any

from gongjia.cases.kinds import UNION_SIDE, Panel, Role
from gongjia.programmes.dispute_mediation.advice import advice_for, ways_when_not_kept
from gongjia.programmes.dispute_mediation.intake import Matter
from gongjia.programmes.dispute_mediation.limitation import shield_of
from gongjia.programmes.dispute_mediation.rules import is_collective, representatives_bounds
from gongjia.programmes.dispute_mediation.terms import outstanding, terms_of

ALL = UNION_SIDE | {Role.RESPONDENT}
AGREED = ("signing", "countersigning", "signed", "settled", "performing", "unpaid", "performed", "referred")


def limitation_facts(case: Any) -> Mapping[str, Any] | None:
    if case.step == "performed":
        return None
    return {"shield": shield_of(case)}


def agreement_facts(case: Any) -> Mapping[str, Any] | None:
    if case.step not in AGREED:
        return None
    terms, is_settled = terms_of(case), case.outcome == "settled"
    return {"things": [] if is_settled else terms.items, "rest_by": terms.settled_due_on if is_settled else None,
            "agreed": case.agreed, "paid": case.paid, "left": outstanding(case)}  # fmt: skip


def claim_facts(case: Any) -> Mapping[str, Any] | None:
    """What the employer must know to answer: what is asked for. The worker's own story and photos stay the worker's."""
    return {"matter": Matter(case.intake["matter"]).label, "request": case.intake["request"], "claimed": case.claimed}


def advice_facts(case: Any) -> Mapping[str, Any] | None:
    if case.step == "unpaid":
        return {"lines": ways_when_not_kept(case)}
    return {"lines": advice_for(case)} if case.step in ("failed", "unwilling", "not_accepted") else None


def collective_facts(case: Any) -> Mapping[str, Any] | None:
    if not is_collective(case):
        return None
    least, most = representatives_bounds()
    named = case.entries.filter(verb="name_representatives").order_by("-id").first()
    names = named.facts.get("representatives", []) if named else []
    return {"workers": case.intake["workers"], "least": least, "most": most, "names": names}


PANELS = (
    Panel("dispute_mediation/panels/claim.html", claim_facts, readers=frozenset({Role.RESPONDENT})),
    Panel("dispute_mediation/panels/limitation.html", limitation_facts),
    Panel("dispute_mediation/panels/advice.html", advice_facts),
    Panel("dispute_mediation/panels/agreement.html", agreement_facts, readers=ALL),
    Panel("dispute_mediation/panels/collective.html", collective_facts),
)
