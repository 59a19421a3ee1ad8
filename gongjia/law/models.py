"""Legal rules with their versions, what an administrator knows of the calendar and of local figures, the law at hand."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.utils.translation import get_language, gettext_lazy, ngettext

from gongjia.law.kinds import Certainty, DayKind, DayType, Operator, Unit
from gongjia.law.library.models import (
    Article,
    Gist,
    QuestionCard,
    Statute,
    Synonym,
    UnansweredQuestion,
)

__all__ = [
    "Article", "CalendarDay", "Gist", "LocalFigure", "QuestionCard", "Rule", "Statute", "Synonym", "UnansweredQuestion",
]  # fmt: skip


class DateRange(models.Func):
    function = "daterange"
    output_field = DateRangeField()


class Rule(models.Model):
    """One version of one legal number: how long, how many, what share; where, since when, by which article.

    A version is never changed once published (dates were computed with it): a new number is a new version, and the
    old one gets a `valid_to`. Rows are written by `actions.load_rules` alone.
    """

    key = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=14, decimal_places=4)
    unit = models.CharField(max_length=8, choices=Unit)
    day_type = models.CharField(max_length=8, choices=DayType, blank=True)
    operator = models.CharField(max_length=16, choices=Operator, default=Operator.EQ)
    title = models.CharField(max_length=120, help_text="short English text")
    title_zh = models.CharField(max_length=60)
    title_ko = models.CharField(max_length=80, blank=True, help_text="for rules that members see")
    article = models.CharField(max_length=160, help_text="the citation in Chinese, as shown to people")
    jurisdiction = models.CharField(max_length=12, default="cn", help_text="cn, or the start of a division code")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="first day on which it is no longer in force")
    source = models.CharField(max_length=240, help_text="where the text was read")
    certainty = models.CharField(max_length=8, choices=Certainty)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["key", "jurisdiction", "version"]
        constraints = [
            models.UniqueConstraint(fields=["key", "jurisdiction", "version"], name="law_rule_version"),
            ExclusionConstraint(
                name="law_rule_one_at_a_time",
                expressions=[
                    ("key", RangeOperators.EQUAL),
                    ("jurisdiction", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
                name="law_rule_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(unit=Unit.DAY) ^ models.Q(day_type=""), name="law_rule_days_have_a_type"
            ),
            models.CheckConstraint(
                condition=models.Q(certainty=Certainty.HIGH) | ~models.Q(note=""), name="law_rule_doubt_is_explained"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.jurisdiction}, {self.version})"

    @property
    def label(self) -> str:
        """The rule's name in the reader's language."""
        language = (get_language() or "zh-hans")[:2]
        return {"zh": self.title_zh, "ko": self.title_ko}.get(language) or self.title

    @property
    def length(self) -> str:
        """A period in words: "3个工作日", "15日", "1年". For a rule that is no period, the value with its unit."""
        number = self.value.normalize()
        names = {"count": f"{number:f}"}
        plural = int(self.value)
        if self.unit == Unit.DAY and self.day_type == DayType.WORKING:
            return ngettext("%(count)s working day", "%(count)s working days", plural) % names
        if self.unit == Unit.DAY:
            return ngettext("%(count)s day", "%(count)s days", plural) % names
        if self.unit == Unit.MONTH:
            return ngettext("%(count)s month", "%(count)s months", plural) % names
        if self.unit == Unit.YEAR:
            return ngettext("%(count)s year", "%(count)s years", plural) % names
        if self.unit == Unit.HOUR:
            return ngettext("%(count)s hour", "%(count)s hours", plural) % names
        if self.unit == Unit.PERCENT:
            return f"{number:f}%"
        return f"{number:f}"


class CalendarDay(models.Model):
    """A day that an administrator entered from an official notice; it stands above the packaged calendar."""

    date = models.DateField(primary_key=True)
    kind = models.CharField(max_length=4, choices=DayKind)
    name = models.CharField(max_length=40, verbose_name=gettext_lazy("name of the holiday"))
    source = models.CharField(max_length=200, verbose_name=gettext_lazy("number of the official notice"))

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.kind} {self.name}"


class LocalFigure(models.Model):
    """A wage, a share, a number of days or months that holds in a place: entered with its source, by whom and when.

    A sum was worked out with it, so it is never changed: an open one gets its last day, a wrong one is taken back.
    Nobody's personal data: the accounts are numbers, as in the audit record, because people live in a room above.
    """

    kind = models.CharField(max_length=40, help_text="of claims.figures.FigureKind, which says the unit")
    value = models.DecimalField(max_digits=12, decimal_places=4)
    province = models.CharField(max_length=20, blank=True, help_text="empty for the whole country")
    place = models.CharField(max_length=40, help_text="a name of the table of the claims library")
    grade = models.PositiveSmallIntegerField(default=0, help_text="of disability; 0 where the kind has no grades")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="the last day on which it is in force")
    source = models.CharField(max_length=240)
    certainty = models.CharField(max_length=8, choices=Certainty)
    note = models.CharField(max_length=240, blank=True)
    entered_by = models.BigIntegerField(null=True)
    entered_at = models.DateTimeField()
    taken_back_by = models.BigIntegerField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_because = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ["kind", "province", "place", "grade", "-valid_from", "pk"]
        constraints = [
            ExclusionConstraint(
                name="law_localfigure_one_at_a_time",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("province", RangeOperators.EQUAL),
                    ("place", RangeOperators.EQUAL),
                    ("grade", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to", RangeBoundary(inclusive_upper=True)), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(taken_back_at__isnull=True),
            ),
            models.CheckConstraint(condition=models.Q(value__gt=0), name="law_localfigure_positive"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="law_localfigure_ends_later",
            ),
            models.CheckConstraint(condition=~models.Q(source=""), name="law_localfigure_has_a_source"),
            models.CheckConstraint(
                condition=models.Q(taken_back_at__isnull=True, taken_back_because="")
                | models.Q(taken_back_at__isnull=False) & ~models.Q(taken_back_because=""),
                name="law_localfigure_taken_back_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.place} {self.valid_from}"
