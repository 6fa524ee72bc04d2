"""What somebody needs while writing: where they can share, with whom, what they wrote so far, what was found in it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kring.circles import queries as circles
from kring.circles.rules import MembershipState
from kring.files.disk import Danger
from kring.files.extraction import Outcome
from kring.files.rules import DANGERS, OUTCOMES
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible, Refused
from kring.kernel.lookups import Lookup, look_up_about
from kring.sharing import access, rules, scrutiny
from kring.sharing.models import Item
from kring.sharing.queries.lists import ItemRow, row
from kring.sharing.rules import Text
from kring.tlp.audience import State
from kring.tlp.labels import Label

SCANNED = 200_000
"""Characters of an attachment that are looked through for personal data and secrets."""

TAGS_SHOWN = 12

TAGS = Lookup("""
SELECT tag FROM (
    SELECT tags FROM sharing_item WHERE circle_id = %(circle)s AND state > 0 ORDER BY shared_at DESC LIMIT 200
) i, unnest(i.tags) tag
GROUP BY tag ORDER BY count(*) DESC, tag LIMIT %(most)s
""")

FILES = Lookup("""
SELECT a.id, a.name, f.size, a.danger, a.outcome, left(a.text, %(scanned)s)
FROM sharing_attachment a JOIN files_storedfile f ON f.sha256 = a.stored_id
WHERE a.item_id = %(item)s ORDER BY a.at, a.id
""")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one writes: the circle at hand, and all there is to choose from in it."""

    circle: circles.CirclePlace
    places: Sequence[circles.CirclePlace]
    """Every circle the writer can share in."""
    community: str
    own: Sequence[circles.HouseHere]
    """The writer's own organisations: always among the readers."""
    houses: circles.Houses
    """The others that can be chosen: somebody sits for them who may read what is shared here."""
    people: circles.People
    """Who can be named for TLP:RED."""
    segments: Sequence[circles.SegmentHere]
    tags: Sequence[str]
    """Used here of late, the most used first."""


def desk(actor: Actor, circle: UUID | str | None = None) -> Desk:
    """The desk for sharing in this circle; without one, in the circle one wrote in last.

    Raises `NotVisible`, and `Refused` not_seated for somebody who cannot share there, or anywhere.
    """
    mine = [place for place in circles.circles_of(actor) if place.standing and not place.standing.observes]
    here = _here(actor, circle, mine)
    own = here.standing.memberships if here.standing else frozenset()
    return Desk(
        circle=here,
        places=mine,
        community=_community(actor, here),
        own=circles.Houses(circle=here.id).among(own),
        houses=circles.Houses(circle=here.id, states=[MembershipState.MEMBER], seated=True, besides=own),
        people=circles.People(circle=here.id, nameable=True, besides=[actor.person] if actor.person else []),
        segments=circles.segments_here(here.id),
        tags=tags_used(actor, here.id),
    )


def _here(actor: Actor, circle: UUID | str | None, mine: Sequence[circles.CirclePlace]) -> circles.CirclePlace:
    if circle is None:
        last = Item.objects.filter(author_id=actor.person).order_by("-saved_at").values_list("circle_id", flat=True)[:1]
        circle = next(iter(last), None)
        found = [place for place in mine if place.id == circle] or list(mine)
    else:
        found = [place for place in mine if circle in {place.id, place.slug}]
        if not found:
            circles.circle_for(actor, circle)  # one may know of it and have no seat there, or not even know of it
    if not found:
        raise Refused(rules.NOT_SEATED)
    return found[0]


def _community(actor: Actor, here: circles.CirclePlace) -> str:
    """What it is called: the frame of the page knows it already, as far as the actor may."""
    known = {place.id: place.name for place in circles.circles_around(actor, here.community)}
    return known.get(here.community) or circles.names_of_circles([here.community])[here.community]


def tags_used(actor: Actor, circle: UUID) -> list[str]:
    """The tags of the newest items here that the actor may read, the most used first."""
    (rows,) = look_up_about(actor, TAGS, circle=circle, most=TAGS_SHOWN)
    return [tag for (tag,) in rows]


@dataclass(frozen=True, slots=True)
class FileOfDraft:
    """A file beside a draft, and what was found in its text."""

    id: UUID
    name: str
    size: int
    danger: str
    """Why it was wrapped, as in `kring.files.rules.DANGERS`; empty: it was not."""
    outcome: str
    """How reading its text went, as in `kring.files.rules.OUTCOMES`; empty: it is still being read."""
    findings: Sequence[scrutiny.Finding]
    """Worth a second look before sharing."""

    @property
    def why_wrapped(self) -> str:
        """A sentence."""
        return DANGERS[Danger(self.danger)]

    @property
    def how_read(self) -> str:
        """A sentence."""
        return OUTCOMES[Outcome(self.outcome)]

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """What was found, and how often."""
        return [
            (scrutiny.KIND_NAMES[kind], count) for kind, count in Counter(one.kind for one in self.findings).items()
        ]


@dataclass(frozen=True, slots=True)
class DraftView:
    """What somebody wrote so far."""

    id: UUID
    version: int
    shared: bool
    """It went out since: there is nothing left to write."""
    circle: UUID
    about: ItemRow | None
    text: Text
    label: Label
    named: Sequence[UUID]
    chosen: Sequence[UUID]
    kind: str
    urgent: bool
    reliability: str
    credibility: int | None
    tags: Sequence[str]
    expertise: Sequence[str]
    via_secretariat: bool
    saved_at: datetime


def draft(actor: Actor, item: UUID) -> DraftView:
    """A draft of this actor's own, or what became of it. Raises `NotVisible`."""
    found = access.readable_item(actor, item)
    if found.discarded_at is not None or (found.state != State.DRAFT and not access.is_source(found)):
        raise NotVisible
    label = Label(found.label)
    return DraftView(
        id=found.pk,
        version=found.version,
        shared=found.state != State.DRAFT,
        circle=found.circle_id,
        about=row(actor, found.about_id) if found.about_id else None,
        text=Text(found.title, found.what, found.so_what, found.do_what),
        label=label,
        named=found.audience if label is Label.RED else (),
        chosen=found.audience if label is not Label.RED else (),
        kind=found.kind,
        urgent=found.urgency == Item.Urgency.URGENT,
        reliability=found.reliability,
        credibility=found.credibility,
        tags=found.tags,
        expertise=found.expertise,
        via_secretariat=found.via_secretariat,
        saved_at=found.saved_at,
    )


def files_of_draft(actor: Actor, item: UUID) -> list[FileOfDraft]:
    """The files beside a draft, each with what should perhaps not leave the house."""
    (rows,) = look_up_about(actor, FILES, item=item, scanned=SCANNED)
    return [
        FileOfDraft(
            id=pk,
            name=name,
            size=size,
            danger=danger,
            outcome=outcome,
            findings=[finding for finding in scrutiny.scrutinise(text) if finding.is_warning],
        )
        for pk, name, size, danger, outcome, text in rows
    ]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a text while it was written."""

    warnings: Sequence[scrutiny.Finding]
    """Worth a second look before sharing."""
    remarks: Sequence[scrutiny.Finding]
    """Perhaps; pointed out and no more."""
    indicators: Sequence[scrutiny.Indicator]
    """Each value once."""


def check(texts: Mapping[str, str]) -> Checked:
    """What stands in these texts: personal data and secrets by field, and indicators."""
    findings = scrutiny.scrutinise_fields(texts)
    warnings = [finding for finding in findings if finding.is_warning]
    # Somebody's own address is not an indicator as well.
    taken = {(one.field, one.start) for one in warnings}
    indicators = {
        (one.kind, one.value): one
        for name, text in texts.items()
        for one in scrutiny.find_indicators(text)
        if (name, one.start) not in taken
    }
    return Checked(
        warnings=warnings,
        remarks=[finding for finding in findings if not finding.is_warning],
        indicators=sorted(indicators.values(), key=lambda one: (one.kind, one.value)),
    )
