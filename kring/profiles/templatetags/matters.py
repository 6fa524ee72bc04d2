"""What pages and mails say of why something matters: `{% load matters %}`."""

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext, ngettext

from kring.profiles.reasons import SENTENCES, Reason

register = template.Library()


@register.filter
def why(reason: Reason) -> str:
    """One reason, in the reader's language: "your SIMATIC CN 4100 2.6 is affected (CVSS 9.8, exploited)"."""
    said = gettext(SENTENCES[reason.because]).format(yours=reason.yours, said=reason.said)
    beside = [f"CVSS {reason.score:.1f}"] if reason.score is not None else []
    beside += [gettext("exploited")] if reason.exploited else []
    beside += [] if reason.is_sure or reason.is_mild else [gettext("by name alone")]
    return f"{said} ({', '.join(beside)})" if beside else said


@register.filter
def matters(reasons: Sequence[Reason]) -> str:
    """All of them in a line, the most severe in words. Empty when there are none."""
    if not reasons:
        return ""
    line = gettext("Matters to you: {why}").format(why=why(reasons[0]))
    if more := len(reasons) - 1:
        return ngettext("{line}, and {n} more", "{line}, and {n} more", more).format(line=line, n=more)
    return line
