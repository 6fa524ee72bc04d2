"""Ballots: who may open, vote and close, and what follows from the count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from kring.kernel.errors import Refusal
from kring.kernel.words import N_

FEWEST_VOTERS = 3
"""Of two votes each voter knows the other's."""
LONGEST_BALLOT = 60
"""Days."""
LONGEST_REASON = 200


class Rule(StrEnum):
    """When a candidate is let in."""

    CONSENT = "consent"
    MAJORITY = "majority"
    UNANIMITY = "unanimity"


RULES = [
    (Rule.CONSENT, N_("Silence is consent: nobody objects before the deadline")),
    (Rule.MAJORITY, N_("Majority: more votes for than against")),
    (Rule.UNANIMITY, N_("Unanimity: nobody votes against, and somebody votes for")),
]


class Choice(IntEnum):
    """What a member said. A paper begins silent."""

    SILENT = 0
    FOR = 1
    AGAINST = 2
    ABSTAIN = 3


class Result(StrEnum):
    """What came out."""

    PASSED = "passed"
    OBJECTED = "objected"
    OUTVOTED = "outvoted"
    NO_QUORUM = "no_quorum"
    STOPPED = "stopped"
    """It was stopped without a count: nobody will ever know what was in the urn."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each was said."""

    silent: int = 0
    votes_for: int = 0
    against: int = 0
    abstain: int = 0

    @classmethod
    def of(cls, choices: Iterable[Choice]) -> "Tally":
        """The count."""
        said = list(choices)
        return cls(*(said.count(choice) for choice in Choice))

    @property
    def voters(self) -> int:
        """How many could speak."""
        return self.silent + self.spoke

    @property
    def spoke(self) -> int:
        """How many did."""
        return self.votes_for + self.against + self.abstain


def result_of(rule: Rule, tally: Tally, *, quorum: int) -> Result:
    """What follows. One objection stops where silence is consent, and where all must agree."""
    if rule is Rule.CONSENT:
        return Result.OBJECTED if tally.against else Result.PASSED
    if tally.spoke * 100 < quorum * tally.voters:
        return Result.NO_QUORUM
    if rule is Rule.UNANIMITY and tally.against:
        return Result.OBJECTED
    return Result.PASSED if tally.votes_for > tally.against else Result.OUTVOTED


FEW_VOTERS = Refusal(
    "few_voters", N_("A ballot of fewer than {fewest} members is not secret. Agree together, and admit by hand.")
)
NO_SPONSOR = Refusal("no_sponsor", N_("A member that has a vote must vouch for the candidate."))
NO_DEADLINE = Refusal("no_deadline", N_("A ballot runs between 1 and {most} days."))
BALLOT_CLOSED = Refusal("ballot_closed", N_("This ballot is closed. Nothing about it can change any more."))
BALLOT_OVER = Refusal("ballot_over", N_("The deadline has passed. Who steers closes the ballot."))
TOO_SOON = Refusal("too_soon", N_("A ballot is counted after its deadline, so that nobody chooses the moment."))
NO_VOTE = Refusal("no_vote", N_("Only members that were here when the ballot opened have a vote in it."))
NO_SUCH_CHOICE = Refusal("no_such_choice", N_("Where silence is consent, one objects or does not."))
URN_LOST = Refusal(
    "urn_lost", N_("The urn of this ballot cannot be opened: its key is gone. Stop the ballot, and hold it anew.")
)


FEW_LEFT = Refusal(
    "few_left",
    N_(
        "Of the members that had a vote fewer than {fewest} are left: a count would say who said what. Stop the ballot, and hold it anew."
    ),
)


def why_not_ballot(*, voters: int, sponsor_votes: bool, days: int) -> Refusal | None:
    """May the members be asked?"""
    if voters < FEWEST_VOTERS:
        return Refusal(FEW_VOTERS.code, FEW_VOTERS.text, {"fewest": FEWEST_VOTERS})
    if not sponsor_votes:
        return NO_SPONSOR
    return (
        None if 1 <= days <= LONGEST_BALLOT else Refusal(NO_DEADLINE.code, NO_DEADLINE.text, {"most": LONGEST_BALLOT})
    )


def why_not_vote(rule: Rule, choice: Choice, *, closed: bool, until: datetime, now: datetime) -> Refusal | None:
    """May a vote still be given or changed?"""
    if closed:
        return BALLOT_CLOSED
    if until <= now:
        return BALLOT_OVER
    return NO_SUCH_CHOICE if rule is Rule.CONSENT and choice is Choice.ABSTAIN else None


def why_not_close(*, closed: bool, until: datetime, now: datetime) -> Refusal | None:
    """May it be counted? Before the deadline nobody may, since the moment would be somebody's choice."""
    if closed:
        return BALLOT_CLOSED
    return TOO_SOON if until > now else None


def why_not_count(left: int) -> Refusal | None:
    """May the papers of so many be counted? Whoever suspends one member after the other would read the last ones."""
    return Refusal(FEW_LEFT.code, FEW_LEFT.text, {"fewest": FEWEST_VOTERS}) if left < FEWEST_VOTERS else None
