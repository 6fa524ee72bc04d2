"""How much of what others send is read at all, and what is said when something in it is not right."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a message and its objects may be."""

    octets: int = 32 * 1024 * 1024
    """Of the whole message."""
    objects: int = 50_000
    """In one message."""
    object_octets: int = 4 * 1024 * 1024
    """Of one object."""
    depth: int = 64
    """How far lists and objects may be nested within one object."""


LONGEST_NAME = 300
"""Of an identifier: a type of 250 characters, two hyphens and a UUID fit in it."""

LIMITS = Limits()
"""What a message may be when its door says nothing else."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why an object is refused. Programs compare the code, people read the text."""

    code: str
    path: str
    """Where in the object, as a JSON pointer (RFC 6901): "/pattern". Empty: the object as a whole."""
    text: str
    """A plain sentence, in English: machines pass it on to the people who run them."""

    def __post_init__(self) -> None:
        # What was sent stands in both, and no database keeps this character.
        object.__setattr__(self, "path", self.path.replace("\0", "\ufffd"))
        object.__setattr__(self, "text", self.text.replace("\0", "\ufffd"))


class Unreadable(ValueError):
    """A message in which no objects can be told apart.

    Codes: not_json, not_an_envelope, too_large, too_many, cut_off, objects_twice.
    """

    def __init__(self, code: str, text: str, *, position: int) -> None:
        super().__init__(f"{text} (at byte {position})")
        self.code = code
        self.text = text
        self.position = position
        """Where in the message it went wrong, in bytes from its start."""
