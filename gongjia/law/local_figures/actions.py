"""The writes of the local figures: enter one, say when it ended, take a wrong one back.

Who may is asked by the page that offers it: offices live in a room above this one.
"""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongjia.audit.actions import record
from gongjia.foundation.clock import now
from gongjia.law.claims.figures import GRADED, GRADES, NATIONWIDE, SHARES, YEARLY, FigureKind, packaged_figures
from gongjia.law.kinds import FigureError
from gongjia.law.local_figures.access import in_the_way_of
from gongjia.law.models import LocalFigure

SAID = ("value", "valid_from", "valid_to", "source", "certainty", "note")


@transaction.atomic
def enter_figure(by: Any, row: LocalFigure) -> LocalFigure:
    """Enter a figure; the same one twice is once. Raises FigureError where it cannot be right or another stands there."""
    check_figure(row)
    row.entered_by, row.entered_at = getattr(by, "pk", None), now()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        standing = in_the_way_of(row)
        if standing is None:
            raise
        if all(getattr(standing, name) == getattr(row, name) for name in SAID):
            return standing
        raise FigureError(_stands_already(standing)) from None
    record(by, "law.figure.enter", row, change={"kind": row.kind, "place": row.place, "value": str(row.value),
           "valid_from": str(row.valid_from), "valid_to": str(row.valid_to or ""), "source": row.source})  # fmt: skip
    return row


def _stands_already(standing: LocalFigure) -> str:
    words = {"value": f"{standing.value.normalize():f}", "first": standing.valid_from, "last": standing.valid_to}
    if standing.valid_to is None:
        return (
            _("%(value)s stands there already, from %(first)s on. Give it its last day first, or take it back.") % words
        )
    return _("%(value)s stands there already, from %(first)s to %(last)s. Take it back if it is wrong.") % words


def check_figure(row: LocalFigure) -> None:
    """Raises FigureError for what no order can have said."""
    kind = FigureKind(row.kind)
    known = packaged_figures().places_of(kind, row.province)
    if row.place not in known or (row.province == "") != (kind in NATIONWIDE):
        raise FigureError(_("This figure is not published for such a place. Choose one of the list."))
    if not (row.grade in GRADES if kind in GRADED else row.grade == 0):
        raise FigureError(_("Choose the grade of disability, 5 to 10."))
    if row.value <= 0:
        raise FigureError(_("The figure must be above zero."))
    if kind in SHARES and row.value > 1:
        raise FigureError(_("Write the share as a number up to 1: 0.9 for 90 percent."))
    if not row.source.strip():
        raise FigureError(_("Write the source: the order or the bulletin, and its day."))
    if row.valid_to is not None and row.valid_to < row.valid_from:
        raise FigureError(_("The last day lies before the first. Correct one of them."))
    year = row.valid_from.year
    if kind in YEARLY and (row.valid_from, row.valid_to) != (date(year, 1, 1), date(year, 12, 31)):
        raise FigureError(_("This figure speaks for one whole calendar year, 1 January to 31 December."))


@transaction.atomic
def end_figure(by: Any, figure_id: int, last_day: date) -> LocalFigure:
    """Give an open figure its last day; twice the same is once. Raises FigureError where it has ended or was taken back."""
    row = LocalFigure.objects.select_for_update().get(pk=figure_id)
    if row.taken_back_at is None and row.valid_to == last_day:
        return row
    if row.taken_back_at is not None or row.valid_to is not None:
        raise FigureError(_("This figure has ended already. Look at the list once more."))
    if last_day < row.valid_from:
        raise FigureError(_("The last day lies before the first. Correct one of them."))
    row.valid_to = last_day
    row.save(update_fields=["valid_to"])
    record(by, "law.figure.end", row, change={"valid_to": ["", str(last_day)]})
    return row


@transaction.atomic
def take_back_figure(by: Any, figure_id: int, reason: str) -> LocalFigure:
    """A wrong figure speaks no more; it stays readable with the reason. Twice is once. Raises FigureError without one."""
    row = LocalFigure.objects.select_for_update().get(pk=figure_id)
    if row.taken_back_at is not None:
        return row
    if not reason.strip():
        raise FigureError(_("Write why it is taken back."))
    row.taken_back_by, row.taken_back_at, row.taken_back_because = getattr(by, "pk", None), now(), reason.strip()
    row.save(update_fields=["taken_back_by", "taken_back_at", "taken_back_because"])
    record(by, "law.figure.take_back", row, reason=row.taken_back_because)
    return row
