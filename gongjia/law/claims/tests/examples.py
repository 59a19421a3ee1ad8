"""Shared by the tests: worked cases and a short way to the answer."""

import json
from pathlib import Path
from typing import Any

from gongjia.law.claims import calculate

HERE = Path(__file__).parent


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


def result(claim_type: str, jurisdiction: str = "CN", **inputs: Any) -> dict[str, Any]:
    return calculate(claim_type, inputs, jurisdiction).as_json()


def amount(claim_type: str, jurisdiction: str = "CN", **inputs: Any) -> str | None:
    return result(claim_type, jurisdiction, **inputs)["amount"]
