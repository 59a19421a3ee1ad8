"""Matters for programs, by the same access and the same actions as the pages.

schemas.py: what is told · reading.py: lists and one case · writing.py: raise, move, sign, write
"""

from ninja import Router

from gongjia.cases.api.reading import mine, router
from gongjia.cases.api.writing import add_openings

__all__ = ["kinds", "mine", "router"]
kinds: Router = add_openings()
