"""Who is in a circle: organisations with their seats, segments of them, and the limits they must keep to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from kring.circles.models import Membership, Organisation, Seat, Seated, Segment
from kring.circles.rules import MembershipState
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class SharingLimit:
    """The narrowest label an organisation can keep to, and why: a head office elsewhere may have to be told."""

    membership: UUID
    organisation: str
    label: Label
    reason: str


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """An organisation as the people of a community see it."""

    id: UUID
    name: str
    kind: str
    sectors: tuple[str, ...]
    country: str
    languages: tuple[str, ...]
    website: str
    sharing_limit: Label | None
    sharing_limit_reason: str

    @classmethod
    def of(cls, row: Organisation) -> "OrganisationCard":
        """From its row."""
        return cls(
            id=row.pk,
            name=row.name,
            kind=row.kind,
            sectors=tuple(row.sectors),
            country=row.country,
            languages=tuple(row.languages),
            website=row.website,
            sharing_limit=None if row.sharing_limit is None else Label(row.sharing_limit),
            sharing_limit_reason=row.sharing_limit_reason,
        )


@dataclass(frozen=True, slots=True)
class SeatHeld:
    """A person in a membership. Not in force: it waits for a second factor, or somebody is shut out."""

    id: UUID
    person: UUID
    name: str
    function: str
    is_machine: bool
    role: str
    since: datetime
    in_force: bool
    introduced: bool
    succeeds: UUID | None


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation in a circle, with the seats that have not ended."""

    id: UUID
    circle: UUID
    organisation: OrganisationCard
    state: MembershipState
    kind: str
    since: datetime
    seats: tuple[SeatHeld, ...]

    @property
    def in_force(self) -> bool:
        """Does it sit at the table now?"""
        return self.state is MembershipState.MEMBER


def members_of(
    circle: UUID, *, states: Collection[MembershipState] = (MembershipState.MEMBER, MembershipState.SUSPENDED)
) -> list[Member]:
    """The organisations of a circle by name, with their seats. The caller has made sure the actor may see the circle."""
    memberships = (
        Membership.objects.filter(circle=circle, state__in=states)
        .select_related("organisation")
        .order_by("organisation__name", "id")
    )
    seats = seats_held([membership.pk for membership in memberships])
    return [
        Member(
            id=row.pk,
            circle=circle,
            organisation=OrganisationCard.of(row.organisation),
            state=MembershipState(row.state),
            kind=row.kind,
            since=row.since,
            seats=tuple(seats.get(row.pk, ())),
        )
        for row in memberships
    ]


def seats_held(memberships: Collection[UUID]) -> dict[UUID, list[SeatHeld]]:
    """The seats of these memberships that have not ended, by membership: chair first, then by name."""
    in_force = set(Seated.objects.filter(membership__in=memberships).values_list("seat", flat=True))
    rows = Seat.objects.filter(membership__in=memberships, until__isnull=True).select_related("person")
    rank = {role: number for number, role in enumerate(("chair", "secretary", "representative", "deputy", "observer"))}
    held: dict[UUID, list[SeatHeld]] = {}
    for row in sorted(rows, key=lambda seat: (rank[seat.role], seat.person.name.casefold(), seat.pk)):
        held.setdefault(row.membership_id, []).append(
            SeatHeld(
                id=row.pk,
                person=row.person_id,
                name=row.person.name,
                function=row.person.function,
                is_machine=not row.person.is_person,
                role=row.role,
                since=row.since,
                in_force=row.pk in in_force,
                introduced=row.introduced_at is not None,
                succeeds=row.succeeds_id,
            )
        )
    return held


def sizes_of(circles: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many organisations, and how many people, sit in each of these circles now."""
    rows = (
        Seated.objects.filter(circle__in=circles, person__kind="person")
        .values("circle")
        .annotate(houses=Count("membership", distinct=True), people=Count("person", distinct=True))
    )
    return {row["circle"]: (row["houses"], row["people"]) for row in rows}


@dataclass(frozen=True, slots=True)
class MembershipName:
    """What a membership is called: its organisation, in which circle."""

    id: UUID
    organisation: UUID
    name: str
    circle: UUID


def memberships_by_id(memberships: Collection[UUID]) -> dict[UUID, MembershipName]:
    """Whom these memberships are of, whatever became of them."""
    rows = Membership.objects.filter(pk__in=memberships).values_list(
        "id", "organisation", "organisation__name", "circle"
    )
    return {row[0]: MembershipName(*row) for row in rows}


@dataclass(frozen=True, slots=True)
class SegmentOf:
    """A named part of a circle's members."""

    id: UUID
    name: str
    memberships: frozenset[UUID]
    """Those that are members now."""


def segments(circle: UUID) -> list[SegmentOf]:
    """The named parts of a circle, to share with."""
    found: dict[UUID, tuple[str, set[UUID]]] = {}
    rows = Segment.objects.filter(circle=circle).values_list("id", "name", "memberships", "memberships__state")
    for pk, name, membership, state in rows.order_by("name"):
        members = found.setdefault(pk, (name, set()))[1]
        if state == MembershipState.MEMBER:
            members.add(membership)
    return [SegmentOf(pk, name, frozenset(members)) for pk, (name, members) in found.items()]


def sharing_limits(circle: UUID, memberships: Collection[UUID] = ()) -> list[SharingLimit]:
    """What the members of a circle cannot keep to: of these memberships, or of all when none are chosen."""
    rows = Membership.objects.filter(
        circle=circle, state=MembershipState.MEMBER, organisation__sharing_limit__isnull=False
    )
    if memberships:
        rows = rows.filter(pk__in=memberships)
    return [
        SharingLimit(
            row.pk, row.organisation.name, Label(row.organisation.sharing_limit), row.organisation.sharing_limit_reason
        )
        for row in rows.select_related("organisation").order_by("organisation__name")
        if row.organisation.sharing_limit is not None
    ]
