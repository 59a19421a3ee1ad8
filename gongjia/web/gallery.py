"""Samples for the gallery: made-up readers of a made-up library, so that the look stays free of the domain."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

from .forms import DayField

PAGES = ("parts", "home", "tracker", "question", "desk", "paper")
ERRORS = ("400", "403", "404", "409", "429", "500", "503", "expired", "offline")
SAMPLES = Path(__file__).with_name("gallery.json")


def _pairs(names: list[str]) -> list[tuple[str, str]]:
    return [(str(number), name) for number, name in enumerate(names)]


class SampleForm(forms.Form):
    """One field of every shape."""

    name = forms.CharField()
    phone = forms.CharField()
    lost_on = DayField(latest=timezone.localdate)
    story = forms.CharField(widget=forms.Textarea, required=False)
    branch = forms.ChoiceField()
    reach = forms.ChoiceField(widget=forms.RadioSelect)
    papers = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    photo = forms.FileField(required=False)
    agreed = forms.BooleanField()

    def __init__(self, words: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, made in self.fields.items():
            made.label, made.help_text = words[name]
        for name, choices in {"branch": "branches", "reach": "reaches", "papers": "paper_kinds"}.items():
            self.fields[name].choices = _pairs(words[choices])
        self.words = words

    def clean_phone(self) -> str:
        if len(self.cleaned_data["phone"]) != 11:
            raise forms.ValidationError(self.words["phone_wrong"])
        return self.cleaned_data["phone"]


class SampleQuestion(forms.Form):
    """One question, as a page asks it."""

    lost_on = DayField()
    reach = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, words: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, made in self.fields.items():
            made.label, made.help_text = words[name]
        self.fields["reach"].choices = _pairs(words["reaches"])


def template(page: str) -> str:
    """The question page is shown as it is; the others lay samples out on a base template."""
    return "web/question.html" if page == "question" else f"web/gallery/{page}.html"


def context(page: str) -> dict[str, Any]:
    """Everything the gallery's pages show; days in the samples count from today."""
    sample = json.loads(SAMPLES.read_text(encoding="utf-8"))
    today = timezone.localdate()
    for item in [*sample["cells"], *sample["rows"], sample["standing"]]:
        if "days" in item:
            item["due"] = today + dt.timedelta(days=item["days"])
    for step in sample["steps"]:
        step["date"] = today + dt.timedelta(days=step["days"]) if "days" in step else None
        step["due"] = today + dt.timedelta(days=step["due"]) if "due" in step else None
    for entry in sample["entries"]:
        entry["when"] = timezone.now() + dt.timedelta(hours=entry["hours"])
    for row in sample["rows"]:
        row["amount"] = Decimal(row["amount"]) if row["amount"] is not None else None
    words = sample["form"]
    typed = {"phone": "19900000", "story": words["story"][1], "lost_on": (today + dt.timedelta(days=9)).isoformat()}
    wrong = SampleForm(words, {f"wrong-{name}": value for name, value in typed.items()}, prefix="wrong")
    asked = {
        "form": SampleQuestion(words, prefix="question"),
        "heading": words["reach"][0],
        "help": words["story"][1],
        "step": 3,
        "steps": 7,
        "save_later": True,
    }
    return {
        **sample,
        "sample_form": SampleForm(words),
        "form": wrong,
        "reach_notes": {"0": words["reach_note"]},
        "statuses": ["overdue", "soon", "now", "waiting", "done", "todo", "draft", "stopped", "locked", "info"],
        "dues": [today + dt.timedelta(days=days) for days in (-12, -1, 0, 1, 2, 3, 40)],
        "today": today,
        "page_of_many": Paginator(range(95), 20).page(2),
        "gallery_pages": [*PAGES[1:], *(f"error-{name}" for name in ERRORS)],
        "tab_items": sample["tabs"] if page in ("home", "parts") else [],
        "nav_items": sample["nav"],
        "back_url": "/look/" if page in ("tracker", "question", "paper") else "",
        **(asked if page == "question" else {"steps": sample["steps"]}),
    }
