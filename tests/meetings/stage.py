"""What tests of meetings begin with: a meeting of North in three weeks, made by its chair."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kring.kernel.binding import acting_as
from kring.tlp.labels import Label
from tests.cast import Cast

if TYPE_CHECKING:
    from kring.meetings.models import AgendaItem, Invitee, Meeting

START = datetime(2031, 3, 11, 12, 30, tzinfo=UTC)


def lock(cast: Cast, label: Label, audience: list[UUID] | None = None) -> dict[str, Any]:
    """The columns of the lock of something of North's that its chair made."""
    return {
        "circle_id": cast.north.pk,
        "community": cast.north.pk,
        "label": label,
        "state": 1,
        "author_id": cast.chi.pk,
        "membership_id": cast.memberships["chi"].pk,
        "audience": audience if audience is not None else [cast.north.pk] if label >= Label.AMBER else [],
    }


def make_meeting(cast: Cast, *, label: Label = Label.GREEN, **given: Any) -> "Meeting":
    """A meeting of North."""
    from kring.meetings.models import Meeting

    values = {"title": "North meets", "starts_at": START, "ends_at": START + timedelta(hours=3)}
    with acting_as(cast.actor("chi")):
        return Meeting.objects.create(**lock(cast, label), **(values | given))


def make_item(meeting: "Meeting", cast: Cast, *, label: Label = Label.AMBER, **given: Any) -> "AgendaItem":
    """A point on its agenda; RED names the chair and ada."""
    from kring.meetings.models import AgendaItem

    named = [cast.chi.pk, cast.ada.pk] if label == Label.RED else None
    with acting_as(cast.actor("chi")):
        return AgendaItem.objects.create(
            meeting=meeting, **lock(cast, label, named), **({"title": "A point", "position": 1} | given)
        )


def invite(meeting: "Meeting", cast: Cast, *names: str) -> dict[str, "Invitee"]:
    """Invites these people, without telling them."""
    from kring.meetings.models import Invitee

    with acting_as(cast.actor("chi")):
        return {
            name: Invitee.objects.create(
                meeting=meeting,
                circle_id=meeting.circle_id,
                person=cast.person(name),
                membership=cast.memberships.get(name),
            )
            for name in names
        }
