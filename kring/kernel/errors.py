"""Everything that can go wrong on purpose.

    KringError
    ├── NotVisible      it is not there, or it is not for you: one answer (404)
    ├── Refused         a rule said no, with its reason (409)
    └── Misconfigured   the installation cannot run like this; says what to change

Raise where you know, translate at the door.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


class KringError(Exception):
    """The root of the family."""


class NotVisible(KringError):
    """It does not exist, or it is not for you. Nobody is told which."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a rule says no: a code for programs, a sentence for people. Nobody compares sentences.

    The sentence is English, marked with `N_`, with places like "{label}" for `values`; the door translates it.
    """

    code: str
    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values)


class Refused(KringError):
    """A rule said no."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal

    @property
    def code(self) -> str:
        """What programs compare."""
        return self.refusal.code

    def __str__(self) -> str:
        return str(self.refusal)


class Misconfigured(KringError):
    """The installation cannot run like this. The message says what is wrong and what to change."""


def enforce(refusal: Refusal | None) -> None:
    """Go on when a rule had nothing to say; stop with its reason otherwise."""
    if refusal is not None:
        raise Refused(refusal)
