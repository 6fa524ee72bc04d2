"""Circles, their members and the directory, over the API."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Query
from pydantic import Field

from kring.circles import queries
from kring.circles.queries import CirclePlace, Entry, Search
from kring.people.rules import Nearness
from kring.rest.frame import Routes
from kring.rest.paging import All
from kring.rest.requests import ApiRequest
from kring.rest.shapes import In, Marking, Out, Words

routes = Routes("circles")

Role = Literal["representative", "deputy", "chair", "secretary", "observer"]


class Circle(Out):
    """A circle of your community, and what you are there."""

    id: UUID
    community: UUID
    parent: UUID | None
    name: str
    slug: str
    kind: str
    purpose: str
    language: str
    default_label: Marking
    widest_label: Marking
    second_factor: bool
    permitted_use: str
    retention_days: Mapping[str, int]
    roles: list[str] = Field(description="The roles of your seats; empty: none in force.")
    memberships: list[UUID] = Field(description="The memberships you sit for.")
    is_colleague: bool


def _circle(place: CirclePlace) -> Circle:
    standing = place.standing
    return Circle(
        id=place.id,
        community=place.community,
        parent=place.parent,
        name=place.name,
        slug=place.slug,
        kind=place.kind,
        purpose=place.purpose,
        language=place.language,
        default_label=place.default_label,
        widest_label=place.widest_label,
        second_factor=place.second_factor,
        permitted_use=place.permitted_use,
        retention_days=place.retention_days,
        roles=sorted(standing.roles) if standing else [],
        memberships=sorted(standing.memberships) if standing else [],
        is_colleague=place.is_colleague,
    )


@routes.get("/circles", answers=All[Circle], no=())
def list_circles(request: ApiRequest) -> dict[str, object]:
    """The circles you sit in, or work for a member of; outer ones before inner ones."""
    return {"results": [_circle(place) for place in queries.circles_of(request.actor)]}


@routes.get("/circles/{uuid:circle}", answers=Circle)
def get_circle(request: ApiRequest, circle: UUID) -> Circle:
    """One circle of your communities."""
    return _circle(queries.circle_for(request.actor, circle))


@routes.get("/circles/{uuid:circle}/circles", answers=All[Circle])
def list_community(request: ApiRequest, circle: UUID) -> dict[str, object]:
    """All circles of its community, outer ones before inner ones."""
    community = queries.circle_for(request.actor, circle).community
    return {"results": [_circle(place) for place in queries.circles_around(request.actor, community)]}


class Organisation(Out):
    """A legal body."""

    id: UUID
    name: str
    kind: str
    sectors: list[str]
    country: str
    languages: list[str]
    website: str
    sharing_limit: Marking | None = Field(description="The narrowest label it can keep to; null: any.")
    sharing_limit_reason: str


class Seat(Out):
    """A person in a membership."""

    id: UUID
    person: UUID
    name: str
    function: str
    is_machine: bool
    role: Role
    since: datetime
    in_force: bool


class Member(Out):
    """An organisation in a circle, with its seats."""

    id: UUID
    circle: UUID
    organisation: Organisation
    state: str
    kind: str
    since: datetime
    seats: list[Seat]


@routes.get("/circles/{uuid:circle}/members", answers=All[Member])
def list_members(request: ApiRequest, circle: UUID) -> dict[str, object]:
    """The organisations of a circle, by name."""
    return {"results": queries.members_of(queries.circle_for(request.actor, circle).id)}


@routes.get("/members/{uuid:membership}", answers=Member)
def get_member(request: ApiRequest, membership: UUID) -> queries.Member:
    """One organisation in a circle."""
    return queries.member(request.actor, membership)


class OwnPlace(Out):
    """A membership of an organisation you sit for."""

    membership: UUID
    circle: str


class OwnOrganisation(Out):
    """An organisation you sit for."""

    organisation: Organisation
    places: list[OwnPlace]


@routes.get("/organisations", answers=All[OwnOrganisation], no=())
def list_organisations(request: ApiRequest) -> dict[str, object]:
    """The organisations you sit for."""
    return {
        "results": [
            {
                "organisation": Organisation.model_validate(own.card),
                "places": [{"membership": membership, "circle": name} for membership, name, _ in own.circles],
            }
            for own in queries.own_organisations(request.actor)
        ]
    }


class Segment(Out):
    """A named part of a circle's members, to share with."""

    id: UUID
    name: str
    memberships: list[UUID]


@routes.get("/circles/{uuid:circle}/segments", answers=All[Segment])
def list_segments(request: ApiRequest, circle: UUID) -> dict[str, object]:
    """The named parts of a circle."""
    return {"results": queries.segments(queries.circle_for(request.actor, circle).id)}


# --- The directory ---


class Place(Out):
    """A seat of somebody."""

    circle: UUID
    circle_name: str
    membership: UUID
    organisation: str
    role: Role


class Topic(Out):
    """What somebody knows about: 1 heard of it, 5 teaches it."""

    name: str
    level: int


class Person(Out):
    """Somebody in the directory. What they do not show you is empty."""

    id: UUID
    name: str
    function: str
    is_machine: bool
    email: str
    phone: str
    phone_out_of_hours: str
    speaks: list[str]
    introduction: str
    key_fingerprint: str
    organisation: str
    places: list[Place]
    topics: list[Topic]
    near: Literal["community", "circle", "self"]


def _person(entry: Entry) -> Person:
    shown = entry.profile
    return Person(
        id=shown.id,
        name=shown.name,
        function=shown.function,
        is_machine=shown.is_machine,
        email=shown.email,
        phone=shown.phone,
        phone_out_of_hours=shown.phone_out_of_hours,
        speaks=list(shown.speaks),
        introduction=shown.introduction,
        key_fingerprint=shown.key_fingerprint,
        organisation=entry.organisation,
        places=[Place.model_validate(place) for place in entry.places],
        topics=[Topic.model_validate(topic) for topic in entry.topics],
        near=NEAR[entry.nearness],
    )


NEAR: dict[Nearness, Literal["community", "circle", "self"]] = {
    Nearness.STRANGER: "community",
    Nearness.COMMUNITY: "community",
    Nearness.CIRCLE: "circle",
    Nearness.SELF: "self",
}


class Looked(In):
    """Who is looked for. Every word must be in a name, a function, an organisation, a topic or a role."""

    words: Annotated[Words, Field(max_length=120)] = ""
    role: Role | None = None
    topic: Annotated[Words, Field(max_length=60)] = ""
    whole_community: bool = False
    limit: int = Field(100, ge=1, le=300)


@routes.get("/circles/{uuid:circle}/people", answers=All[Person])
def find_people(request: ApiRequest, circle: UUID, looked: Query[Looked]) -> dict[str, object]:
    """The directory: people of a circle, or of its whole community, with what each agreed to show you."""
    search = Search(
        words=looked.words, role=looked.role or "", topic=looked.topic, whole_community=looked.whole_community
    )
    return {
        "results": [_person(entry) for entry in queries.directory(request.actor, circle, search, most=looked.limit)]
    }


@routes.get("/circles/{uuid:circle}/people/{uuid:person}", answers=Person)
def get_person(request: ApiRequest, circle: UUID, person: UUID) -> Person:
    """One person in the directory of the circle's community."""
    return _person(queries.entry_of(request.actor, circle, person))
