"""The doors to the local figures. Everything here may be read by anybody: they are published."""

from fractions import Fraction

from django.db.models import QuerySet
from django.http import Http404

from gongjia.law.claims.figures import Figure, FigureKind, FigureTable, Seen, packaged_figures
from gongjia.law.kinds import Certainty
from gongjia.law.models import LocalFigure


def local_figures() -> FigureTable:
    """The table for claims: what was entered here before what came with the library. One query; ask once a request."""
    standing = LocalFigure.objects.filter(taken_back_at=None)
    return packaged_figures().with_entered(figure_of(row) for row in standing)


def figure_of(row: LocalFigure) -> Figure:
    """The row as the claims library reads it. Only who read the official text itself is certain."""
    return Figure(
        kind=FigureKind(row.kind),
        value=Fraction(row.value),
        province=row.province,
        place=row.place,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
        seen=Seen.TEXT if row.certainty == Certainty.HIGH else Seen.COPY,
        certainty=row.certainty,
        note=row.note,
        grade=row.grade or None,
    )


def entered_figures() -> QuerySet[LocalFigure]:
    """Every row that was ever entered, also what was taken back."""
    return LocalFigure.objects.all()


def figure_shown(figure_id: int) -> LocalFigure:
    """A row that stands. Raises Http404."""
    found = LocalFigure.objects.filter(pk=figure_id, taken_back_at=None).first()
    if found is None:
        raise Http404
    return found


def in_the_way_of(row: LocalFigure) -> LocalFigure | None:
    """The first standing row for the same thing on one of the same days."""
    same = LocalFigure.objects.filter(
        kind=row.kind, province=row.province, place=row.place, grade=row.grade, taken_back_at=None
    ).exclude(valid_to__lt=row.valid_from)
    if row.valid_to is not None:
        same = same.filter(valid_from__lte=row.valid_to)
    return same.order_by("valid_from").first()
