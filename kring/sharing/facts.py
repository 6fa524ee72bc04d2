"""What can happen to something shared."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kring.kernel.facts import Fact
from kring.kernel.words import N_
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShared(Fact):
    """A draft went to its audience."""

    said: ClassVar[str] = N_("{who} shared it under {label}.")

    label: Label
    urgent: bool = False
    via_secretariat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedAboveMandate(Fact):
    """Somebody shared wider than their mandate says, after a warning (R57)."""

    said: ClassVar[str] = N_("{who} shared it wider than their mandate says: {label}.")

    label: Label
    mandate: Label | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemEdited(Fact):
    """The text changed; the version before it is kept."""

    said: ClassVar[str] = N_("{who} changed the text (version {version}).")

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRelabelled(Fact):
    """The source changed label or audience."""

    said: ClassVar[str] = N_("{who} changed the label from {before} to {after}.")

    before: Label
    after: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemWithdrawn(Fact):
    """The source took it back; a tombstone stays."""

    said: ClassVar[str] = N_("{who} withdrew it.")

    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPublished(Fact):
    """The source had it published: visitors may read it, wherever it is shown to them."""

    said: ClassVar[str] = N_("{who} published it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemUnpublished(Fact):
    """It is for visitors no longer."""

    said: ClassVar[str] = N_("{who} took it from the public.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemErased(Fact):
    """Its time was over: the circle keeps this kind no longer."""

    said: ClassVar[str] = N_("Kring erased it: the circle keeps this no longer.")

    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRead(Fact):
    """Somebody opened it. Recorded for AMBER+STRICT and RED."""

    said: ClassVar[str] = N_("{who} read it.")

    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRead(Fact):
    """A client opened the link it was given, for the first time."""

    said: ClassVar[str] = N_("A client opened the link they were given.")

    onward: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAcknowledged(Fact):
    """Somebody said that they have the urgent news."""

    said: ClassVar[str] = N_("{who} acknowledged it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderReminded(Fact):
    """The source reminded those who have not acknowledged yet."""

    said: ClassVar[str] = N_("{who} reminded those who had not acknowledged it ({people}).")

    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyAdded(Fact):
    """Somebody answered in the thread."""

    said: ClassVar[str] = N_("{who} replied.")

    reply: UUID
    label: Label
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyEdited(Fact):
    """A reply changed; the version before it is kept."""

    said: ClassVar[str] = N_("{who} changed a reply.")

    reply: UUID
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRemoved(Fact):
    """Its author took a reply back."""

    said: ClassVar[str] = N_("{who} took a reply back.")

    reply: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackGiven(Fact):
    """One tap. The trail keeps it from everybody but the giver: names are given only as allowed."""

    said: ClassVar[str] = N_("{who} gave feedback.")

    kind_of_feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackTakenBack(Fact):
    """The tap undone."""

    said: ClassVar[str] = N_("{who} took feedback back.")

    kind_of_feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn(Fact):
    """An item went on to a colleague, a client or another circle."""

    said: ClassVar[str] = N_("{who} passed it on.")

    to: str
    key: UUID
    onward: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PassingAsked(Fact):
    """Somebody asked the source whether an item may go on."""

    said: ClassVar[str] = N_("{who} asked whether it may be passed on.")

    to: str
    onward: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PassingDecided(Fact):
    """The source answered."""

    said: ClassVar[str] = N_("{who} answered a request to pass it on.")

    onward: UUID
    allowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WideningAsked(Fact):
    """Somebody asked the source for a wider label."""

    said: ClassVar[str] = N_("{who} asked for a wider label: {label}.")

    request: UUID
    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class WideningDecided(Fact):
    """The source answered."""

    said: ClassVar[str] = N_("{who} answered a request for a wider label.")

    request: UUID
    granted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundStarted(Fact):
    """Who steers asked every member what there is to tell."""

    said: ClassVar[str] = N_("{who} asked all members what there is to tell.")

    round: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundAnswered(Fact):
    """A member shared something, or said that there is nothing."""

    said: ClassVar[str] = N_("{who} answered in the round.")

    round: UUID
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundReminded(Fact):
    """Those who had not answered were asked again."""

    said: ClassVar[str] = N_("{who} asked those who had not answered once more ({members}).")

    round: UUID
    person: UUID
    members: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundClosed(Fact):
    """No answers are waited for any more."""

    said: ClassVar[str] = N_("{who} closed the round.")

    round: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SightingReported(Fact):
    """An organisation saw an indicator. The trail keeps it from everybody but who said so."""

    said: ClassVar[str] = N_("{who} said that their organisation saw an indicator.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SightingTakenBack(Fact):
    """That undone."""

    said: ClassVar[str] = N_("{who} took a sighting back.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CredibilityMoved(Fact):
    """What readers say made it more credible, or less."""

    said: ClassVar[str] = N_("What readers say makes its credibility {credibility}.")

    credibility: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PollAsked(Fact):
    """All organisations that have an item were asked how they stand."""

    said: ClassVar[str] = N_("{who} asked all organisations that have it a question.")

    poll: UUID
    person: UUID | None
    """Who need not be told of it; nobody when it was asked via the secretariat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollAnswered(Fact):
    """An organisation answered. The trail keeps it from everybody but who did: others see what the poll shows."""

    said: ClassVar[str] = N_("{who} answered the question.")

    poll: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PollAnswerTakenBack(Fact):
    """The answer undone."""

    said: ClassVar[str] = N_("{who} took the answer to the question back.")

    poll: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PollReminded(Fact):
    """Those that had not answered were asked again."""

    said: ClassVar[str] = N_("{who} asked those who had not answered once more ({members}).")

    poll: UUID
    person: UUID | None
    members: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PollClosed(Fact):
    """No answers are waited for any more."""

    said: ClassVar[str] = N_("{who} closed the question.")

    poll: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentAdded(Fact):
    """A file was put with an item; its text is still to be read, by who put it there."""

    said: ClassVar[str] = N_("{who} added a file.")

    attachment: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRemoved(Fact):
    """A file was taken away from an item."""

    said: ClassVar[str] = N_("{who} took a file away.")

    attachment: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFrozen(Fact):
    """It is looked into, and goes no further until that is over."""

    said: ClassVar[str] = N_("{who} froze it: it is being looked into.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemThawed(Fact):
    """It goes its way again."""

    said: ClassVar[str] = N_("{who} let it go again: it was looked into.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeMarked(Fact):
    """It was said to lie outside what its circle is for; or within it after all."""

    said: ClassVar[str] = N_("{who} said whether it lies within what the circle is for.")

    outside: bool
