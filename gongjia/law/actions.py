"""The writes of the law room: publish rules, extend the calendar.

Who may extend the calendar is asked by the page that offers it: offices live in a room above this one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.law.calendar import FIXED_FEASTS, load_calendar
from gongjia.law.kinds import CalendarError, DayKind, RuleChanged
from gongjia.law.models import CalendarDay, Rule
from gongjia.law.rulebook import RULES, read_rules

# Dates were computed with these: once published they stay. The rest only explains the rule and may be corrected.
PUBLISHED = ("value", "unit", "day_type", "operator", "valid_from")
CORRECTABLE = ("title", "title_zh", "title_ko", "article", "source", "certainty", "note")


@dataclass(frozen=True)
class Loaded:
    """What `load_rules` did, in numbers of rules."""

    added: int
    corrected: int
    unchanged: int


@transaction.atomic
def load_rules(folder: Path = RULES, by: Any = None) -> Loaded:
    """Publish the rules of the data files; safe to run at every start.

    New rows and versions are added; a version may be ended (valid_to) and its wording corrected. A changed number,
    unit, day type, operator or beginning of a published version raises RuleChanged and nothing is loaded.
    Raises RuleFileError for a file that does not hold together.
    """
    rules = read_rules(folder)
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE law_rule IN SHARE ROW EXCLUSIVE MODE")  # two starting servers load one by one
    published = {place(rule): rule for rule in Rule.objects.all()}
    known = [(published[place(rule)], rule) for rule in rules if place(rule) in published]
    fresh = [rule for rule in rules if place(rule) not in published]
    corrections = [(old, change) for old, new in known if (change := published_changes(old, new))]
    for old, change in corrections:  # an ended version first, so that the next one finds its place free
        correct(old, change, by)
    for rule in fresh:
        rule.save(force_insert=True)
        record(by, "law.rule.publish", rule, change={"value": str(rule.value), "article": rule.article})
    return Loaded(added=len(fresh), corrected=len(corrections), unchanged=len(known) - len(corrections))


def place(rule: Rule) -> tuple[str, str, int]:
    return rule.key, rule.jurisdiction, rule.version


def published_changes(old: Rule, new: Rule) -> dict[str, Any]:
    """The columns that may change and did, with their new values. Raises RuleChanged for the others."""
    forbidden = [column for column in PUBLISHED if getattr(old, column) != getattr(new, column)]
    if old.valid_to is not None and old.valid_to != new.valid_to:
        forbidden.append("valid_to")
    if forbidden:
        raise RuleChanged(old.key, old.jurisdiction, old.version, forbidden)
    columns = (*CORRECTABLE, "valid_to")
    return {column: getattr(new, column) for column in columns if getattr(old, column) != getattr(new, column)}


def correct(rule: Rule, change: dict[str, Any], by: Any) -> None:
    before_and_after = {column: [str(getattr(rule, column)), str(value)] for column, value in change.items()}
    for column, value in change.items():
        setattr(rule, column, value)
    rule.save(update_fields=change.keys())
    record(by, "law.rule.correct", rule, change=before_and_after)


@transaction.atomic
def extend_calendar(by: Any, days: Sequence[CalendarDay]) -> int:
    """Enter the days of an official holiday notice; returns how many days are new or different.

    A day that the packaged calendar knows otherwise is overruled. A year that is not known yet must come whole:
    half a year's holidays would look like a full calendar and give wrong dates without a warning.
    Raises CalendarError. Dates that were computed before stay as they are; a clock is only ever moved by a person.
    """
    check_days(days)
    entered = CalendarDay.objects.select_for_update().in_bulk([day.date for day in days])
    changed = [day for day in days if unlike(day, entered.get(day.date))]
    for day in changed:
        old = entered.get(day.date)
        day.save()
        record(by, "law.calendar.extend", day, change={"kind": [old.kind if old else None, str(day.kind)]})
    return len(changed)


def unlike(new: CalendarDay, old: CalendarDay | None) -> bool:
    return old is None or (old.kind, old.name, old.source) != (new.kind, new.name, new.source)


def check_days(days: Sequence[CalendarDay]) -> None:
    if not days:
        raise CalendarError(
            _("The list holds no day. Enter every day off and every made-up working day of the notice.")
        )
    seen: set[date] = set()
    for day in days:
        if day.date in seen:
            raise CalendarError(_("%(day)s stands in the list twice.") % {"day": day.date})
        seen.add(day.date)
        if day.kind not in DayKind.values:
            raise CalendarError(_("%(day)s must be a day off or a working day.") % {"day": day.date})
        if not day.source.strip():
            raise CalendarError(_("%(day)s needs the number of the official notice.") % {"day": day.date})
    check_new_years_are_whole(days)


def check_new_years_are_whole(days: Sequence[CalendarDay]) -> None:
    """Later years must follow the known ones and bring at least the feasts whose date never moves."""
    known_through = load_calendar().known_through
    off = {day.date for day in days if day.kind == DayKind.OFF}
    for year in sorted({day.date.year for day in days if day.date.year > known_through}):
        if year != known_through + 1:
            raise CalendarError(
                _("The calendar is known through %(known)s. Enter %(next)s before %(year)s.")
                % {"known": known_through, "next": known_through + 1, "year": year}
            )
        missing = [date(year, month, day) for month, day in FIXED_FEASTS if date(year, month, day) not in off]
        if missing:
            raise CalendarError(
                _("The notice for %(year)s must be entered whole: %(missing)s is not among the days off.")
                % {"year": year, "missing": ", ".join(day.isoformat() for day in missing)}
            )
        known_through = year
