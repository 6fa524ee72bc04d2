"""The registers: decisions, agreements and actions, each as far as its reader sees the point it came up at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Case, F, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _

from kring.kernel.actor import Actor
from kring.kernel.lookups import Lookup, look_up
from kring.meetings import access
from kring.meetings.models import Minutes, Outcome
from kring.meetings.rules import outcomes as rules
from kring.meetings.rules.lines import Kind
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """A row of a register."""

    id: UUID
    kind: Kind
    text: str
    owner: str
    owner_id: UUID | None
    parties: str
    since: date
    due: date | None
    standing: str
    standing_text: str
    label: Label
    circle: str
    circle_id: UUID
    slug: str
    source: str
    """What the meeting it came from is called."""
    meeting: UUID
    is_late: bool
    waits: bool
    may_change: bool

    @property
    def kind_text(self) -> str:
        """What it is, in words."""
        return str(Outcome.Kind(self.kind).label)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """How it can stand otherwise."""
        return [(one, str(Outcome.Standing(one).label)) for one in rules.STANDINGS[self.kind] if one != self.standing]


class Which(StrEnum):
    """The words by which a register is filtered."""

    ALL = "all"
    MINE = "mine"
    OPEN = "open"
    LATE = "late"
    DONE = "done"


MOST_LATE = 20
"""Rows on one agenda; the register has them all."""

OVER = ("done", "dropped", "ended", "broken")


@dataclass(frozen=True, slots=True)
class Register:
    """The rows of a register, in order. They are fetched as far as they are looked at: in years they become thousands."""

    actor: Actor
    found: QuerySet[Outcome]

    def __len__(self) -> int:
        return self.found.count()

    def __getitem__(self, part: slice) -> list[OutcomeRow]:
        return _rows(self.actor, self.found[part])


def register(
    actor: Actor, circle: UUID, kind: Kind, which: Which = Which.ALL, *, owner: UUID | None = None
) -> Register:
    """A register of a circle, or one person's part of it: what is late or due first, then the rest from new to old."""
    found = Outcome.objects.filter(_which(actor, which), circle=circle, kind=kind.value)
    if owner:
        found = found.filter(owner=owner)
    waits = Case(When(standing__in=rules.WAITING[kind], then=0), default=1)
    return Register(actor, found.order_by(waits, F("due").asc(nulls_last=True), "-since", "text", "pk"))


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Words by which programs narrow the registers of a circle."""

    kind: Kind | None = None
    which: Which = Which.ALL
    meeting: UUID | None = None
    due_before: date | None = None


def outcomes_of(actor: Actor, circle: UUID, narrowed: Narrowed, *, before: UUID | None, most: int) -> list[OutcomeRow]:
    """The registers of a circle, newest first, from below one of their rows."""
    rows = Outcome.objects.filter(_which(actor, narrowed.which), circle=circle)
    if narrowed.kind:
        rows = rows.filter(kind=narrowed.kind.value)
    if narrowed.meeting:
        rows = rows.filter(item__meeting=narrowed.meeting)
    if narrowed.due_before:
        rows = rows.filter(due__lt=narrowed.due_before)
    if before:
        rows = rows.filter(pk__lt=before)
    return _rows(actor, rows.order_by("-pk")[:most])


def _which(actor: Actor, which: Which) -> Q:
    """These words, for the database."""
    match which:
        case Which.ALL:
            return Q()
        case Which.MINE:
            return Q(owner=actor.person)
        case Which.OPEN:
            return ~Q(standing__in=OVER)
        case Which.LATE:
            waits = (Q(kind=kind.value, standing__in=standings) for kind, standings in rules.WAITING.items())
            return reduce(or_, waits) & Q(due__lt=timezone.localdate())
        case Which.DONE:
            return Q(standing__in=OVER)


def outcome_row(actor: Actor, outcome: UUID) -> OutcomeRow:
    """One row. Raises `NotVisible`."""
    return _rows(actor, Outcome.objects.filter(pk=access.outcome(actor, outcome).pk))[0]


def late_for(actor: Actor, circle: UUID, on: date) -> list[OutcomeRow]:
    """The actions that are late on a day: they stand on that day's agenda by themselves."""
    rows = Outcome.objects.filter(circle=circle, kind=Kind.ACTION.value, standing="open", due__lt=on)
    return _rows(actor, rows.order_by("due", "pk")[:MOST_LATE])


def asked_of(actor: Actor) -> list[OutcomeRow]:
    """What waits for this actor: actions that are due, agreements to look at again."""
    return _shown(actor, map(_Found._make, look_up(actor, DUE)))


def came_of(actor: Actor, meeting: UUID) -> Register:
    """What came of a meeting, in the order of its agenda."""
    return Register(actor, Outcome.objects.filter(item__meeting=meeting).order_by("item__position", "pk"))


def outcomes_at(actor: Actor, meeting: UUID) -> list[OutcomeRow]:
    """All of it."""
    return came_of(actor, meeting)[:]


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """What came of a meeting, as it stands in the minutes."""

    kind_text: str
    text: str
    owner: str
    due: date | None
    standing_text: str


def lines_at(meeting: UUID) -> list[OutcomeLine]:
    """All that came of a meeting, for paper: in hundreds of lines the same few words stand, and are asked for once."""
    kinds, standings = (
        {value: str(name) for value, name in some} for some in (Outcome.Kind.choices, Outcome.Standing.choices)
    )
    rows = Outcome.objects.filter(item__meeting=meeting).order_by("item__position", "pk")
    return [
        OutcomeLine(kinds[kind], text, name or owner, due, standings[standing])
        for kind, text, name, owner, due, standing in rows.values_list(
            "kind", "text", "owner__name", "owner_name", "due", "standing"
        )
    ]


def found_in_registers(actor: Actor, words: str, *, most: int = 10) -> list[OutcomeRow]:
    """Rows with all these words, the newest first."""
    rows = Outcome.objects.all()
    for word in words.split()[:8]:
        rows = rows.filter(text__icontains=word)
    return _rows(actor, rows.order_by("-since", "-pk")[:most]) if words.strip() else []


COLUMNS = (
    "pk", "kind", "text", "owner", "owner_name", "owner__name", "parties", "since", "due", "standing", "item__label",
    "circle", "circle__name", "circle__slug", "item__meeting", "item__meeting__title",
)  # fmt: skip


class _Found(NamedTuple):
    """A row in these columns."""

    pk: UUID
    kind: str
    text: str
    owner: UUID | None
    owner_name: str
    person: str | None
    parties: str
    since: date
    due: date | None
    standing: str
    label: int
    circle: UUID
    circle_name: str
    slug: str
    meeting: UUID
    source: str


DUE = Lookup(
    """
    SELECT o.id, o.kind, o.text, o.owner_id, o.owner_name, p.name, o.parties, o.since, o.due, o.standing, a.label,
           c.id, c.name, c.slug, m.id, m.title
    FROM meetings_outcome o JOIN meetings_agendaitem a ON a.id = o.item_id JOIN meetings_meeting m ON m.id = a.meeting_id
    JOIN circles_circle c ON c.id = o.circle_id LEFT JOIN people_person p ON p.id = o.owner_id
    WHERE o.owner_id = %(me)s
      AND (o.kind = 'action' AND o.standing = 'open' AND o.due <= %(soon)s
           OR o.kind = 'agreement' AND o.standing IN ('in_force', 'kept') AND o.due <= %(today)s)
    ORDER BY o.due, o.id
    """,
    lambda actor: {"soon": timezone.localdate() + rules.BEFORE, "today": timezone.localdate()},
)
"""What waits for its owner, in these columns."""


def _rows(actor: Actor, found: QuerySet[Outcome]) -> list[OutcomeRow]:
    return _shown(actor, map(_Found._make, found.values_list(*COLUMNS)))


def _shown(actor: Actor, found: Iterable[_Found]) -> list[OutcomeRow]:
    rows = list(found)
    steered = {circle: access.steers(actor, circle) for circle in {row.circle for row in rows}}
    today = timezone.localdate()
    return [_row(row, today, own=row.owner == actor.person, steers=steered[row.circle]) for row in rows]


def _row(row: _Found, today: date, *, own: bool, steers: bool) -> OutcomeRow:
    kind = Kind(row.kind)
    return OutcomeRow(
        id=row.pk,
        kind=kind,
        text=row.text,
        owner=row.person or row.owner_name,
        owner_id=row.owner,
        parties=row.parties,
        since=row.since,
        due=row.due,
        standing=row.standing,
        standing_text=str(Outcome.Standing(row.standing).label),
        label=Label(row.label),
        circle=row.circle_name,
        circle_id=row.circle,
        slug=row.slug,
        source=row.source,
        meeting=row.meeting,
        is_late=rules.is_late(kind, row.standing, row.due, today),
        waits=rules.waits(kind, row.standing),
        may_change=own or steers,
    )


def csv_rows(rows: Sequence[OutcomeRow]) -> list[list[str]]:
    """A register as a table, with its head."""
    head = [_("Text"), _("Owner"), _("Between"), _("Since"), _("Day"), _("How it stands"), _("Label"), _("From")]
    return [head] + [
        [
            row.text,
            row.owner,
            row.parties,
            row.since.isoformat(),
            row.due.isoformat() if row.due else "",
            row.standing_text,
            row.label.marking,
            row.source,
        ]
        for row in rows
    ]


def to_remind(today: date) -> list[tuple[UUID, UUID]]:
    """What may have to be reminded of, and its owner: the row itself is read bound as that owner."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT outcome, owner FROM kring.outcomes_to_remind(%s)", [today + rules.BEFORE])
        return list(cursor.fetchall())


def minutes_after(meeting: UUID) -> UUID | None:
    """The latest approved minutes of a meeting, if the bound actor may read them."""
    rows = Minutes.objects.filter(meeting=meeting, approved_at__isnull=False).order_by("-version")
    return rows.values_list("pk", flat=True).first()
