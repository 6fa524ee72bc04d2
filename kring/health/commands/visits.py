"""Opening one's doors to a circle, and coming along."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from kring.circles import queries as circles
from kring.health import access, rules
from kring.health.facts import VisitCancelled, VisitJoined, VisitLeft, VisitOffered
from kring.health.models import Visit, Visitor
from kring.kernel.actor import Actor
from kring.kernel.binding import known_person
from kring.kernel.clock import now
from kring.kernel.errors import enforce
from kring.kernel.record import record
from kring.tlp.audience import State
from kring.tlp.labels import Label


def offer_visit(*, actor: Actor, circle: UUID, title: str, about: str, place: str, at: datetime, places: int) -> UUID:
    """Open the doors of one's organisation to the people of a circle.

    Refused: not_seated, visit_over.
    Records: VisitOffered.
    """
    seat = access.seat(actor, circle)
    enforce(rules.why_not_visit(at, now(), left=places))
    visit = Visit.objects.create(
        title=title.strip(),
        about=about.strip(),
        place=place.strip(),
        at=at,
        places=places,
        circle_id=circle,
        community=circles.community_of(circle),
        label=Label.AMBER,
        state=State.SHARED,
        author_id=actor.person,
        membership_id=seat.membership,
        audience=[circle],
    )
    record(VisitOffered(circle=circle, visit=visit.pk), by=actor)
    return visit.pk


def cancel_visit(*, actor: Actor, visit: UUID) -> UUID:
    """Keep the doors closed after all. Gives the circle.

    Refused: not_yours.
    Records: VisitCancelled.
    """
    found = access.visit(visit)
    own = circles.standing(actor, found.circle_id)
    enforce(None if own is not None and found.membership_id in own.memberships else rules.NOT_YOURS)
    found.state, found.title, found.about, found.place = State.WITHDRAWN, "", "", ""
    found.save(update_fields=["state", "title", "about", "place"])
    record(VisitCancelled(circle=found.circle_id, visit=visit), by=actor)
    return found.circle_id


def join_visit(*, actor: Actor, visit: UUID) -> UUID:
    """Come along. Gives the circle.

    Refused: not_seated, visit_over, visit_full.
    Records: VisitJoined, the first time.
    """
    found = access.visit(visit)
    access.seat(actor, found.circle_id)
    with connection.cursor() as cursor:  # two who take the last place at once: one waits for the other here
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(visit)])
    taken = Visitor.objects.filter(visit=visit).exclude(person=actor.person).count()
    enforce(rules.why_not_visit(found.at, now(), left=found.places - taken))
    _, new = Visitor.objects.get_or_create(visit_id=visit, person_id=known_person(actor))
    if new:
        record(VisitJoined(circle=found.circle_id, visit=visit), by=actor)
    return found.circle_id


def leave_visit(*, actor: Actor, visit: UUID) -> UUID:
    """Not come after all. Gives the circle.

    Records: VisitLeft, when one would have come.
    """
    found = access.visit(visit)
    gone, _ = Visitor.objects.filter(visit=visit, person=actor.person).delete()
    if gone:
        record(VisitLeft(circle=found.circle_id, visit=visit), by=actor)
    return found.circle_id
