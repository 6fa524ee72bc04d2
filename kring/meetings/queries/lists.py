"""Meetings ahead and behind, the plan of a year, how often one was there."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.binding import asked_once
from kring.kernel.clock import now
from kring.kernel.lookups import Lookup, look_up, look_up_about
from kring.meetings import access, rules
from kring.meetings.models import Invitee, Meeting, Topic
from kring.meetings.queries.meeting import checklist_of
from kring.meetings.queries.rows import MEETINGS, MeetingRow, asked_row, rows_of
from kring.tlp.audience import State

IN_CALENDAR = timedelta(days=365)
"""How far back a calendar feed goes."""
MOST_PAST = 60


def _meetings() -> QuerySet[Meeting]:
    return Meeting.objects.filter(state=State.SHARED).select_related("circle", "host__organisation")


AHEAD = Lookup(
    MEETINGS
    + """
    WHERE m.circle_id = %(circle)s AND m.state = 1 AND m.ends_at > %(now)s ORDER BY m.starts_at LIMIT %(most)s::int
    """
)
BEHIND = Lookup(
    MEETINGS
    + f"""
    WHERE m.circle_id = %(circle)s AND m.state = 1 AND m.ends_at <= %(now)s ORDER BY m.starts_at DESC LIMIT {MOST_PAST}
    """
)


def ahead(actor: Actor, circle: UUID, *, most: int | None = None) -> list[MeetingRow]:
    """The meetings of a circle that are still to come or going on, the next one first."""
    (found,) = look_up_about(actor, AHEAD, circle=circle, most=most)
    return [asked_row(row) for row in found]


def behind(actor: Actor, circle: UUID) -> list[MeetingRow]:
    """Those that are over, the last one first."""
    (found,) = look_up_about(actor, BEHIND, circle=circle)
    return [asked_row(row) for row in found]


OWN_AHEAD = Lookup(
    MEETINGS
    + "WHERE own.id IS NOT NULL AND m.state = 1 AND m.ends_at > %(now)s AND m.stage <> 'cancelled' ORDER BY m.starts_at"
)
HOSTED = Lookup(
    MEETINGS
    + """
    WHERE m.host_id = ANY (%(own)s::uuid[]) AND m.state = 1 AND m.ends_at > %(now)s AND m.stage <> 'cancelled'
      AND m.starts_at < %(now)s + %(late)s::interval
    """,
    lambda actor: {"own": circles.sits_for(actor), "late": rules.LATE},
)
"""What the actor's organisations host soon."""


@asked_once
def own_ahead(actor: Actor) -> list[MeetingRow]:
    """The meetings that the actor is invited to, in whatever circle, the next one first."""
    return [asked_row(row) for row in look_up(actor, OWN_AHEAD)]


def own_calendar(actor: Actor) -> list[MeetingRow]:
    """What a calendar of the actor's shows: a year back and all that is ahead; cancelled ones too, so that they go."""
    mine = Invitee.objects.filter(person=actor.person).values("meeting")
    rows = _meetings().filter(pk__in=mine, starts_at__gt=now() - IN_CALENDAR).order_by("starts_at")
    return rows_of(actor, list(rows))


def late_checklists(actor: Actor) -> list[tuple[MeetingRow, int]]:
    """The meetings that the actor's organisation hosts soon, with how much is not seen to yet."""
    lists = [(row, checklist_of(row)) for row in map(asked_row, look_up(actor, HOSTED))]
    return [(row, len(found.tasks) - found.done) for row, found in lists if found.late]


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of a year."""

    id: UUID
    circle: UUID
    name: str
    rows: tuple[MeetingRow, ...]
    speakers: dict[UUID, str]
    """By meeting, who speaks."""

    @property
    def open_rows(self) -> list[MeetingRow]:
        """Those that nobody is invited to yet."""
        return [row for row in self.rows if row.stage == Meeting.Stage.PLANNED]

    @property
    def without_topic(self) -> int:
        """How many meetings nobody knows the topic of."""
        return sum(row.lacks_topic for row in self.rows)


def plan(actor: Actor, series: UUID) -> Plan:
    """A plan, for who steers the circle. Raises `NotVisible`; Refused: not_steering."""
    found = access.steered_series(actor, series)
    meetings = list(_meetings().filter(series=found).order_by("starts_at"))
    spoken_of = Topic.objects.filter(meeting__series=found, state=State.SHARED).exclude(speaker="")
    speakers = dict(spoken_of.values_list("meeting", "speaker"))
    return Plan(found.pk, found.circle_id, found.name, tuple(rows_of(actor, meetings)), speakers)


ATTENDED = Lookup("""
SELECT i.attendance FROM meetings_invitee i JOIN meetings_meeting m ON m.id = i.meeting_id
WHERE i.person_id = %(me)s AND i.circle_id = %(circle)s AND m.kind <> 'social'
""")


def own_rate(actor: Actor, circle: UUID) -> rules.Rate:
    """How often the actor was at the meetings of a circle, of those where it was noted. Social events do not count."""
    (found,) = look_up_about(actor, ATTENDED, circle=circle)
    return rules.rate([attendance for (attendance,) in found])


def invited(meeting: UUID) -> set[UUID]:
    """Who is invited to a meeting, or goes for another, and may see it now: for those who deliver."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM kring.invited(%s)", [meeting])
        return {person for (person,) in cursor.fetchall()}


def unanswered(meeting: UUID) -> set[UUID]:
    """Who of them has not said whether they come."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM kring.unanswered(%s)", [meeting])
        return {person for (person,) in cursor.fetchall()}


def invited_by(invitee: UUID) -> tuple[UUID, UUID] | None:
    """Whose invitation this is, and to which meeting; None when it is nobody's any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person, meeting FROM kring.invited_by(%s)", [invitee])
        row: tuple[UUID, UUID] | None = cursor.fetchone()
    return row
