"""`python -m gongjia.law.claims FILE.json`: a list of cases in, a list of results out, in the same order."""

import json
import sys
import traceback
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from gongjia.law.claims import messages as say
from gongjia.law.claims.calculate import calculate
from gongjia.law.claims.places import NATIONAL

USAGE = "usage: gongjia claims FILE.json   (a list of {id, claim_type, jurisdiction, inputs}; - reads standard input)"


def read_cases(text: str) -> list[Any]:
    """A JSON list, or one case a line; numbers keep every digit. ValueError where it is neither."""
    try:
        cases = json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError:
        cases = [json.loads(line, parse_float=Decimal) for line in text.splitlines() if line.strip()]
    if isinstance(cases, dict):
        cases = [cases]
    if not isinstance(cases, list):
        raise ValueError("the file must hold a list of cases")
    return cases


def answer(case: Any) -> dict[str, Any]:
    """The result of one case; a case that is not one is refused, and the others go on."""
    if not isinstance(case, dict) or not isinstance(case.get("inputs", {}), dict):
        return {"id": case.get("id") if isinstance(case, dict) else None, "result": refused(say.NOT_A_CASE)}
    jurisdiction = case.get("jurisdiction") or NATIONAL
    try:
        result = calculate(str(case.get("claim_type", "")), case.get("inputs") or {}, str(jurisdiction))
        return {"id": case.get("id"), "result": result.as_json()}
    except Exception:  # a fault of ours in one case must not cost the others their answer
        traceback.print_exc()
        return {"id": case.get("id"), "result": refused(say.COULD_NOT_COUNT)}


def refused(reason: str) -> dict[str, Any]:
    return {"amount": None, "reason": reason, "steps": [], "warnings": [], "alternatives": [], "open_questions": []}


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0 when every case got a result (a refusal is one), 2 when the file cannot be read."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if len(arguments) != 1 or arguments[0] in ("-h", "--help"):
        print(USAGE, file=sys.stderr)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    try:
        text = sys.stdin.read() if arguments[0] == "-" else Path(arguments[0]).read_text("utf-8-sig")
        cases = read_cases(text)
    except (OSError, ValueError) as error:
        print(f"{arguments[0]}: {error}", file=sys.stderr)
        return 2
    print(json.dumps([answer(case) for case in cases], ensure_ascii=False, indent=1, default=str))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
