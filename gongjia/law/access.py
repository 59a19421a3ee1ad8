"""The only doors to the rows of the law room. Everything here may be read by anybody: law is public."""

from datetime import date

from django.db.models import QuerySet

from gongjia.law.kinds import RuleMissing
from gongjia.law.models import CalendarDay, Rule

NATION = "cn"


def rule(key: str, on: date, jurisdiction: str = "22") -> Rule:
    """The version of a rule in force on a day; the most specific region wins. Raises RuleMissing.

    `jurisdiction` is a division code ("22" Jilin, "2202" Jilin City, "220202" Changyi) or "cn".
    Not cached: it is one look-up on a unique index (a third of a millisecond), it always sees the current data in
    every process, and pages do not need it, because a running clock stores its date, rule and version.
    """
    found = {found.jurisdiction: found for found in rules_in_force(on).filter(key=key)}
    for region in regions(jurisdiction):
        if region in found:
            return found[region]
    raise RuleMissing(key, on, jurisdiction)


def rule_version(key: str, version: int, jurisdiction: str) -> Rule:
    """The very version a stored clock was computed with. Raises Rule.DoesNotExist."""
    return Rule.objects.get(key=key, version=version, jurisdiction=jurisdiction)


def rules_in_force(on: date) -> QuerySet[Rule]:
    return Rule.objects.filter(valid_from__lte=on).exclude(valid_to__lte=on)


def calendar_days() -> QuerySet[CalendarDay]:
    return CalendarDay.objects.all()


def regions(jurisdiction: str) -> list[str]:
    """The regions whose rules apply, the narrowest first: "220202" -> 220202, 2202, 22, cn."""
    if jurisdiction == NATION:
        return [NATION]
    return [jurisdiction[:length] for length in range(len(jurisdiction), 1, -1)] + [NATION]
