"""A list of items as a table: thousands of lines of few words each, and so no rows of models."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kring.kernel.actor import Actor
from kring.sharing.models import Item
from kring.sharing.queries.lists import Filters, Place, conditions, tagged
from kring.sharing.queries.trust import CREDIBILITY, RELIABILITY
from kring.sharing.rules import Text
from kring.tlp.labels import Label

LINES = """
SELECT id, shared_at, label, kind, title, CASE WHEN title = '' THEN left(what, 200) END, {organisation},
       urgency = 1, {reliability}, {credibility}, tags,
       (SELECT count(*) FROM sharing_reply r WHERE r.item_id = sharing_item.id AND r.state = 1)
FROM sharing_item
WHERE {among} state = 1 AND label < 4 AND {where} ORDER BY shared_at {down}, id {down} LIMIT %(most)s
"""

ORGANISATION = """
CASE WHEN NOT via_secretariat AND author_id IS NOT NULL
     THEN (SELECT o.name FROM circles_membership m JOIN circles_organisation o ON o.id = m.organisation_id
           WHERE m.id = sharing_item.membership_id) END
"""
"""Who shared it, as `source_of` says it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One item, as a spreadsheet has it."""

    id: UUID
    at: datetime
    label: Label
    kind_text: str
    title: str
    organisation: str
    urgent: bool
    reliability: str
    credibility: int | None
    tags: list[str]
    replies: int

    @property
    def place(self) -> Place:
        """Where the table goes on below this line."""
        return Place(self.at, self.id)


def lines_to_take(actor: Actor, filters: Filters, *, before: Place | None = None, most: int) -> list[Line]:
    """What this actor may read and take along of a list: nothing of TLP:RED, and nothing withdrawn."""
    where, values = conditions(actor, filters, before)
    few = tagged(filters) if filters.tag else None
    sql = LINES.format(
        organisation=ORGANISATION,
        reliability=RELIABILITY,
        credibility=CREDIBILITY,
        among="" if few is None else "id = ANY (%(few)s::uuid[]) AND",
        where=where,
        down="ASC" if filters.oldest_first else "DESC",
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, {**values, "most": most, "few": few})
        found = cursor.fetchall()
    kinds = {kind.value: str(kind.label) for kind in Item.Kind}
    return [
        Line(item, at, Label(label), kinds[kind], title or Text(what=opening).headline, organisation or "", *rest)
        for item, at, label, kind, title, opening, organisation, *rest in found
    ]
