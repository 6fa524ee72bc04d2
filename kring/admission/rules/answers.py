"""Criteria check themselves: what a candidate said, held against what is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kring.admission.rules.policy import About, Ask, Criterion, Terms
from kring.kernel.errors import Refusal
from kring.kernel.words import N_

YES = "yes"


class Verdict(StrEnum):
    """How an answer stands against its criterion."""

    MET = "met"
    NOT_MET = "not_met"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Said:
    """What a candidate filled in, as far as rules look at it."""

    function: str
    motive: str
    declared: bool
    answers: Mapping[str, str]
    """By the code of the criterion."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One criterion, the answer, and how it stands."""

    criterion: Criterion
    answer: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Check:
    """All of it. The organisation can pass where the person does not."""

    rows: Sequence[Checked]
    excluded: bool
    """The function does not come in."""
    no_motive: bool
    not_declared: bool

    @property
    def is_complete(self) -> bool:
        """Is nothing missing that must be there?"""
        asked = any(row.verdict is Verdict.MISSING and row.criterion.required for row in self.rows)
        return not (asked or self.no_motive or self.not_declared)

    @property
    def organisation_passes(self) -> bool:
        """Does the organisation meet all that is required of it?"""
        return self._passes(About.ORGANISATION)

    @property
    def person_passes(self) -> bool:
        """Does the person?"""
        return self._passes(About.PERSON) and not self.excluded

    def _passes(self, about: About) -> bool:
        return all(
            row.verdict is Verdict.MET for row in self.rows if row.criterion.about is about and row.criterion.required
        )


def check(terms: Terms, said: Said) -> Check:
    """Hold what a candidate said against what is asked."""
    return Check(
        rows=[
            Checked(each, said.answers.get(each.code, ""), verdict(each, said.answers.get(each.code, "")))
            for each in terms.criteria
        ],
        excluded=said.function in terms.excluded,
        no_motive=terms.motive and not said.motive.strip(),
        not_declared=terms.declaration and not said.declared,
    )


def verdict(criterion: Criterion, answer: str) -> Verdict:
    """How one answer stands."""
    if not answer.strip():
        # A box that was not ticked says no; whoever saw it has answered.
        return Verdict.NOT_MET if criterion.ask is Ask.YES_NO else Verdict.MISSING
    match criterion.ask:
        case Ask.YES_NO:
            met = answer == YES
        case Ask.NUMBER:
            met = answer.isdecimal() and int(answer) >= (criterion.threshold or 0)
        case Ask.WORDS | Ask.FILE:  # whoever reads it judges
            met = True
    return Verdict.MET if met else Verdict.NOT_MET


INCOMPLETE = Refusal("incomplete", N_("Something is missing. It can be saved like this, and sent when all is there."))
EXCLUDED = Refusal(
    "function_excluded", N_("Somebody with this function cannot take part here. Ask for another person.")
)
ORGANISATION_FAILS = Refusal("organisation_fails", N_("The organisation does not meet what is required of it."))
PERSON_FAILS = Refusal("person_fails", N_("The person does not meet what is required of them."))


def why_not_send(found: Check) -> Refusal | None:
    """Can it be sent? What is not met can: who steers may turn it down, or ask for another person."""
    return None if found.is_complete else INCOMPLETE


def why_not_to_ballot(found: Check) -> Refusal | None:
    """Can the members be asked about this candidate?"""
    if found.excluded:
        return EXCLUDED
    if not found.is_complete:
        return INCOMPLETE
    if not found.organisation_passes:
        return ORGANISATION_FAILS
    return None if found.person_passes else PERSON_FAILS
