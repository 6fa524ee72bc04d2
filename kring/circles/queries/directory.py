"""The directory: who is who in a circle or a community, as whoever looks may see it (R54, R56)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kring.circles.models import Expertise, InHouse, Organisation, Seat, Seated
from kring.circles.queries.members import HEADS, HouseHead, HousesByName, heads_of
from kring.circles.queries.standing import circle_for, circles_around, circles_of
from kring.circles.rules import CHAIR, STEERING
from kring.kernel.actor import Actor
from kring.kernel.binding import asked_once
from kring.kernel.errors import NotVisible
from kring.kernel.lookups import Lookup, look_up_about
from kring.people import queries as people
from kring.people.queries import Profile
from kring.people.rules import Nearness

MOST = 300
"""Entries that a program gets at once, unless it asks for fewer."""
FEW = 500
"""Up to so many people are looked up by who they are; of more, each seat is asked what it is called."""
CHOSEN = ("person", "membership", "organisation__name")
"""Who is listed, and where."""

SEATED_AT = Lookup("""
SELECT s.person, s.membership, o.name FROM kring.seated s JOIN people_person p ON p.id = s.person
JOIN circles_organisation o ON o.id = s.organisation
WHERE s.circle = %(circle)s AND s.membership = ANY (%(houses)s::uuid[]) ORDER BY o.name, p.name
""")

COLLEAGUES_AT = Lookup("""
SELECT c.person, c.membership, o.name FROM kring.colleague c JOIN people_person p ON p.id = c.person
JOIN circles_organisation o ON o.id = c.organisation
WHERE c.circle = %(circle)s AND c.membership = ANY (%(houses)s::uuid[])
  AND NOT EXISTS (SELECT FROM kring.seated s WHERE s.circle = %(circle)s AND s.person = c.person)
  AND (EXISTS (SELECT FROM circles_expertise e WHERE e.person_id = c.person)
       OR c.organisation IN (SELECT organisation FROM kring.colleague WHERE person = %(me)s))
ORDER BY o.name, p.name
""")
"""Those without a seat in the circle whom the actor may find."""

SEATS = Lookup("""
SELECT s.person, s.seat, s.circle, c.name, s.membership, o.name, s.role
FROM kring.seated s JOIN circles_circle c ON c.id = s.circle JOIN circles_organisation o ON o.id = s.organisation
WHERE s.person = ANY (%(people)s::uuid[]) AND s.circle = ANY (%(around)s::uuid[]) ORDER BY c.path, s.role
""")

KNOWS = Lookup("""
SELECT person_id, topic, level FROM circles_expertise WHERE person_id = ANY (%(people)s::uuid[]) ORDER BY level DESC, topic
""")

WORKS_WITH = Lookup("""
SELECT person FROM kring.colleague WHERE person = ANY (%(people)s::uuid[])
AND organisation IN (SELECT organisation FROM kring.colleague WHERE person = %(me)s)
""")
"""Those of these people who work with the actor."""


@dataclass(frozen=True, slots=True)
class Place:
    """A seat of somebody, in a circle that whoever looks may know of."""

    seat: UUID
    circle: UUID
    circle_name: str
    membership: UUID
    organisation: str
    role: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What somebody knows about: 1 heard of it, 5 teaches it."""

    name: str
    level: int


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody in the directory. What they did not agree to show is empty."""

    profile: Profile
    organisation: str
    """The organisation under which the entry stands."""
    membership: UUID
    places: tuple[Place, ...]
    """Empty: a colleague without a seat."""
    topics: tuple[Topic, ...]
    nearness: Nearness

    @property
    def person(self) -> UUID:
        """Whose entry it is."""
        return self.profile.id

    @property
    def name(self) -> str:
        """What they are called."""
        return self.profile.name


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: every word must be in a name, a function, an organisation, a topic or a role."""

    words: str = ""
    role: str = ""
    topic: str = ""
    whole_community: bool = False


def directory(actor: Actor, circle: UUID, search: Search | None = None, *, most: int = MOST) -> list[Entry]:
    """The people of a circle, or of its whole community, by organisation and name.

    A colleague without a seat is listed for their own organisation, and for others when they say what they know
    about: then they want to be found. Raises `NotVisible` outside the community.
    """
    return _listed(actor, circle, search or Search(), Q(), most)


@dataclass(frozen=True, slots=True)
class PeopleOfHouse:
    """An organisation, with the people who were found there."""

    membership: UUID
    name: str
    head: HouseHead | None
    """None: it is in another circle of the community."""
    entries: list[Entry]


def people_of_houses(
    actor: Actor, circle: UUID, search: Search, named: Sequence[tuple[UUID, str]]
) -> list[PeopleOfHouse]:
    """The same for these memberships alone, each by itself."""
    houses = [membership for membership, _name in named]
    if search == Search():
        about = {"circle": circle, "houses": houses}
        heads, seated, colleagues = look_up_about(actor, HEADS, SEATED_AT, COLLEAGUES_AT, **about)
        entries = _entries(actor, [*seated, *colleagues], _around(actor, circle))
    else:
        (heads,) = look_up_about(actor, HEADS, circle=circle, houses=houses)
        entries = _listed(actor, circle, search, Q(membership__in=houses))
    above, found = heads_of(heads), defaultdict[UUID, list[Entry]](list)
    for entry in entries:
        found[entry.membership].append(entry)
    return [PeopleOfHouse(which, name, above.get(which), found[which]) for which, name in named]


def entries_of(actor: Actor, circle: UUID, persons: Collection[UUID]) -> dict[UUID, Entry]:
    """The same for these people alone, each with their entry."""
    return {entry.person: entry for entry in _listed(actor, circle, Search(), Q(person__in=persons))}


def _listed(actor: Actor, circle: UUID, search: Search, such: Q, most: int | None = None) -> list[Entry]:
    seated, colleagues, around = _sought(actor, circle, search)
    rows = [
        row
        for people in (seated.filter(such), colleagues.filter(such))
        for row in people.order_by("organisation__name", "person__name").values_list(*CHOSEN)[:most]
    ]
    return _entries(actor, rows, around)


def houses_found(actor: Actor, circle: UUID, search: Search) -> HousesByName | list[tuple[UUID, str]]:
    """The memberships with somebody who is searched, by name; all of the circle's, also empty ones, when nothing is.

    Raises `NotVisible` outside the community.
    """
    if search == Search():
        circle_for(actor, circle)
        return HousesByName(circle)
    seated, colleagues, _around = _sought(actor, circle, search)
    names = {row for people in (seated, colleagues) for row in people.values_list("membership", "organisation__name")}
    return sorted(names, key=lambda row: (row[1].casefold(), row[0]))


def _sought(actor: Actor, circle: UUID, search: Search) -> tuple[QuerySet[Seated], QuerySet[InHouse], list[UUID]]:
    """Who sits and who works where one looks, and the circles that the actor may know of."""
    around = _around(actor, circle)
    scope = Q(circle__in=around) if search.whole_community else Q(circle=circle)
    seated = Seated.objects.filter(scope, *_wanted(search))
    if search.role:
        return seated.filter(role=search.role), InHouse.objects.none(), around
    sits = Exists(Seated.objects.filter(scope, person=OuterRef("person")))
    return seated, InHouse.objects.filter(~sits, scope, *_wanted(search), _offers(actor)), around


def _around(actor: Actor, circle: UUID) -> list[UUID]:
    """The circles of the same community that the actor may know of. Raises `NotVisible` outside the community."""
    return [place.id for place in circles_around(actor, circle_for(actor, circle).community)]


def entry_of(actor: Actor, circle: UUID, person: UUID) -> Entry:
    """One person in the directory of a circle's community. Raises `NotVisible` when they are not in it."""
    around = _around(actor, circle)
    rows = list(Seated.objects.filter(circle__in=around, person=person).values_list(*CHOSEN)[:1])
    if not rows:
        colleagues = InHouse.objects.filter(_offers(actor), circle__in=around, person=person)
        rows = list(colleagues.values_list(*CHOSEN)[:1])
    if not rows:
        raise NotVisible
    return _entries(actor, rows, around)[0]


def who_steers(actor: Actor, circle: UUID) -> list[Entry]:
    """The chair and the secretary of a circle, in this order: whom to turn to. Raises `NotVisible` outside the community."""
    around = _around(actor, circle)
    seats = Seated.objects.filter(circle=circle, role__in=STEERING).order_by("organisation__name", "person__name")
    return sorted(_entries(actor, seats.values_list(*CHOSEN), around), key=lambda entry: not _chairs(entry, circle))


def _chairs(entry: Entry, circle: UUID) -> bool:
    return any(place.circle == circle and place.role == CHAIR for place in entry.places)


def out_of_hours(actor: Actor, circle: UUID) -> list[Entry]:
    """Who in a circle can be called at night, as far as they agreed that the actor may know."""
    entries = _listed(actor, circle, Search(), Q(person__phone_out_of_hours__gt=""))
    return [entry for entry in entries if entry.profile.phone_out_of_hours]


def _wanted(search: Search) -> list[Q]:
    """A condition a word. What people hide is not searched, so that a hit says nothing about it."""
    conditions = [_with(word) for word in search.words.split()[:8]]
    if search.topic:
        conditions.append(Q(person__in=Expertise.objects.filter(topic__iexact=search.topic).values("person")))
    return conditions


def _with(word: str) -> Q:
    """Who has this word about them. Who that is, is looked up first: people are fewer than the seats they sit in."""
    called = people.people_called(word, most=FEW)
    knowing = Expertise.objects.filter(topic__icontains=word).values_list("person", flat=True)
    few = list(knowing[: FEW + 1])
    found = Q(organisation__in=list(Organisation.objects.filter(name__icontains=word).values_list("pk", flat=True)))
    found |= Q(person__in=few) if len(few) <= FEW else Q(person__in=knowing)
    if called is None:
        found |= Q(person__name__icontains=word) | Q(person__function__icontains=word)
    else:
        found |= Q(person__in=called)
    if roles := _roles_called(word):
        found |= Q(person__in=Seated.objects.filter(role__in=roles).values("person"))
    return found


def _roles_called(word: str) -> list[str]:
    """The roles with this word in their name, in the language of whoever looks."""
    return [role for role, name in Seat.Role.choices if word.casefold() in str(name).casefold()]


def _offers(actor: Actor) -> Q:
    """Colleagues whom the actor may find: of an organisation of their own, or who say what they know about."""
    return Q(organisation__in=_own_houses(actor)) | Q(Exists(Expertise.objects.filter(person=OuterRef("person"))))


@asked_once
def _own_houses(actor: Actor) -> list[UUID]:
    """The organisations for which the actor works."""
    return list(InHouse.objects.filter(person=actor.person).values_list("organisation", flat=True))


def _entries(actor: Actor, rows: Iterable[tuple[UUID, UUID, str]], circles: Collection[UUID]) -> list[Entry]:
    """Whole entries, one a person, of one trip however many they are."""
    # Each under the first of their memberships.
    chosen = {person: (membership, house) for person, membership, house in reversed(list(rows))}
    about = {"people": list(chosen), "around": list(circles)}
    seats, known, colleagues, shown = look_up_about(actor, SEATS, KNOWS, WORKS_WITH, people.PROFILES, **about)
    places: dict[UUID, list[Place]] = {}
    for person, *place in seats:
        places.setdefault(person, []).append(Place(*place))
    topics: dict[UUID, list[Topic]] = {}
    for person, *topic in known:
        topics.setdefault(person, []).append(Topic(*topic))
    near = _nearness(actor, {person: places.get(person, ()) for person in chosen}, {person for (person,) in colleagues})
    profiles = people.profiles_of(shown, near)
    entries = [
        Entry(
            profile=profiles[person],
            organisation=house,
            membership=membership,
            places=tuple(places.get(person, ())),
            topics=tuple(topics.get(person, ())),
            nearness=near[person],
        )
        for person, (membership, house) in chosen.items()
    ]
    return sorted(entries, key=lambda entry: (entry.organisation.casefold(), not entry.places, entry.name.casefold()))


def _nearness(
    actor: Actor, places: Mapping[UUID, Collection[Place]], colleagues: Collection[UUID]
) -> dict[UUID, Nearness]:
    """How close the actor is to each, who sits in these places: in one circle when both sit in it, or work together."""
    mine = {place.id for place in circles_of(actor) if place.standing}
    beside = {person for person, held in places.items() if any(place.circle in mine for place in held)}
    beside.update(colleagues)
    near = {person: Nearness.CIRCLE if person in beside else Nearness.COMMUNITY for person in places}
    return near | {person: Nearness.SELF for person in places if person == actor.person}
