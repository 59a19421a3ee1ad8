"""我该得多少？ What stands beside a dispute that began with a calculation."""

from collections.abc import Mapping
from typing import Any

from gongjia.cases.kinds import Panel, add_panel
from gongjia.programmes.owed.access import calculations_in
from gongjia.programmes.owed.actions import DISPUTE
from gongjia.programmes.owed.compare import story_of_answers
from gongjia.programmes.owed.kinds import day_of
from gongjia.programmes.owed.words import money_of


def calculated(case: Any) -> Mapping[str, Any] | None:
    """The sums that the worker handed over with the case, and where they may be looked into."""
    found = list(calculations_in(case))
    if not found:
        return None
    return {"calculations": [_shown(calculation) for calculation in found]}


def _shown(calculation: Any) -> dict[str, Any]:
    _facts, story = story_of_answers(calculation.answers)
    items = [{"title": item["title"], "owed": money_of(item["owed"])} for item in story["items"] if item["is_counted"]]
    return {"token": calculation.token, "items": items, "act_by": day_of(story["act_by"]),
            "total": money_of(story["totals"].get("employer")), "variants": calculation.variants.count()}  # fmt: skip


add_panel(DISPUTE, Panel("owed/panels/calculated.html", calculated))
