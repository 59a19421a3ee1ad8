"""What is missing in the table is what a claim is refused for."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from gongjia.law.claims import FigureKind, calculate, packaged_figures
from gongjia.law.claims.figures import Figure, Seen
from gongjia.law.claims.gaps import Gap, gaps

TODAY = date(2026, 11, 27)
RATE = Figure(FigureKind.LIVING_ALLOWANCE_RATE, Fraction(7, 10), "吉林", "*", date(2012, 1, 1), date(2019, 12, 31), "演示",
              Seen.TEXT, "high")  # fmt: skip


def of(kind, *rows):
    return [gap for gap in gaps(packaged_figures().with_entered(rows), "吉林", TODAY) if gap.kind == kind]


def test_the_packaged_table_lacks_what_it_says_it_lacks():
    wages = of(FigureKind.AVERAGE_WAGE_YEAR)
    assert (wages[0].first, wages[0].last) == (date(2023, 1, 1), date(2025, 12, 31))
    assert {"*province", "长春", "延边"} <= set(wages[0].places)
    [minimum] = of(FigureKind.MINIMUM_WAGE_MONTH)
    assert (minimum.first, minimum.last) == (date(2008, 1, 1), date(2015, 11, 30))
    [months] = of(FigureKind.INJURY_MEDICAL_MONTHS)
    assert (months.places, months.grades) == (("*",), (5, 6, 7, 8, 9, 10))


def test_an_entered_row_closes_its_days_and_leaves_the_others():
    kind = FigureKind.LIVING_ALLOWANCE_RATE
    assert of(kind, RATE) == [
        Gap(kind, date(2020, 1, 1), TODAY, ("*",)),
        Gap(kind, date(2008, 1, 1), date(2011, 12, 31), ("*",)),
    ]
    assert of(kind, replace(RATE, valid_from=date(2008, 1, 1), valid_to=None)) == []


def test_on_the_last_day_of_a_gap_a_claim_is_refused_and_on_the_next_it_is_not():
    [gap] = of(FigureKind.HEAT_DAY)
    assert gap.last == date(2010, 12, 31)
    refused, answered = (
        calculate("heat_allowance", {"outdoor_days": "3", "month": month}, "吉林").as_json()
        for month in ("2010-12", "2011-01")
    )
    assert refused["missing_figure"]["kind"] == gap.kind
    assert answered["amount"] == "30.00"
