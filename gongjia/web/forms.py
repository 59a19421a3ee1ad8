"""Fields that the look knows how to draw and that read what people really type."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
