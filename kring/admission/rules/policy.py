"""What a circle asks of those who apply: of organisations, and apart from that of their people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from kring.admission.rules.ballots import Rule
from kring.kernel.errors import Refusal
from kring.kernel.words import N_


class About(StrEnum):
    """Of whom something is asked."""

    ORGANISATION = "organisation"
    PERSON = "person"


class Ask(StrEnum):
    """How it is answered."""

    YES_NO = "yes_no"
    NUMBER = "number"
    WORDS = "words"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is asked. `threshold` is the least number that is enough."""

    code: str
    about: About
    text: str
    ask: Ask = Ask.YES_NO
    threshold: int | None = None
    required: bool = True


SALES, COMPLIANCE = "sales", "compliance"
FUNCTIONS = [
    ("security", N_("Cybersecurity")),
    ("operations", N_("Operations and process technology")),
    ("technology", N_("Information technology")),
    ("continuity", N_("Risk and continuity")),
    ("management", N_("Management")),
    (COMPLIANCE, N_("Compliance alone")),
    (SALES, N_("Sales and marketing")),
    ("other", N_("Something else")),
]
"""What somebody who applies does."""


@dataclass(frozen=True, slots=True)
class Terms:
    """A whole policy."""

    criteria: tuple[Criterion, ...] = ()
    excluded: frozenset[str] = frozenset()
    """Functions that do not come in: codes of `FUNCTIONS`."""
    declaration: bool = True
    """What is learned here is not sold, and gives no advantage in sales: every candidate declares so."""
    motive: bool = True
    """Why one wants to take part is asked, and may not be left empty."""
    rule: Rule = Rule.CONSENT
    quorum: int = 0
    """Percent of the members that must have spoken, where silence is no consent."""
    days: int = 14
    """How long a ballot usually runs."""
    minimum: int | None = None
    maximum: int | None = None
    """How many members a circle wants to have."""


VITAL = Criterion("vital", About.ORGANISATION, N_("How many of your customers are vital?"), Ask.NUMBER, threshold=3)
TIED = Criterion("tied", About.ORGANISATION, N_("Do you depend on others in this circle, or they on you?"))
SENIOR = Criterion("senior", About.PERSON, N_("I am senior, and responsible for security in my organisation."))
INFORMED = Criterion(
    "informed", About.PERSON, N_("What do you see or hear in your work that others here could use?"), Ask.WORDS
)

USUAL = Terms((VITAL, SENIOR, INFORMED), frozenset({SALES, COMPLIANCE}))
NEIGHBOURS = replace(USUAL, criteria=(TIED, SENIOR, INFORMED))
DEFAULTS = {"isac": USUAL, "partners": USUAL, "region": NEIGHBOURS, "chain": NEIGHBOURS, "site": NEIGHBOURS}
"""What a circle asks that has not said so itself, by its kind. With these an application is nine fields."""

MOST_CRITERIA = 8
LONGEST_TEXT = 200

LOOSER = Refusal(
    "looser", N_("The circle around this one asks at least {threshold}: “{text}”. You can ask more, not less.")
)
TOO_MANY = Refusal("too_many_criteria", N_("Ask at most {most} things. Who has to fill in more gives up."))
UPSIDE_DOWN = Refusal("upside_down", N_("The least number of members is larger than the most."))


def usual(kind: str) -> Terms:
    """What a circle of this kind asks before it has said so."""
    return DEFAULTS.get(kind, NEIGHBOURS)


def inherited(outer: Terms) -> Terms:
    """What a circle inside another asks before it has said so: the same. How many members it wants is its own affair."""
    return replace(outer, minimum=None, maximum=None)


def stricter(outer: Terms, own: Terms) -> Terms:
    """What a circle inside another asks: all that is asked outside, and its own on top. How it votes is its own affair."""
    raised = {each.code: each for each in own.criteria}
    kept = tuple(_stricter_of(each, raised.pop(each.code, None)) for each in outer.criteria)
    return replace(
        own,
        criteria=kept + tuple(raised.values()),
        excluded=outer.excluded | own.excluded,
        declaration=outer.declaration or own.declaration,
        motive=outer.motive or own.motive,
    )


def _stricter_of(outer: Criterion, own: Criterion | None) -> Criterion:
    if own is None:
        return outer
    thresholds = [each.threshold for each in (outer, own) if each.threshold is not None]
    return replace(outer, threshold=max(thresholds, default=None), required=outer.required or own.required)


def why_not_policy(outer: Terms | None, own: Terms) -> Refusal | None:
    """May a circle ask this, when the circle around it asks `outer`?"""
    if len(own.criteria) > MOST_CRITERIA:
        return Refusal(TOO_MANY.code, TOO_MANY.text, {"most": MOST_CRITERIA})
    if own.minimum and own.maximum and own.minimum > own.maximum:
        return UPSIDE_DOWN
    asked = {each.code: each for each in outer.criteria} if outer else {}
    return next(_looser(own.criteria, asked), None)


def _looser(criteria: Iterable[Criterion], asked: dict[str, Criterion]) -> Iterator[Refusal]:
    for each in criteria:
        outer = asked.get(each.code)
        if outer and outer.threshold is not None and (each.threshold or 0) < outer.threshold:
            yield Refusal(LOOSER.code, LOOSER.text, {"threshold": outer.threshold, "text": outer.text})
