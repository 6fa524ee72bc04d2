"""A circle's store with as many STIX objects in it as asked, as large as real ones are."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from uuid import UUID

import orjson
import psycopg

from bench.community import name
from bench.postbox import ROOT

REAL = ROOT.parent / "shared" / "data"
"""MITRE ATT&CK and the examples of OASIS, where they are at hand. Objects are made up where they are not."""
FIRST = 1_760_000_000_000_000
"""When the first object was added, in microseconds since 1970; the n-th came n microseconds later."""
AMBER = 2
COLUMNS = (
    "circle_id, added, stix_id, type, version, spec_version, is_latest, is_forked, is_revoked, body, marks, community, label,"
    " state, author_id, membership_id, audience, passed_to, published"
)
COPY = f"COPY exchange_object ({COLUMNS}) FROM STDIN"


@dataclass(frozen=True, slots=True)
class Sample:
    """One object, to be had again under any identifier."""

    type: str
    version: int
    spec_version: str
    is_revoked: bool
    marks: list[str]
    before: bytes
    after: bytes

    def under(self, stix_id: str) -> bytes:
        """The octets of the object with this identifier."""
        return b"".join([self.before, stix_id.encode(), self.after])


@dataclass(frozen=True, slots=True)
class Place:
    """A circle with a collection, and one of its people."""

    circle: UUID
    person: UUID
    membership: UUID
    collection: UUID
    token: str


@cache
def samples() -> list[Sample]:
    """Every object that is read without a complaint and says nothing of a label."""
    from kring.exchange import stix
    from kring.exchange.commands.taking import marks_of

    paths = sorted([*REAL.glob("attack/*.json"), *REAL.glob("stix-examples/*.json")])
    found = [sample for path in paths for sample in orjson.loads(path.read_bytes()).get("objects", [])] or _made_up()
    made = []
    for one in found:
        octets = orjson.dumps(one)
        read = stix.read(octets)
        if read.problems or read.label is not None or read.type in {"marking-definition", "x-mitre-collection"}:
            continue  # the last is a table of contents of the others, a hundred times as large
        before, _, after = octets.partition(read.id.encode())
        made.append(
            Sample(read.type, read.version, read.spec_version, read.revoked, marks_of(read.document), before, after)
        )
    random.Random(5).shuffle(made)
    return made


def _made_up() -> list[dict[str, object]]:
    moment = "2026-01-05T10:00:00.000Z"
    return [
        {
            "type": "indicator",
            "spec_version": "2.1",
            "id": f"indicator--{UUID(int=number, version=4)}",
            "created": moment,
            "modified": moment,
            "valid_from": moment,
            "name": f"Update server {number} of the pump stop",
            "description": "Two pumps stopped and called this address every ten minutes. " * (number % 24),
            "pattern_type": "stix",
            "pattern": f"[domain-name:value = 'update{number}.pumps-cdn.top']",
        }
        for number in range(1_000)
    ]


def objects(seed: int, most: int) -> Iterator[tuple[Sample, str]]:
    """So many objects, each with an identifier of its own: the same for the same seed."""
    chance, known = random.Random(seed), samples()
    for number in range(most):
        sample = known[number % len(known)]
        yield sample, f"{sample.type}--{UUID(int=chance.getrandbits(128), version=4)}"


def prepare() -> Place:
    """The first person of the first circle opens a collection there and gets a token."""
    from kring.circles.models import Seat
    from kring.exchange import commands
    from kring.kernel.actor import Actor
    from kring.kernel.binding import acting_as
    from kring.kernel.clock import now
    from kring.people import commands as people
    from kring.people.rules import LONGEST_TOKEN, Scope
    from kring.tlp.labels import Label

    circle, person = name("c", 0), name("p", 0)
    membership = name("m", "0-0")
    Seat.objects.filter(membership_id=membership, person_id=person).update(role="chair")
    with acting_as(Actor(person=person)) as actor:
        collection = commands.open_collection(actor=actor, circle=circle).pk
        token = people.issue_token(
            actor=actor,
            name="bench",
            scopes=list(Scope),
            ceiling=Label.AMBER_STRICT,
            expires=now() + LONGEST_TOKEN / 2,
        )
    return Place(circle, person, membership, collection, token.text)


def fill(owner: str, place: Place, most: int) -> None:
    """Puts so many objects in the store, with COPY."""
    with psycopg.connect(owner, autocommit=True) as connection, unlocked(connection):
        connection.execute("SET synchronous_commit = off")
        with connection.cursor().copy(COPY) as into:
            for row in rows(place, seed=most, after=FIRST, most=most):
                into.write_row(row)
        connection.execute(
            "UPDATE exchange_store SET last = %s, keys = ARRAY[circle_id] WHERE circle_id = %s",
            [FIRST + most, place.circle],
        )
        connection.execute("VACUUM ANALYZE")


@contextmanager
def unlocked(connection: psycopg.Connection, table: str = "exchange_object") -> Iterator[None]:
    """Lets the owner write what no member says: COPY does not go together with the lock."""
    connection.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    try:
        yield
    finally:
        connection.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def block(connection: psycopg.Connection, place: Place, *, seed: int, after: int, most: int) -> bytes:
    """The rows of so many objects as COPY takes them."""
    connection.execute("CREATE TEMP TABLE block (LIKE exchange_object)")
    cursor = connection.cursor()
    with cursor.copy(COPY.replace("exchange_object", "block", 1)) as into:
        for row in rows(place, seed=seed, after=after, most=most):
            into.write_row(row)
    with cursor.copy(f"COPY block ({COLUMNS}) TO STDOUT") as out:
        octets = b"".join(out)
    connection.execute("DROP TABLE block")
    return octets


def rows(place: Place, *, seed: int, after: int, most: int) -> Iterator[tuple[object, ...]]:
    """So many objects as rows, under the label that the circle gives what says none."""
    for number, (one, stix_id) in enumerate(objects(seed, most), 1):
        yield (
            place.circle, after + number, stix_id, one.type, one.version, one.spec_version, True, False,
            one.is_revoked, one.under(stix_id), one.marks, place.circle, AMBER, 1, place.person, place.membership,
            [place.circle], [], False,
        )  # fmt: skip
