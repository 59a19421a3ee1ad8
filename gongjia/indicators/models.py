"""What is kept of figures over tables of millions (docs/why/figures.md). Nothing else here is stored."""

from django.db import models

from gongjia.unions.models import Union, subtree


class MonthCount(models.Model):
    """How many rows of a kept figure began and ended in a month, in one branch of the province.

    The triggers only append, so one month of one branch may have several rows, negative ones among them: they are read
    by adding them up, and a job folds them into one.
    """

    figure = models.CharField(max_length=60)  # an indicator's key
    branch = models.ForeignKey(Union, on_delete=models.CASCADE, related_name="+")  # with everything under it
    month = models.DateField()  # its first day
    begun = models.BigIntegerField()  # rows
    ended = models.BigIntegerField()  # rows

    class Meta:
        indexes = [models.Index(fields=["figure", "branch", "month"], name="month_count")]

    def __str__(self) -> str:
        return f"{self.figure} in {self.branch_id}, {self.month:%Y-%m}: {self.begun:+d} {-self.ended:+d}"


def months_kept(figure: str, union: Union) -> models.QuerySet[MonthCount]:
    return MonthCount.objects.filter(subtree(union.path, "branch__path"), figure=figure)
