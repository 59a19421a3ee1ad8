"""The worker's calculation and a lawyer's other readings of it, side by side."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from gongjia.foundation.clock import today
from gongjia.law.calendar import WorkCalendar, load_calendar
from gongjia.law.claims import CLAIMS, LocalFigures
from gongjia.law.local_figures.access import local_figures
from gongjia.programmes.owed.kinds import Facts, Json, Payer
from gongjia.programmes.owed.questions import walk
from gongjia.programmes.owed.rules import work_out
from gongjia.programmes.owed.words import changes_of, money_of, step_of


def story_of_answers(
    answers: Mapping[str, Any],
    changes: Mapping[str, Any] | None = None,
    figures: LocalFigures | None = None,
    calendar: WorkCalendar | None = None,
) -> tuple[Facts, Json]:
    """The facts in the answers and what comes out of them today, in the reader's language.

    `figures`, `calendar`: what `local_figures` and `load_calendar` gave, for whoever works out several stories in one
    request.
    """
    facts, _pages, _open = walk(answers)
    facts = {"situations": [], **facts, "today": today().isoformat()}
    return facts, work_out(
        facts, gettext, changes_of(changes or {}), figures or local_figures(), calendar or load_calendar()
    )


def compared(answers: Mapping[str, Any], variants: Iterable[Any]) -> Json:
    """Lines of claims: the sum as told, then one cell a variant with its sum and the steps that differ."""
    figures, calendar = local_figures(), load_calendar()
    _facts, told = story_of_answers(answers, figures=figures, calendar=calendar)
    worked = [(variant, story_of_answers(answers, variant.changes, figures, calendar)[1]) for variant in variants]
    lines = []
    for number, item in enumerate(told["items"]):
        cells = [{**cell_of(item, story["items"][number]), "name": variant.name} for variant, story in worked]
        lines.append({"key": item["key"], "title": item["title"], "told": money_of(item["owed"]), "cells": cells,
                      "reason": item["result"].get("reason", ""), "instead_of": item["instead_of"],
                      "is_money": item["payer"] != Payer.NOBODY})  # fmt: skip
    columns = [
        {"pk": variant.pk, "name": variant.name, "by": variant.made_by.person.name, "at": variant.updated_at,
         "total": money_of(story["totals"].get(Payer.EMPLOYER)), "changes": changes_shown(variant.changes, story)}
        for variant, story in worked
    ]  # fmt: skip
    return {"lines": lines, "columns": columns, "told_total": money_of(told["totals"].get(Payer.EMPLOYER))}


def cell_of(told: Json, changed: Json) -> Json:
    before = {step["name"]: step for step in told["result"]["steps"]}
    after = {step["name"]: step for step in changed["result"]["steps"]}
    differ = [
        {"title": step["title"], "before": step_of(before[name])["shown"] if name in before else "—",
         "after": step_of(step)["shown"], "is_put": "computed" in step}
        for name, step in after.items() if name not in before or before[name]["value"] != step["value"]
    ]  # fmt: skip
    owed, first = money_of(changed["owed"]), money_of(told["owed"])
    return {"key": changed["key"], "owed": owed, "reason": changed["result"].get("reason", ""), "steps": differ,
            "more": "" if owed is None or first is None or owed == first else f"{owed - first:+,.2f}",
            "is_set": changed["owed_is_set"]}  # fmt: skip


def changes_shown(stored: Mapping[str, Any], story: Json) -> list[Json]:
    """What a variant changes, in sentences, with the reasons."""
    items = {item["key"]: item for item in story["items"]}
    shown = []
    for key, each in stored.items():
        item = items.get(key)
        if item is None:
            continue
        steps = {step["name"]: step for step in item["result"]["steps"]}
        for name, value in each.get("inputs", {}).items():
            _field, info = CLAIMS[item["claim_type"]].facts.field_named(name)
            question = gettext(info.description) if info is not None and info.description else name
            shown.append({"key": key, "words": _("%(claim)s: %(question)s %(value)s") % {
                "claim": item["title"], "question": question, "value": value if value != "" else _("left open")}})  # fmt: skip
        for name, put in each.get("replaced", {}).items():
            title = steps[name]["title"] if name in steps else name
            shown.append({"key": key, "words": put_words(item, title, steps.get(name, {}).get("computed", ""), put)})
        if each.get("amount"):
            computed = item["result"].get("amount") or ""
            shown.append({"key": key, "words": put_words(item, _("the sum"), computed, each["amount"])})
    return shown


def put_words(item: Json, title: str, computed: str, put: Mapping[str, str]) -> str:
    words = {"claim": item["title"], "step": title, "value": put["value"], "reason": put["reason"]}
    if computed:
        return _("%(claim)s: %(step)s %(value)s in place of %(computed)s, because %(reason)s") % {
            **words,
            "computed": computed,
        }
    return _("%(claim)s: %(step)s %(value)s, because %(reason)s") % words
