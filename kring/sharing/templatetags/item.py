"""What the page of an item shows of it: `{% load item %}`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kring.files.rules import DANGERS
from kring.sharing import queries, rules, scrutiny
from kring.web import moments

register = template.Library()

TAPS = {
    "useful": (_("Useful"), "thumb-up", _("Add a note to “useful”")),
    "not_relevant": (_("Not relevant"), "thumb-down", _("Add a note to “not relevant”")),
    "known": (_("Already known"), "eye", _("Add a note to “already known”")),
    "affected": (_("We are affected"), "flame", _("Add a note to “we are affected”")),
    "acted": (_("We acted"), "check", _("Add a note to “we acted”")),
    "doubted": (_("This is wrong"), "alert-triangle", _("Add a note to “this is wrong”")),
}
"""All of them, in the order of the buttons: text, icon, and what adds a note to it."""


@dataclass(frozen=True, slots=True)
class Tap:
    """One of the buttons, as it stands for this reader."""

    kind: str
    text: str
    icon: str
    add_to: str
    given: queries.Given | None
    count: int


@register.filter
def taps(item: queries.ItemDetail) -> list[Tap]:
    """The buttons."""
    return [
        Tap(kind, str(text), icon, str(add_to), item.my_feedback.get(kind), item.row.counts.get(kind, 0))
        for kind, (text, icon, add_to) in TAPS.items()
    ]


ANSWER_ICONS = {
    "yes": "check",
    "in_progress": "progress",
    "planned": "calendar-event",
    "not_applicable": "ban",
    "no": "x",
}
ANSWER_TONES = {"yes": "good", "in_progress": "accent", "planned": "accent", "not_applicable": "", "no": "bad"}


@dataclass(frozen=True, slots=True)
class AnswerTap:
    """One of the answers to a poll, as it stands for this reader."""

    kind: str
    text: str
    icon: str
    given: bool
    """It is what the reader's organisation answered."""
    count: int | None
    """None: not told."""


@register.filter
def answers(poll: queries.PollView) -> list[AnswerTap]:
    """What one can answer."""
    return [
        AnswerTap(
            kind,
            gettext(text),
            ANSWER_ICONS[kind],
            poll.own is not None and poll.own.answer == kind,
            None if poll.counts is None else poll.counts.get(kind, 0),
        )
        for kind, text in poll.options.items()
    ]


@register.filter
def ways_to_answer(poll: queries.PollAsked) -> list[AnswerTap]:
    """What one can answer to a poll that waits."""
    return [
        AnswerTap(kind, gettext(text), ANSWER_ICONS[kind], given=False, count=None)
        for kind, text in poll.options.items()
    ]


@register.filter
def question(poll: queries.PollView | queries.PollAsked) -> str:
    """What is asked: in the asker's words, or in ours."""
    return poll.question or gettext(rules.QUESTIONS[poll.kind])


@register.filter
def answer_text(poll: queries.PollView, answer: str) -> str:
    """How an answer to this poll is called."""
    return gettext(poll.options[answer])


@register.filter
def address(addresses: Mapping[str, str], answer: str) -> str:
    """Of the addresses in a mail, the one that gives this answer."""
    return addresses[answer]


@register.filter
def answer_icon(answer: str) -> str:
    """The icon of an answer to a poll."""
    return ANSWER_ICONS[answer]


@register.filter
def answer_tone(answer: str) -> str:
    """What sort of chip an answer to a poll is."""
    return ANSWER_TONES[answer]


@register.filter
def tap_icon(kind: str) -> str:
    """The icon of a tap."""
    return TAPS[kind][1]


@register.simple_tag
def help_address(item: queries.ItemDetail) -> str:
    """Where one asks for help with what an item warns of."""
    wanted = urlencode({"kind": "help", "about": item.row.id, "expertise": ", ".join(item.row.tags)})
    return f"{reverse('share', args=[item.row.circle_slug])}?{wanted}"


@register.filter
def why_wrapped(file: queries.AttachmentView) -> str:
    """Why a file is kept as an archive with a password."""
    return next((gettext(text) for danger, text in DANGERS.items() if danger == file.danger), "")


@register.filter
def kind_of_indicator(one: queries.SeenIndicator) -> str:
    """What it is: "IPv4 address"."""
    return capfirst(gettext(scrutiny.INDICATOR_NAMES[one.kind]))


@register.filter
def to_copy(item: queries.ItemDetail) -> str:
    """All indicators as systems write them, one a line."""
    return "\n".join(one.value for one in item.indicators)


@register.filter
def on_day(at: datetime) -> str:
    """The day of a moment, within a sentence."""
    return moments.long_day(timezone.localdate(at))


@register.filter
def duration(time: timedelta) -> str:
    """How long that is: "4 minutes"."""
    return moments.duration(time)


FACT_ICONS = {
    "ItemShared": "send",
    "SharedAboveMandate": "shield-exclamation",
    "ItemEdited": "pencil",
    "ItemRelabelled": "tag",
    "ItemWithdrawn": "arrow-back-up",
    "ItemErased": "trash",
    "ItemRead": "eye",
    "ClientRead": "eye",
    "ItemAcknowledged": "check",
    "ReaderReminded": "bell",
    "ReplyAdded": "message",
    "ReplyEdited": "message",
    "ReplyRemoved": "message",
    "FeedbackGiven": "thumb-up",
    "FeedbackTakenBack": "thumb-up",
    "PassedOn": "user-share",
    "PassingAsked": "help-circle",
    "PassingDecided": "gavel",
    "WideningAsked": "help-circle",
    "WideningDecided": "gavel",
    "SightingReported": "eye-check",
    "SightingTakenBack": "eye-check",
    "CredibilityMoved": "zoom-check",
    "PollAsked": "list-check",
    "PollAnswered": "list-check",
    "PollAnswerTakenBack": "list-check",
    "PollReminded": "bell",
    "PollClosed": "list-check",
    "AttachmentAdded": "paperclip",
    "AttachmentRemoved": "paperclip",
}


@register.filter
def fact_icon(line: queries.TrailLine) -> str:
    """The icon beside a line of a trail."""
    return FACT_ICONS.get(line.kind, "circle-dot")


KRING = pgettext_lazy("who did it, when nobody did", "Kring")


@register.filter
def told(line: queries.TrailLine) -> SafeString:
    """A line of a trail as a sentence; who did it stands out. A fact that has no sentence is told by its name."""
    values = dict(line.values)
    values["who"] = format_html("<strong>{}</strong>", values.get("who") or KRING)
    sentence = gettext(line.said) if line.said else "{who}: " + line.kind
    return format_html(sentence, **values)
