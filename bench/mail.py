"""One warning to 2,000 people, each their own mail: Kring beside Mailman 3, into the same sink."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from bench.mailman import Mailman
from bench.postbox import ROOT, Arrival, Sink, sink
from bench.table import Row, median

PEOPLE = 2_000
RUNS = 3
SUBJECT = "Pumps stop after the update"
TEXT = "Since last night two pumps stop. They call update.pumps-cdn.top every ten minutes. " * 12


def run() -> list[Row]:
    """One warning to 2,000 people, each their own mail: Kring beside Mailman 3, into the same sink."""
    cache = Path(os.environ.get("KRING_HOME") or ROOT / ".kring").absolute() / "bench" / "mailman"
    cache.mkdir(parents=True, exist_ok=True)
    members = [f"Person {number} <p{number}@bench.example>" for number in range(PEOPLE)]
    with sink() as taken, tempfile.TemporaryDirectory(prefix="kring-bench-") as home, kring(Path(home), taken) as ours:
        mailman = Mailman(cache, members)
        with mailman.running(taken):
            # In turns: what else this machine does in that minute slows both sides down.
            rounds = [(ours.share("GREEN"), ours.share("AMBER"), _theirs(mailman, taken)) for _ in range(RUNS)]
    green, amber, theirs = (list(runs) for runs in zip(*rounds, strict=True))
    return _rows(green, amber, theirs)


Timed = tuple[float, Arrival]
"""The moment it began, and what reached the sink."""


def _theirs(mailman: Mailman, taken: Sink) -> Timed:
    taken.counts()
    return mailman.post(SUBJECT, TEXT), taken.wait_for(PEOPLE, 600)


def _rows(green: list[Timed], amber: list[Timed], theirs: list[Timed]) -> list[Row]:
    open_rate, sealed_rate, their_rate = (median([_rate(one) for one in runs]) for runs in (green, amber, theirs))
    faster, sealed = open_rate / their_rate, sealed_rate / open_rate
    first, their_first = (median([arrived.first - began for began, arrived in runs]) for runs in (green, theirs))
    return [
        Row(
            "one item to 2,000 people by mail",
            f"{open_rate:,.0f} mails/s",
            f"Mailman 3: {their_rate:,.0f} mails/s",
            f"{faster:.1f} times faster",
            "40 times (at least 20)",
            faster >= 40,
        ),
        Row("the first of them", f"{first:.2f} s", f"Mailman 3: {their_first:.2f} s", "", "within 1 s", first <= 1),
        Row(
            "the same, encrypted and signed",
            f"{sealed_rate:,.0f} mails/s",
            f"in the open: {open_rate:,.0f} mails/s",
            f"{sealed:.2f} of it",
            "at least 0.5",
            sealed >= 0.5,
        ),
    ]


def _rate(timed: Timed) -> float:
    """Mails a second, from the click to the last mail in the sink."""
    began, arrived = timed
    return arrived.mails / (arrived.last - began)


class Kring:
    """An installation with one circle of 2,000 people, and a worker."""

    def __init__(self, taken: Sink, circle: UUID, author: UUID) -> None:
        self._taken, self._circle, self._author = taken, circle, author

    def share(self, label: str) -> Timed:
        """The author shares something with everybody; until the last mail is there."""
        from kring.kernel.actor import Actor
        from kring.kernel.binding import acting_as
        from kring.sharing import commands
        from kring.sharing.commands.drafts import Writing
        from kring.sharing.rules import Text
        from kring.tlp.labels import Label

        writing = Writing(text=Text(SUBJECT, TEXT), label=Label[label])
        with acting_as(Actor(person=self._author)) as actor:
            draft = commands.start_draft(actor=actor, circle=self._circle, writing=writing).pk
        self._taken.counts()
        began = time.monotonic()
        with acting_as(Actor(person=self._author)) as actor:
            commands.share_item(actor=actor, item=draft)
        return began, self._taken.wait_for(PEOPLE - 1, 120)  # the author gets none


@contextmanager
def kring(home: Path, taken: Sink) -> Iterator[Kring]:
    """Kring as it is run: its own database, and a worker in a process of its own."""
    os.environ.update(
        KRING_HOME=str(home),
        KRING_SMTP_URL=f"smtp://127.0.0.1:{taken.port}",
        KRING_BASE_URL="https://kring.example",
        KRING_MAIL_FROM="kring@kring.example",
        KRING_MAIL_LISTEN=str(home / "lmtp"),  # so that mails carry an address for answers and one for bounces
        DJANGO_SETTINGS_MODULE="kring.site.settings",
    )
    from kring.site import database

    opened = database.open_database()
    database.migrate(opened)
    import django

    django.setup()
    circle, author = _people()
    _analyse(opened.owner)
    with (home / "worker.log").open("wb") as log:
        worker = subprocess.Popen([sys.executable, "-m", "kring.site.cli", "worker"], stdout=log, stderr=log)
    try:
        while b"is ready" not in (home / "worker.log").read_bytes():
            assert worker.poll() is None, (home / "worker.log").read_text()
            time.sleep(0.1)
        yield Kring(taken, circle, author)
    finally:
        worker.terminate()
        worker.wait(60)


def _people() -> tuple[UUID, UUID]:
    """One circle, four people of each organisation, each with an OpenPGP key. The circle, and one of them."""
    from pysequoia import Tsk

    from kring.circles.models import Affiliation, Circle, Membership, Organisation, Seat
    from kring.kernel.ids import new_id
    from kring.people.models import Person

    pk = new_id()
    circle = Circle.objects.create(pk=pk, name="Bench", slug="bench", kind="isac", community=pk)
    people = []
    for number in range(PEOPLE):
        name, email = f"Person {number}", f"p{number}@bench.example"
        key = Tsk.generate(f"{name} <{email}>").extract_certificate()
        language = "nl" if number % 2 else "en"
        people.append(
            Person(
                name=name, email=email, password="!", language=language,
                openpgp_certificate=str(key), openpgp_fingerprint=key.fingerprint,
            )
        )  # fmt: skip
    Person.objects.bulk_create(people, batch_size=500)
    houses = Organisation.objects.bulk_create(Organisation(name=f"Organisation {n}") for n in range(PEOPLE // 4))
    members = Membership.objects.bulk_create(
        Membership(circle=circle, organisation=house, state="member") for house in houses
    )
    Seat.objects.bulk_create(Seat(membership=members[n // 4], person=person) for n, person in enumerate(people))
    Affiliation.objects.bulk_create(
        Affiliation(person=person, organisation=houses[n // 4]) for n, person in enumerate(people)
    )
    return pk, people[0].pk


def _analyse(owner: str) -> None:
    import psycopg

    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
