"""What a circle wants to know about, and who teaches whom."""

from uuid import UUID

from django.utils.translation import gettext, override

from kring.circles import queries as circles
from kring.health import access, rules
from kring.health.facts import PairAgreed, PairEnded, PairProposed, SubjectsChanged, WishMade, WishTakenBack
from kring.health.models import Pair, Subject, Wish
from kring.kernel.actor import Actor
from kring.kernel.binding import known_person
from kring.kernel.clock import now
from kring.kernel.errors import Refused, enforce
from kring.kernel.record import record


def start_subjects(*, actor: Actor, circle: UUID) -> int:
    """Begin the list with what circles of this kind often want, in the circle's language. Gives how many were added.

    Refused: not_steering, too_many_subjects.
    Records: SubjectsChanged.
    """
    place = circles.circle_for(actor, circle)
    enforce(rules.why_not_subject(steers=_steers(place), subjects=_subjects(circle)))
    with override(place.language):
        topics = {gettext(topic) for topic in rules.STARTERS[place.kind]} - set(_subjects(circle))
    Subject.objects.bulk_create(Subject(circle_id=circle, topic=topic) for topic in sorted(topics))
    record(SubjectsChanged(circle=circle), by=actor)
    return len(topics)


def add_subject(*, actor: Actor, circle: UUID, topic: str) -> None:
    """Add a topic that the circle wants covered. One that is there already stays as it is.

    Refused: not_steering, too_many_subjects.
    Records: SubjectsChanged.
    """
    place = circles.circle_for(actor, circle)
    known = _subjects(circle)
    enforce(rules.why_not_subject(steers=_steers(place), subjects=known))
    if topic.strip().casefold() not in {one.casefold() for one in known}:
        Subject.objects.create(circle_id=circle, topic=topic.strip())
        record(SubjectsChanged(circle=circle), by=actor)


def remove_subject(*, actor: Actor, subject: UUID) -> UUID:
    """Take a topic from the list. Gives the circle.

    Refused: not_steering.
    Records: SubjectsChanged.
    """
    found = access.subject(subject)
    place = circles.circle_for(actor, found.circle_id)
    enforce(None if _steers(place) else rules.NOT_STEERING)
    found.delete()
    record(SubjectsChanged(circle=place.id), by=actor)
    return place.id


def make_wish(*, actor: Actor, circle: UUID, topic: str, side: str) -> None:
    """Offer to teach a topic, or ask to learn it. A second word about a topic takes the place of the first.

    Refused: not_seated.
    Records: WishMade.
    """
    access.seat(actor, circle)
    Wish.objects.filter(circle=circle, person=actor.person, topic__iexact=topic.strip()).delete()
    Wish.objects.create(circle_id=circle, person_id=known_person(actor), topic=topic.strip(), side=Wish.Side(side))
    record(WishMade(circle=circle), by=actor)


def take_back_wish(*, actor: Actor, wish: UUID) -> UUID:
    """Not any more. Gives the circle.

    Refused: not_yours.
    Records: WishTakenBack.
    """
    found = access.wish(wish)
    enforce(None if found.person_id == actor.person else rules.NOT_YOURS)
    found.delete()
    record(WishTakenBack(circle=found.circle_id), by=actor)
    return found.circle_id


def answer_wish(*, actor: Actor, wish: UUID) -> UUID:
    """Propose to learn from who teaches, or to teach who wants to learn. The other one agrees, or does not. Gives the circle.

    Refused: not_seated, own_lesson, not_wished.
    Records: PairProposed, kept from the chair.
    """
    found = access.wish(wish)
    access.seat(actor, found.circle_id)
    wished = found.person_id in circles.seated_in(found.circle_id).people
    enforce(rules.why_not_pair(own=found.person_id == actor.person, wished=wished))
    mentor, learner = found.person_id, known_person(actor)
    if found.side == Wish.Side.LEARNS:
        mentor, learner = learner, mentor
    pair, new = Pair.objects.get_or_create(
        circle_id=found.circle_id,
        topic=found.topic,
        mentor_id=mentor,
        learner_id=learner,
        defaults={"proposed_by_id": known_person(actor), "proposed_at": now()},
    )
    if new:
        record(PairProposed(circle=pair.circle_id, pair=pair.pk), by=actor)
    return pair.circle_id


def agree_to_lesson(*, actor: Actor, pair: UUID) -> UUID:
    """Agree to what the other proposed. Gives the circle.

    Refused: not_yours_to_agree.
    Records: PairAgreed, kept from the chair.
    """
    found = access.pair(pair)
    if found.proposed_by_id == actor.person:
        raise Refused(rules.NOT_YOURS_TO_AGREE)
    found.agreed_at = now()
    found.save(update_fields=["agreed_at"])
    record(PairAgreed(circle=found.circle_id, pair=found.pk), by=actor)
    return found.circle_id


def end_lesson(*, actor: Actor, pair: UUID) -> UUID:
    """Decline it, or be done with it. Gives the circle.

    Records: PairEnded, kept from the chair.
    """
    found = access.pair(pair)
    found.delete()
    record(PairEnded(circle=found.circle_id, pair=pair), by=actor)
    return found.circle_id


def _steers(place: circles.CirclePlace) -> bool:
    return place.standing is not None and place.standing.steers


def _subjects(circle: UUID) -> list[str]:
    return list(Subject.objects.filter(circle=circle).values_list("topic", flat=True))
