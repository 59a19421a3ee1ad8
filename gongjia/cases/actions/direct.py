"""A matter raised whole, by a program, with the answers that the guided intake would ask for one by one."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from gongjia.cases.actions.drafts import union_for_case
from gongjia.cases.actions.moves import open_case
from gongjia.cases.kinds import Actor, CaseKind, Identity, Refused
from gongjia.cases.models import Case
from gongjia.unions.access import employer_shown, union_shown


class Unanswered(Exception):
    """Answers that a page would have shown again: field -> sentence."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


def as_typed(values: Mapping[str, Any]) -> QueryDict:
    """JSON values as a browser would have sent them: yes is "on", no and null are left out, a list is several."""
    typed = QueryDict(mutable=True)
    for name, value in values.items():
        if isinstance(value, bool):
            value = "on" if value else None
        if isinstance(value, (list, tuple, set, frozenset)):
            typed.setlist(name, [str(one) for one in value])
        elif value is not None:
            typed[name] = str(value)
    return typed


def first_errors(form: forms.Form) -> dict[str, str]:
    return {name: str(problems[0]) for name, problems in form.errors.items()}


@transaction.atomic
def open_directly(kind: CaseKind, actor: Actor, given: Mapping[str, Any], once: uuid.UUID | None = None) -> Case:
    """Open a case from answers given all at once, judged by the very questions that the pages ask.

    Raises Unanswered with a sentence for each field, and Refused.
    """
    if given.get("identity") == Identity.ANONYMOUS:
        raise Refused(_("A program acts with a name. Write without one on the page “Without my name”."))
    typed = as_typed(given)
    _name(typed, given, "employer", employer_shown)
    _name(typed, given, "union", union_shown)
    answers = _asked(kind, actor, typed)
    identity = Identity(answers.get("identity") or Identity.NAMED)
    union = union_for_case(kind, answers, actor)
    intake = kind.intake.model_validate(answers).model_dump()
    return open_case(kind.key, actor, intake=intake, union=union, identity=identity, once=once)


def _name(typed: QueryDict, given: Mapping[str, Any], what: str, shown: Callable[[int], Any]) -> None:
    """An employer or union given by its number alone: the questions want its name, too."""
    if not given.get(what) or given.get(f"{what}_name"):
        return
    try:
        typed[f"{what}_name"] = shown(int(given[what])).name
    except Http404:
        raise Unanswered({what: _("Nothing here has this number.")}) from None


def _asked(kind: CaseKind, actor: Actor, typed: QueryDict) -> dict[str, Any]:
    answers = dict(kind.known(actor)) if kind.known is not None else {}
    for question in kind.questions:
        if question in kind.questions_for(answers):
            form = question.form(typed)
            if not form.is_valid():
                raise Unanswered(first_errors(form))
            answers.update(form.cleaned_data)
    return answers
