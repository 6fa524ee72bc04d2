"""Names from inside the house: no secret, but they tell an attacker the way."""

import re
from collections.abc import Iterator

from kring.sharing.scrutiny.findings import Certainty, Finding, Kind
from kring.sharing.scrutiny.passage import Passage


def find_internal_names(passage: Passage) -> Iterator[Finding]:
    """Systems that exist only on somebody's own network."""
    for match in _INTERNAL.finditer(passage.text):
        yield passage.finding(Kind.INTERNAL_NAME, *match.span(), Certainty.POSSIBLE)


_INTERNAL = re.compile(
    r"(?<![\w.@/\\-])(?:[a-z0-9_][\w-]{0,62}\.){1,6}(?:local|localdomain|lan|intern|internal|intra|intranet|corp)(?![\w-]|\.\w)"
    r"|(?<![\w\\:])\\\\[a-z0-9][\w.-]{1,62}\\[\w$.-]+",
    re.IGNORECASE,
)
