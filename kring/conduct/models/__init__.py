"""What members promised, how they settled in, and breach cases."""

from kring.conduct.models.arriving import Buddy, Introduction, Met, Tick, Welcome
from kring.conduct.models.cases import Case, Hearing, Note
from kring.conduct.models.codes import Acceptance, Code, Letter

__all__ = [
    "Acceptance",
    "Buddy",
    "Case",
    "Code",
    "Hearing",
    "Introduction",
    "Letter",
    "Met",
    "Note",
    "Tick",
    "Welcome",
]
