"""Statutes as they were read, and what the union adds to them so that people find them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjia.law.library.kinds import Matter


class Statute(models.Model):
    """One version of a law, a regulation or an interpretation. A version is never changed; a new one joins it."""

    title = models.CharField(max_length=120, help_text="the full official title")
    short = models.CharField(max_length=60, help_text="the name people use")
    level = models.CharField(max_length=20, blank=True, help_text="法律, 行政法规, 部门规章, 司法解释")
    issued_by = models.CharField(max_length=80, blank=True)
    version = models.DateField(help_text="the day this text was adopted")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True, help_text="first day on which it is no longer in force")
    source = models.CharField(max_length=240)
    licence = models.CharField(max_length=240)

    class Meta:
        ordering = ["title", "version"]
        constraints = [models.UniqueConstraint(fields=["title", "version"], name="law_statute_version")]

    def __str__(self) -> str:
        return f"《{self.short}》"


class Article(models.Model):
    """One article. `tokens` holds its words as the search counts them, with their positions."""

    statute = models.ForeignKey(Statute, on_delete=models.PROTECT, related_name="articles")
    number = models.PositiveSmallIntegerField()
    branch = models.PositiveSmallIntegerField(default=0, help_text="1 in 第二百七十六条之一")
    label = models.CharField(max_length=24, help_text="第四十七条")
    chapter = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    tokens = SearchVectorField(null=True)

    class Meta:
        ordering = ["statute", "number", "branch"]
        constraints = [models.UniqueConstraint(fields=["statute", "number", "branch"], name="law_article_once")]

    def __str__(self) -> str:
        return f"{self.statute}{self.label}"


class Gist(models.Model):
    """What an article says, in the union's plain words; it stands in where the text has not been imported."""

    short = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField()
    branch = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["short", "number", "branch"]
        constraints = [models.UniqueConstraint(fields=["short", "number", "branch"], name="law_gist_once")]

    def __str__(self) -> str:
        return f"{self.short} {self.number}"


class Kept(models.Model):
    """Came with the platform, may be edited here: what was edited is never replaced by a later version's data."""

    key = models.CharField(max_length=80, unique=True)
    edited = models.BooleanField(default=False)
    active = models.BooleanField(default=True, verbose_name=_("in use"))
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Synonym(Kept):
    """What people say, and how the law says it."""

    said = ArrayField(models.CharField(max_length=40), verbose_name=_("what people say"))
    legal = models.CharField(max_length=120, verbose_name=_("the law's words"))

    class Meta:
        ordering = ["legal", "pk"]

    def __str__(self) -> str:
        return self.legal


class QuestionCard(Kept):
    """One of the commonest matters: the question, other ways of asking it, and the articles it points to."""

    matter = models.CharField(max_length=12, choices=Matter)
    question = models.CharField(max_length=80, verbose_name=_("the question, as a worker asks it"))
    said = ArrayField(models.CharField(max_length=80), verbose_name=_("other ways of asking"))
    articles = ArrayField(models.CharField(max_length=80), verbose_name=_("articles, the most important first"))
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return self.question


class UnansweredQuestion(models.Model):
    """A question that found nothing fitting: the words without numbers and names, the day, and nobody's name."""

    text = models.CharField(max_length=200)
    asked_on = models.DateField()
    times = models.PositiveIntegerField(default=1)
    settled = models.BooleanField(default=False)

    class Meta:
        ordering = ["-asked_on", "-times", "pk"]
        constraints = [models.UniqueConstraint(fields=["text", "asked_on"], name="law_unanswered_once_a_day")]

    def __str__(self) -> str:
        return self.text
