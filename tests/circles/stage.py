"""What tests of circles set up: people invited, seats given, and what a person holds at this moment."""

from datetime import timedelta
from uuid import UUID

from django.db import connection

from kring.circles import commands, queries
from kring.circles.models import Affiliation, Circle, Membership, Organisation, Seat
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.people import commands as people
from kring.people.models import Person
from kring.people.rules import Scope
from kring.tlp.labels import Label
from tests.cast import Cast

PASSWORD = "a staple, a horse and a battery"


def keys(cast: Cast, name: str) -> set[UUID]:
    """What the database says somebody holds now, greens included."""
    with acting_as(cast.actor(name)), connection.cursor() as cursor:
        cursor.execute("SELECT a.person, a.keys || a.greens || a.bridged FROM kring.actor() a")
        person, held = cursor.fetchone()
    return set(held) - {person}


def seat(cast: Cast, name: str, circle: Circle, role: str = "representative") -> Seat:
    """Somebody of the cast sits in another circle too, for the organisation they work for."""
    house = Affiliation.objects.get(person=cast.person(name)).organisation
    membership, _ = Membership.objects.get_or_create(circle=circle, organisation=house, defaults={"state": "member"})
    return Seat.objects.create(membership=membership, person=cast.person(name), role=role)


def invite(cast: Cast, by: str = "chi", to: str = "new@alpha.example", role: str = "deputy", of: str = "ada") -> str:
    """Somebody invites somebody; the link."""
    sent = commands.invite_person(
        actor=cast.actor(by), membership=cast.memberships[of].pk, email=to, name="Nia", role=role
    )
    return queries.invitation_link(sent).rsplit("/", 2)[1]


def join(link: str) -> Person:
    """A stranger takes an invitation."""
    person = commands.join(link=link, name="Nia", password=PASSWORD, language="en", shown_to={})
    return Person.objects.get(pk=person)


def token(cast: Cast, name: str) -> str:
    """A token that reads everything its person may, but RED."""
    issued = people.issue_token(
        actor=cast.actor(name),
        name="SIEM",
        scopes={Scope.READ},
        ceiling=Label.AMBER_STRICT,
        expires=now() + timedelta(days=1),
    )
    return issued.text


def colleague(cast: Cast, organisation: Organisation, name: str = "new") -> Person:
    """One more person who works there."""
    person = Person.objects.create(name=name.capitalize(), email=f"{name}@more.example", language="en", password="!")
    Affiliation.objects.create(person=person, organisation=organisation)
    return person
