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


@dataclass(slots=True)
class Piece:
    """A reply, a version or a file: a word that stands in it, and its own marking; None follows the item."""

    word: str
    marking: Marking | None


@dataclass(slots=True)
class Thing:
    """An item."""

    word: str
    marking: Marking
    state: str = "draft"
    sealed: bool = False
    published: bool = False
    pieces: list[Piece] = field(default_factory=list)


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

    def sits(self, who: str, circle: str, *, observers: bool = False) -> set[int]:
        """The memberships this person holds a seat in force for, in this circle."""
        if who in self.suspended:
            return set()
        return {
            sitting.member
            for sitting in self.sittings
            if sitting.person == who
            and not sitting.over
            and self.members[sitting.member].circle == circle
            and self.members[sitting.member].state == "member"
            and (observers or not (sitting.observer or self.members[sitting.member].observer))
        }

    def is_colleague(self, who: str, member: int) -> bool:
        """Works for a member organisation that is in force there."""
        there = self.members[member]
        return who not in self.suspended and there.state == "member" and (who, there.organisation) in self.works_for

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
        words = set()
        for thing in self.things:
            if thing.state == "draft":
                if who == thing.marking.author and who not in self.suspended:
                    words.add(thing.word)
                continue
            if thing.state == "withdrawn" or not self.may(who, thing.marking):
                continue
            words.add(thing.word)
            words |= {piece.word for piece in thing.pieces if piece.marking is None or self.may(who, piece.marking)}
        return words

    def reads_by_token(self, who: str, circles: set[str]) -> set[str]:
        """The same through a token for these circles: RED never."""
        words = set()
        for thing in self.things:
            if thing.marking.circle not in circles or thing.marking.label == RED:
                continue
            alone = World(
                self.inside, self.machines, self.suspended, self.members, self.sittings, self.works_for, self.bridges
            )
            alone.things = [thing]
            red = {piece.word for piece in thing.pieces if piece.marking is not None and piece.marking.label == RED}
            words |= alone.reads(who) - red
        return words

    def visitor_reads(self) -> set[str]:
        """What somebody who is not signed in finds: published CLEAR, with its files."""
        return {
            word
            for thing in self.things
            if thing.published and thing.state == "shared" and thing.marking.label == CLEAR
            for word in [thing.word, *(piece.word for piece in thing.pieces if piece.marking is None)]
        }
