"""How often the code agrees with the table: precision and recall, as a table. `bin/relevance` runs it."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kring.exchange import csaf
from kring.exchange.relevance import Known, of_advisory, of_words
from kring.profiles.reasons import Because, Reason
from kring.profiles.rules import Profile
from tests.exchange.csaf.samples import DATA
from tests.exchange.relevance.table import ADVISORIES, PROFILES, WARNINGS, Expected, Warned, is_blind

REAL = DATA / "csaf-real"


@dataclass(frozen=True, slots=True)
class Judged:
    """One case held against one profile."""

    case: str
    profile: str
    blind: bool
    expected: dict[str, Because]
    found: dict[str, Because]

    @property
    def right(self) -> int:
        """Parts of the profile that were met and found."""
        return len(self.expected.keys() & self.found.keys())

    @property
    def mistakes(self) -> Iterator[str]:
        """Each in a line."""
        for part in sorted(self.expected.keys() | self.found.keys()):
            if self.expected.get(part) != self.found.get(part):
                yield (
                    f"{self.case}, {self.profile}: {part}: expected {self.expected.get(part, 'nothing')},"
                    f" found {self.found.get(part, 'nothing')}"
                )


@dataclass(frozen=True, slots=True)
class Score:
    """Of many cases."""

    cases: int
    expected: int
    found: int
    right: int
    same: int
    """Of those: met in the way that was expected, too."""

    @property
    def precision(self) -> float:
        """Of what is said to matter, this part does."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of what matters, this part is said to."""
        return self.right / self.expected if self.expected else 1.0


def score_of(judged: Sequence[Judged]) -> Score:
    """All of them together."""
    return Score(
        cases=len(judged),
        expected=sum(len(one.expected) for one in judged),
        found=sum(len(one.found) for one in judged),
        right=sum(one.right for one in judged),
        same=sum(len(one.expected.items() & one.found.items()) for one in judged),
    )


def advisory(name: str) -> csaf.Advisory:
    """A real one."""
    return csaf.read((REAL / f"{name}.json").read_bytes())


def judge_advisories() -> list[Judged]:
    """Every real advisory against every profile."""
    return [
        _judged(name, profile, place, expected, of_advisory(PROFILES[profile], advisory(name)))
        for place, (name, expected) in enumerate(ADVISORIES.items())
        for profile in PROFILES
    ]


def judge_warnings() -> list[Judged]:
    """Every warning in words against every profile."""
    return [
        _judged(name, profile, place, one.expected, _of_words(PROFILES[profile], one))
        for place, (name, one) in enumerate(WARNINGS.items())
        for profile in PROFILES
    ]


def _of_words(profile: Profile, warned: Warned) -> list[Reason]:
    read = [advisory(name) for name in warned.advisories]
    known = {one.cve: Known(advisories=(each,)) for each in read for one in each.vulnerabilities}
    return of_words(profile, warned.text, tags=warned.tags, known=known)


def _judged(case: str, profile: str, place: int, expected: Expected, reasons: Sequence[Reason]) -> Judged:
    who = PROFILES[profile]
    names = {str(one.id): one.product for one in who.technologies} | {str(one.id): one.name for one in who.suppliers}
    found = {names.get(reason.part, reason.part): reason.because for reason in reasons}
    return Judged(case, profile, is_blind(place), expected.get(profile, {}), found)


def main() -> int:
    """Print the table, and every mistake outside the blind half; with --blind, those too."""
    if not REAL.is_dir():
        print(f"The real advisories are not at {REAL}.", file=sys.stderr)
        return 2
    print(f"{'':32}{'judged':>7}{'matter':>8}{'found':>7}{'right':>7}{'precision':>11}{'recall':>8}{'same way':>10}")
    every = [("advisories", judge_advisories()), ("warnings in words", judge_warnings())]
    for name, judged in [*every, ("all", [one for _, some in every for one in some])]:
        print(_line(name, score_of(judged)))
        print(_line(f"{name}, blind half", score_of([one for one in judged if one.blind])))
    for _, judged in every:
        for one in judged:
            if not one.blind or "--blind" in sys.argv:
                print(*one.mistakes, sep="\n", end="\n" if list(one.mistakes) else "")
    return 0


def _line(name: str, score: Score) -> str:
    return (
        f"{name:32}{score.cases:7}{score.expected:8}{score.found:7}{score.right:7}"
        f"{score.precision:11.2f}{score.recall:8.2f}{score.same:10}"
    )


if __name__ == "__main__":
    sys.exit(main())
