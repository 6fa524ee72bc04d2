"""What those who were there said of a meeting: counts, from five answers on."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.lookups import Lookup, look_up
from kring.meetings.models import Meeting
from kring.meetings.rules import verdicts as rules


@dataclass(frozen=True, slots=True)
class WasThere:
    """Somebody who can be asked how a meeting was, and the invitation by which they came."""

    invitee: UUID
    person: UUID
    meeting: UUID


def asked_how_it_was(about: UUID) -> list[WasThere]:
    """Who was there and may see the meeting, by the meeting or by one invitation; nobody once it is long ago."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kring.asked_how_it_was(%s, %s)", [about, now() - rules.ASKED_FOR])
        return [WasThere(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a meeting was found."""

    answered: int
    own: bool
    """Did this reader answer?"""
    useful: int | None
    """None until enough answered; so are the others."""
    heard: int | None
    better: Sequence[str]


def verdict(meeting: UUID) -> Verdict:
    """What was said of a meeting, as far as the bound actor may know."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT answered, own, useful, heard, better FROM kring.verdicts(%s)", [meeting])
        row = cursor.fetchone()
    if row is None:
        return Verdict(answered=0, own=False, useful=None, heard=None, better=())
    answered, own, useful, heard, better = row
    return Verdict(answered, own, useful, heard, better or ())


@dataclass(frozen=True, slots=True)
class Asked:
    """A meeting of which somebody has not said how it was."""

    id: UUID
    title: str
    circle: str


LAST = Lookup("""
SELECT m.id, m.title, c.name, (SELECT v.own FROM kring.verdicts(m.id) v)
FROM meetings_invitee i JOIN meetings_meeting m ON m.id = i.meeting_id JOIN circles_circle c ON c.id = m.circle_id
WHERE i.person_id = %(me)s AND i.attendance IN ('present', 'online') AND m.stage = 'held' ORDER BY m.starts_at DESC LIMIT 3
""")
"""The last meetings the actor was at, and whether the actor said how they were."""


def verdicts_asked(actor: Actor) -> list[Asked]:
    """The last meetings this actor was at and said nothing of."""
    return [Asked(meeting, title, circle) for meeting, title, circle, said in look_up(actor, LAST) if not said]


def last_verdict(circle: UUID, before: UUID) -> tuple[str, Verdict] | None:
    """What was said of the meeting before this one, for its agenda: who, and how it was. None until enough answered."""
    this = Meeting.objects.filter(pk=before).values_list("starts_at", flat=True).first()
    held = Meeting.objects.filter(circle=circle, stage=Meeting.Stage.HELD).exclude(kind=Meeting.Kind.SOCIAL)
    last = held.filter(starts_at__lt=this).order_by("-starts_at").first() if this else None
    said = verdict(last.pk) if last else None
    return (last.title, said) if last and said and said.useful is not None else None
