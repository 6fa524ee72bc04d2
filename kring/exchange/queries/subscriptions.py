"""How it goes with what others have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kring.circles import queries as circles
from kring.exchange import access
from kring.exchange.models import Subscription
from kring.exchange.rules import PLACES, Place, Way
from kring.kernel.actor import Actor
from kring.people import queries as people
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class SubscriptionSeen:
    """Something that others have, and how it goes with it."""

    id: UUID
    circle: UUID
    name: str
    place: Place
    way: Way
    url: str
    label: Label
    minutes: int
    person: str
    """In whose name."""
    ran_at: datetime | None
    went_well_at: datetime | None
    due_at: datetime
    failures: int
    problem: str
    """A code of `rules.PROBLEMS`; nothing when it went well."""
    problem_text: str
    """What was heard, in English."""
    passed: int
    refused: int
    reasons: Sequence[str]

    @property
    def kind(self) -> str:
        """What it is, for people, to be translated."""
        return PLACES[self.place][0]

    @property
    def health(self) -> str:
        """In one word: new, well, failing."""
        if self.problem:
            return "failing"
        return "well" if self.went_well_at else "new"


def subscriptions(actor: Actor, circle: UUID) -> list[SubscriptionSeen]:
    """Those of a circle, for who takes part in it. Raises `NotVisible` where the circle is not for this reader."""
    place = circles.circle_for(actor, circle)
    if place.standing is None:
        return []
    rows = Subscription.objects.filter(circle_id=place.id, ended_at__isnull=True).order_by("name", "id")
    return _seen(list(rows))


def subscription(actor: Actor, which: UUID) -> SubscriptionSeen:
    """One of them. Raises `NotVisible`."""
    return _seen([access.subscription(actor, which)])[0]


def _seen(rows: Sequence[Subscription]) -> list[SubscriptionSeen]:
    names = people.people_by_id({row.person_id for row in rows})
    return [
        SubscriptionSeen(
            row.pk,
            row.circle_id,
            row.name,
            Place(row.place),
            Way(row.way),
            row.url,
            Label(row.default_label),
            row.minutes,
            names[row.person_id].name,
            row.ran_at,
            row.went_well_at,
            row.due_at,
            row.failures,
            row.problem,
            row.problem_text,
            row.passed,
            row.refused,
            row.reasons,
        )
        for row in rows
    ]
