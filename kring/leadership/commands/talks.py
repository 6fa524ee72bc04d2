"""The private log of talks with members."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, enforce
from kring.kernel.lock import AMBER, RED, SHARED
from kring.kernel.record import record
from kring.leadership import access, rules
from kring.leadership.facts import TalkNoted, ThanksSent
from kring.leadership.models import Talk, Thanks


@dataclass(frozen=True, slots=True)
class Noted:
    """What is written down of a talk."""

    about: UUID
    """The membership of the organisation one spoke with."""
    kind: str
    on: date
    note: str = ""
    again_on: date | None = None
    thanks: str = ""
    """Words that are sent to the member. The note never is."""


@transaction.atomic
def note_talk(*, actor: Actor, circle: UUID, noted: Noted) -> UUID:
    """Write down that one spoke with a member: for the chairs and the chair's deputy of this moment, and nobody else.

    Words of thanks go to the people who sit for the member.

    Refused: not_leading, in_the_future, no_thanks. Raises `NotVisible` for a member of another circle.
    Records: TalkNoted; ThanksSent when there are words of thanks.
    """
    place = circles.circle_for(actor, circle)
    sends, thanks = bool(noted.thanks.strip()), noted.kind == Talk.Kind.THANKS
    leads, today = access.leads(circle), now().date()
    enforce(rules.why_not_note(leads=leads, on=noted.on, today=today, sends=sends, thanks=thanks))
    if noted.about not in {member.id for member in circles.houses_of(circle)}:
        raise NotVisible
    talk = Talk.objects.create(
        about_id=noted.about,
        kind=Talk.Kind(noted.kind),
        on=noted.on,
        note=noted.note.strip(),
        again_on=noted.again_on,
        noted_at=now(),
        circle_id=circle,
        community=place.community,
        label=RED,
        state=SHARED,
        author_id=actor.person,
        audience=access.leaders(circle),
    )
    record(TalkNoted(circle=circle), by=actor)
    if sends:
        _thank(actor, place, noted)
    return talk.pk


def _thank(actor: Actor, place: circles.CirclePlace, noted: Noted) -> None:
    sent = Thanks.objects.create(
        to_id=noted.about,
        words=noted.thanks.strip(),
        on=noted.on,
        circle_id=place.id,
        community=place.community,
        label=AMBER,
        state=SHARED,
        author_id=actor.person,
        audience=[noted.about],
    )
    record(ThanksSent(circle=place.id, thanks=sent.pk, membership=noted.about), by=actor)
