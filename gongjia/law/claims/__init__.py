"""What a worker is owed, and until when: labour claims under the law of China, worked out step by step.

Plain Python with pydantic; no Django, no database. `calculate("economic_compensation", {...}, "吉林·长春市区")`.
"""

from gongjia.law.claims.calculate import CLAIMS, calculate
from gongjia.law.claims.figures import Figure, FigureKind, FigureTable, LocalFigures, packaged_figures
from gongjia.law.claims.result import Result

__all__ = [
    "CLAIMS",
    "Figure",
    "FigureKind",
    "FigureTable",
    "LocalFigures",
    "Result",
    "calculate",
    "packaged_figures",
]
