"""The trail of facts: sealed in batches, verified on demand, and read by those it concerns.

Writers never wait for the chain: a batch is sealed once no running transaction can add to it any more. Who holds an
old seal's digest (it is in the log, so keep the log elsewhere) can show that nothing before it was rewritten.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet

from kring.kernel.models import FactRow, Seal

log = logging.getLogger(__name__)

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One fact, as the trail shows it."""

    number: int
    at: datetime
    kind: str
    by: UUID | None
    circle: UUID | None
    item: UUID | None
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the trail is not what was sealed. `fact` is None when it is the seal itself."""

    seal: int
    fact: int | None
    problem: str

    def __str__(self) -> str:
        subject = f"Seal {self.seal}" if self.fact is None else f"Fact {self.fact} under seal {self.seal}"
        return f"{subject} {self.problem}."


@dataclass(frozen=True, slots=True)
class Chain:
    """How far the chain has come: its last link is what somebody elsewhere can remember."""

    seals: int
    facts: int
    head: str
    """The digest of the last seal, in hexadecimal; empty before the first."""
    at: datetime | None


def of_item(item: UUID, *, before: int | None = None, most: int = PAGE) -> list[Line]:
    """What happened to an item, latest first: all of it for its source, one's own part for everybody else."""
    return _lines(FactRow.objects.filter(item=item), before, most)


def of_circle(circle: UUID, *, before: int | None = None, most: int = PAGE) -> list[Line]:
    """What happened in a circle, latest first, as far as the database shows it to the bound actor: the chair."""
    return _lines(FactRow.objects.filter(circle=circle), before, most)


def of_person(person: UUID, *, before: int | None = None, most: int = PAGE) -> list[Line]:
    """What a person did, latest first, as far as the database shows it to the bound actor."""
    return _lines(FactRow.objects.filter(by=person), before, most)


def by_people(circle: UUID, *, since: datetime) -> dict[UUID, int]:
    """How much each person did for a circle as such, not with its items: as far as the bound actor may know."""
    rows = FactRow.objects.filter(circle=circle, item=None, kept_from_chair=False, by__isnull=False, at__gte=since)
    return dict(rows.order_by().values_list("by").annotate(Count("pk")))


def seal() -> int:
    """Seal what can be sealed, and say how many seals that took."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.seal_facts()")
        made = [number for (number,) in cursor.fetchall()]
    for link in Seal.objects.filter(pk__in=made).order_by("pk"):
        log.info("Seal %d on %d facts: %s", link.pk, link.facts, bytes(link.digest).hex())
    return len(made)


def verify() -> list[Problem]:
    """Walk the whole chain and name what is wrong. It reads every fact, so it takes seconds per million."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seal, fact, problem FROM kring.verify_seals()")
        return [Problem(*row) for row in cursor.fetchall()]


def chain() -> Chain:
    """How far the chain has come."""
    last = Seal.objects.order_by("pk").last()
    if last is None:
        return Chain(seals=0, facts=0, head="", at=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), sum(facts) FROM kernel_seal")
        seals, facts = cursor.fetchone()
    return Chain(seals=seals, facts=facts, head=bytes(last.digest).hex(), at=last.at)


def _lines(rows: QuerySet[FactRow], before: int | None, most: int) -> list[Line]:
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [
        Line(row.pk, row.at, row.kind, row.by, row.circle, row.item, row.details) for row in rows.order_by("-pk")[:most]
    ]
