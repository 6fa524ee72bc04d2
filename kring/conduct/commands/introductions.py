"""Saying who one is to a circle, and having met others."""

from uuid import UUID

from kring.circles import queries as circles
from kring.conduct import access
from kring.conduct.facts import IntroductionWritten
from kring.conduct.models import Introduction, Met
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.kernel.lock import SHARED
from kring.kernel.record import record
from kring.tlp.labels import Label


def introduce(*, actor: Actor, circle: UUID, does: str, helps: str = "", seeks: str = "", beside: str = "") -> None:
    """Say who one is to the circle: what one does, can help with, comes for, and something that is no work.

    Members are shown it once, at home. Written again, it is changed where it stands and shown to nobody anew.

    Refused: not_seated.
    Records: IntroductionWritten, the first time.
    """
    place = circles.circle_for(actor, circle)
    membership = access.own_membership(actor, circle)
    assert actor.person
    words = {"does": does.strip(), "helps": helps.strip(), "seeks": seeks.strip(), "beside": beside.strip()}
    if Introduction.objects.filter(circle=circle, author=actor.person).update(**words, membership=membership):
        return
    Introduction.objects.create(
        **words,
        circle_id=circle,
        community=place.community,
        label=Label.AMBER,
        state=SHARED,
        author_id=actor.person,
        membership_id=membership,
        audience=[circle],
        written_at=now(),
    )
    record(IntroductionWritten(circle=circle, person=actor.person), by=actor)


def meet(*, actor: Actor, introduction: UUID) -> None:
    """Put an introduction away: one has met.

    Records: nothing; it is one's own.
    """
    found = access.introduction(introduction)
    if actor.person is None:
        raise NotVisible
    Met.objects.get_or_create(introduction=found, person_id=actor.person)
