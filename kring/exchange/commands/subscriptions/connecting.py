"""Connecting a circle to what others have, and ending that."""

from uuid import UUID

from django.db import transaction

from kring.circles import queries as circles
from kring.exchange import access, rules
from kring.exchange.commands.subscriptions.noting import PURPOSE
from kring.exchange.facts import Subscribed, Unsubscribed
from kring.exchange.models import Offer, Store, Subscription
from kring.exchange.rules import Place, Way
from kring.kernel import vault
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import Refusal, Refused, enforce
from kring.kernel.outgoing import why_not_reach
from kring.kernel.record import record
from kring.tlp.labels import Label


@transaction.atomic
def subscribe(
    *,
    actor: Actor,
    circle: UUID,
    name: str,
    way: Way,
    url: str,
    label: Label,
    place: Place = Place.TAXII,
    user: str = "",
    secret: str = "",
    minutes: int = 60,
) -> UUID:
    """Have a circle read what others have, or give to a collection of others, in the actor's name.

    Refused: not_steering, not_seated, only_read, too_many, no_red, never_clear, bad_address.
    Records: Subscribed.
    """
    circles.circle_for(actor, circle)
    enforce(circles.why_not_steer(actor, circle))
    if actor.person is None or circles.seat_for_sharing(actor, circle) is None:
        raise Refused(rules.NOT_SEATED)
    count = Subscription.objects.filter(circle_id=circle, ended_at__isnull=True).count()
    enforce(rules.why_not_subscribe(place, way, label, count=count))
    if wrong := why_not_reach(url):
        raise Refused(Refusal(rules.BAD_ADDRESS.code, rules.BAD_ADDRESS.text, {"why": wrong}))
    Store.objects.get_or_create(circle_id=circle)
    made = Subscription.objects.create(
        circle_id=circle,
        person_id=actor.person,
        name=name.strip(),
        place=place,
        way=way,
        url=url,
        user=user.strip(),
        sealed_secret=vault.seal(PURPOSE, secret) if secret else b"",
        default_label=label,
        minutes=minutes,
    )
    record(Subscribed(circle=circle, subscription=made.pk, way=way), by=actor)
    return made.pk


@transaction.atomic
def unsubscribe(*, actor: Actor, subscription: UUID) -> None:
    """Nothing comes in or goes out this way from now on. What came in stays.

    Refused: not_steering. Raises `NotVisible`. Records: Unsubscribed.
    """
    found = access.subscription(actor, subscription, lock=True)
    enforce(circles.why_not_steer(actor, found.circle_id))
    Subscription.objects.filter(pk=found.pk).update(ended_at=now(), sealed_secret=b"")
    Offer.objects.filter(subscription=found).delete()
    record(Unsubscribed(circle=found.circle_id, subscription=found.pk), by=actor)


@transaction.atomic
def run_soon(*, actor: Actor, subscription: UUID) -> None:
    """Do not wait until it is due. Refused: not_steering. Raises `NotVisible`."""
    found = access.subscription(actor, subscription, lock=True)
    enforce(circles.why_not_steer(actor, found.circle_id))
    Subscription.objects.filter(pk=found.pk).update(due_at=now())
