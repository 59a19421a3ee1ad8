"""The answer to one claim, and its JSON form: the keys of an answer are there only where the claim has such an answer."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from gongjia.law.claims.numerals import money, plain
from gongjia.law.claims.worksheet import Alternative, Note, Refusal, Translate, Worksheet

Json = dict[str, Any]


@dataclass(frozen=True)
class Result:
    """A worked-out sheet; `refused` says why there is no answer, with the figure to configure if that is the reason."""

    sheet: Worksheet
    refused: Refusal | None = None

    def as_json(self, translate: Translate = str) -> Json:
        """Amounts, months and days as decimal strings, dates as ISO; sentences through `translate` (a gettext)."""
        sheet = self.sheet
        out: Json = {"amount": None, **refusal_json(self.refused, translate)} if self.refused else answer_json(sheet)
        if sheet.amount_range is not None:
            low, high = sheet.amount_range
            out["amount_range"] = {"min": money(low), "max": money(high)}
        out["parts"] = {name: money(part) for name, part in sheet.parts.items()}
        out["steps"] = steps_json(sheet, translate)
        out["alternatives"] = [alternative_json(other, translate) for other in sheet.alternatives]
        out["boundary_warning"] = sheet.boundary
        out["warnings"] = [note.text(translate) for note in sheet.warnings]
        questions = sorted(sheet.questions, key=lambda question: (question.rank, question.key))
        out["open_questions"] = [translate(question.text) for question in questions]
        out["limitation_date"] = None if sheet.limitation_date is None else sheet.limitation_date.isoformat()
        out["limitation_date_rolled"] = None if sheet.limitation_rolled is None else sheet.limitation_rolled.isoformat()
        out["final_award"] = sheet.final_award
        out["certainty"] = sheet.certainty.value
        return out


def answer_json(sheet: Worksheet) -> Json:
    """What the claim answers: only the fields that were set."""
    answer = {
        "amount": None if sheet.amount is None else money(sheet.amount),
        "months": None if sheet.months is None else plain(sheet.months),
        "days": None if sheet.days is None else str(sheet.days),
        "date": None if sheet.deadline is None else sheet.deadline.isoformat(),
        "in_time": sheet.in_time,
        "final": sheet.final,
    }
    return {name: value for name, value in answer.items() if value is not None}


def refusal_json(refusal: Refusal, translate: Translate) -> Json:
    out: Json = {"reason": refusal.note.text(translate)}
    if refusal.missing is not None:
        missing = refusal.missing
        out["missing_figure"] = {
            "kind": missing.kind.value,
            "place": missing.place.name,
            "on": missing.on.isoformat(),
            "grade": missing.grade,
        }
    return out


def steps_json(sheet: Worksheet, translate: Translate) -> list[Json]:
    """`name` is what a step is replaced by; `computed` stands only where it was."""
    seen: Counter[str] = Counter()
    out = []
    for number, step in enumerate(sheet.steps, start=1):
        seen[step.rule.key] += 1
        times = seen[step.rule.key]
        row: Json = {
            "name": step.rule.key if times == 1 else f"{step.rule.key}#{times}",
            "n": number,
            "rule": step.rule.key,
            "title": translate(step.rule.title),
            "article": step.rule.article,
            "inputs": step.inputs,
            "expression": step.expression,
            "value": step.value,
            "unit": step.rule.unit.value,
            "certainty": step.seen.value,
        }
        if step.computed:
            row["computed"] = step.computed
        out.append(row)
    return out


def alternative_json(other: Alternative, translate: Translate) -> Json:
    out: Json = {"if": other.condition.text(translate)}
    if other.amount is not None:
        out["amount"] = money(other.amount)
    if other.months is not None:
        out["months"] = plain(other.months)
    if other.days is not None:
        out["days"] = str(other.days)
    if other.deadline is not None:
        out["date"] = other.deadline.isoformat()
    return out


def failed(sheet: Worksheet, msgid: str, **params: str) -> Result:
    """A result without an answer, for facts that cannot be read."""
    return Result(sheet, Refusal(Note(msgid, params)))
