"""Pages of a list by keyset: a page begins after the last row of the one before, so that nothing is skipped or shown
twice while rows are added, and the hundredth page costs what the first one does."""

from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from gongjia.foundation.api.problems import Problem

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")
SALT = "gongjia.api.cursor"
LONGEST_PAGE = 100
BIGGEST = 2**63 - 1

Number = Annotated[int, Field(ge=1, le=BIGGEST)]


class PageQuery(Schema):
    cursor: str = Field("", max_length=500, description="`next` of the page before; empty for the first page")
    limit: int = Field(20, ge=1, le=LONGEST_PAGE, description="how many at most, 1 to 100")


class Page(Schema, Generic[Item]):
    items: list[Item]
    next: str | None = Field(description="the `cursor` of the next page; null on the last")


def page(
    rows: QuerySet[Row], query: PageQuery, order: tuple[str, ...], shown: Callable[[Row], Any], space: str
) -> dict[str, Any]:
    """One page of rows in an order of non-null columns, e.g. ("name_pinyin", "pk") or ("-pk",); the last is unique.

    `space` names the list, so that a cursor of one is refused by another.
    """
    if query.cursor:
        rows = rows.filter(_after(order, _read(query.cursor, space, len(order))))
    found = list(rows.order_by(*order)[: query.limit + 1])
    kept = found[: query.limit]
    more = len(found) > query.limit
    return {"items": [shown(row) for row in kept], "next": _write(kept[-1], order, space) if more else None}


def listed(found: list[Any], query: PageQuery, space: str) -> dict[str, Any]:
    """One page of a short list that is computed whole."""
    start = int(_read(query.cursor, space, 1)[0]) if query.cursor else 0
    end = start + query.limit
    return {"items": found[start:end], "next": signing.dumps([end], salt=SALT + space) if end < len(found) else None}


def _after(order: tuple[str, ...], values: list[Any]) -> Q:
    """Rows behind these values, column by column: a > x, or a = x and b > y."""
    condition, equal = Q(pk__in=[]), Q()
    for column, value in zip(order, values, strict=True):
        name = column.removeprefix("-")
        step = Q(**{f"{name}__{'lt' if column.startswith('-') else 'gt'}": value})
        condition |= equal & step
        equal &= Q(**{name: value})
    return condition


def _write(row: Model, order: tuple[str, ...], space: str) -> str:
    values = [getattr(row, column.removeprefix("-")) for column in order]
    return signing.dumps(values, salt=SALT + space)


def _read(cursor: str, space: str, length: int) -> list[Any]:
    """Cursors are signed: what is in them was written here and fits the columns."""
    try:
        values = signing.loads(cursor, salt=SALT + space)
    except (signing.BadSignature, ValueError):
        values = []
    if len(values) != length:
        raise Problem(
            "unfit", _("Look at the errors, mend the request and send it again."),
            [("cursor", _("This is not a cursor of this list. Begin again without one."))],
        )  # fmt: skip
    found: list[Any] = values
    return found
