"""What tests of the room begin with: a meeting of North that goes on, with ada, cem and gus invited, and chi in the chair."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.meetings.commands import minutes as minutes_commands
from kring.meetings.commands import notes, room
from kring.meetings.rules import shared_text
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.meetings.stage import invite, make_item, make_meeting

if TYPE_CHECKING:
    from kring.meetings.models import AgendaItem, Invitee, Meeting


@dataclass
class Going:
    """A meeting that goes on, and its points: a GREEN, an AMBER and a RED one."""

    cast: Cast
    meeting: "Meeting"
    green: "AgendaItem"
    amber: "AgendaItem"
    red: "AgendaItem"
    invited: "dict[str, Invitee]"

    def actor(self, name: str) -> Actor:
        """One of the cast."""
        return self.cast.actor(name)

    def write(self, name: str, item: "AgendaItem", text: str) -> None:
        """Have the whole note say this."""
        with acting_as(self.actor(name)) as actor:
            state = shared_text.EMPTY
            written = notes.write_note(actor=actor, item=item.pk, update=state)
            notes.retype_note(actor=actor, item=item.pk, read=written.missing, text=text)

    def check_in(self, *names: str) -> None:
        """They come."""
        for name in names:
            with acting_as(self.actor(name)) as actor:
                room.check_in(actor=actor, meeting=self.meeting.pk)

    def share_minutes(self) -> UUID:
        """The notes become minutes."""
        with acting_as(self.actor("chi")) as actor:
            return minutes_commands.share_minutes(actor=actor, meeting=self.meeting.pk).pk

    def approve(self, minutes: UUID) -> None:
        """The minutes are approved."""
        with acting_as(self.actor("chi")) as actor:
            minutes_commands.approve_minutes(actor=actor, minutes=minutes)


def open_meeting(cast: Cast, **given: object) -> Going:
    """A meeting that who steers opened."""
    meeting = make_meeting(cast, **given)  # type: ignore[arg-type]
    green, amber, red = (
        make_item(meeting, cast, label=label, position=position, title=f"The {label.short} point")
        for position, label in enumerate((Label.GREEN, Label.AMBER, Label.RED), 1)
    )
    going = Going(cast, meeting, green, amber, red, invite(meeting, cast, "ada", "cem", "gus", "chi"))
    with acting_as(cast.actor("chi")) as actor:
        room.open_room(actor=actor, meeting=meeting.pk)
    return going
