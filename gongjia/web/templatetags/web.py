"""The components that need Python. Each draws one thing; README.md shows how they are used."""

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    Field,
    FileInput,
    RadioSelect,
    Select,
    Textarea,
)
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

register = template.Library()

# kind -> (shape, word). The shape and the word say the same, so that the colour never has to.
STATUSES = {
    "overdue": ("octagon-alert", pgettext_lazy("status", "Overdue")),
    "soon": ("clock-alert", pgettext_lazy("status", "Due soon")),
    "now": ("circle-dot", pgettext_lazy("status", "In progress")),
    "waiting": ("hourglass", pgettext_lazy("status", "Waiting")),
    "done": ("circle-check", pgettext_lazy("status", "Done")),
    "todo": ("circle", pgettext_lazy("status", "Not started")),
    "draft": ("pencil", pgettext_lazy("status", "Draft")),
    "stopped": ("circle-slash", pgettext_lazy("status", "Closed")),
    "locked": ("lock", pgettext_lazy("status", "Not public")),
    "info": ("info", pgettext_lazy("status", "Please note")),
}
SOON_DAYS = 2


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    """The inside of a lucide icon. A name that does not exist is a mistake in a template and raises."""
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise template.TemplateSyntaxError(f"not the name of an icon: {name!r}")
    file = settings.NODE_MODULES / "lucide-static" / "icons" / f"{name}.svg"
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise template.TemplateSyntaxError(f"lucide has no icon {name!r} ({file}); was `make setup` run?") from error
    inside = re.search(r"<svg[^>]*>(.*)</svg>", text, re.S)
    assert inside, file  # noqa: S101 - a broken package
    return " ".join(inside[1].split())


@register.simple_tag
def icon(name: str) -> SafeString:
    """A lucide icon, drawn into the page. Always beside a word: readers by ear do not hear it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false" width="20" height="20" viewBox="0 0 24 24" fill="none" '
        'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{}</svg>',
        mark_safe(_drawing(name)),  # noqa: S308 - read from the locked package, never from a person
    )


@register.simple_tag
def status(kind: str, text: str = "") -> SafeString:
    """A word and a shape, e.g. {% status "overdue" %} or {% status "now" "Mediation" %}."""
    shape, word = STATUSES[kind]
    return format_html('<span class="status status-{}">{}<span>{}</span></span>', kind, icon(shape), text or word)


def _local_day(value: dt.date | dt.datetime) -> dt.date:
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _weekday(day: dt.date) -> str:
    names = [
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    ]
    return names[day.weekday()]


def _day_words(day: dt.date, this_year: int) -> str:
    if day.year == this_year:
        return date_format(day, pgettext("date format, day and month", "j F"))
    return date_format(day, pgettext("date format, with year", "j F Y"))


@register.simple_tag
def day(value: dt.date | dt.datetime | None, weekday: bool = True) -> SafeString | str:
    """A date in a sentence: 11月27日（周五）; the year is said when it is not this one."""
    if value is None:
        return "—"
    local = _local_day(value)
    words = _day_words(local, timezone.localdate().year)
    if weekday:
        words = _("%(date)s (%(weekday)s)") % {"date": words, "weekday": _weekday(local)}
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), words)


@register.simple_tag
def moment(value: dt.datetime | None) -> SafeString | str:
    """A date with the minute, for logs and receipts."""
    if value is None:
        return "—"
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    words = _("%(date)s %(time)s") % {
        "date": _day_words(local.date(), timezone.localdate().year),
        "time": f"{local:%H:%M}",
    }
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), words)


@register.simple_tag
def date_large(value: dt.date | dt.datetime) -> SafeString:
    """The date that a page is about, in the largest type, the weekday beside it in words."""
    local = _local_day(value)
    return format_html(
        '<time class="date-large" datetime="{}"><span>{}</span> <span class="date-weekday">{}</span></time>',
        local.isoformat(),
        _day_words(local, timezone.localdate().year),
        _weekday(local),
    )


def days_words(days: int) -> str:
    """Whole days until a date (negative: since) as a reader says them."""
    if days < 0:
        return ngettext("%(days)d day overdue", "%(days)d days overdue", -days) % {"days": -days}
    if days == 0:
        return _("due today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


@register.simple_tag
def due(value: dt.date | dt.datetime | None, today: dt.date | None = None) -> SafeString | str:
    """How long until a date, in calendar days: word, shape and colour. `today` defaults to the local date."""
    if value is None:
        return "—"
    days = (_local_day(value) - (today or timezone.localdate())).days
    kind = "overdue" if days < 0 else "soon" if days <= SOON_DAYS else "waiting"
    return status(kind, days_words(days))


@register.simple_tag
def money(amount: Decimal | int | None) -> SafeString | str:
    """Yuan, two decimals, grouped by thousands; nothing known is a dash, not zero."""
    if amount is None:
        return "—"
    words = _("¥%(amount)s") % {"amount": f"{amount:,.2f}"}
    return format_html('<span class="number">{}</span>', words)


@register.simple_tag
def count(number: int | None) -> SafeString | str:
    """A whole number, grouped by thousands, in tabular figures."""
    if number is None:
        return "—"
    return format_html('<span class="number">{}</span>', f"{number:,}")


def _shape(bound: BoundField) -> str:
    """Which of the field templates draws this widget."""
    kinds = [
        (RadioSelect, "choices"),
        (CheckboxSelectMultiple, "choices"),
        (CheckboxInput, "checkbox"),
        (FileInput, "file"),
    ]
    return next((name for widget, name in kinds if isinstance(bound.field.widget, widget)), "line")


def problems_of(bound: BoundField) -> list[str]:
    """What is wrong with this field. Django's "this field is required" names no field, so it is said with the label."""
    sentences = []
    for error in bound.errors.as_data():
        if error.code == "required" and error.message == Field.default_error_messages["required"]:
            choosing = _shape(bound) in ("choices", "checkbox", "file") or isinstance(bound.field.widget, Select)
            words = _("Please choose: %(label)s") if choosing else _("Please fill in: %(label)s")
            sentences.append(words % {"label": bound.label})
        else:
            sentences += [str(message) for message in error.messages]
    return sentences


@register.inclusion_tag("web/parts/field.html")
def field(
    bound: BoundField, heading: bool = False, notes: dict[str, str] | None = None, **attrs: Any
) -> dict[str, Any]:
    """A form field with label, help, error and what ties them together for readers by ear.

    `heading`: the label is the page's h1 (a page that asks one thing). `notes`: choice value -> a line under it.
    Further keywords become attributes of the input: {% field form.phone autocomplete="tel" inputmode="numeric" %}.
    """
    extra = {name.replace("_", "-"): value for name, value in attrs.items()}
    shape = _shape(bound)
    context = {"field": bound, "shape": shape, "heading": heading, "id": bound.auto_id, "problems": problems_of(bound)}
    if shape == "choices":
        notes = notes or {}
        context["choices"] = [(choice, notes.get(str(choice.data["value"]), "")) for choice in bound.subwidgets]
    else:
        if isinstance(bound.field.widget, Textarea):
            extra.setdefault("rows", 4)
        extra.setdefault("class", f"input input-{shape}" if shape != "checkbox" else "tick")
        context["input"] = bound.as_widget(attrs=extra)
    return context


@register.inclusion_tag("web/parts/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """What is wrong with these forms, each line leading to its field. Put it first on the page; focus goes there."""
    problems: list[tuple[str, str]] = []
    for form in forms:
        if form is None or not form.errors:
            continue
        problems += [("", message) for message in form.non_field_errors()]
        for bound in form:
            target = f"{bound.auto_id}_0" if _shape(bound) == "choices" else bound.auto_id
            problems += [("" if bound.is_hidden else target, message) for message in problems_of(bound)]
    return {"problems": problems}


@register.simple_tag
def copy(text: str, label: str = "") -> SafeString:
    """A button that copies `text`. Without scripts it is not there, and the text can be selected."""
    attrs = flatatt({"data-copy": text, "data-done": _("Copied")})
    return format_html(
        '<button type="button" class="button button-small" hidden{}>{}<span aria-live="polite">{}</span></button>',
        attrs,
        icon("copy"),
        label or _("Copy"),
    )


@register.filter
def share(part: float, whole: float) -> int:
    """`part` of `whole` in percent, 0 to 100; of nothing it is 0."""
    return round(100 * min(max(part / whole, 0), 1)) if whole else 0
