"""Organisations, circles and who stands where in them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from kring.circles import rules
from kring.kernel.ids import new_id
from kring.tlp.labels import Label


class Organisation(models.Model):
    """A legal body: member, supplier, customer, authority, school."""

    class Kind(models.TextChoices):
        PRIVATE = "private", _("Private")
        PUBLIC = "public", _("Public")
        EDUCATION = "education", _("Education")
        LIAISON = "liaison", _("Liaison")

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PRIVATE)
    sectors = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    country = models.CharField(max_length=2, default="NL")
    languages = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    sharing_limit = models.SmallIntegerField(null=True, blank=True, choices=[(label, label.marking) for label in Label])
    """The narrowest label it can keep to: a head office elsewhere may have to be told. None is no limit."""
    sharing_limit_reason = models.CharField(max_length=200, blank=True)
    website = models.URLField(blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Affiliation(models.Model):
    """A person works for an organisation. Without a seat, that makes a colleague."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="affiliations")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "organisation"], name="affiliation_once")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.organisation_id}"


class Circle(models.Model):
    """Organisations that share under agreed rules. The outermost circle and all inside it are a community."""

    class Kind(models.TextChoices):
        ISAC = "isac", _("Sector ISAC")
        REGION = "region", _("Region")
        CHAIN = "chain", _("Supply chain")
        SITE = "site", _("Site with many operators")
        PARTNERS = "partners", _("Partner network")
        GROUP = "group", _("Working group")

    id = models.UUIDField(primary_key=True, default=new_id)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="inner")
    community = models.UUIDField()
    """The outermost circle's id; its own when it is the outermost. A circle does not move to another community."""
    path = ArrayField(models.UUIDField(), db_default=[], editable=False)
    """From the outermost circle to this one. The database fills it in."""
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    purpose = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="nl")
    colour = models.CharField(max_length=12, default="teal")
    default_label = models.SmallIntegerField(choices=[(label, label.marking) for label in Label], default=Label.AMBER)
    widest_label = models.SmallIntegerField(choices=[(label, label.marking) for label in Label], default=Label.CLEAR)
    second_factor = models.BooleanField(default=False)
    """A seat counts only for people who have a second factor."""
    permitted_use = models.CharField(max_length=240, blank=True)
    """The line under every item on what it may be used for (R44)."""
    retention_days = models.JSONField(default=dict, blank=True)
    """Days an item of a kind is kept: {"question": 365}. A kind that is not named is kept."""
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True, community=F("id")) | Q(parent__isnull=False),
                name="circle_outermost_is_its_community",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """An organisation in a circle."""

    class Kind(models.TextChoices):
        MEMBER = "member", _("Member")
        OBSERVER = "observer", _("Observer")
        LIAISON = "liaison", _("Liaison")

    id = models.UUIDField(primary_key=True, default=new_id)
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    state = models.CharField(max_length=10, choices=rules.MEMBERSHIP_STATES, default="prospect")
    why = models.CharField(max_length=12, choices=rules.SUSPENSION_REASONS, blank=True)
    """Why it is suspended or ended."""
    note = models.CharField(max_length=500, blank=True)
    """What went with the last step; for those who steer and for the organisation itself."""
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.MEMBER)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["circle", "organisation"], condition=~Q(state="left"), name="membership_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation"], name="membership_suspended", condition=Q(state="suspended"))
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.circle_id}"


class Seat(models.Model):
    """A person in a membership: from, until, in a role."""

    class Role(models.TextChoices):
        REPRESENTATIVE = "representative", _("Representative")
        DEPUTY = "deputy", _("Deputy")
        CHAIR = "chair", _("Chair")
        SECRETARY = "secretary", _("Secretary")
        OBSERVER = "observer", _("Observer")

    id = models.UUIDField(primary_key=True, default=new_id)
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="seats")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="seats")
    role = models.CharField(max_length=14, choices=Role, default=Role.REPRESENTATIVE)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True, blank=True)
    succeeds = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    handover = models.TextField(blank=True)
    """What the predecessor leaves to the successor; for the successor and those who steer."""
    introduced_at = models.DateTimeField(null=True, blank=True, db_default=Now())
    """A successor is introduced to the circle before anybody can name them for TLP:RED (None: not yet)."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "until"], name="seat_person")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["membership", "person", "role"], condition=Q(until__isnull=True), name="seat_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["representative", "deputy", "chair", "secretary", "observer"]), name="seat_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} as {self.role}"


class Mandate(models.Model):
    """What an organisation lets its person do in a circle: share up to a label, decide, spend time."""

    id = models.UUIDField(primary_key=True, default=new_id)
    seat = models.OneToOneField(Seat, models.CASCADE, related_name="mandate")
    widest_label = models.SmallIntegerField(choices=[(label, label.marking) for label in Label], default=Label.GREEN)
    decides_up_to = models.PositiveIntegerField(default=0)
    """Euros."""
    hours_a_month = models.PositiveSmallIntegerField(default=0)
    signed_by = models.CharField(max_length=120)
    signed_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"mandate of {self.seat_id}"


class Suspension(models.Model):
    """A person is shut out of a circle and of every circle inside it, until somebody lifts it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="suspensions")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="suspensions")
    why = models.CharField(max_length=12, choices=rules.SUSPENSION_REASONS)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    account = models.BooleanField(default=False)
    """The account was closed with it, since it opened nothing else."""
    since = models.DateTimeField(db_default=Now())
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["circle", "person"], condition=Q(lifted_at__isnull=True), name="suspension_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["person"], name="suspension_person", condition=Q(lifted_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.person_id} out of {self.circle_id}"


class SpecialRight(models.Model):
    """Where a member does not have what every member has. Members can read all of them (R59)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="special_rights")
    what = models.CharField(max_length=200)
    reason = models.CharField(max_length=300, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["since"]

    def __str__(self) -> str:
        return self.what


class Segment(models.Model):
    """A named part of a circle's members, to share with: "small suppliers"."""

    id = models.UUIDField(primary_key=True, default=new_id)
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="segments")
    name = models.CharField(max_length=80)
    memberships = models.ManyToManyField(Membership, related_name="segments")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["circle", "name"], name="segment_once")]

    def __str__(self) -> str:
        return self.name


class Bridge(models.Model):
    """What a circle shares reaches another circle too, up to a ceiling."""

    id = models.UUIDField(primary_key=True, default=new_id)
    source = models.ForeignKey(Circle, models.CASCADE, related_name="bridges_out")
    target = models.ForeignKey(Circle, models.CASCADE, related_name="bridges_in")
    ceiling = models.SmallIntegerField(choices=[(Label.CLEAR, Label.CLEAR.marking), (Label.GREEN, Label.GREEN.marking)])
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "target"], condition=Q(until__isnull=True), name="bridge_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="bridge_leads_elsewhere"),
            models.CheckConstraint(condition=Q(ceiling__lte=Label.GREEN), name="bridge_ceiling"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} to {self.target_id}"


class BridgeOffer(models.Model):
    """A chair offers a bridge; the chair of another circle takes it by a signed link. Both agreed: then it is a bridge.

    The other circle is not chosen here: one community does not learn which others there are.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="bridge_offers")
    gives = models.BooleanField(default=True)
    """True: what this circle shares reaches the other one. False: the other way round."""
    ceiling = models.SmallIntegerField(choices=[(Label.CLEAR, Label.CLEAR.marking), (Label.GREEN, Label.GREEN.marking)])
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"offer of {self.circle_id}"


class Client(models.Model):
    """A client of a member organisation who may be told what it needs to protect itself (TLP:AMBER)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="clients")
    name = models.CharField(max_length=160)
    contact = models.CharField(max_length=120)
    email = models.EmailField()
    registered_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Expertise(models.Model):
    """What a person knows, and how well: 1 heard of it, 5 teaches it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="expertise")
    topic = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["-level", "topic"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "topic"], name="expertise_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="expertise_level"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.level}"


class Invitation(models.Model):
    """A signed link that makes an account, or gives an existing one a seat. Used once; it expires."""

    id = models.UUIDField(primary_key=True, default=new_id)
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    membership = models.ForeignKey(Membership, models.CASCADE, null=True, related_name="invitations")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=14, choices=Seat.Role, blank=True)
    """Empty: a colleague, without a seat."""
    succeeds = models.ForeignKey(Seat, models.SET_NULL, null=True, related_name="+")
    """The seat that who takes the invitation takes over."""
    handover = models.TextField(blank=True)
    invited_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.email


class Seated(models.Model):
    """A seat in force at this moment: a row of the view `kring.seated`, on which the lock is built too."""

    seat = models.OneToOneField(Seat, models.DO_NOTHING, primary_key=True, db_column="seat", related_name="in_force")
    person = models.ForeignKey("people.Person", models.DO_NOTHING, db_column="person", related_name="seated")
    role = models.CharField(max_length=14, choices=Seat.Role)
    membership = models.ForeignKey(Membership, models.DO_NOTHING, db_column="membership", related_name="seated")
    organisation = models.ForeignKey(Organisation, models.DO_NOTHING, db_column="organisation", related_name="+")
    circle = models.ForeignKey(Circle, models.DO_NOTHING, db_column="circle", related_name="seated")
    community = models.UUIDField()
    observer = models.BooleanField()

    class Meta:
        managed = False
        db_table = 'kring"."seated'

    def __str__(self) -> str:
        return f"{self.person_id} as {self.role}"


class InHouse(models.Model):
    """A person of a member organisation, seated or not: a row of the view `kring.colleague`."""

    # The pair (person, membership) is the key; Django wants one column to be called so.
    membership = models.OneToOneField(
        Membership, models.DO_NOTHING, primary_key=True, db_column="membership", related_name="+"
    )
    person = models.ForeignKey("people.Person", models.DO_NOTHING, db_column="person", related_name="in_house")
    organisation = models.ForeignKey(Organisation, models.DO_NOTHING, db_column="organisation", related_name="+")
    circle = models.ForeignKey(Circle, models.DO_NOTHING, db_column="circle", related_name="in_house")
    community = models.UUIDField()

    class Meta:
        managed = False
        db_table = 'kring"."colleague'

    def __str__(self) -> str:
        return f"{self.person_id} of {self.organisation_id}"
