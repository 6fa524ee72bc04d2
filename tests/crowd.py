"""A crowd in North: more members than one reads through, each with one person."""

from uuid import UUID

from tests.cast import Cast

MANY = 70


def crowd(cast: Cast, count: int = MANY) -> dict[str, UUID]:
    """Person 1 sits for Harbour 1, and so on. The people by name."""
    from kring.circles.models import Affiliation, Membership, Organisation, Seat
    from kring.people.models import Person

    numbers = range(1, count + 1)
    houses = [Organisation(name=f"Harbour {number:02}") for number in numbers]
    people = [
        Person(name=f"Person {number:02}", email=f"{number}@harbour.example", language="en", password="!")
        for number in numbers
    ]
    memberships = [Membership(circle=cast.north, organisation=house, state="member") for house in houses]
    seats = zip(memberships, people, strict=True)
    Organisation.objects.bulk_create(houses)
    Person.objects.bulk_create(people)
    Membership.objects.bulk_create(memberships)
    Seat.objects.bulk_create(Seat(membership=membership, person=person) for membership, person in seats)
    Affiliation.objects.bulk_create(
        Affiliation(person=person, organisation=house) for person, house in zip(people, houses, strict=True)
    )
    return {person.name: person.pk for person in people}
