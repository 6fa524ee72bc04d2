"""How much of what others send is read at all, and what is said when something in it is not right."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How large an advisory may be."""

    octets: int = 32 * 1024 * 1024
    """Of the whole document. CSAF 2.0, appendix C, asks publishers to stay below 15 MB; not all do."""
    depth: int = 64
    """How far lists and objects may be nested."""
    products: int = 100_000
    """In its product tree (appendix C.2)."""
    vulnerabilities: int = 10_000
    scores: int = 20_000
    """Of all its vulnerabilities together: each is computed."""
    revisions: int = 10_000
    """In its history."""
    mentions: int = 2_000_000
    """How often products may be named by its vulnerabilities, one by one or by their group."""


LIMITS = Limits()
"""What an advisory may be when its door says nothing else."""

MOST_PROBLEMS = 100
"""Of one advisory; who has mended a hundred will see the rest."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why an advisory is not as CSAF wants it. Programs compare the code, people read the text."""

    code: str
    """The test of CSAF 2.0 that fails ("6.1.1"); "schema" when the official schema has it otherwise."""
    path: str
    """Where in the document, as a JSON pointer (RFC 6901): "/document/tracking/version". Empty: the whole of it."""
    text: str
    """A plain sentence, in English: it goes back to whoever published the advisory."""


class Unreadable(ValueError):
    """Octets in which no advisory can be read.

    Codes: too_large, not_json, not_an_object, too_deep, twice, not_csaf, too_many.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


def pointer(*steps: str | int) -> str:
    """A place in a document as JSON pointers write it (RFC 6901). What somebody made very long is cut."""
    return "".join(f"/{str(step)[:250].replace('~', '~0').replace('/', '~1')}" for step in steps)
