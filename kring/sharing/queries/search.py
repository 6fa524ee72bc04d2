"""Search over items, replies and the text of attachments, in Dutch and English, with the reason for each hit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.sharing.queries.lists import EVERYTHING, Filters, ItemRow, conditions, rows

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
    title: str
    """The item's title, marked in the same way."""
    name: str = ""
    """Who replied, or the name of the file."""
    target: UUID | None = None
    """The reply or attachment."""


# Every word as Dutch, as English and as it stands; the last one, still being typed, also as a beginning.
def tsquery(text: str) -> tuple[str, dict[str, str]] | None:
    """The SQL of a query for these words and its values; None when there is nothing to look for.

    Words between quotes are looked for side by side. A word with "-" before it must not be there.
    """
    parts, values = list[str](), dict[str, str]()
    terms = re.findall(r'(-?)"([^"]+)"|(\S+)', text)[:MOST_WORDS]
    for position, (sign, phrase, bare) in enumerate(terms):
        name = f"word{position}"
        minus = sign or re.match(r"-(?=.)", bare)
        if phrase:
            values[name] = phrase
            sql = _in_both("phraseto_tsquery", name)
        else:
            word = bare.removeprefix("-")
            if not re.search(r"\w", word):
                continue
            values[name] = word
            sql = _in_both("plainto_tsquery", name)
            if position == len(terms) - 1 and re.fullmatch(r"\w{2,}", word):
                values["beginning"] = f"{word}:*"
                sql += " || to_tsquery('simple', %(beginning)s)"
        parts.append(f"!!({sql})" if minus else f"({sql})")
    return (" && ".join(parts), values) if parts else None


def _in_both(function: str, name: str) -> str:
    return " || ".join(f"{function}('{language}', %({name})s)" for language in ("dutch", "english", "simple"))


FOUND = """
WITH query AS MATERIALIZED (SELECT {query} AS q),
hits AS MATERIALIZED (SELECT h.* FROM query, kring.search(query.q, %(reach)s) h),
best AS MATERIALIZED (
    SELECT h.* FROM hits h JOIN sharing_item ON sharing_item.id = h.item WHERE {where}
    ORDER BY h.rank DESC, sharing_item.shared_at DESC LIMIT %(most)s
)
SELECT h.item, h.place, h.hit,
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
        q, %(headline)s),
    ts_headline(CASE i.language WHEN 'nl' THEN 'dutch'::regconfig ELSE 'english'::regconfig END,
        i.title, q, %(whole)s)
FROM best h CROSS JOIN query
JOIN sharing_item i ON i.id = h.item
LEFT JOIN sharing_reply r ON h.place = 'reply' AND r.id = h.hit
LEFT JOIN people_person p ON p.id = r.author_id
LEFT JOIN sharing_attachment a ON h.place = 'attachment' AND a.id = h.hit
ORDER BY h.rank DESC, i.shared_at DESC
"""
MARKS = f"StartSel={START}, StopSel={STOP}"
HEADLINE = f"{MARKS}, MaxFragments=2, MaxWords=18, MinWords=6, FragmentDelimiter=' … '"
WHOLE = f"{MARKS}, HighlightAll=true"

NARROWED = 10
"""With filters, so many times more hits are looked at."""


def search(actor: Actor, text: str, filters: Filters | None = None, *, most: int = 30) -> Sequence[Hit]:
    """Items that match, the best first: one hit an item, at the place that says most.

    It keeps silent about what the actor may not see, in answers and in how long they take.
    """
    query = tsquery(text)
    if query is None:
        return []
    sql, words = query
    where, values = conditions(actor, filters or Filters())
    reach = most if where == EVERYTHING else most * NARROWED
    given = {**words, **values, "reach": reach, "most": most * 2, "headline": HEADLINE, "whole": WHOLE}
    with connection.cursor() as cursor:
        cursor.execute(FOUND.format(query=sql, where=where), given)
        found = cursor.fetchall()
    best: dict[UUID, tuple[str, str, str, str, UUID]] = {}
    for item, place, hit, shown, name, excerpt, title in found:
        best.setdefault(item, (shown, excerpt, title, name if place != "item" else "", hit))
    by_id = {row.id: row for row in rows(actor, list(best)[:most])}
    return [
        Hit(by_id[item], place, excerpt, title, name, hit if place in ("reply", "attachment") else None)
        for item, (place, excerpt, title, name, hit) in best.items()
        if item in by_id
    ]


@dataclass(frozen=True, slots=True)
class PersonHit:
    """Somebody in the directory, and the circle in whose directory they stand."""

    circle_slug: str
    person: UUID
    name: str
    function: str
    organisation: str


def search_people(actor: Actor, text: str, *, most: int = 5) -> Sequence[PersonHit]:
    """People of one's communities by name, organisation, role or what they know about."""
    if not re.search(r"\w\w", text):
        return []
    communities = {place.community: place for place in reversed(circles.circles_of(actor))}
    wanted = circles.Search(words=text, whole_community=True)
    return [
        PersonHit(place.slug, entry.person, entry.name, entry.profile.function, entry.organisation)
        for place in communities.values()
        for entry in circles.directory(actor, place.id, wanted, most=most)
    ][:most]
