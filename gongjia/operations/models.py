from django.db import models


class Reading(models.Model):
    """The newest of each thing that operations measures: the gauges, the last backup, the last trial write.

    The worker measures and the web processes show: they run under different database roles, and a page that is
    asked every few seconds must not count cases. No personal data.
    """

    name = models.CharField(max_length=30, primary_key=True)
    value = models.JSONField(default=dict)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%F %T}"
