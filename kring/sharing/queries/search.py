"""Search over items, replies and the text of attachments, in Dutch and English, with the reason for each hit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from kring.kernel.actor import Actor
from kring.sharing.queries.lists import ItemRow, rows

MOST_WORDS = 12
START, STOP = "\x02", "\x03"
"""Around the words that matched; a template makes marks of them."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that was found, and why."""

    item: ItemRow
    place: str
    """ "title", "tags", "what", "so_what", "do_what", "reply" or "attachment"."""
    excerpt: str
    """The words around the match, which stands between START and STOP."""
    name: str = ""
    """Who replied, or the name of the file."""
    target: UUID | None = None
    """The reply or attachment."""


# Every word as Dutch, as English and as it stands; the last one, still being typed, also as a beginning.
def tsquery(text: str) -> tuple[str, list[str]] | None:
    """The SQL of a query for these words and its values; None when there is nothing to look for.

    Words between quotes are looked for side by side. A word with "-" before it must not be there.
    """
    parts, values = list[str](), list[str]()
    terms = re.findall(r'(-?)"([^"]+)"|(\S+)', text)[:MOST_WORDS]
    for position, (minus, phrase, word) in enumerate(terms):
        if phrase:
            sql = "(phraseto_tsquery('dutch', %s) || phraseto_tsquery('english', %s) || phraseto_tsquery('simple', %s))"
            given = [phrase] * 3
        else:
            minus, word = ("-", word[1:]) if word.startswith("-") and len(word) > 1 else ("", word)
            if not re.search(r"\w", word):
                continue
            sql = "(plainto_tsquery('dutch', %s) || plainto_tsquery('english', %s) || plainto_tsquery('simple', %s)"
            given = [word] * 3
            if position == len(terms) - 1 and re.fullmatch(r"\w{2,}", word):
                sql += " || to_tsquery('simple', %s)"
                given.append(f"{word}:*")
            sql += ")"
        parts.append(f"!!{sql}" if minus else sql)
        values += given
    return (" && ".join(parts), values) if parts else None


FOUND = """
WITH query AS MATERIALIZED (SELECT {query} AS q),
hits AS MATERIALIZED (SELECT h.* FROM query, kring.search(query.q, %s) h)
SELECT h.item, h.place, h.hit, h.rank,
    CASE h.place
        WHEN 'item' THEN CASE
            WHEN kring.both(i.title) @@ q THEN 'title'
            WHEN kring.both(i.what) @@ q THEN 'what'
            WHEN kring.both(i.so_what) @@ q THEN 'so_what'
            WHEN kring.both(i.do_what) @@ q THEN 'do_what'
            WHEN to_tsvector('simple', array_to_string(i.tags, ' ')) @@ q THEN 'tags'
            ELSE 'what' END
        ELSE h.place END AS place_in_item,
    coalesce(p.name, a.name, ''),
    ts_headline(CASE i.language WHEN 'nl' THEN 'dutch'::regconfig ELSE 'english'::regconfig END,
        CASE h.place WHEN 'reply' THEN r.body WHEN 'attachment' THEN left(a.text, 120000)
             ELSE concat_ws(' · ', i.what, nullif(i.so_what, ''), nullif(i.do_what, ''),
                            nullif(array_to_string(i.tags, ', '), '')) END,
        q, %s)
FROM hits h CROSS JOIN query
JOIN sharing_item i ON i.id = h.item
LEFT JOIN sharing_reply r ON h.place = 'reply' AND r.id = h.hit
LEFT JOIN people_person p ON p.id = r.author_id
LEFT JOIN sharing_attachment a ON h.place = 'attachment' AND a.id = h.hit
ORDER BY h.rank DESC, i.shared_at DESC
"""
HEADLINE = f"StartSel={START}, StopSel={STOP}, MaxFragments=2, MaxWords=18, MinWords=6, FragmentDelimiter=' … '"


def search(actor: Actor, text: str, *, most: int = 30) -> Sequence[Hit]:
    """Items that match, the best first: one hit an item, at the place that says most.

    It keeps silent about what the actor may not see, in answers and in how long they take.
    """
    query = tsquery(text)
    if query is None:
        return []
    sql, values = query
    with connection.cursor() as cursor:
        cursor.execute(FOUND.format(query=sql), [*values, most, HEADLINE])
        found = cursor.fetchall()
    best: dict[UUID, tuple[str, str, str, UUID]] = {}
    for item, place, hit, _rank, shown, name, excerpt in found:
        best.setdefault(item, (shown, excerpt, name if place != "item" else "", hit))
    by_id = {row.id: row for row in rows(actor, list(best))}
    return [
        Hit(by_id[item], place, excerpt, name, hit if place in ("reply", "attachment") else None)
        for item, (place, excerpt, name, hit) in best.items()
        if item in by_id
    ]
