"""Local figures: minimum wages, average wages, provincial months. Rows with validity and source, never constants.

`packaged_figures()` reads the rows in `data/figures.toml`; a host adds its own to them (`with_entered`), or passes
anything that has `find`.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from gongjia.law.claims.places import Place

EVERYWHERE = "*"
ELSEWHERE = "*other"
PROVINCE = "*province"


class FigureKind(StrEnum):
    """What can be configured for a place; the value says the unit."""

    MINIMUM_WAGE_MONTH = "minimum_wage.month"  # yuan a month
    MINIMUM_WAGE_HOUR = "minimum_wage.hour"  # yuan an hour, part-time work
    AVERAGE_WAGE_YEAR = "average_wage.year"  # yuan a year, of the calendar year in which the row is valid
    URBAN_INCOME_YEAR = "urban_income.year"  # national disposable income of townspeople, yuan, of that year
    UNEMPLOYMENT_RATE = "unemployment.rate"  # share of the minimum wage
    MATERNITY_DAYS = "maternity.days"  # days of a normal birth with the provincial extension
    HEAT_DAY = "heat_allowance.day"  # yuan a day
    LIVING_ALLOWANCE_RATE = "living_allowance.rate"  # share of the minimum wage while work stands still
    INJURY_MEDICAL_MONTHS = "injury_medical.months"  # 一次性工伤医疗补助金, by grade
    INJURY_EMPLOYMENT_MONTHS = "injury_employment.months"  # 一次性伤残就业补助金, by grade


# One row speaks for one whole calendar year: an open end would pass an old wage off as that of later years.
YEARLY = {FigureKind.AVERAGE_WAGE_YEAR, FigureKind.URBAN_INCOME_YEAR}
SHARES = {FigureKind.UNEMPLOYMENT_RATE, FigureKind.LIVING_ALLOWANCE_RATE}
GRADED = {FigureKind.INJURY_MEDICAL_MONTHS, FigureKind.INJURY_EMPLOYMENT_MONTHS}
GRADES = range(5, 11)  # 工伤保险条例36、37条: the grades that get the subsidies on leaving
NATIONWIDE = {FigureKind.URBAN_INCOME_YEAR}
OF_COUNTIES = {FigureKind.MINIMUM_WAGE_MONTH, FigureKind.MINIMUM_WAGE_HOUR}
OF_PREFECTURES = {FigureKind.AVERAGE_WAGE_YEAR}


class Seen(StrEnum):
    """How far the source was checked."""

    TEXT = "T"
    COPY = "S"
    MEMORY = "M"
    OPEN = "O"


@dataclass(frozen=True)
class Figure:
    """One row. `grade` only for the injury months; dates include both ends; `entered`: by the host, not packaged."""

    kind: FigureKind
    value: Fraction
    province: str
    place: str
    valid_from: date
    valid_to: date | None
    source: str
    seen: Seen
    certainty: str
    note: str = ""
    grade: int | None = None
    entered: bool = False

    def covers(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class LocalFigures(Protocol):
    def find(self, kind: FigureKind, place: Place, on: date, grade: int | None = None) -> Figure | None:
        """The row in force at the place on the day, or None."""
        ...


@dataclass(frozen=True)
class FigureTable:
    """Rows in memory. `prefectures` (county -> prefecture, by province) guards `*other` against misspelt names.

    Where several rows of a place cover the day, an entered one comes before a packaged one, then the later begun.
    """

    rows: tuple[Figure, ...]
    prefectures: dict[str, dict[str, str]]

    def find(self, kind: FigureKind, place: Place, on: date, grade: int | None = None) -> Figure | None:
        fitting = [
            row
            for row in self.rows
            if row.kind == kind and row.province in (place.province, "") and row.grade == grade and row.covers(on)
        ]
        for name in self.names_of(place):
            named = [row for row in fitting if row.place == name]
            if named:
                return max(named, key=lambda row: (row.entered, row.valid_from))
        return None

    def with_entered(self, rows: Iterable[Figure]) -> "FigureTable":
        """This table with rows of the host before its own."""
        return replace(self, rows=(*self.rows, *(replace(row, entered=True) for row in rows)))

    def names_of(self, place: Place) -> list[str]:
        """The names under which a row may speak for the place, the nearest first."""
        prefecture = self.prefectures.get(place.province, {}).get(place.region)
        names = [place.region] if place.region else [PROVINCE]
        if prefecture:
            names += [prefecture, ELSEWHERE]
        return [*names, EVERYWHERE]

    def places_of(self, kind: FigureKind, province: str) -> list[str]:
        """The names under which a figure of this kind is published in the province, the widest first."""
        prefectures = self.prefectures.get(province, {})
        if kind in OF_COUNTIES:
            return [ELSEWHERE, *prefectures]
        if kind in OF_PREFECTURES:
            return [PROVINCE, *dict.fromkeys(prefectures.values())]
        return [EVERYWHERE]


def expanded(block: dict[str, Any]) -> list[Figure]:
    """A block of the data file holds one source and validity for many places and measures."""
    rows = []
    for entry in block["values"]:
        measures = {name: value for name, value in entry.items() if name not in ("places", "grade")}
        for place in entry.get("places", [EVERYWHERE]):
            for measure, value in measures.items():
                rows.append(
                    Figure(
                        kind=FigureKind(f"{block['kind']}.{measure}"),
                        value=Fraction(value),
                        province=block.get("province", ""),
                        place=place,
                        valid_from=block["valid_from"],
                        valid_to=block.get("valid_to"),
                        source=block["source"],
                        seen=Seen(block["seen"]),
                        certainty=block["certainty"],
                        note=block.get("note", ""),
                        grade=entry.get("grade"),
                    )
                )
    return rows


@cache
def packaged_figures() -> FigureTable:
    """The rows that come with the library."""
    data = tomllib.loads(files(__package__).joinpath("data/figures.toml").read_text("utf-8"))
    rows = tuple(row for block in data["block"] for row in expanded(block))
    prefectures = {
        province: {county: prefecture for prefecture, counties in groups.items() for county in counties}
        for province, groups in data["places"].items()
    }
    return FigureTable(rows, prefectures)
