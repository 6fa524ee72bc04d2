"""What can happen to something shared."""

from dataclasses import dataclass
from uuid import UUID

from kring.kernel.facts import Fact
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShared(Fact):
    """A draft went to its audience."""

    label: Label
    urgent: bool = False
    via_secretariat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedAboveMandate(Fact):
    """Somebody shared wider than their mandate says, after a warning (R57)."""

    label: Label
    mandate: Label | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemEdited(Fact):
    """The text changed; the version before it is kept."""

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRelabelled(Fact):
    """The source changed label or audience."""

    before: Label
    after: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemWithdrawn(Fact):
    """The source took it back; a tombstone stays."""

    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemErased(Fact):
    """Its time was over: the circle keeps this kind no longer."""

    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRead(Fact):
    """Somebody opened it. Recorded for AMBER+STRICT and RED."""

    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAcknowledged(Fact):
    """Somebody said that they have the urgent news."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderReminded(Fact):
    """The source reminded those who have not acknowledged yet."""

    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyAdded(Fact):
    """Somebody answered in the thread."""

    reply: UUID
    label: Label
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyEdited(Fact):
    """A reply changed; the version before it is kept."""

    reply: UUID
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRemoved(Fact):
    """Its author took a reply back."""

    reply: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackGiven(Fact):
    """One tap. The trail keeps it from everybody but the giver: names are given only as allowed."""

    kind_of_feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackTakenBack(Fact):
    """The tap undone."""

    kind_of_feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn(Fact):
    """An item went on to a colleague, a client or another circle."""

    to: str
    key: UUID
    onward: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PassingAsked(Fact):
    """Somebody asked the source whether an item may go on."""

    to: str
    onward: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PassingDecided(Fact):
    """The source answered."""

    onward: UUID
    allowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WideningAsked(Fact):
    """Somebody asked the source for a wider label."""

    request: UUID
    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class WideningDecided(Fact):
    """The source answered."""

    request: UUID
    granted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentAdded(Fact):
    """A file was put with an item; its text is still to be read, by who put it there."""

    attachment: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRemoved(Fact):
    """A file was taken away from an item."""

    attachment: UUID
