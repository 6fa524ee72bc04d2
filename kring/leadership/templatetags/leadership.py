"""Words for duties and talks."""

from django.template import Library
from django.utils.translation import gettext

from kring.leadership import forms
from kring.leadership.queries import DutyHeld
from kring.leadership.rules import Due

register = Library()

DUTIES = dict(forms.DUTIES)
KINDS = dict(forms.KINDS)


@register.filter
def called(duty: DutyHeld) -> str:
    """What a duty is called: its own title, or the usual name."""
    return duty.title or str(DUTIES[duty.duty])


@register.filter
def step(due: Due) -> str:
    """A step of the secretary's cycle, in words."""
    return gettext(due.called)


@register.filter
def talk_kind(code: str) -> str:
    """What a talk was about, in words."""
    return str(KINDS[code])
