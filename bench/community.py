"""A national platform to measure on: 10,000 people, 1,000 organisations, 200 circles, and as many items as asked."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import md5
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

PEOPLE, ORGANISATIONS, CIRCLES, VOCABULARY = 10_000, 1_000, 200, 20_000
PHRASES = 20_000
STEP = 50_000


def name(kind: str, number: int | str) -> UUID:
    """The identifier of the n-th of a kind: the same in Python and in SQL."""
    return UUID(md5(f"{kind}{number}".encode(), usedforsecurity=False).hexdigest())


@contextmanager
def community(owner: str, items: int, called: str = "") -> Iterator[str]:
    """The owner's address of a fresh database with that many items in it; dropped afterwards."""
    from kring.kernel import roles
    from kring.site.database import Database, migrate

    with database(owner, called or f"kring_bench_{items}") as address:
        application = roles.ensure_roles(address, secret=None)
        migrate(Database(address, application))
        fill(address, application, items)
        yield address


@contextmanager
def database(owner: str, called: str) -> Iterator[str]:
    """The owner's address of a fresh and empty database; dropped afterwards."""
    with psycopg.connect(make_conninfo(owner, dbname="postgres"), autocommit=True) as connection:
        _drop(connection, called)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(called)))
        try:
            yield make_conninfo(owner, dbname=called)
        finally:
            _drop(connection, called)


def _drop(connection: psycopg.Connection, called: str) -> None:
    """Autovacuum may be at work in it, which only a superuser can end; it ends by itself."""
    until = time.monotonic() + 60
    while True:
        try:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(called)))
        except psycopg.errors.InsufficientPrivilege:
            if time.monotonic() > until:
                raise
            time.sleep(1)
        else:
            break


def fill(owner: str, application: str, items: int) -> None:
    """Writes people and circles through the models, and items by the hundred thousand in SQL."""
    use(application)
    _people()
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off; SET maintenance_work_mem = '256MB'; SET work_mem = '64MB'")
        _words(connection)
        connection.execute("ALTER TABLE sharing_item NO FORCE ROW LEVEL SECURITY")
        row = connection.execute("SELECT pg_get_indexdef('item_words'::regclass)").fetchone()
        assert row is not None
        connection.execute("DROP INDEX item_words")  # made in one go afterwards
        for start in range(0, items, STEP):
            connection.execute(ITEMS, {"from": start + 1, "to": min(items, start + STEP), "items": items})
        connection.execute(row[0])
        connection.execute("ALTER TABLE sharing_item FORCE ROW LEVEL SECURITY")
        connection.execute("VACUUM ANALYZE")


def use(application: str) -> None:
    """From here on Django works on this database."""
    from django.db import connections

    from kring.site import environment

    connections["default"].close()
    connections["default"].settings_dict.update(environment.database(application))


def _people() -> None:
    """Each person sits in the outermost circle of their community and in one or two inside it."""
    from kring.circles.models import Affiliation, Circle, Membership, Organisation, Seat
    from kring.people.models import Person

    Person.objects.bulk_create(
        (
            Person(pk=name("p", n), name=f"Person {n}", email=f"p{n}@bench.example", password="!", language="en")
            for n in range(PEOPLE)
        ),
        batch_size=2000,
    )
    Organisation.objects.bulk_create(
        Organisation(pk=name("o", n), name=f"Organisation {n}") for n in range(ORGANISATIONS)
    )
    outermost = [n for n in range(CIRCLES) if n % 10 == 0]
    for numbers in (outermost, [n for n in range(CIRCLES) if n % 10]):
        Circle.objects.bulk_create(
            Circle(
                pk=name("c", n),
                parent_id=name("c", n // 10 * 10) if n % 10 else None,
                community=name("c", n // 10 * 10),
                name=f"Circle {n}",
                slug=f"c{n}",
                kind="isac",
            )
            for n in numbers
        )
    sits = {(person, circle) for person in range(PEOPLE) for circle in circles_of(person)}
    members = {(person % ORGANISATIONS, circle) for person, circle in sits}
    Membership.objects.bulk_create(
        (
            Membership(
                pk=name("m", f"{circle}-{organisation}"),
                circle_id=name("c", circle),
                organisation_id=name("o", organisation),
                state="member",
            )
            for organisation, circle in sorted(members)
        ),
        batch_size=2000,
    )
    Seat.objects.bulk_create(
        (
            Seat(membership_id=name("m", f"{circle}-{person % ORGANISATIONS}"), person_id=name("p", person))
            for person, circle in sorted(sits)
        ),
        batch_size=2000,
    )
    Affiliation.objects.bulk_create(
        (Affiliation(person_id=name("p", n), organisation_id=name("o", n % ORGANISATIONS)) for n in range(PEOPLE)),
        batch_size=2000,
    )


def circles_of(person: int) -> set[int]:
    """The circles the n-th person sits in: one community of twenty, up to three circles of it."""
    around = person % ORGANISATIONS % 20 * 10
    return {around, around + person % 10, around + person // 10 % 10}


def _words(connection: psycopg.Connection) -> None:
    """A vocabulary in which few words are common and most are rare, as in any language, and phrases of ten of them."""
    chance = random.Random(2026)
    syllables = ["ka", "to", "ri", "me", "lon", "ver", "sta", "pu", "gra", "ni", "del", "os", "bra", "wen", "ti", "ko"]
    made = {"".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(VOCABULARY * 2)}
    words = sorted(made)[:VOCABULARY]
    chance.shuffle(words)
    connection.execute("CREATE TABLE bench_words (n integer PRIMARY KEY, word text)")
    connection.execute("CREATE TABLE bench_phrases (n integer PRIMARY KEY, phrase text)")
    cursor = connection.cursor()
    with cursor.copy("COPY bench_words FROM STDIN") as copy:
        for row in enumerate(words):
            copy.write_row(row)
    with cursor.copy("COPY bench_phrases FROM STDIN") as copy:
        for number in range(PHRASES):
            picks = (words[int(chance.random() ** 3 * len(words))] for _ in range(10))
            copy.write_row((number, " ".join(picks)))
    connection.execute("ANALYZE bench_phrases")


ITEMS = """
INSERT INTO sharing_item (id, circle_id, community, label, state, author_id, membership_id, audience, passed_to,
    published, kind, title, what, so_what, do_what, language, urgency, reliability, tags, expertise, origin, via_secretariat,
    version, shared_at, created_at, saved_at)
SELECT md5('i' || chosen.n)::uuid, md5('c' || circle)::uuid, md5('c' || circle / 10 * 10)::uuid, label, 1,
    md5('p' || person)::uuid, md5('m' || circle || '-' || person %% 1000)::uuid,
    CASE WHEN label = 4 THEN ARRAY[md5('p' || person)::uuid]
         WHEN label >= 2 THEN ARRAY[md5('c' || circle)::uuid] ELSE '{}' END,
    '{}', false, 'warning', a.phrase, concat_ws(' ', b.phrase, c.phrase, d.phrase, e.phrase), f.phrase, g.phrase, 'en',
    (chosen.n %% 500 = 0)::int, '', ARRAY['tag' || chosen.n %% 50] || CASE WHEN chosen.n %% 500 = 7 THEN ARRAY['seldom'] ELSE '{}' END, '{}', '', false, 1,
    now() - (%(items)s::bigint - chosen.n) * interval '20 seconds', now(), now()
FROM (
    SELECT n, person,
        person %% 1000 %% 20 * 10 + (ARRAY[0, person %% 10, person / 10 %% 10])[1 + n %% 3] AS circle,
        CASE WHEN n %% 100 < 10 THEN 0 WHEN n %% 100 < 50 THEN 1 WHEN n %% 100 < 90 THEN 2 WHEN n %% 100 < 99 THEN 3
             ELSE 4 END::smallint AS label
    FROM (SELECT n, abs(hashint8(n)) %% 10000 AS person FROM generate_series(%(from)s::bigint, %(to)s::bigint) n) people
) chosen
JOIN bench_phrases a ON a.n = abs(hashint8extended(chosen.n, 1)) %% 20000
JOIN bench_phrases b ON b.n = abs(hashint8extended(chosen.n, 2)) %% 20000
JOIN bench_phrases c ON c.n = abs(hashint8extended(chosen.n, 3)) %% 20000
JOIN bench_phrases d ON d.n = abs(hashint8extended(chosen.n, 4)) %% 20000
JOIN bench_phrases e ON e.n = abs(hashint8extended(chosen.n, 5)) %% 20000
JOIN bench_phrases f ON f.n = abs(hashint8extended(chosen.n, 6)) %% 20000
JOIN bench_phrases g ON g.n = abs(hashint8extended(chosen.n, 7)) %% 20000
"""
