import uuid

from django.db import models
from django.db.models import Q


class Calculation(models.Model):
    """What somebody answered to "what am I owed?". The results are worked out anew at every look, from the answers.

    A stranger's has neither person nor writer; whoever holds its token (the address of its page) opens it.
    """

    token = models.UUIDField(unique=True, default=uuid.uuid4)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True, related_name="+")
    written_by = models.ForeignKey("people.Account", on_delete=models.CASCADE, null=True, related_name="+")  # or agent
    answers = models.JSONField(default=dict)  # page -> field -> the values as typed, right or wrong
    paper = models.ForeignKey("cases.Document", on_delete=models.SET_NULL, null=True, related_name="+")  # handed over
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-updated_at"], name="calculation_person"),
            models.Index(fields=["updated_at"], condition=Q(person__isnull=True), name="calculation_age"),
        ]

    def __str__(self) -> str:
        return f"calculation {self.pk}"


class Variant(models.Model):
    """A lawyer's other reading of a calculation: inputs and steps that are changed. The worker's answers stay as they are."""

    calculation = models.ForeignKey(Calculation, on_delete=models.CASCADE, related_name="variants")
    name = models.CharField(max_length=60)
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    # claim key -> {"inputs": {name: value}, "replaced": {step: {"value", "reason"}}, "amount": {"value", "reason"}}
    changes = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calculation", "name"], name="one_variant_of_a_name")]

    def __str__(self) -> str:
        return f"variant {self.pk} of calculation {self.calculation_id}"
