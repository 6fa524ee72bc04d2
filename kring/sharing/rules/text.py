"""The words of an item, and how many there may be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kring.kernel.errors import Refusal
from kring.sharing.rules.reasons import TOO_LONG, TOO_MANY_TAGS

_MARKS = re.compile(r"^\s*(?:#{1,6}|>|[-*+]|\d+[.)])\s+|\*\*|`")
"""What Markdown puts around words, and has no business in a title."""

LONGEST_TITLE = 200
LONGEST_TEXT = 20_000
MOST_TAGS = 12
OUT_OF_SCOPE = "out-of-scope"
"""The tag of what lies outside what its circle is for; `kring.mark_outside` gives the same."""


@dataclass(frozen=True, slots=True)
class Text:
    """The words of an item: what, so what, do what."""

    title: str = ""
    what: str = ""
    so_what: str = ""
    do_what: str = ""

    @property
    def headline(self) -> str:
        """The title; without one, the first sentence of what was seen."""
        if self.title.strip():
            return " ".join(self.title.split())[:LONGEST_TITLE]
        lines = (_MARKS.sub("", line).strip() for line in self.what.splitlines())
        first = next(filter(None, lines), "")
        sentence, stop, _ = first.partition(". ")
        line = sentence + ("" if not stop else ".")
        return line if len(line) <= 120 else line[:119].rstrip() + "…"


def why_not_write(text: Text, tags: Sequence[str] = ()) -> Refusal | None:
    """Does this fit?"""
    if any(len(part) > LONGEST_TEXT for part in (text.what, text.so_what, text.do_what)):
        return Refusal(TOO_LONG.code, TOO_LONG.text, {"most": LONGEST_TEXT})
    if len(tags) > MOST_TAGS:
        return Refusal(TOO_MANY_TAGS.code, TOO_MANY_TAGS.text, {"most": MOST_TAGS})
    return None
