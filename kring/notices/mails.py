"""Mails, composed but not sent: what is told, to whom, and in which form the label lets it travel."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Protocol, runtime_checkable
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kring.kernel.errors import Refusal
from kring.notices.post.headers import Address
from kring.notices.post.letter import Message
from kring.notices.post.marks import REPLY_MARK
from kring.notices.post.printable import slot
from kring.notices.rules import Occasion
from kring.tlp.carriage import Carriage
from kring.tlp.labels import Label

TAPS = ("useful", "not_relevant", "known", "affected", "acted", "doubted")
"""Feedback that is one tap in a mail; as `sharing` names its kinds."""

ANSWERS = ("yes", "in_progress", "planned", "not_applicable", "no")
"""Answers to a poll that are one tap in a mail; as `sharing` names them."""

NOTHING = "nothing"
"""The tap that answers a round."""


@dataclass(frozen=True, slots=True)
class Story:
    """What is told in a mail. `folder` holds subject.txt, body.txt and body.html; `context` is theirs.

    `stamp` changes when anything in it does, so that nobody gets an old text. `link` is a path on this site.
    `source` is who says it, as readers may know; empty for nobody.
    """

    label: Label
    stamp: Hashable
    folder: str
    link: str
    circle: str = ""
    slug: str = ""
    source: str = ""
    urgent: bool = False
    context: Mapping[str, object] = field(default_factory=dict)
    in_the_open: "Story | None" = None
    """What is told instead to somebody for whom this cannot be sealed, where that is more than a link."""
    calendar: str = ""
    """An iTIP object that goes along in every form: it says no more than its label lets travel in the open."""
    method: str = "REQUEST"
    """Its METHOD."""
    aside: Hashable = None
    """Tells what is added for some from what is told to all."""

    def beside(self, aside: "Aside") -> "Story":
        """The same with what is added for some."""
        return replace(self, aside=aside.stamp, context={**self.context, **aside.context})


@dataclass(frozen=True, slots=True)
class Aside:
    """What some are told beside what all are told. It travels as the rest does: with a link alone it stays at home."""

    stamp: Hashable
    context: Mapping[str, object]


class Telling(Occasion, Protocol):
    """Something that people are told by mail. The subject that it belongs to says who and what."""

    @property
    def is_personal(self) -> bool:
        """Everybody is told something of their own, as in a digest."""
        ...

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Who of these may have it at this moment."""
        ...

    def story(self, reader: UUID) -> Story | None:
        """What this reader is told, as things are at this moment. None: there is nothing to tell (any more).

        Raises `NotVisible` when it is not for this reader.
        """
        ...


class OfNoItem:
    """What most tellings are: about no item, following no other mail, and the same for everybody."""

    __slots__ = ()
    item: ClassVar[UUID | None] = None
    reply: ClassVar[UUID | None] = None
    is_personal: ClassVar[bool] = False

    @property
    def parent(self) -> UUID | None:
        """None of its own."""
        return None


@runtime_checkable
class TellsSomeMore(Protocol):
    """A telling that says something more to some."""

    def asides(self, people: Collection[UUID]) -> Mapping[UUID, Aside]:
        """What is added for whom of these."""
        ...


def compose(
    story: Story,
    carriage: Carriage,
    *,
    language: str,
    zone: str,
    domain: str,
    base_url: str,
    sender: str,
    why: Refusal | None,
) -> Message:
    """The message for everybody with this language and clock. `why` says why a reader gets no content.

    A mail without content is rendered from a template of its own, and is not given what the story says.
    """
    folder = story.folder if carriage.has_content else "notices/mail/link"
    shown: dict[str, object] = {
        "site": base_url,
        "link": base_url + story.link,
        "settings": f"{base_url}/you/mail/",
        "circle": story.circle if carriage.names_circle else "",
        "label": story.label if carriage.names_circle else None,
        "urgent": story.urgent and carriage.names_circle,
    }
    if carriage.has_content:
        shown |= {
            **story.context,
            "source": story.source,
            "taps": {tap: f"{base_url}/mail/{tap}/{slot('token')}/" for tap in (*TAPS, NOTHING)},
            "answers": {answer: f"{base_url}/mail/poll/{answer}/{slot('token')}/" for answer in ANSWERS},
            "reply_mark": REPLY_MARK if carriage.takes_replies else "",
        }
    with translation.override(language), timezone.override(_zone(zone)):
        shown["why"] = _(why.text).format(**why.values) if why else ""
        return Message(
            sender=Address(_sender_name(story, carriage), sender),
            subject=_render(f"{folder}/subject.txt", shown),
            text=_render(f"{folder}/body.txt", shown),
            html=get_template(f"{folder}/body.html").render(shown),
            list_id=f"{story.slug}.{domain}" if carriage.names_circle and story.slug else "",
            list_name=story.circle if carriage.names_circle else "",
            calendar=story.calendar,
            method=story.method,
        )


def _sender_name(story: Story, carriage: Carriage) -> str:
    """Who it seems to come from. The name of who wrote it is content: it travels in the open only with the rest."""
    if not carriage.names_circle or not story.circle:
        return "Kring"
    if carriage.has_content and not carriage.sealed and story.source:
        return _("%(person)s via %(circle)s") % {"person": story.source, "circle": story.circle}
    return story.circle


def _render(template: str, context: Mapping[str, object]) -> str:
    """Plain text: nothing in it is HTML, so nothing is escaped."""
    return str(get_template(template).template.render(Context(context, autoescape=False))).strip() + "\n"  # type: ignore[attr-defined]


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("Europe/Amsterdam")
