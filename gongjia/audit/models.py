from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class Event(models.Model):
    """One thing that somebody did. Rows are only ever added; a trigger refuses change and removal.

    Objects and people are named by number, not by foreign key: the record outlives what it speaks of, and this
    room lies below the rooms it serves.
    """

    at = models.DateTimeField(auto_now_add=True)
    actor_id = models.BigIntegerField(null=True)  # account; none = the platform itself
    on_behalf_of = models.BigIntegerField(null=True)  # person for whom an officer acted at the counter
    verb = models.CharField(max_length=60)  # room.verb, e.g. "cases.accept"
    kind = models.CharField(max_length=60)  # label of the object's model, e.g. "cases.case"
    object_id = models.CharField(max_length=40)
    person_id = models.BigIntegerField(null=True)  # whose information this concerns
    union_path = models.TextField(default="", db_collation="C")
    change = models.JSONField(default=dict)
    reason = models.TextField(default="")

    class Meta:
        indexes = [
            models.Index(fields=["kind", "object_id", "id"], name="event_object"),
            models.Index(fields=["person_id", "id"], name="event_person"),
            BrinIndex(fields=["at"], name="event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.verb} {self.kind}:{self.object_id}"
