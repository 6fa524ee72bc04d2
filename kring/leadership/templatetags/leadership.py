"""Words for duties and talks."""

from django.template import Library

from kring.leadership import forms
from kring.leadership.queries import DutyHeld

register = Library()

DUTIES = dict(forms.DUTIES)
KINDS = dict(forms.KINDS)


@register.filter
def called(duty: DutyHeld) -> str:
    """What a duty is called: its own title, or the usual name."""
    return duty.title or str(DUTIES[duty.duty])


@register.filter
def talk_kind(code: str) -> str:
    """What a talk was about, in words."""
    return str(KINDS[code])
