"""Where somebody is signed in: ending it from afar."""

from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db import transaction

from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.kernel.record import record
from kring.people.commands.cut import cut_off
from kring.people.facts import SessionEnded


@transaction.atomic
def end_session(*, actor: Actor, session: int) -> None:
    """Sign one of one's own devices out.

    Records: SessionEnded.
    """
    found = UserSession.objects.filter(pk=session, user=actor.person).first() if actor.person else None
    if found is None or actor.person is None:
        raise NotVisible
    found.end()
    cut_off([actor.person])
    record(SessionEnded(person=actor.person), by=actor)


def end_all_sessions(person: UUID) -> None:
    """Sign every device of this person out."""
    for session in UserSession.objects.filter(user=person):
        session.end()
