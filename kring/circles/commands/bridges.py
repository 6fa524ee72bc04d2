"""Bridges between communities: one chair offers by a signed link, another takes it, either ends it."""

from uuid import UUID

from django.db import transaction

from kring.circles import access, queries, rules
from kring.circles.commands.steering import people_around
from kring.circles.facts import BridgeEnded, BridgeMade, BridgeOffered, BridgeOfferRevoked
from kring.circles.models import Bridge, BridgeOffer
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, enforce
from kring.kernel.record import record
from kring.people import commands as people
from kring.tlp.labels import Label


@transaction.atomic
def offer_bridge(*, actor: Actor, circle: UUID, gives: bool, ceiling: Label) -> UUID:
    """Offer that what this circle shares, up to a ceiling, reaches another one; or, not `gives`, the other way round.

    The link goes to whoever chairs the other circle: nobody has to know which other communities there are.

    Refused: not_chair.
    Records: BridgeOffered.
    """
    found = access.circle(actor, circle, lock=True)
    enforce(rules.why_not_chair(queries.standing(actor, found.pk)))
    offer = BridgeOffer.objects.create(
        circle=found, gives=gives, ceiling=ceiling, by_id=actor.person, expires_at=now() + rules.OFFER_LASTS
    )
    record(BridgeOffered(circle=found.pk, offer=offer.pk, ceiling=ceiling), by=actor)
    return offer.pk


@transaction.atomic
def revoke_bridge_offer(*, actor: Actor, offer: UUID) -> None:
    """Take an offer back that nobody took. Twice does no harm.

    Refused: not_chair.
    Records: BridgeOfferRevoked.
    """
    found = access.bridge_offer(actor, offer, lock=True)
    enforce(rules.why_not_chair(queries.standing(actor, found.circle_id)))
    if found.taken_at or found.revoked_at:
        return
    BridgeOffer.objects.filter(pk=found.pk).update(revoked_at=now())
    record(BridgeOfferRevoked(circle=found.circle_id, offer=found.pk), by=actor)


@transaction.atomic
def take_bridge(*, actor: Actor, link: str, circle: UUID) -> UUID:
    """Take, as chair of a circle, the bridge that another chair offers. Both agreed: it counts at once.

    Refused: not_chair, offer_gone, same_community, already_bridged.
    Records: BridgeMade, in the trail of both circles.
    """
    offer = access.offer_in(link, lock=True)
    taking = access.circle(actor, circle, lock=True)
    enforce(rules.why_not_chair(queries.standing(actor, taking.pk)))
    source, target = (offer.circle, taking) if offer.gives else (taking, offer.circle)
    bridged = Bridge.objects.filter(source=source, target=target, until__isnull=True).exists()
    enforce(
        rules.why_not_bridge(
            queries.life_of(offer), now(), offering=offer.circle.community, taking=taking.community, bridged=bridged
        )
    )
    bridge = Bridge.objects.create(source=source, target=target, ceiling=offer.ceiling)
    BridgeOffer.objects.filter(pk=offer.pk).update(taken_at=now())
    for where in (source.pk, target.pk):
        record(
            BridgeMade(circle=where, bridge=bridge.pk, giving=source.pk, receiving=target.pk, ceiling=offer.ceiling),
            by=actor,
        )
    people.cut_off(people_around(target.pk))
    return bridge.pk


@transaction.atomic
def end_bridge(*, actor: Actor, bridge: UUID) -> None:
    """Close a bridge, as chair of either circle. What went over it is no longer read on the other side.

    Refused: not_chair.
    Records: BridgeEnded, in the trail of both circles.
    """
    found = access.bridge(actor, bridge, lock=True)
    standings = [queries.standing(actor, circle) for circle in (found.source_id, found.target_id)]
    mine = [standing for standing in standings if standing is not None]
    if not mine:
        raise NotVisible
    enforce(rules.why_not_chair(next((standing for standing in mine if standing.chairs), mine[0])))
    Bridge.objects.filter(pk=found.pk).update(until=now())
    people.cut_off(people_around(found.target_id))
    for where in (found.source_id, found.target_id):
        record(BridgeEnded(circle=where, bridge=found.pk), by=actor)
