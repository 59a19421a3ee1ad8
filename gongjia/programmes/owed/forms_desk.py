"""A lawyer's forms: a name for another reading, and one claim with every input and every step to be changed."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any, get_args

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from gongjia.law.claims import CLAIMS
from gongjia.law.claims.worksheet import LOCAL_FIGURE, ROUNDING
from gongjia.programmes.owed.kinds import Json
from gongjia.programmes.owed.situations.ending import GROUNDS
from gongjia.programmes.owed.words import step_of
from gongjia.web.amounts import amount

NOT_REPLACED = (LOCAL_FIGURE.key, ROUNDING.key)  # the figure is an input of its own; nothing follows from the rounding
YES_NO = {"yes": _("Yes"), "no": _("No")}


class VariantForm(forms.Form):
    name = forms.CharField(
        label=_("A name for another reading"),
        help_text=_("For example: base without bonus, or: last day 31 December."),
        max_length=60,
        error_messages={"required": _("Please write a name, so that readings can be told apart.")},
    )


class ClaimForm(forms.Form):
    """Fields: `input-…` as text, `step-…` with `why-…`, `amount` with `why-amount`. Empty is as the worker said."""

    def __init__(self, *args: Any, told: Json, item: Json, kept: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told, self.item = told, item
        self.inputs: list[str] = []
        self.steps: list[str] = []
        for name, info in CLAIMS[told["claim_type"]].facts.model_fields.items():
            self._add_input(name, info, kept.get("inputs", {}))
        for step in item["result"]["steps"]:
            if step["rule"] in NOT_REPLACED:
                continue
            self._add_step(step, kept.get("replaced", {}).get(step["name"], {}))
        self._add_amount(kept.get("amount", {}))

    def _add_input(self, name: str, info: Any, changed: Mapping[str, Any]) -> None:
        told = self.told["inputs"].get(spelling(name, info, self.told["inputs"]))
        label, shown = gettext(info.description or name), as_text(told)
        value = as_text(changed[name]) if name in changed else shown
        choices = choices_of(info.annotation)
        if choices:
            shown_choices = [("", gettext("left open")), *choices.items()]
            field: forms.Field = forms.ChoiceField(label=label, choices=shown_choices, required=False, initial=value)
        else:
            widget = forms.Textarea(attrs={"rows": 3}) if models_in(info.annotation) else forms.TextInput()
            field = forms.CharField(label=label, required=False, initial=value, widget=widget, max_length=2000)
        words = choices.get(shown, shown)
        field.help_text = gettext("The worker said: %(value)s") % {"value": words} if shown else ""
        field.is_told = bool(shown) or name in changed  # type: ignore[attr-defined]  # shown first on the page
        self.fields[f"input-{name}"] = field
        self.inputs.append(name)

    def _add_step(self, step: Json, put: Mapping[str, str]) -> None:
        shown = step_of(step)
        by_rule = step.get("computed") or step["value"]
        self.fields[f"step-{step['name']}"] = forms.CharField(
            label=step["title"], required=False, initial=put.get("value", ""), max_length=60,
            help_text=f"{shown['computed'] or shown['shown'] or by_rule} · {step['article']}",
        )  # fmt: skip
        self._add_reason(step["name"], step["title"], put)
        self.steps.append(step["name"])

    def _add_amount(self, put: Mapping[str, str]) -> None:
        self.fields["step-amount"] = forms.CharField(
            label=gettext("The sum of this claim, in yuan"), required=False, initial=put.get("value", ""), max_length=20,
            help_text=gettext("Only where changing inputs and steps does not lead there."),
        )  # fmt: skip
        self._add_reason("amount", gettext("the sum"), put)

    def _add_reason(self, name: str, title: str, put: Mapping[str, str]) -> None:
        self.fields[f"why-{name}"] = forms.CharField(
            label=gettext("Why (%(step)s)") % {"step": title},
            required=False,
            initial=put.get("reason", ""),
            max_length=300,
        )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        for name in (*self.steps, "amount"):
            if answers.get(f"step-{name}") and not answers.get(f"why-{name}"):
                self.add_error(f"why-{name}", gettext("Please write why: the reason is printed beside the value."))
        typed = answers.get("step-amount")
        if typed and amount(typed) is None:
            self.add_error("step-amount", gettext("This is not a sum we can read. Write it like 8000 or 8000.50."))
        for name in self.inputs:
            try:
                as_value(answers.get(f"input-{name}", ""), self.annotation_of(name))
            except ValueError as problem:
                self.add_error(f"input-{name}", str(problem))
        return answers

    def changes(self) -> dict[str, Any]:
        """What differs from the worker's own answers; nothing where all is as told."""
        said, facts = self.cleaned_data, CLAIMS[self.told["claim_type"]].facts
        inputs = {}
        for name in self.inputs:
            typed = said.get(f"input-{name}", "")
            spelt = spelling(name, facts.model_fields[name], self.told["inputs"])
            if typed != as_text(self.told["inputs"].get(spelt)):
                inputs[spelt] = as_value(typed, self.annotation_of(name))
        put = {name: {"value": said[f"step-{name}"], "reason": said[f"why-{name}"]}
               for name in self.steps if said.get(f"step-{name}")}  # fmt: skip
        found: dict[str, Any] = {"inputs": inputs, "replaced": put}
        if typed := said.get("step-amount"):
            found["amount"] = {"value": f"{amount(typed):.2f}", "reason": said["why-amount"]}
        return {name: value for name, value in found.items() if value}

    def annotation_of(self, name: str) -> Any:
        return CLAIMS[self.told["claim_type"]].facts.model_fields[name].annotation

    def told_inputs(self) -> list[forms.BoundField]:
        return [self[f"input-{name}"] for name in self.inputs if self.fields[f"input-{name}"].is_told]

    def other_inputs(self) -> list[forms.BoundField]:
        return [self[f"input-{name}"] for name in self.inputs if not self.fields[f"input-{name}"].is_told]

    def step_pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"step-{name}"], self[f"why-{name}"]) for name in (*self.steps, "amount")]


def spelling(name: str, info: Any, given: Mapping[str, Any]) -> str:
    """The name under which the fact came; a fact may come under several."""
    aliases = getattr(info.validation_alias, "choices", [])
    return next((alias for alias in aliases if alias in given), name)


def choices_of(annotation: Any) -> dict[str, Any]:
    """What may be chosen where a fact is yes or no, or one of a list; empty where it is typed."""
    if models_in(annotation):
        return {}
    parts = parts_of(annotation)
    found = next((part for part in parts if isinstance(part, type) and issubclass(part, Enum)), None)
    if found is not None:
        return {str(one.value): ground_words(str(one.value)) for one in found}
    return dict(YES_NO) if bool in parts and date not in parts else {}


def ground_words(value: str) -> str:
    """An article with what workers say for it."""
    words = next((str(reason.label) for reason, ground in GROUNDS.items() if ground == value), "")
    return f"{value} · {words}" if words else value


def parts_of(annotation: Any) -> list[Any]:
    """An annotation such as `list[Work] | None` with everything inside it."""
    found = [annotation]
    for inner in get_args(annotation):
        found += [*parts_of(inner), getattr(inner, "__origin__", None)]
    return found


def models_in(annotation: Any) -> bool:
    """Whether a fact is a list or a table rather than one value."""
    return bool({list, dict} & {part for part in parts_of(annotation) if part in (list, dict)})


def as_text(value: Any) -> str:
    """An input as a lawyer edits it: entries of a table one a line, as `hours=44 rate_percent=150`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return " ".join(f"{name}={each}" for name, each in value.items())
    if isinstance(value, list):
        separator = "\n" if any(isinstance(each, Mapping) for each in value) else ", "
        return separator.join(as_text(each) for each in value)
    return str(value)


def as_value(text: str, annotation: Any) -> Any:
    """The opposite of `as_text`. Raises ValueError with a sentence."""
    text, parts = text.strip(), parts_of(annotation)
    if dict in parts:
        return _entry(" ".join(text.split())) if text else ""
    if any(isinstance(part, type) and issubclass(part, BaseModel) for part in parts):
        return [_entry(line) for line in text.splitlines() if line.strip()]
    if list in parts:
        return [part for part in text.replace("，", ",").replace(",", " ").split() if part]
    if bool in parts and text in ("yes", "no"):
        return text == "yes"
    return text


def _entry(line: str) -> dict[str, str]:
    parts = [part.partition("=") for part in line.split()]
    if any(not sign or not value for _name, sign, value in parts):
        raise ValueError(gettext("Write each entry on a line of its own, like: rate_percent=150 hours=44."))
    return {name: value for name, _sign, value in parts}
