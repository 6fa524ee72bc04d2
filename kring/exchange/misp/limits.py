"""How much of what others send is read, and what is said of a message in which there is nothing to read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a message and its events may be, and how long they may take."""

    octets: int = 32 * 1024 * 1024
    """Of the whole message."""
    events: int = 1_000
    """In one message."""
    event_octets: int = 16 * 1024 * 1024
    """Of one event, what is attached to it included."""
    attributes: int = 20_000
    """Of one event, those of its objects included."""
    depth: int = 32
    """How far lists and objects may be nested within one event."""
    seconds: int = 120
    """Of processor time, to convert one event to STIX."""
    message_seconds: int = 600
    """The same, for all events of a message together."""
    memory: int = 1024 * 1024 * 1024
    """Bytes of address space of the process that converts, the interpreter included."""


LIMITS = Limits()
"""What a message may be when its door says nothing else."""


class Unreadable(ValueError):
    """A message in which no events can be told apart.

    Codes: not_json, too_large, too_many, twice, no_events.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        """A plain sentence, in English: machines pass it on to the people who run them."""
