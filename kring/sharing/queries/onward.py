"""Beyond the audience: to whom an item can go on, to whom it went, what the source is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.urls import reverse

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.sharing import access, rules
from kring.sharing.models import Onward, WideningRequest
from kring.sharing.queries.detail import SeenIndicator, detail
from kring.sharing.queries.files import AttachmentView
from kring.sharing.queries.readings import names_of
from kring.sharing.rules import Passing
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody an item can go on to."""

    id: UUID
    name: str
    note: str
    has_it: bool


@dataclass(frozen=True, slots=True)
class Receivers:
    """All an item can go on to from here: colleagues, clients, circles; and whether the label lets it or one asks."""

    colleagues: Sequence[Choice]
    clients: Sequence[Choice]
    circles: Sequence[Choice]
    to_colleague: Passing
    to_client: Passing
    to_circle: Passing


def receivers(actor: Actor, item: UUID) -> Receivers:
    """To whom this actor can pass an item on, or ask for it. Raises `NotVisible`."""
    found, is_source = access.item_looked_at(actor, item)
    label = Label(found.label)
    reading = set(found.passed_to) | {found.circle_id}
    went = Onward.objects.filter(item=found, state__in=["done", "asked"])
    clients = set(went.filter(expires_at__gt=now()).values_list("client", flat=True))
    free = is_source and label is not Label.RED
    return Receivers(
        colleagues=[
            Choice(one.person, one.name, one.function or one.organisation, one.key in reading or one.seated)
            for one in circles.colleagues_of(actor, found.circle_id)
        ],
        clients=[Choice(one.id, one.name, one.contact, one.id in clients) for one in circles.clients_of(actor)],
        circles=[
            Choice(one.id, one.name, "", one.id in reading)
            for one in circles.circles_of(actor)
            if one.standing and not (label is Label.GREEN and one.community == found.community)
        ],
        to_colleague=Passing.FREE if free else rules.passing(label, "colleague"),
        to_client=Passing.FREE if free else rules.passing(label, "client"),
        to_circle=Passing.FREE if free else rules.passing(label, "circle"),
    )


@dataclass(frozen=True, slots=True)
class PassingView:
    """One step of the item beyond its audience."""

    id: UUID
    by: str
    own: bool
    to_kind: str
    to_kind_text: str
    to: str
    state: str
    state_text: str
    reason: str
    at: datetime
    decided_at: datetime | None
    expires_at: datetime | None
    opened_at: datetime | None
    """When the client first opened the link."""
    link: str
    """A client's link, for who gave it, while it opens something."""


def passings(actor: Actor, item: UUID) -> list[PassingView]:
    """To whom it went on or is asked to go on: all for the source, one's own for anybody else."""
    access.item_looked_at(actor, item)
    found = list(Onward.objects.filter(item_id=item).select_related("person", "client", "circle"))
    names = names_of([one.by_id for one in found] + [one.person_id for one in found])
    return [
        PassingView(
            id=onward.pk,
            by=names[onward.by_id],
            own=onward.by_id == actor.person,
            to_kind=onward.to,
            to_kind_text=onward.get_to_display(),
            to=_receiver(onward, names),
            state=onward.state,
            state_text=onward.get_state_display(),
            reason=onward.reason,
            at=onward.at,
            decided_at=onward.decided_at,
            expires_at=onward.expires_at,
            opened_at=onward.opened_at,
            link=client_link(onward.pk) if _can_hand_over(actor, onward) else "",
        )
        for onward in found
    ]


def _can_hand_over(actor: Actor, onward: Onward) -> bool:
    return onward.client_id is not None and onward.by_id == actor.person and guest_actor(onward.pk) is not None


def _receiver(onward: Onward, names: dict[UUID, str]) -> str:
    if onward.person_id is not None:
        return names[onward.person_id]
    named = onward.client or onward.circle
    return named.name if named else ""


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody asked the source for a wider label."""

    id: UUID
    by: str
    own: bool
    label: Label
    reason: str
    state: str
    state_text: str
    at: datetime


def wishes(actor: Actor, item: UUID) -> list[Wish]:
    """Requests for a wider label: all for the source, one's own for anybody else."""
    access.item_looked_at(actor, item)
    found = list(WideningRequest.objects.filter(item_id=item).order_by("at"))
    names = names_of([one.by_id for one in found])
    return [
        Wish(
            id=one.pk,
            by=names[one.by_id],
            own=one.by_id == actor.person,
            label=Label(one.label),
            reason=one.reason,
            state=one.state,
            state_text=one.get_state_display(),
            at=one.at,
        )
        for one in found
    ]


def guest_actor(onward: UUID) -> Actor | None:
    """Who comes in by a client's link: somebody who reads that one item. None when it opens nothing any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.guest_key(%s)", [onward])
        row = cursor.fetchone()
    return Actor(guest=row[0]) if row and row[0] else None


def client_link(onward: UUID) -> str:
    """The address that opens an item for a client. Whoever has it can read it."""
    return str(settings.KRING_BASE_URL) + reverse("guest", args=[access.GUEST.sign(onward.hex)])


@dataclass(frozen=True, slots=True)
class Guest:
    """Who came in by a client's link."""

    onward: UUID
    actor: Actor


def guest_in(link: str) -> Guest:
    """The guest with this link. Raises `NotVisible` for one that ended, and for one that is not ours."""
    onward = access.onward_in(link)
    actor = guest_actor(onward)
    if actor is None:
        raise NotVisible
    return Guest(onward, actor)


@dataclass(frozen=True, slots=True)
class GuestView:
    """What a client sees of an item: not who shared it, nor where."""

    title: str
    what: str
    so_what: str
    do_what: str
    label: Label
    handling: Sequence[str]
    permitted_use: str
    language: str
    shared_at: datetime | None
    indicators: Sequence[SeenIndicator]
    attachments: Sequence[AttachmentView]
    client: str
    giver: str
    house: str
    """The organisation whose client it is."""
    expires_at: datetime | None


def guest_view(actor: Actor, onward: UUID) -> GuestView:
    """The item behind a client's link, for the guest that is bound. Raises `NotVisible`."""
    passed = access.passed_to_guest(actor, onward)
    found = detail(actor, passed.item_id)
    assert passed.client is not None
    return GuestView(
        title=found.row.title,
        what=found.what,
        so_what=found.so_what,
        do_what=found.do_what,
        label=found.row.label,
        handling=rules.handling_by_client(found.row.label),
        permitted_use=found.permitted_use,
        language=found.language,
        shared_at=found.row.at,
        indicators=found.indicators,
        attachments=found.attachments,
        client=passed.client.name,
        giver=names_of([passed.by_id])[passed.by_id],
        house=passed.client.organisation.name,
        expires_at=passed.expires_at,
    )
