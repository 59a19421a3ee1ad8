from django.db import models


class SavedView(models.Model):
    """A worklist's filters under a name of the officer's own."""

    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=30)
    query = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="one_view_of_a_name")]

    def __str__(self) -> str:
        return self.name
