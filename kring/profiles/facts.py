"""What can happen to a profile. That it changed, and never what is in it."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kring.kernel.facts import Fact
from kring.kernel.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChanged(Fact):
    """Somebody changed what matters to their organisation."""

    said: ClassVar[str] = N_("{who} changed what matters to their organisation.")

    organisation: UUID
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileTaken(Fact):
    """Somebody took a copy of what matters to their organisation."""

    said: ClassVar[str] = N_("{who} took a copy of what matters to their organisation.")

    organisation: UUID
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class UseShown(Fact):
    """An organisation shows a circle which products it uses: one, or all of them."""

    said: ClassVar[str] = N_("{who} showed the circle what their organisation uses.")

    organisation: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class UseHidden(Fact):
    """It shows them no longer."""

    said: ClassVar[str] = N_("{who} no longer shows the circle what their organisation uses.")

    organisation: UUID
