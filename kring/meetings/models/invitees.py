"""Who is invited to a meeting, what they answered, and whether they came."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kring.kernel.ids import new_id
from kring.meetings.models.meetings import Meeting
from kring.tlp.labels import Label


class Invitee(models.Model):
    """Somebody who is invited. Seen by the others invited and by who steers; changed by that person and by who steers."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        GUEST = "guest", _("Guest")
        SPEAKER = "speaker", _("Speaker")
        OBSERVER = "observer", _("Observer")

    class Reply(models.TextChoices):
        NONE = "none", _("No answer yet")
        ACCEPTED = "accepted", _("Comes")
        TENTATIVE = "tentative", _("Maybe")
        DECLINED = "declined", _("Does not come")

    class Attendance(models.TextChoices):
        NONE = "none", _("Not noted")
        PRESENT = "present", _("Present")
        ONLINE = "online", _("Online")
        EXCUSED = "excused", _("Excused")
        ABSENT = "absent", _("Absent")
        DEPUTY = "deputy", _("Deputy came")

    id = models.UUIDField(primary_key=True, default=new_id)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitees")
    circle = models.ForeignKey("circles.Circle", models.PROTECT, related_name="+")
    """That of the meeting, for the lock."""
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    membership = models.ForeignKey("circles.Membership", models.PROTECT, null=True, related_name="+")
    """For whom they come."""
    name = models.CharField(max_length=120, blank=True)
    """Of a guest, who has no account."""
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="en")
    """That of a guest's letters."""
    role = models.CharField(max_length=8, choices=Role, default=Role.MEMBER)
    reply = models.CharField(max_length=9, choices=Reply, default=Reply.NONE)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_to = models.PositiveIntegerField(default=0)
    """The meeting's `sequence` that the answer was given to."""
    note = models.CharField(max_length=500, blank=True)
    deputy = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    """Who comes instead."""
    attendance = models.CharField(max_length=7, choices=Attendance, default=Attendance.NONE)
    checked_in_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    """Who left before the end was there all the same, and is not named for what comes after."""
    key = models.UUIDField(default=new_id, editable=False)
    """What a guest's link opens: stands in `passed_to` of the meeting and of what this guest may have of its agenda."""
    ceiling = models.SmallIntegerField(default=Label.GREEN)
    """The narrowest label a guest's link lets through."""
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    """From when until when a guest's link opens anything."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    """When a guest's invitation was taken back: kept so that their calendar hears of it."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "meeting"], name="invitee_person")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "person"], name="invitee_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="", email="")
                | Q(person__isnull=True, opens_at__isnull=False, closes_at__gt=F("opens_at")) & ~Q(name=""),
                name="invitee_is_a_person_or_a_guest",
            ),
            models.CheckConstraint(
                condition=Q(ceiling__range=(Label.CLEAR, Label.AMBER_STRICT)), name="invitee_ceiling"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
