import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongjia.cases.kinds import CaseKind, Identity, Role, Step, kind_of


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> "CaseQuerySet":
        return self.filter(closed_on__isnull=True)


class Case(models.Model):
    """One matter of one worker, from the first question to the money in hand."""

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=40)
    union = models.ForeignKey("unions.Union", on_delete=models.PROTECT, related_name="cases")  # who has it
    county = models.ForeignKey("unions.Union", on_delete=models.PROTECT, null=True, related_name="+")
    # where it was raised, once another union has it; none: with `union`
    raised_with = models.ForeignKey(
        "unions.Union", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # who had it on the day it was settled, once another union has it; none: with `union`
    settled_with = models.ForeignKey(
        "unions.Union", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    applicant = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="cases")
    identity = models.CharField(max_length=10, choices=Identity, default=Identity.NAMED)
    pickup_index = models.BinaryField(max_length=32, null=True, unique=True)  # keyed hash of an anonymous code
    once_index = models.BinaryField(max_length=32, null=True, unique=True)  # and of the token of the form it came with
    employer = models.ForeignKey("unions.Employer", on_delete=models.PROTECT, null=True, related_name="cases")
    step = models.CharField(max_length=40)
    step_since = models.DateField()
    intake = models.JSONField(default=dict)  # behind the kind's pydantic model
    outcome = models.CharField(max_length=40, blank=True)  # key of the kind's outcomes
    terms = models.JSONField(default=dict)  # what was agreed, behind the programme's model
    claimed = models.DecimalField(max_digits=12, decimal_places=2, null=True)  # yuan
    agreed = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    paid = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    settled_on = models.DateField(null=True)  # the day the outcome was reached: what "resolved" is dated by
    closed_on = models.DateField(null=True)
    opened_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    by_agent = models.BooleanField(default=False)  # an officer opened it at the counter
    version = models.PositiveIntegerField(default=1)  # counts changes; a page that saw an older one is stale
    is_demo = models.BooleanField(default=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["union", "kind", "opened_on"], name="case_union"),
            models.Index(fields=["applicant", "-opened_at"], name="case_applicant"),
            models.Index(fields=["kind", "settled_on"], name="case_settled"),
            models.Index(fields=["county", "kind"], name="case_county"),
            models.Index(fields=["union"], condition=Q(closed_on__isnull=True), name="case_open"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(paid__gte=0), name="case_paid_not_negative"),
            models.CheckConstraint(
                condition=~Q(identity="anonymous") | Q(applicant__isnull=True), name="anonymous_case_names_nobody"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def case_kind(self) -> CaseKind:
        return kind_of(self.kind)

    @property
    def current_step(self) -> Step:
        return self.case_kind.step(self.step)

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class Party(models.Model):
    """Somebody on a side of a case who is not the applicant: the employer's contact, a representative, a colleague."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=12, choices=Role)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=100)
    title = models.CharField(max_length=50, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.role} of case {self.case_id}"


class Assignment(models.Model):
    """Whose hands a case is in, as dated rows, one open a role: the officer, the mediator, and a lawyer beside them."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=12, choices=Role)  # officer, mediator or lawyer
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="assignments")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "role"], condition=Q(until__isnull=True), name="one_holder_per_role"
            )
        ]
        indexes = [models.Index(fields=["person"], condition=Q(until__isnull=True), name="assignment_open")]

    def __str__(self) -> str:
        return f"{self.role} of case {self.case_id}"


class Entry(models.Model):
    """The timeline: one dated row per thing that happened, with its author. Public ones are the member's to read."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    author = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    author_role = models.CharField(max_length=12, choices=Role)
    on_behalf_of = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=40)  # opened, a move's key, note, message, document, hand_over, overdue, …
    step_from = models.CharField(max_length=40, blank=True)
    step_to = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)  # what the author wrote
    facts = models.JSONField(default=dict)
    is_public = models.BooleanField(default=True)  # the applicant reads it
    for_respondent = models.BooleanField(default=False)  # the employer reads it
    once = models.UUIDField(null=True, unique=True)  # of the form that was sent: a second press changes nothing

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="entry_case")]

    def __str__(self) -> str:
        return f"{self.verb} in case {self.case_id}"


class Document(models.Model):
    """A paper of a case. The bytes lie once under their hash; this row is the only way to them."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents", null=True)
    draft = models.ForeignKey("cases.Draft", on_delete=models.SET_NULL, null=True, related_name="documents")
    kind = models.CharField(max_length=40)  # evidence, agreement, consent_slip, payment_proof, …
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)  # as sniffed from the bytes, never as claimed
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)  # of the bytes kept
    facts = models.JSONField(default=dict)  # of a photo: "taken_at" and the "original_sha256" before it was cleaned
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    is_public = models.BooleanField(default=True)  # the applicant sees it
    for_employer = models.BooleanField(default=False)  # the employer sees it
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="document_case"),
            models.Index(fields=["draft"], name="document_draft"),
            models.Index(fields=["sha256"], name="document_bytes"),
        ]

    def __str__(self) -> str:
        return self.name


class KeptPaper(models.Model):
    """The bytes of a signed paper of somebody whose account is closed: sealed, shown to nobody, kept by law."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, primary_key=True, related_name="kept")
    content_sealed = models.BinaryField()
    keep_until = models.DateField()  # removed from then on

    def __str__(self) -> str:
        return f"kept paper {self.document_id}"


class Signature(models.Model):
    """A party's signature under a document, confirmed with a one-time code sent to the signer."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=12, choices=Role)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)  # of the text that was signed
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "role"], name="one_signature_per_side")]

    def __str__(self) -> str:
        return f"{self.role} under {self.document_id}"


class DueQuerySet(models.QuerySet["Due"]):
    def running(self) -> "DueQuerySet":
        return self.filter(closed_on__isnull=True)

    def duties(self) -> "DueQuerySet":
        """Running clocks that somebody can be late for; a right that opens or ends is not among them."""
        return self.running().filter(is_duty=True)

    def overdue(self, today: date) -> "DueQuerySet":
        return self.duties().filter(due_on__lt=today)


class Due(models.Model):
    """One legal clock: the date computed when it started, with the rule's name and version."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="dues")
    rule = models.CharField(max_length=60)
    rule_version = models.PositiveIntegerField()  # 0: a day that the parties agreed on
    jurisdiction = models.CharField(max_length=12, blank=True)  # of the rule, to find that very version again
    article = models.CharField(max_length=200)
    is_duty = models.BooleanField(default=True)  # no: a right; nobody is late and nothing escalates
    holder = models.CharField(max_length=12, choices=Role)
    step = models.CharField(max_length=40)  # the step whose limit it is
    # who had the case when the clock began, once another union has it; none: the case's `union`
    begun_with = models.ForeignKey(
        "unions.Union", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    event_on = models.DateField()  # the day of the event; counting begins the day after
    due_on = models.DateField(null=True)  # none while paused
    pauses = models.JSONField(default=list)  # [{"from": "2026-05-01", "to": null, "reason": "…"}], both ends included
    warnings = ArrayField(models.CharField(max_length=40), default=list)  # values of law.kinds.ClockWarning
    closed_on = models.DateField(null=True)
    reminded = models.SmallIntegerField(null=True)  # days before the end of the last reminder: 3, 1, 0
    escalated_at = models.DateTimeField(null=True)
    escalated_to = models.ForeignKey("unions.Union", on_delete=models.PROTECT, null=True, related_name="+")

    objects = DueQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_on"], condition=Q(closed_on__isnull=True, is_duty=True), name="due_running"),
            models.Index(fields=["case", "due_on"], name="due_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "rule"], condition=Q(closed_on__isnull=True), name="one_clock_a_rule"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} of case {self.case_id}"


class PaymentQuerySet(models.QuerySet["Payment"]):
    def standing(self) -> "PaymentQuerySet":
        """Those that nobody took back."""
        return self.filter(taken_back_at__isnull=True)


class Payment(models.Model):
    """Money that reached the worker. Case.paid is the sum of what stands; claimed, agreed and paid are three figures."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="payments")
    amount = models.DecimalField(max_digits=12, decimal_places=2)  # yuan
    paid_on = models.DateField()
    confirmed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    proof = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True)  # it was entered wrongly and counts no more
    taken_back_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = PaymentQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="payment_positive")]

    def __str__(self) -> str:
        return f"{self.amount} in case {self.case_id}"


class Rating(models.Model):
    """好差评: one voluntary grade per case. A bad one is called back; the officer under review never sees who rated."""

    class Grade(models.IntegerChoices):
        VERY_GOOD = 5, _("Very satisfied")
        GOOD = 4, _("Satisfied")
        FAIR = 3, _("Basically satisfied")
        BAD = 2, _("Dissatisfied")
        VERY_BAD = 1, _("Very dissatisfied")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="rating")
    grade = models.PositiveSmallIntegerField(choices=Grade)
    text = models.TextField(blank=True)
    solved = models.BooleanField(null=True)  # the member's own word, apart from the office's
    at = models.DateTimeField(auto_now_add=True)
    call_back_by = models.DateField(null=True)  # the day until which a bad grade must be called back
    called_back_at = models.DateTimeField(null=True)
    called_back_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    call_back_text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(grade__gte=1, grade__lte=5), name="rating_grade_range"),
            models.CheckConstraint(
                condition=Q(grade__gt=2) | Q(call_back_by__isnull=False), name="bad_rating_called_back"
            ),
        ]
        indexes = [models.Index(F("call_back_by"), condition=Q(called_back_at__isnull=True), name="rating_call_back")]

    def __str__(self) -> str:
        return f"{self.grade} for case {self.case_id}"


class Draft(models.Model):
    """What somebody has answered so far, saved at every page and kept for weeks.

    A stranger's draft has neither person nor writer; only the browser that wrote it knows its token.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True, related_name="drafts")
    written_by = models.ForeignKey("people.Account", on_delete=models.CASCADE, null=True, related_name="+")  # or agent
    token = models.UUIDField(unique=True, default=uuid.uuid4)
    kind = models.CharField(max_length=40)
    # question key -> field -> the values as typed, right or wrong; "calculation" -> the pages that another programme filled
    answers = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)
    warned_at = models.DateTimeField(null=True)  # the writer was told that it will be removed

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "written_by", "kind"], name="one_draft_of_a_kind")]
        indexes = [models.Index(fields=["updated_at"], name="draft_age")]

    def __str__(self) -> str:
        return f"draft of {self.kind}"


class CounterVisit(models.Model):
    """A person at a counter for whom an officer acts, with the consent slip that allows it. It ends with the day."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="counter_visits")
    officer = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    union = models.ForeignKey("unions.Union", on_delete=models.PROTECT, related_name="+")
    slip = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer"], condition=Q(ended_at__isnull=True), name="one_person_at_a_counter"
            )
        ]

    def __str__(self) -> str:
        return f"counter visit {self.pk}"
