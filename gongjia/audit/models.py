from django.contrib.postgres.fields import ArrayField
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


class Seal(models.Model):
    """A link of the hash chain over the events: those that one run of the sealer found, in the order of their digests.

    What the bytes are, and how anybody checks them: docs/reference/audit-chain.md. Append-only as well.
    """

    number = models.BigIntegerField(primary_key=True)  # 1, 2, 3 … without a gap; two sealers cannot both add one
    at = models.DateTimeField()  # when the run began; all seals of one run say the same
    events = ArrayField(models.BigIntegerField())
    digests = models.BinaryField()  # 32 bytes for each event
    highest = models.BigIntegerField()  # the highest id of an event in this seal and all before it
    total = models.BigIntegerField()  # number of events in this seal and all before it
    previous = models.BinaryField()  # head of the seal before; of the first, 32 zero bytes
    head = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="seal_at")]

    def __str__(self) -> str:
        return f"seal {self.number} of {self.at:%F %T}, {len(self.events)} events"
