"""The words of the law room: units, day types, operators, and what a clock answers.

Nothing here touches the database. Every date is a plain `datetime.date` in China's one time zone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjia.foundation.refusals import Refused


class Unit(TextChoices):
    DAY = "day", gettext_lazy("day")
    MONTH = "month", gettext_lazy("month")
    YEAR = "year", gettext_lazy("year")
    HOUR = "hour", gettext_lazy("hour")
    PERCENT = "percent", gettext_lazy("per cent")
    YUAN = "yuan", gettext_lazy("yuan")
    PERSON = "person", gettext_lazy("person")
    TIME = "time", gettext_lazy("time")
    NONE = "none", gettext_lazy("no unit")


class DayType(TextChoices):
    WORKING = "working", gettext_lazy("working day")
    CALENDAR = "calendar", gettext_lazy("calendar day")


class Operator(TextChoices):
    """How a rule's value is compared. "以上" includes the number, "超过" and "过半数" do not (Civil Code art. 1259).

    A share such as two thirds has no exact decimal: for the share operators the operator is the rule and the
    stored value (50, 66.67, 33.33 per cent) is only for reading.
    """

    EQ = "eq", gettext_lazy("exactly")
    GE = "ge", gettext_lazy("at least")
    GT = "gt", gettext_lazy("more than")
    LE = "le", gettext_lazy("at most")
    LT = "lt", gettext_lazy("less than")
    GE_HALF = "ge_half", gettext_lazy("half or more")
    GT_HALF = "gt_half", gettext_lazy("more than half")
    GE_TWO_THIRDS = "ge_two_thirds", gettext_lazy("two thirds or more")
    GE_THIRD = "ge_third", gettext_lazy("one third or more")
    LE_THIRD = "le_third", gettext_lazy("one third or less")


class Certainty(TextChoices):
    """How sure we are of a rule: high = read in the text, medium = one reading of it, low = a lawyer must confirm."""

    HIGH = "high", gettext_lazy("certain")
    MEDIUM = "medium", gettext_lazy("one reading of the text")
    LOW = "low", gettext_lazy("not confirmed")


class DayKind(TextChoices):
    OFF = "off", gettext_lazy("day off")
    WORK = "work", gettext_lazy("working day (made up)")


class ClockWarning(TextChoices):
    """What is doubtful about a computed date. The value is stable and may be stored; the label is for people."""

    CALENDAR_UNKNOWN = (
        "calendar_unknown",
        gettext_lazy(
            "The official holiday calendar does not cover this period. "
            "The date is counted with weekends only and may move when the calendar is published."
        ),
    )


class Period(Protocol):
    """What a clock needs of a rule; `models.Rule` has it, saved or not."""

    @property
    def key(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def value(self) -> Decimal: ...
    @property
    def unit(self) -> str: ...
    @property
    def day_type(self) -> str: ...
    @property
    def article(self) -> str: ...


@dataclass(frozen=True)
class Pause:
    """Days on which a clock stands still, both ends included; `to` is None while the pause lasts."""

    from_: date
    to: date | None
    reason: str

    def __post_init__(self) -> None:
        if self.to is not None and self.to < self.from_:
            raise ValueError(
                _("A pause cannot end (%(to)s) before it begins (%(from)s).") % {"to": self.to, "from": self.from_}
            )

    def covers(self, day: date) -> bool:
        return self.from_ <= day and (self.to is None or day <= self.to)


@dataclass(frozen=True)
class Deadline:
    """The answer of a clock.

    due_on    last day of the period; None while the clock is paused with no end in sight
    starts_on first day that counts: the day after the event (for a deadline before an event: the due day itself)
    days      length as counted, in days of `day_type`; a period of months or years gives its calendar days
    rolled    the period ended on a day off and was moved to a working day
    nominal   the last day before it was moved: the one that is safe to tell a worker
    warnings  values of ClockWarning
    """

    due_on: date | None
    starts_on: date
    rule_key: str
    rule_version: int
    article: str
    day_type: str
    days: int
    rolled: bool
    warnings: tuple[str, ...] = ()
    paused: bool = False
    nominal: date | None = None

    @property
    def warning_texts(self) -> tuple[str, ...]:
        """The warnings as sentences in the reader's language."""
        return tuple(str(ClockWarning(warning).label) for warning in self.warnings)


class LawError(Exception):
    """A mistake in legal data or in its use; the message is a sentence for whoever can mend it."""


class RuleMissing(LawError):
    def __init__(self, key: str, on: date, jurisdiction: str) -> None:
        self.key, self.on, self.jurisdiction = key, on, jurisdiction
        super().__init__(
            _(
                'No legal rule "%(key)s" is in force on %(on)s for region %(jurisdiction)s. '
                "Check the key or add the rule."
            )
            % {"key": key, "on": on.isoformat(), "jurisdiction": jurisdiction}
        )


class NotAPeriod(LawError):
    def __init__(self, rule: Period) -> None:
        super().__init__(
            _('The rule "%(key)s" (%(value)s, unit %(unit)s) is not a period of whole days, months or years.')
            % {"key": rule.key, "value": rule.value, "unit": rule.unit}
        )


class RuleChanged(LawError):
    """The data file gives other values to a rule that is already published."""

    def __init__(self, key: str, jurisdiction: str, version: int, fields: Sequence[str]) -> None:
        super().__init__(
            _(
                'The rule "%(key)s" (region %(jurisdiction)s, version %(version)s) is published: its %(fields)s may '
                "not change, because dates were computed with it. Add a new version and end the old one with valid_to."
            )
            % {"key": key, "jurisdiction": jurisdiction, "version": version, "fields": ", ".join(fields)}
        )


class RuleFileError(LawError):
    """A rule file cannot be read as rules; the message names the file and the row."""


class CalendarError(LawError):
    """A list of calendar days that would leave the calendar wrong or half known."""


class FigureError(Refused):
    """What was said of a local figure cannot be right; the message says what to do."""
