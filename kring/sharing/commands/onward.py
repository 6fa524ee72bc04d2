"""Passing on, and asking the source for more than the label allows (R86)."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.binding import known_person
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, Refused, enforce
from kring.kernel.ids import new_id
from kring.kernel.record import record
from kring.sharing import access, queries, rules
from kring.sharing.commands.items import relabel_item, where
from kring.sharing.facts import PassedOn, PassingAsked, PassingDecided, WideningAsked, WideningDecided
from kring.sharing.models import Item, Onward, WideningRequest
from kring.tlp.audience import State, colleague_key
from kring.tlp.labels import Label

CLIENT_LINK = timedelta(days=14)
"""How long a client's link opens the item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Whom an item goes on to: exactly one of these."""

    colleague: UUID | None = None
    """A person of the passer's organisation."""
    client: UUID | None = None
    circle: UUID | None = None

    @property
    def kind(self) -> str:
        """As labels speak of it."""
        if self.colleague:
            return "colleague"
        return "client" if self.client else "circle"


def pass_on(*, actor: Actor, item: UUID, receiver: Receiver, reason: str = "", asking: bool = False) -> Onward:
    """Pass an item on as its label allows; with `asking`, put it to the source where the label does not.

    Refused: red_goes_no_further, needs_permission, already_passed, withdrawn, not_shared, frozen.
    Records: PassedOn, or PassingAsked.
    """
    found, me = access.readable_item(actor, item), known_person(actor)
    if receiver.circle and circles.standing(actor, receiver.circle) is None:
        raise NotVisible  # before a rule could tell a circle that is hidden from one that is not there
    same_community = receiver.circle is not None and circles.community_of(receiver.circle) == found.community
    kind, is_source = receiver.kind, access.is_source(found)
    enforce(
        rules.why_not_pass_on(
            State(found.state),
            Label(found.label),
            kind,
            same_community=same_community,
            # The source asks itself.
            asking=asking or is_source,
        )
    )
    access.not_frozen(found.pk)
    free = rules.passing(Label(found.label), kind, same_community=same_community) is rules.Passing.FREE
    onward = Onward(item=found, by_id=me, to=kind, reason=reason.strip()[:500])
    _address(actor, found, onward, receiver)
    allowed = free or is_source
    onward.state = Onward.State.DONE if allowed else Onward.State.ASKED
    _save_once(onward)
    if allowed:
        _let_through(onward)
        record(PassedOn(**where(found), to=kind, key=onward.key, onward=onward.pk), by=actor)
    else:
        record(PassingAsked(**where(found), to=kind, onward=onward.pk), by=actor)
    return onward


def _address(actor: Actor, item: Item, onward: Onward, receiver: Receiver) -> None:
    """Fills in the receiver and the key that will open the item."""
    if receiver.colleague:
        membership = circles.membership_shared_with(actor, item.circle_id, receiver.colleague)
        if membership is None:
            raise NotVisible
        onward.person_id, onward.membership_id = receiver.colleague, membership
        onward.key = colleague_key(membership, receiver.colleague)
    elif receiver.client:
        if receiver.client not in {client.id for client in circles.clients_of(actor)}:
            raise NotVisible
        onward.client_id, onward.key = receiver.client, new_id()
        onward.expires_at = now() + CLIENT_LINK
    elif receiver.circle:
        onward.circle_id = onward.key = receiver.circle
    else:
        raise NotVisible


def _save_once(onward: Onward) -> None:
    """Who passed it on before may be somebody else, whose doings this actor does not see: the database counts."""
    client = Q(client=onward.client_id, expires_at__gt=now()) if onward.client_id else Q(key=onward.key)
    had = onward.key in {onward.item.circle_id, *onward.item.passed_to}
    if had or Onward.objects.filter(client, item=onward.item, state__in=["done", "asked"]).exists():
        raise Refused(rules.ALREADY_PASSED)
    try:
        with transaction.atomic():
            onward.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(rules.ALREADY_PASSED) from error


def decide_passing(*, actor: Actor, onward: UUID, allow: bool) -> Onward:
    """The source answers a request to pass on.

    Refused: already_decided, withdrawn, frozen.
    Records: PassingDecided; PassedOn when allowed.
    """
    asked = access.passing_to_decide(actor, onward)
    if asked.state != Onward.State.ASKED:
        raise Refused(rules.ALREADY_DECIDED)
    if asked.item.state != State.SHARED:
        raise Refused(rules.IS_WITHDRAWN)
    if allow:
        access.not_frozen(asked.item_id)
    asked.state = Onward.State.DONE if allow else Onward.State.REFUSED
    asked.decided_at = now()
    asked.save()
    record(PassingDecided(**where(asked.item), onward=asked.pk, allowed=allow), by=actor)
    if allow:
        _let_through(asked)
        record(PassedOn(**where(asked.item), to=asked.to, key=asked.key, onward=asked.pk), by=actor)
    return asked


def _let_through(onward: Onward) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.let_through(%s)", [onward.pk])


def ask_wider(*, actor: Actor, item: UUID, label: Label, reason: str = "") -> WideningRequest:
    """Ask the source to widen the label.

    Refused: not_wider, already_asked, withdrawn, not_shared, frozen.
    Records: WideningAsked.
    """
    found, me = access.readable_item(actor, item), known_person(actor)
    enforce(rules.why_not_ask_wider(State(found.state), Label(found.label), label))
    access.not_frozen(found.pk)
    if WideningRequest.objects.filter(item=found, by_id=me, state="asked").exists():
        raise Refused(rules.ALREADY_ASKED)
    request = WideningRequest.objects.create(item=found, by_id=me, label=label, reason=reason.strip()[:500])
    record(WideningAsked(**where(found), request=request.pk, label=label), by=actor)
    return request


def decide_wider(*, actor: Actor, request: UUID, grant: bool) -> WideningRequest:
    """The source answers a request to widen; granting widens.

    Refused: already_decided, withdrawn, label_too_wide, frozen.
    Records: WideningDecided; ItemRelabelled when granted.
    """
    asked = access.widening_to_decide(actor, request)
    if asked.state != "asked":
        raise Refused(rules.ALREADY_DECIDED)
    if grant and Label(asked.label).wider_than(Label(asked.item.label)):
        relabel_item(actor=actor, item=asked.item_id, label=Label(asked.label), chosen=queries.chosen(asked.item))
    asked.state = "granted" if grant else "refused"
    asked.decided_at = now()
    asked.save()
    record(WideningDecided(**where(asked.item), request=asked.pk, granted=grant), by=actor)
    return asked
