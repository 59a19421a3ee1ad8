"""A local figure that was entered: the living allowance of the whole province, open to this day."""

from datetime import date
from decimal import Decimal
from typing import Any

from gongjia.law.local_figures.actions import enter_figure
from gongjia.law.models import LocalFigure


def a_row(**changed: Any) -> LocalFigure:
    said = {"kind": "living_allowance.rate", "value": "0.7", "province": "吉林", "place": "*", "valid_from": date(2020, 1, 1),
            "source": "演示文件〔2019〕1号", "certainty": "high"} | changed  # fmt: skip
    return LocalFigure(**said | {"value": Decimal(said["value"])})


def a_figure(by: Any = None, **changed: Any) -> LocalFigure:
    return enter_figure(by, a_row(**changed))


def of_year(year: int, value: str, place: str = "长春", **changed: Any) -> dict[str, Any]:
    """The average wage of a prefecture in a year."""
    return {"kind": "average_wage.year", "place": place, "value": value, "valid_from": date(year, 1, 1),
            "valid_to": date(year, 12, 31)} | changed  # fmt: skip
