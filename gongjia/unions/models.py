from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gongjia.unions.kinds import Role


class Employer(models.Model):
    """用人单位: a company, institution or platform that people work for."""

    name = models.CharField(max_length=100)
    name_pinyin = models.CharField(max_length=400, blank=True, db_collation="C")
    name_grams = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    credit_code = models.CharField(max_length=18, null=True, unique=True)  # 统一社会信用代码, GB 32100-2015
    is_verified = models.BooleanField(default=False)  # an officer compared name and code with the register
    division_code = models.CharField(max_length=12, blank=True)
    is_platform = models.BooleanField(default=False)  # 平台企业
    opened_on = models.DateField(null=True)
    telephone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    is_demo = models.BooleanField(default=False)

    class Meta:
        indexes = [
            GinIndex(fields=["name_grams"], name="employer_grams"),
            models.Index(fields=["name_pinyin", "id"], name="employer_pinyin"),
        ]

    def __str__(self) -> str:
        return self.name


def subtree(path: str, lookup: str = "path") -> Q:
    """A union and everything under it, as one range of the path: "1/12/" up to, not including, "1/120".

    `lookup` leads from the filtered row to the path, e.g. "union__path". Under C collation "0" follows "/".
    """
    return Q(**{f"{lookup}__gte": path, f"{lookup}__lt": path[:-1] + "0"})


class UnionQuerySet(models.QuerySet["Union"]):
    def below(self, union: "Union") -> "UnionQuerySet":
        """A union and everything under it."""
        return self.filter(subtree(union.path))

    def above(self, union: "Union") -> "UnionQuerySet":
        """A union and everything over it, the province first."""
        return self.filter(path__in=union.paths_above()).order_by("path")

    def standing(self, on: date) -> "UnionQuerySet":
        return self.filter(founded_on__lte=on).filter(Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=on))


class Union(models.Model):
    """工会组织. The union tree is not the division tree: special areas, industry unions and leagues cross it.

    `path` is the chain of ids from the province down, each followed by "/", e.g. "1/12/345/": a subtree is one
    prefix (docs/why/union-path.md).
    """

    class Kind(models.TextChoices):
        FEDERATION = "federation", _("Federation")
        INDUSTRY = "industry", _("Industry union")
        LEAGUE = "league", _("Union league")
        GRASSROOTS = "grassroots", _("Grassroots union")
        JOINT = "joint", _("Joint grassroots union")

    class Level(models.TextChoices):
        PROVINCE = "province", _("Province")
        PREFECTURE = "prefecture", _("Prefecture")
        COUNTY = "county", _("County")
        TOWNSHIP = "township", _("Township")
        GRASSROOTS = "grassroots", _("Grassroots")

    class Method(models.TextChoices):
        KEY = "key", _("Key enterprise")
        INDUSTRY = "industry", _("By industry")
        FALLBACK = "fallback", _("Territorial fallback")
        ORDINARY = "", _("Ordinary")

    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    path = models.TextField(unique=True, db_collation="C")
    county = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+"
    )  # federation it lies under
    name = models.CharField(max_length=100)
    name_ko = models.CharField(max_length=100, blank=True)
    name_pinyin = models.CharField(max_length=400, blank=True, db_collation="C")
    name_grams = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    level = models.CharField(max_length=12, choices=Level)
    method = models.CharField(max_length=8, choices=Method, blank=True)
    division_code = models.CharField(max_length=12, blank=True)
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, related_name="unions")
    leagues = models.ManyToManyField("self", through="LeagueMember", symmetrical=False, related_name="league_unions")
    founded_on = models.DateField()
    dissolved_on = models.DateField(null=True)
    telephone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=200, blank=True)
    join_code = models.CharField(max_length=12, unique=True)  # what the union's QR code carries
    has_mediation_committee = models.BooleanField(default=False)  # 工会劳动争议调解委员会
    is_demo = models.BooleanField(default=False)

    objects = UnionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["division_code", "level"], name="union_division"),
            GinIndex(fields=["name_grams"], name="union_grams"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=True) | Q(dissolved_on__gte=F("founded_on")),
                name="union_dissolved_after_founding",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def paths_above(self) -> list[str]:
        """The paths of this union and of every union over it, the province first."""
        parts = self.path.rstrip("/").split("/")
        return ["/".join(parts[: n + 1]) + "/" for n in range(len(parts))]

    @property
    def label(self) -> str:
        """The name in the reader's language, where the union has one in it."""
        return (self.name_ko if (get_language() or "").startswith("ko") else "") or self.name

    @property
    def is_standing(self) -> bool:
        return self.dissolved_on is None

    def covers(self, other: "Union") -> bool:
        """Whether `other` is this union or lies under it."""
        return other.path.startswith(self.path)


class DatedQuerySet(models.QuerySet):
    def on(self, day: date) -> "DatedQuerySet":
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))


class LeagueMember(models.Model):
    """A union's place in a league or industry union outside its own branch of the tree, as a dated row."""

    union = models.ForeignKey(Union, on_delete=models.PROTECT, related_name="league_places")
    league = models.ForeignKey(Union, on_delete=models.PROTECT, related_name="league_members")
    since = models.DateField()
    until = models.DateField(null=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["union", "league"], condition=Q(until__isnull=True), name="one_open_place_per_league"
            )
        ]

    def __str__(self) -> str:
        return f"{self.union_id} in {self.league_id}"


class Office(models.Model):
    """A post that a person holds in a union for a time; it reaches the union's whole subtree."""

    Role = Role

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="offices")
    union = models.ForeignKey(Union, on_delete=models.PROTECT, related_name="offices")
    role = models.CharField(max_length=14, choices=Role)
    title = models.CharField(max_length=50, blank=True)  # 权益保障部干事
    since = models.DateField()
    until = models.DateField(null=True)
    appointed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "union", "role"], condition=Q(until__isnull=True), name="one_open_office_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="office_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.union_id}"


class EmployerContact(models.Model):
    """A person who speaks for an employer, as a dated row."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="employer_contacts")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="contacts")
    since = models.DateField()
    until = models.DateField(null=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "employer"], condition=Q(until__isnull=True), name="one_open_contact_per_employer"
            )
        ]

    def __str__(self) -> str:
        return f"contact of {self.employer_id}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> "MembershipQuerySet":
        """Memberships open at the end of `day`, retained ones among them."""
        return self.filter(started_on__lte=day).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))


class Membership(models.Model):
    """会籍: a person's belonging to one union from a day to a day. At most one is open per person.

    A transfer closes one row and opens the next on the same day, so that on every day
    stock = opening + started - ended, for any union and for the province.
    """

    class How(models.TextChoices):
        SCAN = "scan", _("Scanned the union's code")
        WORKPLACE = "workplace", _("Through the workplace")
        PLATFORM = "platform", _("Through the platform")
        RESIDENCE = "residence", _("Where the person lives")
        LEAGUE = "league", _("Through a league")
        COUNTER = "counter", _("Entered at a counter")
        TRANSFER = "transfer", _("Transferred")

    class End(models.TextChoices):
        TRANSFER = "transfer", _("Transferred")
        LEFT = "left", _("Left by own wish")
        AUTO_LEFT = "auto_left", _("Left after notice")
        EXPELLED = "expelled", _("Expelled")
        DECEASED = "deceased", _("Deceased")

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="memberships")
    union = models.ForeignKey(Union, on_delete=models.PROTECT, related_name="memberships")
    county = models.ForeignKey(Union, on_delete=models.PROTECT, null=True, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    how = models.CharField(max_length=10, choices=How)
    is_first = models.BooleanField()  # the person was never a member before: what "joined" counts
    end_reason = models.CharField(max_length=10, choices=End, blank=True)
    transferred_from = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="transferred_to")

    reason_read = ""  # why an officer ended it, from the record of doings (leaving.history_of)
    page_opens = False  # whether the person's page opens for who reads it (listing.name_members)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_on__isnull=True), name="one_open_membership_per_person"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="membership_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="") | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="membership_end_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["union", "started_on", "ended_on"], name="membership_union"),
            models.Index(fields=["county", "started_on", "ended_on"], name="membership_county"),
            models.Index(fields=["started_on"], name="membership_started"),
            models.Index(fields=["ended_on"], condition=Q(ended_on__isnull=False), name="membership_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.union_id}"


class Retention(models.Model):
    """保留会籍: a membership kept through retirement or unemployment; no vote meanwhile, no dues."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="retentions")
    since = models.DateField()
    until = models.DateField(null=True)
    reason = models.CharField(max_length=200)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], condition=Q(until__isnull=True), name="one_open_retention_per_membership"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="retention_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"retained {self.membership_id}"


class MembershipChange(models.Model):
    """Memberships as a ledger, a view over them: +1 on the day one starts, -1 on the day it ends.

    The stock of a union on a day is the sum of its changes up to that day.
    """

    membership = models.ForeignKey(Membership, on_delete=models.DO_NOTHING, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.DO_NOTHING, related_name="+")
    union = models.ForeignKey(Union, on_delete=models.DO_NOTHING, related_name="+")
    county = models.ForeignKey(Union, on_delete=models.DO_NOTHING, null=True, related_name="+")
    day = models.DateField()
    change = models.SmallIntegerField()  # people, +1 or -1

    page_opens = False  # whether the person's page opens for who reads it (listing.name_members)

    class Meta:
        managed = False
        db_table = "unions_membership_change"

    def __str__(self) -> str:
        return f"{self.change:+d} in {self.union_id} on {self.day}"
