"""Who may read what, a third time: from the words of the design's table, on sets, sharing no code with the product.

`World` is a story told in plain Python: who sits where, what was shared under which label. `World.reads` answers from
the story alone. The test plays the same story on the real database and compares.
"""

from dataclasses import dataclass, field
from typing import Final, Literal

RED: Final = "RED"
STRICT: Final = "AMBER+STRICT"
AMBER: Final = "AMBER"
GREEN: Final = "GREEN"
CLEAR: Final = "CLEAR"
LabelName = Literal["RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"]
WIDEST_FIRST: Final[tuple[LabelName, ...]] = (CLEAR, GREEN, AMBER, STRICT, RED)
OPEN: Final = (CLEAR, GREEN)
"""What travels in the open: by mail to anybody in the audience, and by its title through somebody else's messenger."""


CHAIRS = {("chi", "north"), ("dee", "south")}
FIRST_SEATS = [
    ("ada", "north"),
    ("cem", "north"),
    ("chi", "north"),
    ("gus", "north"),
    ("fay", "pier"),
    ("dee", "south"),
]
"""The seats with which a story begins, in their order. Later ones steer nothing."""


@dataclass(slots=True)
class Member:
    """An organisation in a circle."""

    circle: str
    organisation: str
    observer: bool = False
    state: str = "member"


@dataclass(slots=True)
class Sitting:
    """A person in a membership."""

    member: int
    person: str
    observer: bool = False
    over: bool = False


@dataclass(slots=True)
class Marking:
    """What decides who reads a text: frozen for versions and replies when they are written."""

    circle: str
    label: LabelName
    author: str
    member: int
    named: frozenset[str] = frozenset()
    chosen: frozenset[int] = frozenset()
    colleagues: frozenset[tuple[int, str]] = frozenset()
    circles: frozenset[str] = frozenset()
    guests: frozenset[int] = frozenset()


@dataclass(slots=True)
class Guest:
    """A client with a link."""

    giver: str
    organisation: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Outlet:
    """Something of a person's that reaches no further than it says: a token, a feed, a webhook."""

    ceiling: LabelName
    circles: frozenset[str]


@dataclass(slots=True)
class Piece:
    """A reply, a version, a file or a question: a word that stands in it, and its own marking; None follows the item."""

    word: str
    marking: Marking | None
    is_question: bool = False

    @property
    def is_file(self) -> bool:
        """Files have no marking of their own, and are given along; questions are asked of readers alone."""
        return self.marking is None and not self.is_question


@dataclass(slots=True)
class Thing:
    """An item."""

    word: str
    marking: Marking
    state: str = "draft"
    sealed: bool = False
    published: bool = False
    muted: bool = False
    """It carries the topic that some have muted."""
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class Sent:
    """A version of an object that a machine added."""

    word: str
    marking: Marking
    number: int
    """Which object it is; the same object can come again, as a newer version."""
    version: int


@dataclass(slots=True)
class Paper:
    """A code of conduct, or somebody's introduction."""

    word: str
    marking: Marking


@dataclass(slots=True)
class Suspicion:
    """What somebody reported; about which membership, and by whom, as far as that is known."""

    word: str
    circle: str
    accused: int
    reporter: str | None
    chosen: str | None = None
    """Who looks into it, where everybody who steers belongs to that organisation."""
    asked: set[str] = field(default_factory=set)
    """What the organisation was asked, and answered."""


@dataclass(slots=True)
class Poll:
    """A question to all who have an item, and the memberships that answered it."""

    thing: Thing
    named: bool
    answered: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Lived:
    """A word in the life of a circle: a visit, a lesson, a topic; or hours, which are the writer's alone."""

    word: str
    circle: str
    writer: str | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of entry: a membership's, and who steers reads it."""

    word: str
    member: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A step that somebody new did: theirs, and who steers sees it."""

    word: str
    circle: str
    person: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A line in the log of who leads: for those who led then, as long as they do."""

    word: str
    circle: str
    leaders: frozenset[str]


@dataclass(slots=True)
class Dossier:
    """What somebody wrote who wants to come into a circle, and what the members said of it."""

    circle: str
    words: set[str]
    """The candidate's own, and what the candidate was asked."""
    sent: bool
    voted_on: bool = False
    sealed: dict[int, str] = field(default_factory=dict)
    """Why memberships object, while the ballot runs."""
    reasons: set[str] = field(default_factory=set)
    """The same once it was counted."""


@dataclass(slots=True)
class Spoken:
    """What a meeting is called, or a point on the agenda of one: heard where the meeting is heard of too."""

    word: str
    marking: Marking
    meeting: "Spoken | None" = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """A guest at a meeting, and the narrowest label of what they may know of it."""

    at: Spoken
    ceiling: LabelName


@dataclass(slots=True)
class World:
    """The story so far."""

    inside: dict[str, str]
    """Circle to the outermost circle around it."""
    machines: frozenset[str] = frozenset()
    suspended: set[str] = field(default_factory=set)
    members: list[Member] = field(default_factory=list)
    sittings: list[Sitting] = field(default_factory=list)
    works_for: set[tuple[str, str]] = field(default_factory=set)
    bridges: dict[tuple[str, str], str] = field(default_factory=dict)
    things: list[Thing] = field(default_factory=list)
    shut_out: set[tuple[str, str]] = field(default_factory=set)
    """A person, and the circle that shut them out."""
    guests: list[Guest] = field(default_factory=list)
    speakers: list[Speaker] = field(default_factory=list)
    outlets: dict[tuple[str, str], Outlet] = field(default_factory=dict)
    """What a person has open, by its kind and whose it is."""
    mutes: set[str] = field(default_factory=set)
    sent: list[Sent] = field(default_factory=list)
    """What machines added and did not remove."""

    papers: dict[tuple[str, str], Paper] = field(default_factory=dict)
    """Introductions, by whose and where; codes, by their word."""
    suspicions: list[Suspicion] = field(default_factory=list)
    spoken: list[Spoken] = field(default_factory=list)
    polls: list[Poll] = field(default_factory=list)
    seen: dict[tuple[int, int], bool] = field(default_factory=dict)
    """Of which thing a membership saw an indicator, and whether it may be named."""

    dossiers: list[Dossier] = field(default_factory=list)

    judged: set[int] = field(default_factory=set)
    """Of which things it was counted what readers say, and of which memberships how their things turned out."""
    rated: set[int] = field(default_factory=set)

    lived: list[Lived] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    welcomes: dict[str, str] = field(default_factory=dict)
    """By circle, the step that somebody new goes through there now."""
    ticks: set[Tick] = field(default_factory=set)
    talks: list[Talk] = field(default_factory=list)
    deputies: dict[str, str] = field(default_factory=dict)
    """By circle, the deputy of its chair."""
    accepted: set[tuple[int, str]] = field(default_factory=set)
    """A version of North's code, by its number in the story, and who accepted it."""
    buddies: set[tuple[str, str, str]] = field(default_factory=set)
    """A circle, a newcomer, and whom they or who steers asked."""
    glances: dict[str, str] = field(default_factory=dict)
    """What a circle does next, for its own people and its advisers."""
    advisers: set[tuple[str, str]] = field(default_factory=set)
    """Who looks along with which circle."""

    def glimpses(self, who: str, circles: frozenset[str] | None = None) -> set[str]:
        """What circles do next, as far as this person may know: by a token, of those one sits in."""
        if who in self.suspended:
            return set()
        return {
            word
            for circle, word in self.glances.items()
            if (self.sits(who, circle) and (circles is None or circle in circles))
            or (circles is None and (who, circle) in self.advisers)
        }

    def lives(self, who: str, circles: frozenset[str] | None = None) -> set[str]:
        """Every word of that which this person may find; also by a token for some circles."""
        if who in self.suspended:
            return set()
        lived = {
            one.word
            for one in self.lived
            if (circles is None or one.circle in circles)
            and (one.writer == who or (one.writer is None and self.sits(who, one.circle)))
        }
        return lived | self.arriving(who, circles)

    def arriving(self, who: str, circles: frozenset[str] | None = None) -> set[str]:
        """The same of letters of entry, and of what somebody new goes through."""
        if who in self.suspended:
            return set()
        here = frozenset(self.inside) if circles is None else circles
        words = {word for circle, word in self.welcomes.items() if circle in here and self.sits(who, circle)}
        words |= {
            one.word for one in self.ticks if one.circle in here and (one.person == who or self.steers(who, one.circle))
        }
        for one in self.letters:
            circle = self.members[one.member].circle
            if circle in here and (one.member in self.sits(who, circle) or self.steers(who, circle)):
                words.add(one.word)
        return words

    def sees_accepted(self, who: str) -> set[tuple[int, str]]:
        """Of whom this person learns that they accepted North's code: of themselves, and of those whose circle they steer."""
        inside = [circle for circle, around in self.inside.items() if around == "north"]
        return {
            (code, person)
            for code, person in self.accepted
            if (person == who and who not in self.suspended)
            or any(self.steers(who, circle) and self.sits(person, circle, observers=True) for circle in inside)
        }

    def sees_buddies(self, who: str) -> set[tuple[str, str, str]]:
        """Which buddies this person knows of: their own, and those in a circle they steer."""
        return {
            (circle, newcomer, buddy)
            for circle, newcomer, buddy in self.buddies
            if (who in (newcomer, buddy) and self.sits(who, circle)) or self.steers(who, circle)
        }

    def leads(self, who: str, circle: str) -> bool:
        """Is this person the chair, or the deputy of the chair?"""
        return self.steers(who, circle) or (self.deputies.get(circle) == who and bool(self.sits(who, circle)))

    def sees_judgements(self, who: str) -> set[int]:
        """Of which things this person finds what readers made of them."""
        return {
            one for one in self.judged if self.things[one].state == "shared" and self.may(who, self.things[one].marking)
        }

    def sees_records(self, who: str) -> set[int]:
        """Of which memberships this person finds how their things turned out: of those they sit with."""
        return {one for one in self.rated if self.sits(who, self.members[one].circle)}

    def sees_sightings(self, who: str) -> set[tuple[int, int]]:
        """Which sightings this person finds with the name of who saw it."""
        return {
            (thing, member)
            for (thing, member), named in self.seen.items()
            if self.things[thing].state == "shared"
            and self.may(who, self.things[thing].marking)
            and (named or member in self.sits(who, self.things[thing].marking.circle))
        }

    def counts_sightings(self, who: str, thing: int) -> int:
        """How many organisations saw it, for who has it; of those that still sit there."""
        one = self.things[thing]
        if one.state != "shared" or not self.may(who, one.marking):
            return 0
        people = {sitting.person for sitting in self.sittings}
        here = {member for person in people for member in self.sits(person, one.marking.circle)}
        return sum(number == thing and member in here for number, member in self.seen)

    def steers(self, who: str, circle: str) -> bool:
        """Is this person the chair of this circle: chi in North, dee in South?"""
        seats = self.sits(who, circle)
        return any(
            sitting.person == who and not sitting.over and sitting.member in seats
            for sitting, first in zip(self.sittings, FIRST_SEATS, strict=False)
            if first in CHAIRS and first[1] == circle
        )

    def belongs_to(self, who: str, house: str) -> bool:
        """Does this person work or sit, anywhere, for this organisation?"""
        return (who, house) in self.works_for or any(
            sitting.person == who and not sitting.over and self.members[sitting.member].organisation == house
            for sitting in self.sittings
        )

    def looks_into(self, who: str, one: Suspicion) -> bool:
        """Who steers the nearest circle in which somebody does who is not involved; and whom the reporter chose."""
        house = self.members[one.accused].organisation
        if self.belongs_to(who, house):
            return False
        chairs = [person for person, _ in CHAIRS if not self.belongs_to(person, house)]
        for circle in dict.fromkeys((one.circle, self.inside[one.circle])):
            steering = {person for person in chairs if self.steers(person, circle)}
            if steering:
                return who in steering or (who == one.chosen and bool(self.sits(who, one.circle)))
        return who == one.chosen and bool(self.sits(who, one.circle))

    def learns(self, who: str, one: Suspicion) -> bool:
        """Does this person look into a suspicion, or did they report it?"""
        reported = who == one.reporter and who not in self.suspended | self.machines
        return reported or self.looks_into(who, one)

    def is_heard(self, who: str, one: Suspicion) -> bool:
        """Does this person read what the organisation was asked, and answered?"""
        sits = one.accused in self.sits(who, one.circle) and who not in self.machines
        return sits or self.looks_into(who, one)

    def tends(self, who: str, thing: Thing) -> bool:
        """Is this reader the source of an item, or the chair of its circle?"""
        marking = thing.marking
        is_source = who == marking.author or (not thing.sealed and marking.member in self.sits(who, marking.circle))
        return self.may(who, marking) and (is_source or self.steers(who, marking.circle))

    def reads_of(self, who: str, dossier: Dossier) -> set[str]:
        """A draft is its candidate's; what is sent, who steers reads; what is voted on, the members."""
        sits = bool(self.sits(who, dossier.circle))
        reads = (dossier.sent and self.steers(who, dossier.circle)) or (dossier.voted_on and sits)
        return (dossier.words if reads else set()) | (dossier.reasons if sits else set())

    def own_objections(self, who: str) -> set[str]:
        """Why the organisations object that this person sits for, in ballots that run: nobody else opens those."""
        return {
            word
            for dossier in self.dossiers
            for member, word in dossier.sealed.items()
            if member in self.sits(who, dossier.circle)
        }

    def sees_answers(self, who: str) -> set[tuple[int, int]]:
        """Which answers to which poll this person sees, by the membership that gave them."""
        return {
            (number, member)
            for number, poll in enumerate(self.polls)
            if poll.thing.state == "shared" and self.may(who, poll.thing.marking)
            for member in poll.answered
            if poll.named or self.tends(who, poll.thing) or member in self.sits(who, poll.thing.marking.circle)
        }

    def is_out(self, who: str, organisation: str, circle: str) -> bool:
        """Shut out of this circle, or of the one around it: the person, or everybody of the organisation."""
        around = {circle, self.inside[circle]}
        return (
            who in self.suspended
            or any((who, place) in self.shut_out for place in around)
            or any(
                m.organisation == organisation and m.state == "suspended" and m.circle in around for m in self.members
            )
        )

    def sits(self, who: str, circle: str, *, observers: bool = False) -> set[int]:
        """The memberships this person holds a seat in force for, in this circle."""
        return {
            sitting.member
            for sitting in self.sittings
            if sitting.person == who
            and not sitting.over
            and self.members[sitting.member].circle == circle
            and not self.is_out(who, self.members[sitting.member].organisation, circle)
            and self.members[sitting.member].state == "member"
            and (observers or not (sitting.observer or self.members[sitting.member].observer))
        }

    def is_colleague(self, who: str, member: int) -> bool:
        """Works for a member organisation that is in force there."""
        there = self.members[member]
        works = (who, there.organisation) in self.works_for
        return works and there.state == "member" and not self.is_out(who, there.organisation, there.circle)

    def in_community(self, who: str, outermost: str) -> bool:
        """Seated, or a colleague, anywhere in this community."""
        return any(
            around == outermost
            and (
                self.sits(who, circle, observers=True)
                or any(self.is_colleague(who, n) for n, m in enumerate(self.members) if m.circle == circle)
            )
            for circle, around in self.inside.items()
        )

    def may(self, who: str, marking: Marking) -> bool:
        """May this person read a shared text with this marking?"""
        if who in self.suspended:
            return False
        passed = any(name == who and self.is_colleague(who, member) for member, name in marking.colleagues) or any(
            self.sits(who, circle) for circle in marking.circles
        )
        seats = self.sits(who, marking.circle)
        match marking.label:
            case "RED":
                return who not in self.machines and bool(seats) and who in marking.named | {marking.author}
            case "AMBER" | "AMBER+STRICT":
                if marking.chosen:
                    return passed or bool(seats & (marking.chosen | {marking.member}))
                return passed or bool(seats)
            case "GREEN":
                across = any(
                    source == marking.circle and ceiling == GREEN and self.sits(who, target, observers=True)
                    for (source, target), ceiling in self.bridges.items()
                )
                return passed or across or self.in_community(who, self.inside[marking.circle])
            case "CLEAR":
                return True

    def reads(self, who: str) -> set[str]:
        """Every word this person may find, anywhere."""
        words = {word for thing in self.things for word in self._words_of(who, thing)}
        words |= {word for dossier in self.dossiers for word in self.reads_of(who, dossier)}
        words |= {one.word for one in self.sent if self.may(who, one.marking)}
        words |= {one.word for one in self.papers.values() if self.may(who, one.marking)}
        words |= {one.word for one in self.suspicions if self.learns(who, one)}
        words |= {word for one in self.suspicions if self.is_heard(who, one) for word in one.asked}
        words |= {one.word for one in self.talks if who in one.leaders and self.leads(who, one.circle)}
        words |= self.arriving(who)
        return words | {one.word for one in self.spoken if self.hears(who, one)}

    def hears(self, who: str, one: Spoken) -> bool:
        """May this person know of a meeting, or of a point on an agenda?"""
        return self.may(who, one.marking) and (one.meeting is None or self.hears(who, one.meeting))

    def heard_through(self, who: str, outlet: Outlet) -> set[str]:
        """The same through something that reaches only so far: a point under a label within reach stays behind with its meeting."""
        reach = self._reach(outlet)
        return {
            one.word
            for one in self.spoken
            if self.hears(who, one)
            and one.marking.circle in outlet.circles
            and one.marking.label in reach
            and (one.meeting is None or one.meeting.marking.label in reach)
        }

    def objects_through(self, who: str, outlet: Outlet | None) -> list[Sent]:
        """The objects this person's machine finds."""
        if outlet is None:
            return []
        return [
            one
            for one in self.sent
            if one.marking.circle in outlet.circles
            and one.marking.label in self._reach(outlet)
            and self.may(who, one.marking)
        ]

    def latest_through(self, who: str, outlet: Outlet | None) -> list[Sent]:
        """Of each object the newest version among those."""
        return list({one.number: one for one in sorted(self.objects_through(who, outlet), key=_version)}.values())

    @staticmethod
    def _reach(outlet: Outlet) -> tuple[LabelName, ...]:
        return WIDEST_FIRST[: WIDEST_FIRST.index(min(outlet.ceiling, STRICT, key=WIDEST_FIRST.index)) + 1]

    def reads_through(self, who: str, outlet: Outlet | None) -> set[str]:
        """The same through something that reaches only so far: never RED."""
        if outlet is None:
            return set()
        reach = self._reach(outlet)
        words = {one.word for one in self.objects_through(who, outlet)} | self.heard_through(who, outlet)
        dossiers = [one for one in self.dossiers if one.circle in outlet.circles and STRICT in reach]
        words |= {word for dossier in dossiers for word in self.reads_of(who, dossier)}
        words |= {
            one.word
            for one in self.papers.values()
            if one.marking.circle in outlet.circles and one.marking.label in reach and self.may(who, one.marking)
        }
        for thing in self.things:
            if thing.marking.circle not in outlet.circles or thing.marking.label not in reach:
                continue
            beyond = {
                piece.word for piece in thing.pieces if piece.marking is not None and piece.marking.label not in reach
            }
            words |= self._words_of(who, thing) - beyond
        return words

    def _words_of(self, who: str, thing: Thing) -> set[str]:
        """Every word of one item that this person may find."""
        if thing.state == "draft":
            return {thing.word} if who == thing.marking.author and who not in self.suspended else set()
        if who in self.suspended:
            return self._words_for_the_world(thing)
        if thing.state == "withdrawn" or not self.may(who, thing.marking):
            return set()
        pieces = {piece.word for piece in thing.pieces if piece.marking is None or self.may(who, piece.marking)}
        return {thing.word} | pieces

    def reads_in_the_open(self, who: str) -> set[str]:
        """What may be said to this person where others could read along."""
        words = {p.word for p in self.papers.values() if p.marking.label in OPEN and self.may(who, p.marking)}
        words |= self.heard_through(who, Outlet(GREEN, frozenset(self.inside)))
        for thing in self.things:
            if thing.state == "shared" and thing.marking.label in OPEN:
                closed = {p.word for p in thing.pieces if p.marking is not None and p.marking.label not in OPEN}
                words |= self._words_of(who, thing) - closed
        return words

    def reads_but_red(self, who: str) -> set[str]:
        """What may be sealed to this person's key, beside what travels in the open."""
        everything = Outlet(STRICT, frozenset(self.inside))
        return self.reads_through(who, everything) | self.reads_in_the_open(who)

    def guest_reads(self, number: int) -> set[str]:
        """What a client's link opens: the item and its files, while whoever gave it still could."""
        guest = self.guests[number]
        here = {m for circle in self.inside for m in self.sits(guest.giver, circle)}
        if guest.gone or guest.organisation not in {self.members[member].organisation for member in here}:
            return set()
        return {
            word
            for thing in self.things
            if number in thing.marking.guests and thing.state == "shared" and self.may(guest.giver, thing.marking)
            for word in [thing.word, *(piece.word for piece in thing.pieces if piece.is_file)]
        }

    def speaker_hears(self, number: int) -> set[str]:
        """Of the meeting and its agenda, what the link of a guest lets through."""
        speaker = self.speakers[number]
        reach = WIDEST_FIRST[: WIDEST_FIRST.index(speaker.ceiling) + 1]
        here = [one for one in self.spoken if speaker.at is one or speaker.at is one.meeting]
        return {one.word for one in here if one.marking.label in reach}

    def speaker_is_told(self, number: int) -> set[str]:
        """The same as far as it travels in the open."""
        heard = self.speaker_hears(number)
        if self.speakers[number].at.marking.label not in OPEN:
            return set()
        return {one.word for one in self.spoken if one.word in heard and one.marking.label in OPEN}

    def visitor_reads(self) -> set[str]:
        """What somebody who is not signed in finds: published CLEAR, with its files."""
        return {word for thing in self.things for word in self._words_for_the_world(thing)}

    @staticmethod
    def _words_for_the_world(thing: Thing) -> set[str]:
        if not thing.published or thing.state != "shared" or thing.marking.label != CLEAR:
            return set()
        return {thing.word, *(piece.word for piece in thing.pieces if piece.is_file)}


def _version(one: Sent) -> int:
    return one.version
