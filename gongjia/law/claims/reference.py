"""The part of docs/reference/claims.md that the rules write themselves: `python -m gongjia.law.claims.reference FILE`."""

import sys
from collections.abc import Sequence
from pathlib import Path

from gongjia.law.claims.calculate import CLAIMS
from gongjia.law.claims.catalogue import figures_to_confirm, questions_to_confirm, rules_to_confirm
from gongjia.law.claims.figures import Figure
from gongjia.law.claims.numerals import plain

BEGIN, END = "<!-- written by the rules: begin -->", "<!-- written by the rules: end -->"


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    lines: list[tuple[str, ...]] = [head, tuple("---" for _ in head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]


def claims_table() -> list[str]:
    """Claim types with the first line of what they work out."""
    rows = []
    for name, claim in CLAIMS.items():
        module = sys.modules[claim.work_out.__module__].__doc__ or ""
        rows.append((f"`{name}`", module.split("\n", 1)[0].rstrip(".")))
    return table(("claim type", "what, and by which article"), rows)


def grouped_figures() -> list[tuple[str, ...]]:
    """Uncertain figures, one line for a source and period."""
    groups: dict[tuple[str, ...], list[Figure]] = {}
    for row in figures_to_confirm():
        until = row.valid_to.isoformat() if row.valid_to else "…"
        key = (row.kind.value, f"{row.valid_from} – {until}", row.source, row.certainty, row.note)
        groups.setdefault(key, []).append(row)
    return [
        (*key[:2], ", ".join(f"{row.place} {plain(row.value)}" for row in rows), *key[2:])
        for key, rows in groups.items()
    ]


def generated() -> str:
    """Claims, open questions, rules seen only in copies, figures to confirm."""
    questions = [(str(question.rank), question.text) for question in questions_to_confirm()]
    rules = [(f"`{rule.key}`", rule.article, rule.title, rule.seen.value) for rule in rules_to_confirm()]
    figures = grouped_figures()
    parts = [
        "## Claim types",
        *claims_table(),
        "## What a labour lawyer of the province must confirm",
        *table(("rank", "question"), questions),
        "## Rules whose text was seen only in a copy (S), from memory (M), or that are open (O)",
        *table(("rule", "article", "what it says", "seen"), rules),
        "## Local figures to confirm",
        *table(("figure", "valid", "values", "source", "certainty", "remark"), figures),
    ]
    spaced = [f"\n{part}\n" if part.startswith("## ") else part for part in parts]
    return "\n".join(spaced)


def written(text: str) -> str:
    """The document with its generated part renewed."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{generated()}\n\n{END}{after}"


if __name__ == "__main__":
    document = Path(sys.argv[1])
    document.write_text(written(document.read_text("utf-8")), "utf-8")
