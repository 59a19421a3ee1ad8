"""What a labour lawyer of the province must confirm, written by the rules: `python -m gongjia.programmes.owed.confirm FILE`.

A test holds the file to the rules. The same questions stand on each result that leans on them.
"""

import inspect
import os
import re
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

from gongjia.law.claims import CLAIMS
from gongjia.law.claims import questions as law_questions
from gongjia.law.claims.catalogue import questions_to_confirm, rules_to_confirm
from gongjia.law.claims.reference import grouped_figures, table

LIBRARY = "gongjia.law.claims."
NOT_LAW = (
    "messages",
    "questions",
    "worksheet",
    "rulebook",
    "result",
    "inputs",
    "figures",
    "numerals",
    "places",
    "dates",
)
SEEN = {"S": "只见到转载", "M": "凭记忆", "O": "没有定论"}


def written() -> str:
    """The whole document, in Chinese for the lawyer, each question in English beside it."""
    from django.utils.translation import gettext as _
    from django.utils.translation import override

    with override("zh-hans"):
        questions = [
            (str(one.rank), _(one.text), one.text, ", ".join(f"`{name}`" for name in claims_that_ask(one.key)))
            for one in questions_to_confirm()
        ]
        rules = [(f"`{one.key}`", one.article, _(one.title), SEEN[one.seen.value]) for one in rules_to_confirm()]
        figures = [
            (kind, valid, values, source, _(certainty), _(note) if note else "")
            for kind, valid, values, source, certainty, note in grouped_figures()
        ]
    parts = [
        "# 请吉林的劳动法律师确认",
        "Written by the rules' own marks (`python -m gongjia.programmes.owed.confirm docs/reference/claims-to-confirm.md`);"
        " do not edit by hand. Each question is shown on every result that leans on it.",
        "## 没有定论的问题，先问最要紧的",
        *table(("序", "问题", "in English", "影响哪些请求"), questions),
        "## 没有见到原文的规则",
        *table(("规则", "依据", "内容", "见到的程度"), rules),
        "## 待确认的本地标准",
        *table(("标准", "有效期", "数值", "来源", "可信度", "说明"), figures),
    ]
    spaced = [f"{part}\n" if part.startswith("#") or not part.startswith("|") else part for part in parts]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(spaced).replace("\n## ", "\n\n## ")) + "\n"


def claims_that_ask(key: str) -> list[str]:
    """The claim types whose rules, or the shared rules that they use, put this question."""
    name = next(name for name, value in vars(law_questions).items() if getattr(value, "key", None) == key)
    return [claim for claim, each in CLAIMS.items() if name in asked_from(sys.modules[each.work_out.__module__])]


@cache
def asked_from(module: ModuleType) -> frozenset[str]:
    """Names of the questions that a module of the library asks, and those of the modules that it takes rules from."""
    source = inspect.getsource(module)
    found = set(re.findall(r"\bask\.([A-Z_0-9]+)", source))
    taken = re.findall(r"from gongjia\.law\.claims(?:\.(\w+) import| import (\w+))", source)
    for name in {one or other for one, other in taken} - set(NOT_LAW):
        found |= asked_from(sys.modules[LIBRARY + name])
    return frozenset(found)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjia.settings")
    import django

    django.setup()
    Path(sys.argv[1]).write_text(written(), "utf-8")
