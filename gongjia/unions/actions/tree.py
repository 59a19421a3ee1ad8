"""The tree of unions: loaded from the divisions of the province, and grown by founding."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.foundation.clock import today
from gongjia.foundation.refusals import Refused
from gongjia.foundation.walls import as_platform
from gongjia.unions import federations
from gongjia.unions.access import may
from gongjia.unions.kinds import ADMINISTER
from gongjia.unions.models import Employer, Union
from gongjia.unions.naming import check_union_name, name_columns, new_join_code

LEVELS = list(Union.Level)
FOUNDED = [Union.Kind.GRASSROOTS, Union.Kind.JOINT, Union.Kind.LEAGUE]  # the others come with the divisions (load_tree)
# The day of the first Trade Union Law stands for the founding of the federations, whose own days are not at hand.
FEDERATIONS_FOUNDED = date(1950, 6, 29)


@transaction.atomic
def load_tree() -> int:
    """Make the federations and industry unions of the province that are missing; gives how many were made.

    Run by `gongjia migrate`. What is there stays as it is, so it may be run at any time.
    """
    standing = Union.objects.filter(kind__in=[Union.Kind.FEDERATION, Union.Kind.INDUSTRY])
    known = {union.division_code or union.name: union for union in standing}
    missing = [plan for plan in federations.planned() if plan.key not in known]
    new = []
    for pk, plan in zip(_next_ids(len(missing)), missing, strict=True):
        union = _new_union(
            pk, known.get(plan.parent), plan.name, plan.kind, plan.level,
            name_ko=plan.name_ko, division_code=plan.division_code, founded_on=FEDERATIONS_FOUNDED,
        )  # fmt: skip
        known[plan.key] = union
        new.append(union)
    Union.objects.bulk_create(new, batch_size=500)
    if new:
        record(None, "unions.tree_loaded", new[0], union=new[0], change={"made": len(new)})
    return len(new)


@transaction.atomic
def found_union(
    parent: Union,
    name: str,
    *,
    kind: str = Union.Kind.GRASSROOTS,
    level: str = Union.Level.GRASSROOTS,
    method: str = "",
    employer: Employer | None = None,
    founded_on: date | None = None,
    by: Any = None,
    **columns: Any,
) -> Union:
    """Found a union under another, which approves it (《工会法》第12条). Raises Refused.

    `columns`: division_code, telephone, address, name_ko, has_mediation_committee, is_demo.
    """
    parent = Union.objects.select_for_update(of=("self",)).get(pk=parent.pk)
    if by is not None and not may(by.person, ADMINISTER, parent):
        raise PermissionDenied
    name, day = check_union_name(name), founded_on or today()
    if not parent.is_standing:
        raise Refused(_("%(union)s no longer exists.") % {"union": parent})
    if LEVELS.index(level) < LEVELS.index(parent.level):
        raise Refused(_("A union cannot stand on a higher level than the union above it."))
    if day > today():
        raise Refused(_("A union cannot be founded in the future."))
    if Union.objects.filter(parent=parent, name=name, dissolved_on__isnull=True).exists():
        raise Refused(_("%(parent)s already has a union named %(name)s.") % {"parent": parent, "name": name})
    columns.setdefault("division_code", parent.division_code)
    union = _new_union(_next_ids(1)[0], parent, name, kind, level, method=method, employer=employer,
                       founded_on=day, **columns)  # fmt: skip
    with as_platform(
        "the tree decides how far everybody reaches: it grows here alone, under whoever administers the parent"
    ):
        union.save(force_insert=True)
    record(by, "unions.founded", union, union=union, change={"name": name, "parent": parent.pk, "kind": kind})
    return union


def _new_union(pk: int, parent: Union | None, name: str, kind: str, level: str, **columns: Any) -> Union:
    """An unsaved union in its place of the tree. A county federation is its own county."""
    county_id = pk if level == Union.Level.COUNTY else parent.county_id if parent else None
    return Union(
        pk=pk, parent=parent, path=f"{parent.path if parent else ''}{pk}/", county_id=county_id,
        kind=kind, level=level, join_code=new_join_code(), **name_columns(name), **columns,
    )  # fmt: skip


def _next_ids(count: int) -> list[int]:
    """Numbers for new unions. They come before the rows, because a path holds the union's own number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('unions_union', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [number for (number,) in cursor.fetchall()]
