"""Filters for what is shared: `{% load sharing %}`."""

import re
from collections.abc import Sequence

from django import template
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from kring.kernel.errors import Refusal
from kring.kernel.words import N_
from kring.sharing.queries import ItemRow
from kring.sharing.queries.search import START, STOP
from kring.sharing.rules import Caution
from kring.web.templatetags.ui import marks

register = template.Library()

MATCH = re.compile(f"{START}([^{START}{STOP}]*){STOP}")


@register.filter
def marked(excerpt: str) -> SafeString:
    """An excerpt as HTML, with the words that matched in `<mark>`; whatever else was typed shows as it was typed."""
    html = MATCH.sub(r"<mark>\1</mark>", escape(excerpt)).replace(START, "").replace(STOP, "")
    return mark_safe(html)  # noqa: S308  # escaped, and then given the one tag of our own


# What readers say in one tap, in the order in which it is shown: the words that count it, and its icon.
FEEDBACK = (
    ("useful", N_("useful"), "thumb-up"),
    ("acted", N_("acted"), "check"),
    ("affected", N_("affected"), "flame"),
    ("known", N_("already known"), "eye"),
    ("not_relevant", N_("not relevant"), "thumb-down"),
    ("doubted", N_("say it is wrong"), "alert-triangle"),
)


@register.simple_tag
def feedback(row: ItemRow) -> SafeString | str:
    """What readers said of an item in one tap, and how many replies there are."""
    given = [(row.counts[kind], gettext(text), icon) for kind, text, icon in FEEDBACK if row.counts.get(kind)]
    if row.replies:
        given.append((row.replies, gettext("replies"), "message"))
    return _counted(tuple(given), gettext("Feedback")) if given else ""


@marks.drawn_once
def _counted(given: Sequence[tuple[int, str, str]], name: str) -> SafeString:
    return marks.counts(format_html_join("", "{}", ([marks.count(*one)] for one in given)), name)


@register.filter
def said(reason: Refusal | Caution) -> str:
    """What a rule says, in the reader's language."""
    return gettext(reason.text).format(**reason.values)
