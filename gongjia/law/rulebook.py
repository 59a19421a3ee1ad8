"""Reads the rule files (`data/rules/*.toml`) into unsaved Rule objects. Pure: no database, no clock.

A file holds `[texts.<name>]` tables (the legal texts: `source`, `valid_from`) and `[[rule]]` rows; a row names its
text and so need not repeat where it was read and since when it is in force. `data/rules/README.md` has the columns.
"""

import tomllib
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gongjia.law.kinds import Certainty, RuleFileError
from gongjia.law.models import Rule

RULES = Path(__file__).parent / "data" / "rules"
COLUMNS = frozenset(
    {"key", "version", "value", "unit", "day_type", "operator", "title", "title_zh", "title_ko", "article"}
    | {"jurisdiction", "valid_from", "valid_to", "source", "certainty", "note", "text"}
)
FROM_TEXT = ("source", "valid_from")


def read_rules(folder: Path = RULES) -> list[Rule]:
    """All rules of all files in a folder, checked and in order of key, region and version. Raises RuleFileError."""
    documents = {path.name: parse(path) for path in sorted(folder.glob("*.toml"))}
    texts = {name: text for document in documents.values() for name, text in document.get("texts", {}).items()}
    rules = [
        read_row(row, texts, place=f"{name}, rule {number}")
        for name, document in documents.items()
        for number, row in enumerate(document.get("rule", []), start=1)
    ]
    rules.sort(key=lambda rule: (rule.key, rule.jurisdiction, rule.version))
    check_versions(rules)
    return rules


def parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleFileError(f"{path.name}: {error}") from error


def read_row(row: dict[str, Any], texts: dict[str, dict[str, Any]], place: str) -> Rule:
    place = f"{place} ({row.get('key', '?')})"
    if unknown := sorted(row.keys() - COLUMNS):
        raise RuleFileError(
            _("%(place)s: unknown column %(columns)s.") % {"place": place, "columns": ", ".join(unknown)}
        )
    columns = {"version": 1, "certainty": Certainty.HIGH} | row
    if (name := columns.pop("text", None)) is not None:
        if name not in texts:
            raise RuleFileError(_("%(place)s: there is no text named %(name)s.") % {"place": place, "name": name})
        columns = {column: texts[name][column] for column in FROM_TEXT} | columns
    if missing := sorted({"key", "value", "unit", "article", *FROM_TEXT} - columns.keys()):
        raise RuleFileError(_("%(place)s: %(columns)s is missing.") % {"place": place, "columns": ", ".join(missing)})
    found = Rule(**(columns | {"value": Decimal(str(columns["value"]))}))
    try:
        found.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise RuleFileError(f"{place}: {error.message_dict}") from error
    check_row(found, place)
    return found


def check_row(rule: Rule, place: str) -> None:
    """What the table's constraints hold, said before the database says it less clearly."""
    if (rule.unit == "day") != bool(rule.day_type):
        raise RuleFileError(_("%(place)s: days need a day_type, other units have none.") % {"place": place})
    if rule.certainty != Certainty.HIGH and not rule.note:
        raise RuleFileError(_("%(place)s: a doubtful rule needs a note that says what is doubtful.") % {"place": place})
    if rule.valid_to is not None and rule.valid_to <= rule.valid_from:
        raise RuleFileError(_("%(place)s: valid_to must come after valid_from.") % {"place": place})


def check_versions(rules: list[Rule]) -> None:
    """Versions of one rule in one region are 1, 2, 3 … and each ends before or when the next one begins."""
    for _place, group in groupby(rules, key=lambda rule: (rule.key, rule.jurisdiction)):
        versions = list(group)
        for number, later in enumerate(versions, start=1):
            if later.version != number:
                raise RuleFileError(
                    _("%(rule)s: versions must be 1, 2, 3 … without gaps or doubles.") % {"rule": later}
                )
        for earlier, later in pairwise(versions):
            if (earlier.valid_to or date.max) > later.valid_from:
                raise RuleFileError(
                    _("%(earlier)s and %(later)s are in force on the same day: give %(earlier)s a valid_to.")
                    % {"earlier": earlier, "later": later}
                )
