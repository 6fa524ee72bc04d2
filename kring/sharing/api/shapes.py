"""What the API shows of what is shared, and what it takes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from kring.kernel.errors import Refusal
from kring.rest.shapes import In, Marking, Out, Words
from kring.sharing import queries, rules, scrutiny
from kring.sharing.queries import DraftView, ItemDetail
from kring.sharing.rules import Caution

Kind = Literal["warning", "question", "news", "document", "success", "help"]
Feedback = Literal["useful", "not_relevant", "known", "affected", "acted", "doubted"]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
Language = Literal["nl", "en"]

Title = Annotated[Words, StringConstraints(max_length=rules.LONGEST_TITLE)]
Body = Annotated[Words, StringConstraints(max_length=rules.LONGEST_TEXT)]
Short = Annotated[Words, StringConstraints(max_length=500)]
Tag = Annotated[Words, StringConstraints(max_length=40)]
Topic = Annotated[Words, StringConstraints(max_length=60)]


# --- Out ---


class Source(Out):
    """Who shared it, as the reader may know."""

    name: str
    organisation: str
    via_secretariat: bool


class Reason(Out):
    """One part of your organisation's profile that something speaks of."""

    because: Literal[
        "affected",
        "own_network",
        "own_domain",
        "investigated",
        "named",
        "supplier_address",
        "supplier",
        "supplied",
        "sector",
        "country",
    ]
    part: str = Field(
        description="Which: the id of a technology or supplier; else the network, domain, sector or country."
    )
    yours: str = Field(description="The same as your organisation calls it.")
    said: str = Field(description="What was met: a range of versions, a product, an address (defanged).")
    sure: int = Field(description="1, by a name alone, to 5, by an identifier.")
    score: float | None = Field(description="The highest CVSS base score of what is meant.")
    exploited: bool = Field(description="It is known to be exploited.")
    cves: list[str]


class Item(Out):
    """An item in a list."""

    id: UUID
    kind: Kind
    title: str = Field(description="Empty when it was withdrawn.")
    label: Marking
    circle_id: UUID
    circle: str
    source: Source
    at: datetime = Field(description="When it was shared; of a draft, when it was saved.")
    urgent: bool
    withdrawn: bool
    edited: bool
    unread: bool
    acknowledged: bool
    own: bool
    replies: int
    tags: list[str]
    outside_scope: bool = Field(
        description="Outside what its circle is for: it carries the tag “out-of-scope”, which is given when it is shared, or by who steers."
    )
    reliability: str = Field(
        description="Of the source, A to F (Admiralty code): by how its items turned out, or else as said; empty: not said."
    )
    credibility: int | None = Field(description="1 to 6: what readers made of it, or else as said.")
    counts: dict[str, int] = Field(description="Feedback by kind, as far as you may know it.")
    matters: list[Reason] = Field(
        description="Why it matters to your organisation, the most severe first. Nobody of another sees that."
    )


class Attachment(Out):
    """A file. Its bytes are at `/api/v1/attachments/{id}`."""

    id: UUID
    name: str
    size: int
    media_type: str
    wrapped: bool = Field(description="Kept as an archive with the password “infected”.")


class Reply(Out):
    """A contribution to a thread."""

    id: UUID
    author: str
    organisation: str
    body: str
    at: datetime
    edited_at: datetime | None
    label: Marking
    own: bool
    version: int
    way: str
    mentions: list[str]
    answers: UUID | None
    removed: bool
    attachments: list[Attachment]


class Given(Out):
    """Feedback of your own."""

    note: str
    named: bool


class Indicator(Out):
    """An indicator that stands in the text."""

    kind: str
    value: str


class Letters(Out):
    """Reliability and credibility, as the author said them."""

    reliability: str
    credibility: int | None


class Track(Out):
    """How the items of a source turned out in its circle, in the last year. Fewer than five judged say nothing yet."""

    judged: int = Field(description="Items of which other organisations agreed that they were right, or wrong.")
    confirmed: int


class Voices(Out):
    """How many organisations of the circle, beside its source, said whether it is true. Each counts once."""

    saw: int
    known: int = Field(description="Knew it already, from elsewhere.")
    doubted: int = Field(description="One alone changes nothing.")


class Trust(Out):
    """Why reliability and credibility are what they are."""

    said: Letters
    track: Track | None = Field(description="Null: nobody judged any, or it is not for you to know.")
    voices: Voices


class WholeItem(Item):
    """An item with everything that belongs to it."""

    what: str
    so_what: str
    do_what: str
    version: int
    language: str
    permitted_use: str
    is_source: bool
    named: list[str]
    chosen: list[str]
    indicators: list[Indicator]
    attachments: list[Attachment]
    thread: list[Reply]
    my_feedback: dict[str, Given]
    about: UUID | None
    edited_at: datetime | None
    withdrawn_at: datetime | None
    expertise: list[str]
    trust: Trust


def whole(found: ItemDetail) -> WholeItem:
    """An item as this actor may see it, in one piece."""
    return WholeItem.model_validate(
        _Joined(found.row, found, replies=found.row.replies, thread=found.replies, about=found.about and found.about.id)
    )


class _Joined:
    """The attributes of several values as if they were of one; those that are named come first."""

    def __init__(self, *parts: object, **named: object) -> None:
        self.__dict__.update(named)
        self._parts = parts

    def __getattr__(self, name: str) -> Any:
        for part in self._parts:
            if hasattr(part, name):
                return getattr(part, name)
        raise AttributeError(name)


class Finding(Out):
    """Something in a text that should perhaps not leave the house."""

    kind: str
    group: str
    field: str
    line: int
    start: int
    end: int
    excerpt: str = Field(description="Masked: enough to find it back, not enough to use it.")
    is_warning: bool


def finding(found: scrutiny.Finding) -> Finding:
    """With the reason to think twice."""
    return Finding.model_validate(_Joined(found, group=found.kind.group))


class DraftFile(Out):
    """A file beside a draft."""

    id: UUID
    name: str
    size: int
    danger: str
    outcome: str
    findings: list[Finding]


class Text(Out):
    """The words of an item."""

    title: str
    what: str
    so_what: str
    do_what: str


class Draft(Out):
    """What you are writing. `version` goes up with each save."""

    id: UUID
    version: int
    shared: bool
    circle: UUID
    about: UUID | None
    text: Text
    label: Marking
    named: list[UUID]
    chosen: list[UUID]
    kind: Kind
    urgent: bool
    reliability: str
    credibility: int | None
    tags: list[str]
    expertise: list[str]
    via_secretariat: bool
    saved_at: datetime
    files: list[DraftFile]


def whole_draft(found: DraftView, files: Sequence[queries.FileOfDraft]) -> Draft:
    """A draft with its files."""
    with_findings = [
        DraftFile.model_validate(_Joined(file, findings=[finding(one) for one in file.findings])) for file in files
    ]
    return Draft.model_validate(_Joined(found, about=found.about and found.about.id, files=with_findings))


class Said(Out):
    """Something to know before sharing. It never stops anybody."""

    code: str
    text: str


def said(caution: Caution | Refusal, translate: Any) -> Said:
    """In the reader's language."""
    return Said(code=caution.code, text=str(translate(caution.text)).format(**caution.values))


class Reader(Out):
    """Somebody who would read it."""

    person: UUID
    name: str
    organisation: str


class Preview(Out):
    """Who would read it, were it shared like this now."""

    people: int
    organisations: int
    machines: int
    by_mail: int = Field(description="Of the people, those whose mail carries it in full; the others get a link.")
    readers: list[Reader] = Field(description="The first of them by name.")
    cautions: list[Said]


class Checked(Out):
    """What was found in a text."""

    warnings: list[Finding]
    remarks: list[Finding]
    indicators: list[Indicator]


class Version(Out):
    """An item as it stood."""

    number: int
    title: str
    what: str
    so_what: str
    do_what: str
    label: Marking
    at: datetime


class Reading(Out):
    """Somebody who may read it, and whether they did."""

    person: UUID
    name: str
    organisation: str
    at: datetime | None
    acknowledged_at: datetime | None
    may_read: bool


class Readings(Out):
    """Who read it; for the source."""

    people: list[Reading]
    may_read: int
    opened: int
    acknowledged: int
    median_time_to_read: timedelta | None
    machines: int


class Response(Out):
    """Feedback, as its giver allows the source to see it."""

    id: UUID
    kind: Feedback
    note: str
    name: str
    organisation: str
    at: datetime


class Fact(Out):
    """Something that happened."""

    number: int
    at: datetime
    kind: str
    text: str
    by: str


class Choice(Out):
    """Somebody an item can go on to."""

    id: UUID
    name: str
    has_it: bool


class Receivers(Out):
    """All an item can go on to from here, and whether the label lets it (`free`), asks the source (`ask`) or forbids it."""

    colleagues: list[Choice]
    clients: list[Choice]
    circles: list[Choice]
    to_colleague: str
    to_client: str
    to_circle: str


class Passing(Out):
    """One step of an item beyond its audience."""

    id: UUID
    by: str
    own: bool
    to_kind: str
    to: str
    state: str
    reason: str
    at: datetime
    decided_at: datetime | None
    expires_at: datetime | None


class Widening(Out):
    """Somebody asks the source for a wider label."""

    id: UUID
    by: str
    own: bool
    label: Marking
    reason: str
    state: str
    at: datetime


class Ask(Out):
    """Something that asks something of you."""

    what: str
    item: Item
    at: datetime
    request: UUID | None = Field(description="What is to be decided, or the reply that mentions you.")
    by: str
    to: str
    label: Marking | None
    reason: str


class Hit(Out):
    """An item that was found, and why."""

    item: Item
    place: str = Field(description="title, tags, what, so_what, do_what, reply or attachment")
    excerpt: str
    name: str
    target: UUID | None = Field(description="The reply or attachment.")


# --- In ---


class Writing(In):
    """What somebody writes. What is left out of a draft that is saved again stays as it is, save the words and the readers."""

    title: Title = ""
    what: Body = ""
    so_what: Body = ""
    do_what: Body = ""
    label: Marking | None = Field(None, description="Left out: the circle's own.")
    named: list[UUID] = Field([], max_length=500, description="People, for TLP:RED.")
    chosen: list[UUID] = Field(
        [], max_length=500, description="Memberships, for TLP:AMBER and TLP:AMBER+STRICT; none: the circle."
    )
    kind: Kind | None = None
    urgent: bool | None = None
    reliability: Reliability | Literal[""] | None = None
    credibility: Annotated[int, Field(ge=0, le=6)] | None = Field(None, description="1 to 6; 0 takes it away.")
    tags: Annotated[list[Tag], Field(max_length=rules.MOST_TAGS)] | None = None
    expertise: Annotated[list[Topic], Field(max_length=rules.MOST_TAGS)] | None = None
    via_secretariat: bool | None = None
    language: Language | None = None


class NewItem(Writing):
    """Something new in a circle."""

    circle: UUID
    about: UUID | None = Field(None, description="A request for help: the item it follows from.")


class SavedDraft(Writing):
    """A draft as it should be. `version` is the one you saw last, so that nothing is overwritten unseen."""

    version: int = Field(ge=1, le=2**31 - 1)
    circle: UUID | None = Field(None, description="Moves the draft to this circle.")


class NewText(In):
    """Other words for something shared."""

    title: Title = ""
    what: Body
    so_what: Body = ""
    do_what: Body = ""
    version: int = Field(ge=1, le=2**31 - 1)


class NewLabel(In):
    """Another label or audience."""

    label: Marking
    named: list[UUID] = Field([], max_length=500)
    chosen: list[UUID] = Field([], max_length=500)


class PreviewOf(NewLabel):
    """What would be shared, and where."""

    circle: UUID
    via_secretariat: bool = False


class Texts(In):
    """Texts to be looked through, by the name of their field."""

    texts: dict[Tag, Body] = Field(max_length=20)


class NewReply(In):
    """An answer. With `only`, for these people alone."""

    body: Body
    only: list[UUID] = Field([], max_length=500)
    mentions: list[UUID] = Field([], max_length=500)
    answers: UUID | None = None


class NewBody(In):
    """Other words for a reply."""

    body: Body
    version: int = Field(ge=1, le=2**31 - 1)


class Tap(In):
    """Feedback with a note. With `named` the source may see who gave it."""

    note: Annotated[Words, StringConstraints(max_length=1000)] | None = None
    named: bool | None = None


class PassOn(In):
    """To whom an item goes on: exactly one of the three. With `ask`, the source is asked where the label does not allow it."""

    colleague: UUID | None = None
    client: UUID | None = None
    circle: UUID | None = None
    reason: Short = ""
    ask: bool = False


class AskWider(In):
    """Which label is asked for."""

    label: Marking
    reason: Short = ""


class Decision(In):
    """What the source says."""

    allow: bool
