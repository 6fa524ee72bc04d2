"""How far an item and its source can be trusted: what the source said, and what readers made of it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from kring.sharing import rules
from kring.sharing.models import Item
from kring.sharing.rules import Track, Voices

TRACKED = "(SELECT t.reliability FROM sharing_trackrecord t WHERE t.membership_id = sharing_item.membership_id)"
MOVED = "(SELECT j.credibility FROM sharing_judgement j WHERE j.item_id = sharing_item.id)"

# What readers made of it takes the place of what the source said, as far as the bound actor may know it.
RELIABILITY = f"coalesce(nullif({TRACKED}, 'F'), nullif(sharing_item.reliability, ''), {TRACKED}, '')"
CREDIBILITY = f"coalesce({MOVED}, sharing_item.credibility)"

NOT_SAID = "\N{EN DASH}"

LETTERS = "SELECT id, {reliability}, {credibility} FROM sharing_item WHERE id = ANY (%s::uuid[])"
REASONS = """
SELECT {reliability}, {credibility}, sharing_item.reliability, sharing_item.credibility,
       t.confirmed, t.judged - t.confirmed, j.saw, j.known, j.doubted
FROM sharing_item
LEFT JOIN sharing_judgement j ON j.item_id = sharing_item.id
LEFT JOIN sharing_trackrecord t ON t.membership_id = sharing_item.membership_id
WHERE sharing_item.id = %s
"""


@dataclass(frozen=True, slots=True)
class Letters:
    """Reliability from A to F, credibility from 1 to 6; empty and None where nobody said anything."""

    reliability: str = ""
    credibility: int | None = None

    @property
    def pair(self) -> str:
        """Both as one writes them: "B2"; empty when there is nothing to say."""
        said = self.credibility or self.reliability not in {"", rules.CANNOT_BE_JUDGED}
        return f"{self.reliability or NOT_SAID}{self.credibility or ''}" if said else ""

    @property
    def reliability_text(self) -> str:
        """In words."""
        return str(Item.Reliability(self.reliability).label) if self.reliability else ""

    @property
    def credibility_text(self) -> str:
        """In words."""
        return str(Item.Credibility(self.credibility).label) if self.credibility else ""


@dataclass(frozen=True, slots=True)
class Trust:
    """The two letters of an item and what moved them, as far as the reader may know."""

    shown: Letters
    said: Letters
    """By the source."""
    track: Track | None
    """How its source's items turned out; None: nobody judged any, or it is not for this reader."""
    voices: Voices

    @property
    def is_proved(self) -> bool:
        """Does the reliability come from how its items turned out?"""
        return self.track is not None and rules.reliability(self.track) != rules.CANNOT_BE_JUDGED

    @property
    def has_moved(self) -> bool:
        """Is its credibility another than the source said?"""
        return self.shown.credibility != self.said.credibility

    @property
    def is_told(self) -> bool:
        """Is there anything to say?"""
        return bool(self.shown.pair or self.track or self.voices.any)


def letters_of(items: Collection[UUID]) -> dict[UUID, Letters]:
    """Those of each of these that the bound actor may read."""
    with connection.cursor() as cursor:
        cursor.execute(LETTERS.format(reliability=RELIABILITY, credibility=CREDIBILITY), [list(items)])
        return {item: Letters(*letters) for item, *letters in cursor.fetchall()}


def trust_of(item: UUID) -> Trust:
    """The same of one that the bound actor may read, with the reasons."""
    with connection.cursor() as cursor:
        cursor.execute(REASONS.format(reliability=RELIABILITY, credibility=CREDIBILITY), [item])
        shown, made, reliability, credibility, confirmed, refuted, *voices = cursor.fetchone()
    return Trust(
        shown=Letters(shown, made),
        said=Letters(reliability, credibility),
        track=None if confirmed is None else Track(confirmed, refuted),
        voices=Voices(*(voice or 0 for voice in voices)),
    )
