"""What others share held against the profiles of a thousand organisations, beside one."""

import os
import random
import time
from collections.abc import Callable, Iterator

import orjson
import psycopg

from bench import community
from bench.community import ORGANISATIONS, name
from bench.table import Row, median

MAKERS, PRODUCTS, USED = 200, 2_000, 20
"""Products that there are, each of one maker, and how many of them an organisation uses."""
SENT, ROUNDS = 10_000, 3
OF_SOFTWARE = 10  # one object in so many is of a product; the others are of addresses that are nobody's
A_TENTH = ORGANISATIONS / 10
"""How many times as long a thousand profiles may take as one: a hundredth of asking each of them would be ten."""


def run() -> list[Row]:
    """One item and 10,000 objects held against 1,000 profiles, beside one profile."""
    from kring.site import database

    opened = database.open_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.site.settings")
    import django

    django.setup()
    with community.community(opened.owner, 1, "kring_bench_matching") as owner:
        with psycopg.connect(owner, autocommit=True) as connection:
            prepare(connection)
            times = []
            for profiles in (range(1), range(1, ORGANISATIONS)):
                for number in profiles:
                    describe(number)
                connection.execute("VACUUM ANALYZE")
                times.append({what: measured(connection, job) for what, job in jobs().items()})
        community.use(opened.application)
    return list(rows(*times))


def prepare(connection: psycopg.Connection) -> None:
    """All organisations sit in one circle, where one of them sent objects and an item names a product."""
    from bench.threats import unlocked
    from kring.circles.models import Membership, Seat
    from kring.exchange import commands
    from kring.exchange.commands.taking import read_arrived
    from kring.kernel.actor import Actor
    from kring.kernel.binding import acting_as
    from kring.tlp.labels import Label

    circle, there = name("c", 0), set(Membership.objects.filter(circle=name("c", 0)).values_list("pk", flat=True))
    new = [number for number in range(ORGANISATIONS) if name("m", f"0-{number}") not in there]
    Membership.objects.bulk_create(
        Membership(pk=name("m", f"0-{n}"), circle_id=circle, organisation_id=name("o", n), state="member") for n in new
    )
    Seat.objects.bulk_create(Seat(membership_id=name("m", f"0-{n}"), person_id=name("p", n)) for n in new)
    Seat.objects.filter(membership_id=name("m", "0-0"), person_id=name("p", 0)).update(role="chair")
    with acting_as(Actor(person=name("p", 0))) as actor:
        collection = commands.open_collection(actor=actor, circle=circle).pk
        arrived = [read_arrived(octets, unmarked=Label.AMBER) for octets in objects()]
        commands.take_in(actor=actor, collection=collection, arrived=arrived)
    with unlocked(connection, "sharing_item"):
        connection.execute(
            "UPDATE sharing_item SET what = %s WHERE id = %s", [f"{product(7)} is misused.", name("i", 1)]
        )


def product(number: int) -> str:
    """The n-th product, with a word in its name that no other has."""
    return f"Maker{number % MAKERS} Pumpware{number}"


def objects() -> Iterator[bytes]:
    """Software and addresses."""
    for number in range(SENT):
        if number % OF_SOFTWARE:
            kind, more = "domain-name", {"value": f"update{number}.pumps-cdn.top"}
        else:
            maker, called = product(number // OF_SOFTWARE % PRODUCTS).split()
            kind, more = "software", {"name": called, "vendor": maker}
        yield orjson.dumps({"type": kind, "spec_version": "2.1", "id": f"{kind}--{name('x', number)}", **more})


def describe(number: int) -> None:
    """The n-th organisation says what it uses; the same each time."""
    from django.db import connection

    from kring.exchange import relevance
    from kring.kernel.actor import Actor
    from kring.kernel.binding import acting_as
    from kring.profiles import queries as profiles
    from kring.profiles.models import Profile, Technology

    chance, organisation = random.Random(number), name("o", number)
    with acting_as(Actor(person=name("p", number))):
        Profile.objects.create(organisation_id=organisation, domains=[f"o{number}.example"])
        Technology.objects.bulk_create(
            Technology(organisation_id=organisation, id=name("t", f"{number}-{one}"), vendor=maker, product=called)
            for one in chance.sample(range(PRODUCTS), USED)
            for maker, called in [product(one).split()]
        )
        keys = sorted(relevance.keys_of_profile(profiles.profile_of(organisation)))
        with connection.cursor() as cursor:  # as `match_profile` does before it looks back on what is here
            cursor.execute("SELECT kring.keep_interest(%s, %s)", [organisation, keys])


def jobs() -> dict[str, Callable[[], object]]:
    """What is done when something was shared."""
    from kring.exchange import commands

    def all_objects() -> None:
        while commands.match_objects(circle=name("c", 0)):
            pass

    return {"one item": lambda: commands.match_item(item=name("i", 1)), f"{SENT:,} objects": all_objects}


def measured(connection: psycopg.Connection, job: Callable[[], object]) -> float:
    """Seconds that it takes when it was not done before."""
    took = []
    for _ in range(ROUNDS):
        connection.execute("UPDATE exchange_store SET matched = 0")
        began = time.perf_counter()
        job()
        took.append(time.perf_counter() - began)
    return median(took)


def rows(one: dict[str, float], thousand: dict[str, float]) -> Iterator[Row]:
    """A thousand beside one."""
    for what, alone in one.items():
        yield Row(
            f"{what} held against {ORGANISATIONS:,} profiles",
            f"{thousand[what] * 1000:,.0f} ms",
            f"one profile: {alone * 1000:,.0f} ms",
            f"{thousand[what] / alone:.1f} times slower",
            f"at most {A_TENTH:.0f}",
            thousand[what] / alone <= A_TENTH,
        )
