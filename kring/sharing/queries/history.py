"""What happened to an item and in a circle, as the trail shows it to who asks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models.functions import Left

from kring.circles import queries as circles
from kring.kernel import trail
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.kernel.facts import type_of_fact
from kring.sharing import access
from kring.sharing.models import Item
from kring.sharing.queries.readings import names_of
from kring.sharing.rules import Text
from kring.tlp.audience import State
from kring.tlp.labels import Label

LABELS = {"label", "before", "after", "mandate"}
"""Details of facts that are labels, kept as numbers."""


@dataclass(frozen=True, slots=True)
class ItemNamed:
    """An item that a fact is about."""

    id: UUID
    title: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One fact in words."""

    number: int
    at: datetime
    kind: str
    said: str
    """The sentence, to be translated, for `values`; empty: the kind must do."""
    values: Mapping[str, object]
    item: ItemNamed | None = None


def trail_of_item(actor: Actor, item: UUID, *, before: int | None = None) -> list[TrailLine]:
    """What happened to an item, latest first: all for its source, one's own part for others. Raises `NotVisible`."""
    access.item_looked_at(actor, item)
    return _told(trail.of_item(item, before=before), {})


def trail_of_circle(actor: Actor, circle: UUID | str, *, before: int | None = None) -> list[TrailLine]:
    """What happened in a circle, latest first, for who chairs it. Raises `NotVisible`.

    Of items the chair does not read, and of what was shared via the secretariat, it tells nothing.
    """
    place = circles.circle_for(actor, circle)
    if place.standing is None or "chair" not in place.standing.roles:
        raise NotVisible
    lines = trail.of_circle(place.id, before=before)
    return _told(lines, _named({line.item for line in lines if line.item}))


def _named(items: Collection[UUID]) -> dict[UUID, ItemNamed]:
    """Those of these that the bound actor may read."""
    rows = Item.objects.filter(pk__in=items).values_list("pk", "title", Left("what", 200), "state")
    return {
        pk: ItemNamed(pk, title or Text(what=opening).headline, state == State.WITHDRAWN)
        for pk, title, opening, state in rows
    }


def _told(lines: Sequence[trail.Line], items: Mapping[UUID, ItemNamed]) -> list[TrailLine]:
    names = names_of([line.by for line in lines])
    return [
        TrailLine(
            number=line.number,
            at=line.at,
            kind=line.kind,
            said=type_of_fact[line.kind].said if line.kind in type_of_fact else "",
            values=_values(line, names),
            item=items.get(line.item) if line.item else None,
        )
        for line in lines
    ]


def _values(line: trail.Line, names: Mapping[UUID, str]) -> dict[str, object]:
    details = {name: _shown(name, value) for name, value in line.details.items()}
    return {"who": names.get(line.by, "") if line.by else "", **details}


def _shown(name: str, value: object) -> object:
    return Label(value).marking if name in LABELS and isinstance(value, int) else value
