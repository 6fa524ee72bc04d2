"""What the pages of a circle show: one member, its seats and mandates, rights and deviations, bridges."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from kring.circles import access, rules
from kring.circles.models import (
    Affiliation,
    Bridge,
    BridgeOffer,
    Expertise,
    Mandate,
    Membership,
    Organisation,
    Seat,
    Seated,
)
from kring.circles.queries.links import life_of, offer_link
from kring.circles.queries.members import (
    Member,
    OrganisationCard,
    SeatHeld,
    seats_held,
)
from kring.circles.queries.standing import why_not_steer
from kring.circles.rules import MembershipState
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class MandateHeld:
    """What an organisation lets its person do."""

    seat: UUID
    widest_label: Label
    decides_up_to: int
    """Euros."""
    hours_a_month: int
    signed_by: str
    signed_on: date
    until: date | None
    recorded_by: str
    over: bool


def mandates(seats: Collection[UUID]) -> dict[UUID, MandateHeld]:
    """The mandates of these seats, by seat."""
    today = now().date()
    said = (
        "seat",
        "widest_label",
        "decides_up_to",
        "hours_a_month",
        "signed_by",
        "signed_on",
        "until",
        "recorded_by__name",
    )
    return {
        seat: MandateHeld(
            seat=seat,
            widest_label=Label(widest),
            decides_up_to=decides_up_to,
            hours_a_month=hours_a_month,
            signed_by=signed_by,
            signed_on=signed_on,
            until=until,
            recorded_by=recorded_by or "",
            over=until is not None and until < today,
        )
        for seat, widest, decides_up_to, hours_a_month, signed_by, signed_on, until, recorded_by in (
            Mandate.objects.filter(seat__in=seats).values_list(*said)
        )
    }


def member(actor: Actor, membership: UUID) -> Member:
    """One organisation in a circle. Raises `NotVisible` outside the community."""
    row = access.membership(actor, membership)
    return Member(
        id=row.pk,
        circle=row.circle_id,
        organisation=OrganisationCard.of(row.organisation),
        state=MembershipState(row.state),
        kind=row.kind,
        since=row.since,
        seats=tuple(seats_held([row.pk]).get(row.pk, ())),
    )


def sits_since(membership: UUID, person: UUID) -> datetime | None:
    """Since when somebody has a seat in a membership, in force or not; None without one."""
    seats = Seat.objects.filter(membership=membership, person=person, until__isnull=True)
    return seats.order_by("since").values_list("since", flat=True).first()


@dataclass(frozen=True, slots=True)
class SeatDetails:
    """A seat, where it is, and what it carries."""

    seat: SeatHeld
    circle: UUID
    circle_name: str
    circle_slug: str
    membership: UUID
    organisation: UUID
    organisation_name: str
    handover: str


def seat(actor: Actor, which: UUID) -> SeatDetails:
    """One seat that has not ended. Raises `NotVisible` outside the community."""
    row = access.seat(actor, which)
    shown = next(
        (held for held in seats_held([row.membership_id]).get(row.membership_id, ()) if held.id == which), None
    )
    if shown is None:
        raise NotVisible
    circle = row.membership.circle
    return SeatDetails(
        seat=shown,
        circle=circle.pk,
        circle_name=circle.name,
        circle_slug=circle.slug,
        membership=row.membership_id,
        organisation=row.membership.organisation_id,
        organisation_name=row.membership.organisation.name,
        handover=row.handover,
    )


def handovers(actor: Actor, membership: UUID) -> dict[UUID, str]:
    """What predecessors left, by seat: to the successor, and to those who steer."""
    rows = Seat.objects.filter(membership=membership, until__isnull=True).exclude(handover="")
    if why_not_steer(actor, access.membership(actor, membership).circle_id) is not None:
        rows = rows.filter(person=actor.person)
    return dict(rows.values_list("id", "handover"))


@dataclass(frozen=True, slots=True)
class OwnColleague:
    """Somebody who works for an organisation, as its own people see them."""

    person: UUID
    name: str
    function: str
    is_machine: bool
    seated: bool
    """Has a seat somewhere for this organisation."""


def staff(organisation: UUID) -> list[OwnColleague]:
    """The people who work for an organisation, for whoever may manage its seats."""
    seated = set(
        Seat.objects.filter(membership__organisation=organisation, until__isnull=True).values_list("person", flat=True)
    )
    rows = Affiliation.objects.filter(
        organisation=organisation, until__isnull=True, person__erased_at__isnull=True
    ).order_by("person__name")
    return [
        OwnColleague(person, name, function, kind == "machine", person in seated)
        for person, name, function, kind in rows.values_list(
            "person", "person__name", "person__function", "person__kind"
        )
    ]


@dataclass(frozen=True, slots=True)
class OwnOrganisation:
    """An organisation that somebody sits for, as its own people see it."""

    card: OrganisationCard
    circles: tuple[tuple[UUID, str, str], ...]
    """Membership, and name and address of the circle."""


def own_organisations(actor: Actor) -> list[OwnOrganisation]:
    """The organisations for which the actor sits somewhere, not as an observer."""
    rows = Membership.objects.filter(
        pk__in=Membership.objects.filter(seated__person=actor.person, seated__observer=False).values("pk")
    ).select_related("organisation", "circle")
    if actor.person is None:
        return []
    houses: dict[UUID, tuple[OrganisationCard, list[tuple[UUID, str, str]]]] = {}
    for row in rows.order_by("organisation__name", "circle__name"):
        houses.setdefault(row.organisation_id, (OrganisationCard.of(row.organisation), []))[1].append(
            (row.pk, row.circle.name, row.circle.slug)
        )
    return [OwnOrganisation(card, tuple(circles)) for card, circles in houses.values()]


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A circle in which somebody sits for their organisation."""

    name: str
    circle: UUID
    membership: UUID


def own_places(actor: Actor, organisation: UUID) -> list[OwnPlace]:
    """The circles in which the actor sits for this organisation, by name, not as an observer."""
    seats = Seated.objects.filter(person=actor.person, organisation=organisation, observer=False)
    rows = seats.order_by("circle__name").values_list("circle__name", "circle", "membership").distinct()
    return [OwnPlace(*row) for row in rows]


def names_of_organisations(organisations: Collection[UUID]) -> dict[UUID, str]:
    """What organisations are called, for somebody who may already know of them."""
    return dict(Organisation.objects.filter(pk__in=organisations).values_list("id", "name"))


def main_organisation(actor: Actor) -> str:
    """The organisation the actor works for, as a first guess; empty when there is none."""
    rows = Affiliation.objects.filter(person=actor.person, until__isnull=True).order_by("since")
    return rows.values_list("organisation__name", flat=True).first() or ""


def organisations_around(actor: Actor, circle: UUID) -> list[tuple[UUID, str]]:
    """Organisations of the community that are not in this circle, to bring in."""
    found = access.circle(actor, circle)
    here = Membership.objects.filter(circle=found).exclude(state=MembershipState.LEFT).values("organisation")
    rows = Organisation.objects.filter(memberships__circle__community=found.community).exclude(pk__in=here)
    return list(rows.distinct().order_by("name").values_list("id", "name"))


def own_data(actor: Actor) -> dict[str, object]:
    """Where the actor stands and stood, as JSON values: for a copy that they take with them."""
    seats = Seat.objects.filter(person=actor.person).select_related("membership__circle", "membership__organisation")
    works_at = Affiliation.objects.filter(person=actor.person).select_related("organisation")
    return {
        "seats": [
            {
                "circle": row.membership.circle.name,
                "organisation": row.membership.organisation.name,
                "role": row.role,
                "since": row.since.isoformat(),
                "until": row.until.isoformat() if row.until else None,
            }
            for row in seats.order_by("since")
        ],
        "organisations": [
            {
                "name": row.organisation.name,
                "since": row.since.isoformat(),
                "until": row.until.isoformat() if row.until else None,
            }
            for row in works_at.order_by("since")
        ],
        "expertise": [
            {"topic": row.topic, "level": row.level} for row in Expertise.objects.filter(person=actor.person)
        ],
    }


def own_organisation(actor: Actor, organisation: UUID) -> OrganisationCard:
    """An organisation for which the actor sits somewhere, not as an observer. Raises `NotVisible` otherwise."""
    return OrganisationCard.of(access.own_organisation(actor, organisation))


@dataclass(frozen=True, slots=True)
class BridgeHeld:
    """A bridge, seen from one of its circles."""

    id: UUID
    other: str
    gives: bool
    """What this circle shares reaches the other; otherwise the other way round."""
    ceiling: Label
    since: datetime


def bridges(circle: UUID) -> list[BridgeHeld]:
    """The bridges from and to a circle, for its members to know how far their words go."""
    rows = Bridge.objects.filter(Q(source=circle) | Q(target=circle), until__isnull=True).select_related(
        "source", "target"
    )
    return [
        BridgeHeld(
            id=row.pk,
            other=row.target.name if row.source_id == circle else row.source.name,
            gives=row.source_id == circle,
            ceiling=Label(row.ceiling),
            since=row.since,
        )
        for row in rows.order_by("since")
    ]


@dataclass(frozen=True, slots=True)
class OfferMade:
    """An offer of a bridge that waits for somebody to take it; the link is for the chair alone."""

    id: UUID
    gives: bool
    ceiling: Label
    link: str
    expires_at: datetime


def bridge_offers(circle: UUID) -> list[OfferMade]:
    """The offers of this circle that can still be taken, for its chair."""
    rows = BridgeOffer.objects.filter(circle=circle).order_by("-created_at")
    return [
        OfferMade(row.pk, row.gives, Label(row.ceiling), offer_link(row.pk), row.expires_at)
        for row in rows
        if rules.why_not_open(life_of(row), now()) is None
    ]
