"""What who leads wrote down of talks with members. The database gives it to nobody else."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.leadership import access
from kring.leadership.models import Talk


@dataclass(frozen=True, slots=True)
class TalkNoted:
    """A talk in the log."""

    id: UUID
    kind: str
    on: date
    note: str
    again_on: date | None
    by: str


@dataclass(frozen=True, slots=True)
class MemberTalks:
    """A member, and the talks with it."""

    membership: UUID
    organisation: str
    talks: tuple[TalkNoted, ...]
    """The latest first. Empty: nobody wrote down that they spoke with it."""

    @property
    def about(self) -> str:
        """The membership, as it stands in addresses."""
        return str(self.membership)

    @property
    def last_on(self) -> date | None:
        """When somebody spoke with it last."""
        return self.talks[0].on if self.talks else None

    @property
    def again_on(self) -> date | None:
        """When to speak again, as was said at the last talk."""
        return self.talks[0].again_on if self.talks else None


def talks_of(actor: Actor, circle: UUID) -> list[MemberTalks]:
    """The other members of a circle, with whom nobody spoke for longest first.

    Raises `NotVisible` for who does not lead it.
    """
    access.only_leading(circle)
    noted: dict[UUID, list[TalkNoted]] = {}
    rows = Talk.objects.filter(circle_id=circle).order_by("-on", "-noted_at")
    said = rows.values_list("about", "pk", "kind", "on", "note", "again_on", "author__name")
    for about, pk, kind, on, note, again_on, by in said:
        noted.setdefault(about, []).append(TalkNoted(pk, kind, on, note, again_on, by or ""))
    standing = circles.standing(actor, circle)
    found = [
        MemberTalks(member.id, member.name, tuple(noted.get(member.id, ())))
        for member in circles.houses_of(circle)
        if not standing or member.id not in standing.memberships
    ]
    return sorted(found, key=lambda one: (one.last_on or date.min, one.organisation.casefold()))


@dataclass(frozen=True, slots=True)
class TalkDue:
    """Somebody was to be spoken with again, by now."""

    membership: UUID
    organisation: str
    circle: str
    slug: str
    again_on: date

    @property
    def about(self) -> str:
        """The membership, as it stands in addresses."""
        return str(self.membership)


def talks_due() -> list[TalkDue]:
    """Who was to be spoken with again by now in the circles that the bound actor leads, the longest ago first."""
    latest = Talk.objects.order_by("about", "-on", "-noted_at").distinct("about").select_related("circle")
    due = [row for row in latest if row.again_on and row.again_on <= now().date()]
    names = circles.memberships_by_id([row.about_id for row in due])
    return sorted(
        (
            TalkDue(row.about_id, names[row.about_id].name, row.circle.name, row.circle.slug, row.again_on)
            for row in due
            if row.again_on
        ),
        key=lambda one: one.again_on,
    )
