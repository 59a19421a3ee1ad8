"""What is kept of figures over tables of millions (docs/why/figures.md). Nothing else here is stored."""

from django.db import models

from gongjia.unions.models import Union, subtree


class MonthCount(models.Model):
    """How many rows of a kept figure began and ended in a month, in a union and everything under it.

    The triggers only append, so one month of one union may have several rows, negative ones among them: they are read
    by adding them up, and a job folds them into one. A member of a county counts there, at home, and also for the
    prefecture and the province; deeper unions have no rows of their own.
    """

    figure = models.CharField(max_length=60)  # an indicator's key
    branch = models.ForeignKey(Union, on_delete=models.CASCADE, related_name="+")
    is_home = models.BooleanField()  # what belongs to the branch itself, or to unions deeper than what is kept
    month = models.DateField()  # its first day
    begun = models.BigIntegerField()  # rows
    ended = models.BigIntegerField()  # rows

    class Meta:
        indexes = [models.Index(fields=["figure", "branch", "month"], name="month_count")]

    def __str__(self) -> str:
        return f"{self.figure} in {self.branch_id}, {self.month:%Y-%m}: {self.begun:+d} {-self.ended:+d}"


def months_kept(figure: str, union: Union) -> models.QuerySet[MonthCount]:
    """Of a union with everything under it."""
    return MonthCount.objects.filter(figure=figure, branch=union)


def homes_kept(figure: str, union: Union) -> models.QuerySet[MonthCount]:
    """The same, each row where it is at home."""
    return MonthCount.objects.filter(subtree(union.path, "branch__path"), figure=figure, is_home=True)
