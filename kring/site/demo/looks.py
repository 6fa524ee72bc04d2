"""What each of the demo's people sees of it, for the page where one chooses whom to be."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext

from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.words import N_
from kring.site.demo.cast import PLAYERS, RINGS, Player, Ring
from kring.site.demo.described import Described, Introduced
from kring.tlp.labels import Label

START_WITH = ("ada", "chi", "dee")
COMPARED = ("ada", "bo", "gus", "dee")

ROLES = {
    "chair": N_("Chair"),
    "secretary": N_("Secretary"),
    "representative": N_("Representatives"),
    "deputy": N_("Deputies"),
    "observer": N_("Observers"),
    "waiting": N_("Waiting for a second factor"),
    "colleague": N_("Colleagues without a seat"),
}
"""In the order in which they stand on the page."""


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody to be."""

    key: str
    name: str
    first: str
    """What one calls them."""
    function: str
    organisation: str
    sees: str
    reads: int
    """Of what is shared, how many items they may read."""


@dataclass(frozen=True, slots=True)
class Group:
    """Those who are the same in a circle."""

    role: str
    faces: Sequence[Face]


@dataclass(frozen=True, slots=True)
class Table:
    """A circle, and who is in it."""

    name: str
    colour: str
    purpose: str
    groups: Sequence[Group]


@dataclass(frozen=True, slots=True)
class Line:
    """How many items of a circle under one label each of a few people may read."""

    circle: str
    colour: str
    label: Label
    counts: Sequence[int]


@dataclass(frozen=True, slots=True)
class Looks:
    """The page."""

    shared: int
    """How many items there are in all."""
    start: Sequence[Face]
    compared: Sequence[Face]
    lines: Sequence[Line]
    tables: Sequence[Table]
    outside: Sequence[Face]
    """In no circle."""


def looks(described: Described) -> Looks:
    """Who is in the demo, and what each of them sees of it at this moment."""
    people = {one.key: one for one in described.people if one.kind == "person"}
    players = [player for player in PLAYERS if player.key in people]
    seen = {key: _seen_by(UUID(one.id)) for key, one in people.items()}
    faces = {player.key: _face(player, people[player.key], len(seen[player.key])) for player in players}
    return Looks(
        shared=len(set().union(*seen.values())),
        start=[faces[key] for key in START_WITH],
        compared=[faces[key] for key in COMPARED],
        lines=_lines([seen[key] for key in COMPARED]),
        tables=[_table(ring, people, faces) for ring in RINGS],
        outside=[faces[player.key] for player in players if not people[player.key].circles],
    )


Seen = frozenset[tuple[UUID, str, Label]]


def _seen_by(person: UUID) -> Seen:
    """Every item that this person may read, with its circle and label."""
    with acting_as(Actor(person=person)), connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.id, c.name, i.label FROM sharing_item i JOIN circles_circle c ON c.id = i.circle_id"
            " WHERE i.state = 1"
        )
        return frozenset((item, circle, Label(label)) for item, circle, label in cursor.fetchall())


def _lines(seen: Sequence[Seen]) -> list[Line]:
    counts = [Counter((circle, label) for _, circle, label in one) for one in seen]
    lines = [
        Line(ring.name, ring.colour, label, [count[ring.name, label] for count in counts])
        for ring in RINGS
        for label in Label
    ]
    return [line for line in lines if any(line.counts)]


def _table(ring: Ring, people: Mapping[str, Introduced], faces: Mapping[str, Face]) -> Table:
    groups: dict[str, list[Face]] = {role: [] for role in ROLES}
    for key, face in faces.items():
        roles = next((circle.roles for circle in people[key].circles if circle.name == ring.name), ())
        for role in roles:
            # Whose colleague sits in a circle inside another is listed once, with the circle around it.
            if role != "colleague" or ring.preset != "group":
                groups[role].append(face)
    return Table(
        ring.name,
        ring.colour,
        ring.purpose,
        [Group(gettext(ROLES[role]), found) for role, found in groups.items() if found],
    )


def _face(player: Player, introduced: Introduced, reads: int) -> Face:
    return Face(
        player.key,
        player.name,
        player.name.partition(" ")[0],
        player.function,
        introduced.organisation,
        gettext(player.sees),
        reads,
    )
