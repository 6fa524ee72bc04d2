"""Who is in a circle: organisations with their seats, segments of them, and the limits they must keep to."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kring.circles.models import Membership, Organisation, Seat, Seated, Segment
from kring.circles.queries.standing import circles_of
from kring.circles.rules import MembershipState
from kring.kernel.actor import Actor
from kring.kernel.lookups import Lookup, Row, look_up
from kring.tlp.labels import Label

IN_CIRCLE = (MembershipState.MEMBER, MembershipState.SUSPENDED)
"""The states in which an organisation is in a circle."""


SITTING = """
sits AS MATERIALIZED (SELECT circle, membership, person, role FROM kring.seated WHERE circle = ANY (%(known)s::uuid[]))
"""
"""The seats in force of some circles, for lookups that go through all of them: in a large circle they are thousands."""


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
    circle: UUID,
    *,
    states: Collection[MembershipState] = IN_CIRCLE,
    only: Collection[UUID] | None = None,
) -> list[Member]:
    """The organisations of a circle by name, with their seats. The caller has made sure the actor may see the circle."""
    chosen = Q() if only is None else Q(pk__in=only)
    memberships = (
        Membership.objects.filter(chosen, circle=circle, state__in=states)
        .select_related("organisation")
        .order_by("organisation__name", "id")
    )
    seats = _seats(memberships.values_list("pk", flat=True))
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


@dataclass(frozen=True, slots=True)
class House:
    """An organisation in a circle, in few words."""

    id: UUID
    """Of its membership."""
    organisation: UUID
    name: str
    state: MembershipState
    kind: str
    since: datetime


def houses_of(
    circle: UUID, *, states: Collection[MembershipState] = IN_CIRCLE, only: Collection[UUID] | None = None
) -> list[House]:
    """The same as `members_of` without seats, for who needs names alone: a tenth of the work."""
    chosen = Q() if only is None else Q(pk__in=only)
    return _houses(chosen & Q(circle=circle, state__in=states))


def houses_of_people(circle: UUID, people: Collection[UUID]) -> list[House]:
    """Those for which one of these people has a seat that has not ended, in force or not."""
    seats = Seat.objects.filter(person__in=people, until__isnull=True, membership__circle=circle)
    return _houses(Q(pk__in=seats.values("membership"), state__in=IN_CIRCLE))


def _houses(chosen: Q) -> list[House]:
    rows = Membership.objects.filter(chosen).order_by("organisation__name", "id")
    return [
        House(pk, organisation, name, MembershipState(state), kind, since)
        for pk, organisation, name, state, kind, since in rows.values_list(
            "id", "organisation", "organisation__name", "state", "kind", "since"
        )
    ]


def how_many_of(circle: UUID) -> dict[tuple[MembershipState, str], int]:
    """How many memberships of a circle there are in each state and of each kind."""
    rows = Membership.objects.filter(circle=circle).values_list("state", "kind").annotate(Count("pk"))
    return {(MembershipState(state), kind): number for state, kind, number in rows}


@dataclass(frozen=True, slots=True)
class HousesByName:
    """Memberships in force of a circle with their names, by name. They are fetched as far as they are looked at."""

    circle: UUID
    states: Collection[MembershipState] = IN_CIRCLE
    observing: bool = True
    """With those that merely observe."""

    def __len__(self) -> int:
        return self._rows().count()

    def __getitem__(self, part: slice) -> list[tuple[UUID, str]]:
        return list(self._rows().order_by("organisation__name", "id").values_list("id", "organisation__name")[part])

    def _rows(self) -> QuerySet[Membership]:
        rows = Membership.objects.filter(circle=self.circle, state__in=self.states)
        return rows if self.observing else rows.exclude(kind=Membership.Kind.OBSERVER)


@dataclass(frozen=True, slots=True)
class HouseHead:
    """What stands above the people of an organisation."""

    state: MembershipState
    kind: str
    organisation_kind: str
    sharing_limit: Label | None


HEADS = Lookup("""
SELECT m.id, m.state, m.kind, o.kind, o.sharing_limit
FROM circles_membership m JOIN circles_organisation o ON o.id = m.organisation_id
WHERE m.id = ANY (%(houses)s::uuid[]) AND m.circle_id = %(circle)s AND m.state IN ('member', 'suspended')
""")
"""Of those of these that are memberships of this circle."""


def heads_of(found: Iterable[Row]) -> dict[UUID, HouseHead]:
    """What was found, by membership."""
    return {
        pk: HouseHead(MembershipState(state), kind, organisation_kind, None if limit is None else Label(limit))
        for pk, state, kind, organisation_kind, limit in found
    }


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody who sits in a circle now, in one of their seats."""

    person: UUID
    name: str
    function: str
    membership: UUID
    organisation: str
    role: str
    observer: bool
    """Reads GREEN, and takes no part: by this seat, or since the whole organisation observes."""


def taking_part(circle: UUID) -> dict[UUID, str]:
    """The memberships for which people, not machines, take part in a circle, with what they are called, by name."""
    rows = Seated.objects.filter(circle=circle, person__kind="person", observer=False)
    return dict(rows.order_by("organisation__name").values_list("membership", "organisation__name").distinct())


def how_many_take_part(circle: UUID) -> int:
    """How many memberships these are."""
    rows = Seated.objects.filter(circle=circle, person__kind="person", observer=False)
    return rows.aggregate(found=Count("membership", distinct=True))["found"]  # type: ignore[no-any-return]  # a count


def sitters_of(circle: UUID) -> list[Sitter]:
    """The people, not machines, whose seats are in force, by organisation and name: a row for each seat."""
    return _sitters(Q(circle=circle))


def sitters_among(circle: UUID, *, people: Collection[UUID] = (), roles: Collection[str] = ()) -> list[Sitter]:
    """Those of them who are one of these people or sit in one of these roles: a tenth of the work in a large circle."""
    return _sitters(Q(circle=circle) & (Q(person__in=people) | Q(role__in=roles)))


def alone_in(circle: UUID) -> list[str]:
    """The organisations for which one person alone sits in a circle, by name."""
    rows = Seated.objects.filter(circle=circle, person__kind="person").values("membership", "organisation__name")
    alone = rows.annotate(people=Count("person", distinct=True)).filter(people=1)
    return list(alone.order_by("organisation__name").values_list("organisation__name", flat=True))


def _sitters(which: Q) -> list[Sitter]:
    rows = Seated.objects.filter(which, person__kind="person")
    return [
        Sitter(*row)
        for row in rows.order_by("organisation__name", "person__name", "seat").values_list(
            "person", "person__name", "person__function", "membership", "organisation__name", "role", "observer"
        )
    ]


def seats_held(memberships: Collection[UUID]) -> dict[UUID, list[SeatHeld]]:
    """The seats of these memberships that have not ended, by membership: chair first, then by name."""
    return _seats(memberships)


RANK = {role: number for number, role in enumerate(("chair", "secretary", "representative", "deputy", "observer"))}


def _seats(memberships: Iterable[UUID]) -> dict[UUID, list[SeatHeld]]:
    """Values and no rows of models: a large circle has thousands, and each page of it asks."""
    in_force = set(Seated.objects.filter(membership__in=memberships).values_list("seat", flat=True))
    seats = Seat.objects.filter(membership__in=memberships, until__isnull=True)
    held: dict[UUID, list[SeatHeld]] = {}
    for membership, pk, person, name, function, kind, role, since, introduced_at, succeeds in seats.values_list(
        "membership", "id", "person", "person__name", "person__function", "person__kind", "role", "since",
        "introduced_at", "succeeds",
    ):  # fmt: skip
        held.setdefault(membership, []).append(
            SeatHeld(
                id=pk,
                person=person,
                name=name,
                function=function,
                is_machine=kind == "machine",
                role=role,
                since=since,
                in_force=pk in in_force,
                introduced=introduced_at is not None,
                succeeds=succeeds,
            )
        )
    for found in held.values():
        found.sort(key=lambda seat: (RANK[seat.role], seat.name.casefold(), seat.id))
    return held


def sizes_of(circles: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many organisations, and how many people, sit in each of these circles now."""
    rows = (
        Seated.objects.filter(circle__in=circles, person__kind="person")
        .values("circle")
        .annotate(houses=Count("membership", distinct=True), people=Count("person", distinct=True))
    )
    return {row["circle"]: (row["houses"], row["people"]) for row in rows}


SIZES = Lookup(
    """
    SELECT circle_id, count(*) FROM circles_membership
    WHERE circle_id = ANY (%(circles)s::uuid[]) AND state = 'member' GROUP BY circle_id
    """,
    lambda actor: {"circles": [place.id for place in circles_of(actor)]},
)


def own_sizes(actor: Actor) -> dict[UUID, int]:
    """How many organisations are members of each of one's own circles."""
    return dict(look_up(actor, SIZES))


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


def sectors_of_role(circle: UUID, role: str) -> list[list[str]]:
    """The sectors of the organisations whose people sit in a circle in this role, a list for each seat."""
    rows = Seated.objects.filter(circle=circle, role=role, person__kind="person")
    return list(rows.values_list("organisation__sectors", flat=True))


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


@dataclass(frozen=True, slots=True)
class SegmentHere:
    """A named part of a circle, and how many members are in it now."""

    id: UUID
    name: str
    members: int


def segments_here(circle: UUID) -> list[SegmentHere]:
    """The parts of a circle with somebody in them, to choose from."""
    members = Count("memberships", filter=Q(memberships__state=MembershipState.MEMBER))
    rows = Segment.objects.filter(circle=circle).annotate(members=members).filter(members__gt=0)
    return [SegmentHere(*row) for row in rows.order_by("name").values_list("id", "name", "members")]


def members_in(segments: Collection[UUID]) -> set[UUID]:
    """The memberships in one of these parts of a circle that are members now."""
    rows = Membership.objects.filter(segments__in=segments, state=MembershipState.MEMBER)
    return set(rows.values_list("pk", flat=True))


def sharing_limits(circle: UUID, memberships: Collection[UUID] = ()) -> list[SharingLimit]:
    """What the members of a circle cannot keep to: of these memberships, or of all when none are chosen."""
    rows = Membership.objects.filter(
        circle=circle, state=MembershipState.MEMBER, organisation__sharing_limit__isnull=False
    )
    if memberships:
        rows = rows.filter(pk__in=memberships)
    said = rows.order_by("organisation__name").values_list(
        "pk", "organisation__name", "organisation__sharing_limit", "organisation__sharing_limit_reason"
    )
    return [SharingLimit(pk, name, Label(limit), reason) for pk, name, limit, reason in said if limit is not None]
