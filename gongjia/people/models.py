from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongjia.people.kinds import PURPOSES


class Person(models.Model):
    """One natural person, one row. The resident ID and the phone lie sealed, each with a blind index to find it by."""

    class Sex(models.TextChoices):
        FEMALE = "female", _("Female")
        MALE = "male", _("Male")
        UNKNOWN = "", _("Not said")

    class Proof(models.TextChoices):
        NONE = "none", _("Not yet proved")
        NUMBER = "number", _("Name and resident ID checked")
        VOUCHED = "vouched", _("Paper card seen by an officer")

    name = models.CharField(max_length=50, blank=True)
    name_pinyin = models.CharField(max_length=200, blank=True, db_collation="C")  # order of Chinese names
    name_grams = ArrayField(models.CharField(max_length=2), default=list, blank=True)  # infix search of 1-2 characters
    sex = models.CharField(max_length=6, choices=Sex, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    division_code = models.CharField(max_length=12, blank=True)  # where the person lives
    is_new_form_worker = models.BooleanField(default=False)  # courier, driver, …: 新就业形态劳动者
    is_migrant_worker = models.BooleanField(default=False)

    id_sealed = models.BinaryField(null=True)
    id_index = models.BinaryField(null=True, max_length=32)
    phone_sealed = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True, max_length=32)
    email_sealed = models.BinaryField(null=True)  # given by the person, for messages only; nobody is found by it

    proof = models.CharField(max_length=8, choices=Proof, default=Proof.NONE)
    proved_at = models.DateTimeField(null=True)
    proved_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    needs_check = models.BooleanField(default=False)  # the ID begins with a code we do not know: see the paper card
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True)  # the account was closed: the row is a number without a person
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id_index"], name="one_person_per_resident_id"),
            models.UniqueConstraint(fields=["phone_index"], name="one_person_per_phone"),
            models.CheckConstraint(
                condition=Q(id_sealed__isnull=True, id_index__isnull=True)
                | Q(id_sealed__isnull=False, id_index__isnull=False),
                name="resident_id_sealed_with_index",
            ),
            models.CheckConstraint(
                condition=Q(phone_sealed__isnull=True, phone_index__isnull=True)
                | Q(phone_sealed__isnull=False, phone_index__isnull=False),
                name="phone_sealed_with_index",
            ),
        ]
        indexes = [
            models.Index(fields=["name_pinyin", "id"], name="person_pinyin"),
            GinIndex(fields=["name_grams"], name="person_grams"),
        ]

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"

    @property
    def is_proved(self) -> bool:
        return self.proof != self.Proof.NONE


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(pk=username)


class Account(AbstractBaseUser):
    """A person's way in. Members sign in by phone and one-time code, officers by password and a second factor."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    phone_verified = models.BooleanField(default=False)
    language = models.CharField(max_length=8, default="zh-hans")
    session_stamp = models.PositiveIntegerField(default=0)  # counted up to end every open session of the account
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: list[str] = []
    objects = AccountManager()

    def __str__(self) -> str:
        return f"account {self.pk}"

    def get_session_auth_hash(self) -> str:
        """What a session carries and every request compares: another password or stamp ends the session."""
        return f"{super().get_session_auth_hash()}-{self.session_stamp}"


class Consent(models.Model):
    """A person's yes to one purpose, as a dated row. Withdrawing is as easy as giving (个人信息保护法 第15条)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=40)  # key of people.kinds.PURPOSES
    text_version = models.PositiveSmallIntegerField(default=1)
    given_at = models.DateTimeField(auto_now_add=True)
    given_to = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")  # counter slip
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_open_consent_per_purpose",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.given_at:%F}"

    @property
    def title(self) -> str:
        return str(PURPOSES[self.purpose].title) if self.purpose in PURPOSES else self.purpose


class CodeRequest(models.Model):
    """One request for a one-time code: what the limits on phones, addresses and the whole province count."""

    at = models.DateTimeField(auto_now_add=True)
    phone_index = models.BinaryField(max_length=32)
    address_index = models.BinaryField(max_length=32)  # keyed hash of the network address, kept for a day
    sent = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["phone_index", "at"], name="code_by_phone"),
            models.Index(fields=["address_index", "at"], name="code_by_address"),
            models.Index(fields=["at"], name="code_by_time"),
        ]

    def __str__(self) -> str:
        return f"code {self.at:%F %T}"


class OneTimeCode(models.Model):
    """Six digits sent to a phone for one thing: to sign in, to sign one agreement. Only their keyed hash is kept."""

    phone_index = models.BinaryField(max_length=32)
    purpose = models.CharField(max_length=40)  # what it is for, e.g. "sign_in"
    about = models.CharField(max_length=80)  # which thing, e.g. "cases.agreement:12"
    code_hash = models.BinaryField(max_length=32)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["phone_index", "purpose", "about"],
                condition=Q(used_at__isnull=True),
                name="one_open_code_per_phone_and_thing",
            )
        ]
        indexes = [models.Index(fields=["expires_at"], name="code_by_expiry")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.about}"


class WrongTry(models.Model):
    """A wrong password, code or second factor: what the growing wait before the next try is counted from."""

    at = models.DateTimeField(auto_now_add=True)
    subject_index = models.BinaryField(max_length=32)  # keyed hash of the phone or account that was tried
    address_index = models.BinaryField(max_length=32)  # keyed hash of the network address, kept for a day

    class Meta:
        indexes = [
            models.Index(fields=["subject_index", "at"], name="wrong_by_subject"),
            models.Index(fields=["address_index", "at"], name="wrong_by_address"),
        ]

    def __str__(self) -> str:
        return f"wrong {self.at:%F %T}"


class StrangersHour(models.Model):
    """How often people who are not signed in did one thing from one network within one hour of the clock.

    The hash of each hour is another and no row says more than the hour: nothing leads from here to the moment at which
    somebody wrote without a name.
    """

    index = models.BinaryField(max_length=32, unique=True)  # keyed hash of what was done, the address and the hour
    hour = models.DateTimeField()  # its beginning; the row is forgotten when it is over
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.count} in {self.hour:%F %H}"


class Copy(models.Model):
    """A person's own copy of what the platform holds about them (个人信息保护法 第45条), sealed until it is fetched."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="copies")
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)  # the last time
    content_sealed = models.BinaryField(null=True)  # JSON; emptied when the copy runs out

    class Meta:
        verbose_name_plural = "copies"
        indexes = [models.Index(fields=["person", "-id"], name="copy_person")]

    def __str__(self) -> str:
        return f"copy {self.pk}"


class Closing(models.Model):
    """A person's wish to close their account (注销账号), and the days in which they can take it back."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="closings")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()  # erased from then on
    cancelled_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(cancelled_at__isnull=True, done_at__isnull=True),
                name="one_open_closing_per_person",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(cancelled_at__isnull=True, done_at__isnull=True), name="closing_due"
            )
        ]

    def __str__(self) -> str:
        return f"closing {self.pk}"
