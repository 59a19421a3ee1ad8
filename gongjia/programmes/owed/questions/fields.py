"""The fields of the calculator's pages: plain labels, free typing, and leave to say nothing."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjia.foundation.clock import today
from gongjia.web.forms import AmountField, TypedDayField

EARLIEST = date(1970, 1, 1)
YES_NO = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("I do not know"))]


class PageForm(forms.Form):
    """A page of the calculator; `facts` are the answers of the pages before it."""

    def __init__(self, *args: Any, facts: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = facts or {}
        self.prepare()

    def prepare(self) -> None:
        """Ask only what these facts leave open."""

    def happened(self, *keys: str) -> bool:
        return bool(set(keys) & set(self.facts.get("situations", ())))


def in_two_years() -> date:
    return today() + timedelta(days=731)


def money(label: Any, help_text: Any = "", required: bool = False) -> AmountField:
    say = {"required": _("Please write a sum. If you are not sure, write your best guess.")}
    widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"})
    return AmountField(label=label, help_text=help_text, required=required, widget=widget, error_messages=say)


def number(label: Any, help_text: Any = "", most: int = 10_000, required: bool = False) -> AmountField:
    say = {"required": _("Please write a number. If you are not sure, write your best guess.")}
    widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "decimal"})
    return AmountField(label=label, help_text=help_text, max_value=most, required=required, widget=widget,
                       error_messages=say)  # fmt: skip


def day(label: Any, help_text: Any = "", required: bool = False, future: bool = False) -> TypedDayField:
    """A day; `future`: it may lie up to two years ahead, as the end of a notice does."""
    return TypedDayField(
        label=label,
        help_text=help_text,
        required=required,
        earliest=EARLIEST,
        latest=in_two_years if future else today,
        error_messages={
            "required": _("Please write the day. If you are not sure, write the nearest one you remember."),
            "late": _("This day lies too far ahead. Check the year.") if future
            else _("This day has not come yet. Write today or an earlier day."),
            "early": _("This day lies too far back. Check the year."),
            "invalid": _("This is not a day we can read. Write it like 2024-3-5 or 2024年3月5日."),
        },
    )  # fmt: skip


def choose(label: Any, choices: Any, help_text: Any = "", required: bool = True, initial: Any = None) -> Any:
    return forms.ChoiceField(
        label=label, choices=choices, help_text=help_text, required=required, initial=initial,
        widget=forms.RadioSelect, error_messages={"required": _("Please choose the line that fits best.")},
    )  # fmt: skip


def yes_no(label: Any, help_text: Any = "") -> Any:
    return choose(label, YES_NO, help_text, required=False, initial="unknown")


def plain(value: Any) -> Any:
    """An answer as the rules take it: a text, or a list of texts; nothing where nothing was said."""
    if value in (None, ""):
        return None
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value
