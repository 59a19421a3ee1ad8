"""Fields that the look knows how to draw and that read what people really type, and what to do with a form that is right."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from gongjia.foundation.refusals import Refused
from gongjia.web.amounts import amount

Answer = TypeVar("Answer")

# A date arrives from the date picker, from a keyboard, or copied from a paper.
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2})")


class DayInput(forms.DateInput):
    """The browser's own date picker; where there is none, a line to type in."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day as 2026-11-27, 2026/11/27, 2026.11.27, 2026年11月27日 or 20261127. Optional bounds are inclusive."""

    widget = DayInput
    default_error_messages = {
        "invalid": _("This is not a date. Write it like 2026-11-27."),
        "early": _("This day is too early. It can be %(bound)s at the earliest."),
        "late": _("This day is too late. It can be %(bound)s at the latest."),
    }

    def __init__(self, *, earliest: Any = None, latest: Any = None, **kwargs: Any) -> None:
        """`earliest` and `latest`: a date, or a function that gives one when the form is checked (e.g. today)."""
        super().__init__(**kwargs)
        self.earliest, self.latest = earliest, latest

    def to_python(self, value: Any) -> dt.date | None:
        match = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
        if not match:
            return super().to_python(value)
        year, month, day = [int(part) for part in match.groups() if part]
        try:
            return dt.date(year, month, day)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        earliest, latest = [bound() if callable(bound) else bound for bound in (self.earliest, self.latest)]
        if value and earliest and value < earliest:
            raise forms.ValidationError(self.error_messages["early"], code="early", params={"bound": earliest})
        if value and latest and value > latest:
            raise forms.ValidationError(self.error_messages["late"], code="late", params={"bound": latest})


class TypedDayInput(forms.DateInput):
    """A line to type a day in, in any of its spellings; where scripts run a calendar stands beside it."""

    template_name = "web/widgets/typed_day.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})}, format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"] or ""
        context["widget"]["picked"] = shown if re.fullmatch(r"\d{4}-\d{2}-\d{2}", shown) else ""
        return context


class TypedDayField(DayField):
    """A day that is typed: what cannot be read stays in the line, and a month alone is asked for its day."""

    widget = TypedDayInput
    default_error_messages = {
        "month_only": _("The day is missing. Write it like 2024-3-5; if you are not sure of the day, write the first."),
        "no_year": _("The year is missing. Write it like 2024-3-5."),
    }

    def to_python(self, value: Any) -> dt.date | None:
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).strip().removesuffix("号")
            if re.fullmatch(r"\d{4}\s*[-./年]\s*\d{1,2}\s*月?", value):
                raise forms.ValidationError(self.error_messages["month_only"], code="month_only")
            if re.fullmatch(r"\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?", value):
                raise forms.ValidationError(self.error_messages["no_year"], code="no_year")
        return super().to_python(value)


class AmountField(forms.DecimalField):
    """Yuan, or a plain number of days, hours or months, typed freely: see amounts.py."""

    default_error_messages = {
        "invalid": _("This is not a number we can read. Write it like 8000 or 8000.50."),
        "min_value": _("The number cannot be below zero."),
        "max_value": _("This number is too large. Please count the digits once more."),
        "max_decimal_places": _("Two places after the point are enough."),
    }

    def __init__(self, *, min_value: Any = 0, max_value: Any = 100_000_000, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(min_value=min_value, max_value=max_value, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        number = amount(value)
        if number is None and unicodedata.normalize("NFKC", value).strip().startswith("-"):
            raise forms.ValidationError(self.error_messages["min_value"], code="min_value")
        if number is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if number.adjusted() > 20:  # more digits than can be rounded; it is too large in any case
            raise forms.ValidationError(self.error_messages["max_value"], code="max_value")
        return number.normalize().quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, also where it is empty; nothing on a first look."""
    return request.POST if request.method == "POST" else None


def act(form: forms.Form, action: Callable[[], Answer]) -> Answer | None:
    """Run an action with a form that is right. A refusal becomes the form's error, so that what was typed stays."""
    if not form.is_valid():
        return None
    try:
        return action()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
