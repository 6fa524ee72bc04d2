"""Codes of conduct: which one holds where, what it expects, and who has accepted it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from kring.circles import queries as circles
from kring.circles.queries import CirclePlace
from kring.conduct.models import Acceptance, Code
from kring.conduct.rules import Expected
from kring.kernel.actor import Actor
from kring.kernel.lookups import Lookup, look_up

ACCEPTANCES = """
SELECT s.person, s.name, s.organisation, a.at
FROM (SELECT DISTINCT ON (p.id) p.id AS person, p.name, o.name AS organisation
      FROM kring.seated s JOIN people_person p ON p.id = s.person JOIN circles_organisation o ON o.id = s.organisation
      WHERE s.circle = %(circle)s AND p.kind = 'person' ORDER BY p.id, o.name DESC) s
LEFT JOIN conduct_acceptance a ON a.person_id = s.person AND a.code_id = %(code)s
ORDER BY a.at IS NOT NULL, lower(s.organisation), lower(s.name), s.person
"""
NEWEST = Lookup(
    """
    SELECT DISTINCT ON (k.circle_id) k.id, k.circle_id, c.name, k.number, k.text_nl, k.text_en, k.changed,
           k.meetings, k.out_of, k.shares_a_year, k.hours_a_month, k.published_at, coalesce(p.name, '')
    FROM conduct_code k JOIN circles_circle c ON c.id = k.circle_id LEFT JOIN people_person p ON p.id = k.author_id
    WHERE k.circle_id = ANY (%(paths)s::uuid[]) ORDER BY k.circle_id, k.number DESC
    """,
    lambda actor: {"paths": [step for place in circles.circles_of(actor) if place.standing for step in place.path]},
)
"""The newest version of each circle in which, or around which, somebody sits."""
ACCEPTED = Lookup("""
SELECT k.id, k.circle_id FROM conduct_acceptance a JOIN conduct_code k ON k.id = a.code_id WHERE a.person_id = %(me)s
""")


@dataclass(frozen=True, slots=True)
class CodeVersion:
    """A version of a code of conduct."""

    id: UUID
    circle: UUID
    circle_name: str
    """Whose it is: of the circle itself, or of one around it."""
    number: int
    text_nl: str
    text_en: str
    changed: str
    expected: Expected
    published_at: datetime
    by: str

    def text(self, language: str) -> str:
        """In this language, or in the one there is."""
        first, other = (self.text_nl, self.text_en) if language == "nl" else (self.text_en, self.text_nl)
        return first or other

    def language(self, wanted: str) -> str:
        """The language of `text`."""
        other = "en" if wanted == "nl" else "nl"
        return wanted if (self.text_nl if wanted == "nl" else self.text_en) else other


def codes_of(path: Sequence[UUID]) -> list[CodeVersion]:
    """The versions of the circle at the end of this path, or of the nearest around it that has any; the newest first."""
    return _nearest(path, _by_circle(path))


def code_in_force(path: Sequence[UUID]) -> CodeVersion | None:
    """The code that holds in a circle: its own newest, or that of the nearest circle around it."""
    return next(iter(codes_of(path)), None)


def expected(actor: Actor, circle: UUID) -> Expected | None:
    """What a circle expects of each member; None while it has no code."""
    code = code_in_force(circles.circle_for(actor, circle).path)
    return code.expected if code else None


def has_accepted(code: UUID, person: UUID) -> bool:
    """Did this person accept this version? For themselves, and for who steers a circle where they sit."""
    return Acceptance.objects.filter(code=code, person=person).exists()


@dataclass(frozen=True, slots=True)
class CodeAsked:
    """A version that waits for this person's acceptance."""

    code: CodeVersion
    place: CirclePlace
    again: bool
    """They accepted an earlier version."""


def asked_to_accept(actor: Actor) -> list[CodeAsked]:
    """The codes, each once, that this actor has not accepted in the circles where they sit."""
    seated = [place for place in circles.circles_of(actor) if place.standing]
    versions = {code.circle: [code] for row in look_up(actor, NEWEST) for code in [_newest(*row)]}
    in_force = {code.id: (code, place) for place in reversed(seated) for code in _nearest(place.path, versions)}
    mine: dict[UUID, UUID] = dict(look_up(actor, ACCEPTED))
    return [
        CodeAsked(code, place, again=code.circle in mine.values())
        for code, place in in_force.values()
        if code.id not in mine
    ]


@dataclass(frozen=True, slots=True)
class AcceptanceRow:
    """Somebody seated, and when they accepted the code that holds; None: not yet."""

    person: UUID
    name: str
    organisation: str
    at: datetime | None


def acceptances(place: CirclePlace, code: CodeVersion) -> list[AcceptanceRow]:
    """For who steers: everybody who sits here, those who have not accepted first."""
    with connection.cursor() as cursor:
        cursor.execute(ACCEPTANCES, {"circle": place.id, "code": code.id})
        return [AcceptanceRow(*row) for row in cursor.fetchall()]


def acceptances_seen(actor: Actor, place: CirclePlace) -> list[AcceptanceRow]:
    """The same for somebody: all of it for who steers, one's own line for anybody else. Empty without a code."""
    code = code_in_force(place.path)
    steers = place.standing is not None and place.standing.steers
    rows = acceptances(place, code) if code else []
    return [row for row in rows if steers or row.person == actor.person]


def _by_circle(circles: Collection[UUID]) -> dict[UUID, list[CodeVersion]]:
    found: dict[UUID, list[CodeVersion]] = {}
    for row in _versions(circles).order_by("-number"):
        found.setdefault(row.circle_id, []).append(_version(row))
    return found


def _versions(circles: Collection[UUID]) -> QuerySet[Code]:
    return Code.objects.filter(circle__in=circles).select_related("circle", "author")


def _nearest(path: Sequence[UUID], versions: dict[UUID, list[CodeVersion]]) -> list[CodeVersion]:
    return next((versions[circle] for circle in reversed(path) if circle in versions), [])


def _newest(*row: Any) -> CodeVersion:
    *code, meetings, out_of, shares, hours, published_at, by = row
    return CodeVersion(*(*code, Expected(meetings, out_of, shares, hours), published_at, by))


def _version(row: Code) -> CodeVersion:
    return CodeVersion(
        id=row.pk,
        circle=row.circle_id,
        circle_name=row.circle.name,
        number=row.number,
        text_nl=row.text_nl,
        text_en=row.text_en,
        changed=row.changed,
        expected=Expected(row.meetings, row.out_of, row.shares_a_year, row.hours_a_month),
        published_at=row.published_at,
        by=row.author.name if row.author else "",
    )
