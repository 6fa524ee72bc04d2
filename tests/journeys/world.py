"""A small port to walk through: one community, ten organisations, sixteen people, and some weeks of items.

The names of the cast still tell what a person may do: ada shares for the port authority, bo is her colleague without a
seat, cem sits for a terminal and is asked things, chi is in the chair, dee is in another community, eve in none.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.tlp.labels import Label

if TYPE_CHECKING:
    from kring.circles.models import Circle, Membership, Organisation
    from kring.people.models import Person

SEATS = [
    ("ada", "Ada van den Berg", "Havenbedrijf Rijnmond", "representative"),
    ("cem", "Cem Yilmaz", "Terminal West", "representative"),
    ("chi", "Chiara de Wit", "Waterschap Delta", "chair"),
    ("fleur", "Fleur Jansen", "Waterschap Delta", "representative"),
    ("gijs", "Gijs Bakker", "Loodsdienst Zuid", "representative"),
    ("hana", "Hana Novak", "Loodsdienst Zuid", "deputy"),
    ("ivo", "Ivo Peters", "Chemie Botlek", "representative"),
    ("jet", "Jet Smit", "Chemie Botlek", "deputy"),
    ("koen", "Koen Mulder", "Energie Maas", "representative"),
    ("lot", "Lot Visser", "Energie Maas", "deputy"),
    ("mees", "Mees Dekker", "Sluizen en Bruggen", "representative"),
    ("noor", "Noor el Amrani", "Rederij Noord", "representative"),
    ("olaf", "Olaf Brink", "Sleepdienst Kade", "representative"),
    ("pia", "Pia Lindqvist", "Sleepdienst Kade", "deputy"),
    ("quin", "Quin Verhoeven", "Douane Haven", "representative"),
]
"""Who sits for whom in the port: ada, and fourteen others from nine organisations."""


@dataclass(slots=True)
class World:
    """Who and what there is."""

    haven: "Circle"
    ot: "Circle"
    people: "dict[str, Person]" = field(default_factory=dict)
    organisations: "dict[str, Organisation]" = field(default_factory=dict)
    memberships: "dict[str, Membership]" = field(default_factory=dict)
    items: dict[str, Any] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """As the database binds them."""
        return Actor(person=self.people[name].pk)


def make_world() -> World:
    """Writes it into the database."""
    from kring.circles.models import Affiliation, Circle, Membership, Organisation, Seat, Segment
    from kring.kernel.ids import new_id
    from kring.people.models import Person

    def circle(name: str, slug: str, parent: Circle | None = None, **more: Any) -> Circle:
        pk = new_id()
        community = parent.community if parent else pk
        return Circle.objects.create(pk=pk, name=name, slug=slug, parent=parent, community=community, **more)

    haven = circle(
        "Haven Rijnmond",
        "haven",
        kind="region",
        colour="teal",
        purpose="Wie aan het water werkt, houdt elkaar veilig.",
        permitted_use="Alleen om onszelf en elkaar te beschermen.",
    )
    ot = circle("Werkgroep OT", "haven-ot", haven, kind="group", colour="violet")
    elsewhere = circle("Luchthaven", "luchthaven", kind="site", colour="clay")
    world = World(haven, ot)

    def organisation(name: str) -> Organisation:
        if name not in world.organisations:
            world.organisations[name] = Organisation.objects.create(name=name)
        return world.organisations[name]

    def person(short: str, name: str, house: str, kind: str = "person") -> Person:
        made = Person.objects.create(
            name=name, email=f"{short}@{short}.example", language="en", kind=kind, password="!", function="CISO"
        )
        Affiliation.objects.create(person=made, organisation=organisation(house))
        world.people[short] = made
        return made

    def seat(short: str, where: Circle, house: str, role: str) -> None:
        membership, _ = Membership.objects.get_or_create(
            circle=where, organisation=organisation(house), defaults={"state": "member"}
        )
        Seat.objects.create(membership=membership, person=world.people[short], role=role)
        world.memberships.setdefault(short, membership)

    for short, name, house, role in SEATS:
        person(short, name, house)
        seat(short, haven, house, role)
    person("bo", "Bo Willems", "Havenbedrijf Rijnmond")
    person("siem", "SIEM Terminal West", "Terminal West", kind="machine")
    seat("siem", haven, "Terminal West", "representative")
    person("dee", "Dee Schiphorst", "Luchthaven Noord")
    seat("dee", elsewhere, "Luchthaven Noord", "chair")
    person("eve", "Eve Niemand", "Nergens BV")
    for short in ("ada", "cem", "ivo", "koen"):
        seat(short, ot, world.memberships[short].organisation.name, "representative")
    segment = Segment.objects.create(circle=haven, name="Small suppliers")
    segment.memberships.set([world.memberships[short] for short in ("gijs", "olaf", "noor")])
    return world


ITEMS: list[dict[str, Any]] = [
    {
        "by": "ivo",
        "label": Label.GREEN,
        "what": "Het wachtwoordbeheer van onze leverancier lag drie uur plat na een verkeerde update.",
        "so_what": "Wie hetzelfde pakket gebruikt, kan vandaag niet inloggen op de poortsystemen.",
        "do_what": "Zet de update uit tot versie 7.4.1 er is.",
        "kind": "news",
        "tags": ["leveranciers"],
        "reliability": "B",
        "credibility": 2,
    },
    {
        "by": "noor",
        "label": Label.CLEAR,
        "what": "Our exercise with the tugs worked: from alarm to first call took four minutes.",
        "so_what": "A phone tree on paper beats a portal that is down.",
        "do_what": "Print yours.",
        "kind": "success",
        "tags": ["exercise"],
    },
    {
        "by": "mees",
        "label": Label.AMBER_STRICT,
        "what": "Two lock controllers answer on port 502 from the office network.",
        "so_what": "Whoever gets into an office laptop can open a lock.",
        "do_what": "Look at your own segments tonight.",
        "tags": ["ot", "network"],
        "reliability": "A",
        "credibility": 1,
    },
    {
        "by": "koen",
        "label": Label.AMBER,
        "what": "Does anybody see logins from 203.0.113.7 on the substation VPN?",
        "so_what": "We do, since Tuesday, and they know real names.",
        "do_what": "Search your logs and say yes or no.",
        "kind": "question",
        "tags": ["vpn"],
        "reliability": "C",
        "credibility": 3,
    },
    {
        "by": "cem",
        "label": Label.AMBER,
        "what": "A phishing wave aims at harbour masters. The mails come from havenfacturen.example and ask for a login.",
        "so_what": "Three of ours gave theirs. The pages copy our sign-in page to the letter.",
        "do_what": "Block havenfacturen[.]example and reset whoever clicked.",
        "urgent": True,
        "tags": ["phishing", "mail"],
        "reliability": "A",
        "credibility": 2,
    },
]


def fill_world(world: World) -> None:
    """Some items with what people said of them."""
    for number, item in enumerate(ITEMS):
        world.items[item["by"]] = share(world, **item)
        for short in ("chi", "gijs", "hana", "jet")[: number + 1]:
            say_useful(world, short, world.items[item["by"]])


def share(world: World, *, by: str, what: str, so_what: str = "", do_what: str = "", **writing: Any) -> Any:
    """Somebody shares in the port."""
    from kring.sharing import commands
    from kring.sharing.rules import Text

    with acting_as(world.actor(by)) as actor:
        text = Text(what=what, so_what=so_what, do_what=do_what)
        draft = commands.start_draft(actor=actor, circle=world.haven.pk, writing=commands.Writing(text=text, **writing))
        return commands.share_item(actor=actor, item=draft.pk).pk


def say_useful(world: World, by: str, item: Any) -> None:
    """One tap."""
    from kring.sharing import commands

    with acting_as(world.actor(by)) as actor:
        commands.give_feedback(actor=actor, item=item, kind="useful")
