"""What may be done about meetings, and what follows from a rhythm, on plain values."""

from kring.meetings.rules.reasons import NOT_STEERING

__all__ = ["NOT_STEERING"]
