"""How the share box shows labels, and what was found in a text."""

from dataclasses import dataclass

from django.utils.translation import gettext

from kring.sharing import queries, scrutiny
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class LabelChoice:
    """A label as the box offers it."""

    label: Label
    says: str
    """Who reads it, and what they may do with it."""
    allowed: bool
    checked: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Something in a text that should perhaps not leave the house, and how to mend it."""

    key: str
    """Which finding it is: "what:12:30"."""
    field: str
    place: str
    """The name of the field, as people read it."""
    kind: str
    excerpt: str
    line: int
    start: int
    end: int
    """Its place as browsers count: in units of UTF-16."""
    length: int
    """Of the whole text it was found in: a script mends nothing in a text that changed since."""
    instead: str


def _units(text: str) -> int:
    """How long a browser says this is."""
    return len(text.encode("utf-16-le")) // 2


def key_of(finding: scrutiny.Finding) -> str:
    """Which finding it is."""
    return f"{finding.field}:{finding.start}:{finding.end}"


def found(finding: scrutiny.Finding, text: str, *, place: str) -> Found:
    """A finding in this text, which people know by the name `place`."""
    return Found(
        key=key_of(finding),
        field=finding.field,
        place=place,
        kind=gettext(scrutiny.KIND_NAMES[finding.kind]),
        excerpt=finding.excerpt,
        line=finding.line,
        start=_units(text[: finding.start]),
        end=_units(text[: finding.end]),
        length=_units(text),
        instead=gettext(scrutiny.REMOVED[finding.kind]),
    )


def says(label: Label, desk: queries.Desk) -> str:
    """Who reads something under this label in this circle, and what they may do with it."""
    names = {"circle": desk.circle.name, "community": desk.community}
    match label:
        case Label.RED:
            return gettext("Only the people you name. They tell nobody.")
        case Label.AMBER_STRICT:
            return (
                gettext(
                    "Everyone seated in %(circle)s, or in the organisations you choose. It stays inside their walls."
                )
                % names
            )
        case Label.AMBER:
            return gettext("The same people, who may tell colleagues and clients that need it.") % names
        case Label.GREEN:
            return gettext("Everyone in %(community)s and their colleagues. Not the public.") % names
        case Label.CLEAR:
            return gettext("Anybody. It may be published.") % names
