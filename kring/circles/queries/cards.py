"""vCards: somebody's entry in the directory, for the address book of a telephone (RFC 6350)."""

from collections.abc import Iterator

from kring.circles.queries.directory import Entry

LINE = 75
"""Octets of a line, without its end."""


def vcard(entry: Entry) -> str:
    """The entry as a vCard 4.0. It holds what the entry shows, and so nothing that is hidden from whoever asks."""
    return "".join(_folded(line) for line in _lines(entry))


def _lines(entry: Entry) -> Iterator[str]:
    shown = entry.profile
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield "KIND:individual"
    yield f"UID:urn:uuid:{shown.id}"
    yield f"FN:{_text(shown.name)}"
    yield f"ORG:{_text(entry.organisation)}"
    if shown.function:
        yield f"TITLE:{_text(shown.function)}"
    if shown.email:
        yield f"EMAIL;TYPE=work:{_text(shown.email)}"
    if shown.phone:
        yield f"TEL;TYPE=work;PREF=1:{_text(shown.phone)}"
    if shown.phone_out_of_hours:
        yield f"TEL;TYPE=cell:{_text(shown.phone_out_of_hours)}"
    for number, language in enumerate(shown.speaks, start=1):
        yield f"LANG;PREF={number}:{_text(language)}"
    for topic in entry.topics:
        yield f"EXPERTISE;LEVEL={_rank(topic.level)}:{_text(topic.name)}"
    if shown.introduction:
        yield f"NOTE:{_text(shown.introduction)}"
    if shown.key:
        yield f"KEY;TYPE=work;VALUE=text:{_text(shown.key)}"
    yield "END:VCARD"


def _rank(level: int) -> str:
    """A level as RFC 6715 names them."""
    return "beginner" if level <= 2 else "average" if level == 3 else "expert"


def _text(value: str) -> str:
    """Escaped as RFC 6350 section 3.4 has it, so that a name cannot add a line."""
    escaped = value.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return escaped.replace("\r\n", "\\n").replace("\r", "\\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line of at most 75 octets, going on in the next ones (RFC 6350 section 3.2). Characters stay whole."""
    lines, length = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if length + octets > LINE:
            lines.append(" ")
            length = 1
        lines[-1] += letter
        length += octets
    return "".join(f"{part}\r\n" for part in lines)
