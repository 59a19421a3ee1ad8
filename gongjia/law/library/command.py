"""`gongjia law`: import statutes, and ask the law from the command line."""

import json
from collections.abc import Sequence
from pathlib import Path
from textwrap import indent
from typing import Any

import click

from gongjia.law.library.access import ask
from gongjia.law.library.actions import import_statutes
from gongjia.law.library.kinds import Found, StatuteFileError
from gongjia.law.library.texts import from_json


def import_files(paths: Sequence[Path]) -> None:
    """Import every statute among the files (a folder stands for its JSON files) and say of each what was done.

    What is no statute is named and left out. Raises ClickException where nothing could be imported.
    """
    statutes, problems = [], []
    for file in [file for path in paths for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]:
        try:
            statutes.append(from_json(file))
        except StatuteFileError as problem:
            problems.append(str(problem))
    for done in import_statutes(statutes):
        left = f"; {done.different} differ from the text that is here, which stays" if done.different else ""
        click.echo(f"{done.statute} ({done.statute.version}): {done.added} articles added, {done.known} known{left}")
    for left_out in problems:
        click.echo(f"Left out: {left_out}", err=True)
    if not statutes:
        raise click.ClickException("No statute was imported.")


def print_answers(questions: Sequence[str], as_json: bool, many: bool) -> None:
    """One answer (a list), or for a file a list of {question, articles}; plain text for people without --json."""
    answers = [(question, ask(question)) for question in questions]
    if as_json:
        lists = [[as_row(found) for found in answer.found] for _question, answer in answers]
        told: Any = lists[0] if not many else [
            {"question": question, "articles": rows} for (question, _answer), rows in zip(answers, lists, strict=True)
        ]  # fmt: skip
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for question, answer in answers:
        click.echo(f"{question}\n" if many else "", nl=False)
        if not answer.understood:
            click.echo("（没有找到很合适的条文。请换个说法，或拨打 12351 问工会。）")
        for found in answer.found:
            click.echo(f"{found.score:.2f} 《{found.title}》{found.ref.label}")
            click.echo(indent(_words(found), "     "))
        click.echo("以上是法律条文信息，不是法律意见。" + ("\n" if many else ""))


def as_row(found: Found) -> dict[str, Any]:
    """`law` and `article` as short title and number; `title` and `label` say the same in full."""
    return {
        "law": found.ref.short,
        "article": found.ref.number,
        "score": found.score,
        "text": _words(found),
        "title": found.title,
        "label": found.ref.label,
        "is_text": bool(found.text),
    }


def _words(found: Found) -> str:
    return found.text or f"（要点，不是原文；原文尚未导入）{found.gist}"
