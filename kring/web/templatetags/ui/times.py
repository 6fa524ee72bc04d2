"""Moments and days, written the way the reader writes them."""

from datetime import date, datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from kring.web import moments
from kring.web.templatetags.ui.library import register


@register.simple_tag
def age(at: datetime) -> SafeString:
    """How long ago: "3 min ago". The full moment shows when pointed at; a script keeps it true."""
    return format_html(
        '<time datetime="{}" title="{}" data-age>{}</time>', at.isoformat(), moments.full_moment(at), moments.age(at)
    )


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """A day and a time, in the reader's zone: "21 November 2026 at 14:05"."""
    return _time(at, moments.full_moment(at))


@register.simple_tag
def day(on: date) -> SafeString:
    """A day in full: "21 November 2026"."""
    return _time(on, moments.long_day(on))


def _time(at: datetime | date, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), text)
