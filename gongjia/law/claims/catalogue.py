"""What to translate and what a lawyer must confirm, gathered from the rules themselves."""

from collections.abc import Iterator
from typing import get_args

from pydantic import BaseModel

from gongjia.law.claims import messages
from gongjia.law.claims.calculate import CLAIMS
from gongjia.law.claims.figures import Figure, FigureTable, Seen, packaged_figures
from gongjia.law.claims.questions import QUESTIONS, Question
from gongjia.law.claims.rulebook import RULEBOOK, Rule


def sentences() -> list[str]:
    """Every msgid of `messages`."""
    found: list[str] = []
    for name, value in vars(messages).items():
        if name.isupper():
            found.extend(value.values() if isinstance(value, dict) else [value])
    return found


def models_in(annotation: object) -> Iterator[type[BaseModel]]:
    """The models inside an annotation such as `list[Work] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from models_in(inner)


def questions_of(model: type[BaseModel]) -> Iterator[str]:
    """The plain question of each field, and of the fields inside it."""
    for info in model.model_fields.values():
        if info.description:
            yield info.description
        for inner in models_in(info.annotation):
            yield from questions_of(inner)


def remarks() -> list[str]:
    """What stands beside local figures: how certain they are, and why not."""
    rows = packaged_figures().rows
    return list(dict.fromkeys([*(row.certainty for row in rows), *(row.note for row in rows if row.note)]))


def shown_to_people() -> list[str]:
    """Everything that a result may say: sentences, rule titles, open questions, remarks on figures."""
    titles = [rule.title for rule in RULEBOOK.values()]
    asked = [question.text for question in QUESTIONS.values()]
    return list(dict.fromkeys([*sentences(), *titles, *asked, *remarks()]))


def asked_of_lawyers() -> list[str]:
    """The question of each input: pages for workers ask their own, plainer ones."""
    shown = set(shown_to_people())
    fields = [text for claim in CLAIMS.values() for text in questions_of(claim.facts)]
    return [text for text in dict.fromkeys(fields) if text not in shown]


def msgids() -> list[str]:
    """All sentences, rule titles, open questions and field questions, each once, in a steady order."""
    return [*shown_to_people(), *asked_of_lawyers()]


def questions_to_confirm() -> list[Question]:
    """Open questions of law, the most urgent first."""
    return sorted(QUESTIONS.values(), key=lambda question: (question.rank, question.key))


def rules_to_confirm() -> list[Rule]:
    """Rules whose text was seen only in a copy, from memory, or is open."""
    return [rule for rule in RULEBOOK.values() if rule.seen is not Seen.TEXT]


def figures_to_confirm(table: FigureTable | None = None) -> list[Figure]:
    """Local figures that are not certain or carry a remark."""
    return [row for row in (table or packaged_figures()).rows if row.certainty != "high" or row.note]
