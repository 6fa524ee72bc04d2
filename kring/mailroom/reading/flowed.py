"""Paragraphs of a text in format=flowed put together again (RFC 3676)."""

import re

_QUOTED = re.compile(r"(>*) ?(.*)", re.DOTALL)
_SIGNATURE = "-- "


def unflow(text: str, *, delsp: bool) -> str:
    """The text with its soft line breaks taken out. `delsp`: the space before such a break goes as well."""
    paragraphs: list[tuple[int, str]] = []
    is_open = False
    for line in text.split("\n"):
        depth, words = _parts(line)
        if is_open and paragraphs[-1][0] == depth and words != _SIGNATURE:
            paragraphs[-1] = (depth, paragraphs[-1][1] + words)
        else:
            paragraphs.append((depth, words))
        is_open = words.endswith(" ") and words != _SIGNATURE
        if is_open and delsp:
            paragraphs[-1] = (depth, paragraphs[-1][1][:-1])
    return "\n".join(f"{'>' * depth} {words}" if depth else words for depth, words in paragraphs)


def _parts(line: str) -> tuple[int, str]:
    """How deep a line is quoted, and its words without the space that was stuffed before them."""
    quoted = _QUOTED.fullmatch(line)
    if quoted is None:
        return 0, line
    return len(quoted[1]), quoted[2]
