"""Filters for what is shared: `{% load sharing %}`."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from kring.kernel.errors import Refusal
from kring.sharing.queries.search import START, STOP
from kring.sharing.rules import Caution

register = template.Library()

MATCH = re.compile(f"{START}([^{START}{STOP}]*){STOP}")


@register.filter
def marked(excerpt: str) -> SafeString:
    """An excerpt as HTML, with the words that matched in `<mark>`; whatever else was typed shows as it was typed."""
    html = MATCH.sub(r"<mark>\1</mark>", escape(excerpt)).replace(START, "").replace(STOP, "")
    return mark_safe(html)  # noqa: S308  # escaped, and then given the one tag of our own


@register.filter
def said(reason: Refusal | Caution) -> str:
    """What a rule says, in the reader's language."""
    return gettext(reason.text).format(**reason.values)
