"""Tokens, the answers kept for repeated calls, what the rate limits count, and webhooks with their outbox."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongjia.foundation.clock import now, today


class TokenQuerySet(models.QuerySet["Token"]):
    def standing(self) -> "TokenQuerySet":
        in_force = self.filter(revoked_at__isnull=True, expires_on__gte=today())
        return in_force.filter(Q(union__isnull=False) | Q(session_stamp=F("person__account__session_stamp")))


class Token(models.Model):
    """What a program shows to act for a person, or for a union's offices. Shown once; only its SHA-256 is kept.

    The secret half has 256 random bits, so that a plain hash cannot be tried out.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="tokens")  # its maker
    union = models.ForeignKey("unions.Union", on_delete=models.PROTECT, null=True, related_name="tokens")  # a partner's
    name = models.CharField(max_length=60)  # the program, in its maker's words
    scopes = ArrayField(models.CharField(max_length=30))
    prefix = models.CharField(max_length=16, unique=True)  # the open half: it finds the row and may be shown
    digest = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()
    expires_on = models.DateField()  # the last day on which it works
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    once = models.UUIDField(null=True, unique=True)  # of the form that was sent: a second press makes no second token
    session_stamp = models.PositiveIntegerField(null=True)  # its maker's when it was made; a personal one ends with it

    objects = TokenQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="token_person")]
        constraints = [models.CheckConstraint(condition=~Q(scopes=[]), name="token_has_scopes")]

    def __str__(self) -> str:
        return f"{self.prefix}…"

    @property
    def is_standing(self) -> bool:
        return self.revoked_at is None and self.expires_on >= today() and not self.ended_with_sessions

    @property
    def ended_with_sessions(self) -> bool:
        """A personal token ends when the sessions of its maker do: what ends the one is meant for the other, too."""
        return self.union_id is None and self.session_stamp != self.person.account.session_stamp


class Call(models.Model):
    """One thing that a program asked for under an idempotency key, and the answer it got. Kept for 24 hours.

    The unique row is what makes it happen once: the second request waits for the first one's transaction.
    """

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="calls")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")  # for whom it acted
    key = models.CharField(max_length=100)
    request_hash = models.BinaryField(max_length=32)  # SHA-256 of method, address and body
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=b"")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="one_answer_per_key")]
        indexes = [models.Index(fields=["at"], name="call_at")]

    def __str__(self) -> str:
        return f"call {self.key}"


class Hit(models.Model):
    """One request, for the rate limits alone. Rows are only added, so that callers never wait for each other."""

    caller = models.BinaryField(max_length=32)  # keyed hash of a token's number or of a network address
    minute = models.BigIntegerField()  # minutes since 1970

    class Meta:
        indexes = [
            models.Index(fields=["caller", "minute"], name="hit_caller"),
            models.Index(fields=["minute"], name="hit_minute"),
        ]

    def __str__(self) -> str:
        return f"hit in minute {self.minute}"


class Webhook(models.Model):
    """An address of a partner that is told what happens to matters of a union and everything under it."""

    union = models.ForeignKey("unions.Union", on_delete=models.PROTECT, related_name="webhooks")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")  # its maker
    name = models.CharField(max_length=60)
    url = models.URLField(max_length=300)
    events = ArrayField(models.CharField(max_length=30))
    secret_sealed = models.BinaryField()  # what its messages are signed with
    created_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    given_up_on = models.DateField(null=True)  # the last day on which its maker was told of a failure
    once = models.UUIDField(null=True, unique=True)

    class Meta:
        indexes = [models.Index(fields=["union"], condition=Q(stopped_at__isnull=True), name="webhook_union")]

    def __str__(self) -> str:
        return self.name


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self) -> "MessageQuerySet":
        return self.filter(state=Message.State.WAITING, not_before__lte=now(), webhook__stopped_at__isnull=True)


class Message(models.Model):
    """One announcement to one webhook, written with what it tells of, sent afterwards, and its delivery log."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Delivered")
        FAILED = "failed", _("Given up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)  # the receiver counts it once by this
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="messages")
    event = models.CharField(max_length=30)
    body = models.TextField()  # the very bytes that are signed: ids and addresses, no personal information
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True)  # what came back last: a status, or why nothing did

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state="waiting"), name="message_waiting"),
            models.Index(fields=["webhook", "-created_at"], name="message_webhook"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.state}"
