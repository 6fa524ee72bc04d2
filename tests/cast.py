"""The cast: their names tell what they may do. Test the odd one out as carefully as ada."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from kring.kernel.actor import VISITOR, Actor

if TYPE_CHECKING:
    from kring.circles.models import Circle, Membership, Organisation, Seat
    from kring.people.models import Person


@dataclass(slots=True)
class Cast:
    """Two communities: North, with the working group Pier in it, and South.

    ada writes in North for Alpha; bo is her colleague without a seat; cem is in North for Gamma, its chair is
    chi of Chora; fay sits in Pier alone; gus observes North; dee is in South; eve is in no circle;
    max is Gamma's machine.
    """

    ada: "Person"
    bo: "Person"
    cem: "Person"
    chi: "Person"
    dee: "Person"
    eve: "Person"
    fay: "Person"
    gus: "Person"
    max: "Person"
    north: "Circle"
    pier: "Circle"
    south: "Circle"
    alpha: "Organisation"
    gamma: "Organisation"
    memberships: "dict[str, Membership]"
    """By the name of the person who sits in it."""
    seats: "dict[str, Seat]"

    NAMES = ("ada", "bo", "cem", "chi", "dee", "eve", "fay", "gus", "max")

    def actor(self, name: str) -> Actor:
        """As the database binds them; "visitor" is nobody."""
        return VISITOR if name == "visitor" else Actor(person=self.person(name).pk)

    def person(self, name: str) -> "Person":
        """By name."""
        person: Person = getattr(self, name)
        return person

    def names(self, people: "set[UUID] | frozenset[UUID]") -> set[str]:
        """Back from ids to names, so that a failing test can be read."""
        return {name for name in self.NAMES if self.person(name).pk in people}


def make_cast() -> Cast:
    """Writes the cast into the database: a statement for each table, since most tests begin with it."""
    from kring.circles.models import Affiliation, Circle, Membership, Organisation, Seat
    from kring.kernel.ids import new_id
    from kring.people.models import Person

    people = {
        name: Person(
            name=name.capitalize(),
            email=f"{name}@{name}.example",
            language="en",
            kind="machine" if name == "max" else "person",
            password="!",
        )
        for name in Cast.NAMES
    }

    def circle(name: str, parent: Circle | None = None) -> Circle:
        pk = new_id()
        return Circle(
            pk=pk,
            name=name,
            slug=name.lower(),
            kind="group" if parent else "isac",
            parent=parent,
            community=parent.community if parent else pk,
            purpose=f"What {name} is for.",
        )

    north, south = circle("North"), circle("South")
    pier = circle("Pier", north)
    organisations = {name: Organisation(name=name) for name in ("Alpha", "Gamma", "Chora", "Delta", "Phi", "Gimel")}
    places = [
        ("ada", "Alpha", north, "member", "representative"),
        ("cem", "Gamma", north, "member", "representative"),
        ("chi", "Chora", north, "member", "chair"),
        ("gus", "Gimel", north, "observer", "observer"),
        ("fay", "Phi", pier, "member", "representative"),
        ("dee", "Delta", south, "member", "chair"),
        ("max", "Gamma", north, "member", "representative"),
    ]
    houses: dict[str, Membership] = {}
    for _, name, where, kind, _ in places:
        houses.setdefault(name, Membership(circle=where, organisation=organisations[name], state="member", kind=kind))
    memberships = {name: houses[house] for name, house, *_ in places}
    seats = {name: Seat(membership=houses[house], person=people[name], role=role) for name, house, _, _, role in places}
    works_for = [*((name, house) for name, house, *_ in places), ("bo", "Alpha")]
    Person.objects.bulk_create(people.values())
    Circle.objects.bulk_create([north, south, pier])
    Organisation.objects.bulk_create(organisations.values())
    Membership.objects.bulk_create(houses.values())
    Seat.objects.bulk_create(seats.values())
    Affiliation.objects.bulk_create(
        Affiliation(person=people[name], organisation=organisations[house]) for name, house in works_for
    )
    return Cast(
        **people,
        north=north,
        pier=pier,
        south=south,
        alpha=organisations["Alpha"],
        gamma=organisations["Gamma"],
        memberships=memberships,
        seats=seats,
    )
