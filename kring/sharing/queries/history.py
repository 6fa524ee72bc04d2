"""What happened to an item and in a circle, as the trail shows it to who asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kring.circles import queries as circles
from kring.kernel import trail
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.kernel.facts import type_of_fact
from kring.sharing import access
from kring.sharing.queries.lists import ItemRow, rows
from kring.sharing.queries.readings import names_of
from kring.tlp.labels import Label

LABELS = {"label", "before", "after", "mandate"}
"""Details of facts that are labels, kept as numbers."""


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One fact in words."""

    number: int
    at: datetime
    kind: str
    said: str
    """The sentence, to be translated, for `values`; empty: the kind must do."""
    values: Mapping[str, object]
    item: ItemRow | None = None


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
    items = rows(actor, list({line.item for line in lines if line.item}))
    return _told(lines, {row.id: row for row in items})


def _told(lines: Sequence[trail.Line], items: Mapping[UUID, ItemRow]) -> list[TrailLine]:
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
