"""Words for the codes of circles: roles, kinds, states, reasons, levels, languages."""

from django.template import Library
from django.utils.translation import gettext

from kring.circles import forms, rules
from kring.kernel.errors import Refusal
from kring.people.forms import language_name
from kring.web.doors import spoken

register = Library()

ROLES = dict(forms.ROLES)
ORGANISATION_KINDS = dict(forms.ORGANISATION_KINDS)
MEMBERSHIP_KINDS = dict(forms.MEMBERSHIP_KINDS)
LEVELS = dict(forms.LEVELS)
STATES = dict(rules.MEMBERSHIP_STATES)
REASONS = dict(rules.SUSPENSION_REASONS)


@register.filter
def role(code: str) -> str:
    """ "deputy" in words; a colleague when there is no seat."""
    return str(ROLES[code]) if code else gettext("Colleague")


@register.filter
def organisation_kind(code: str) -> str:
    """ "public" in words."""
    return str(ORGANISATION_KINDS[code])


@register.filter
def membership_kind(code: str) -> str:
    """ "observer" in words."""
    return str(MEMBERSHIP_KINDS[code])


@register.filter
def state(code: str) -> str:
    """ "suspended" in words."""
    return gettext(STATES[code])


@register.filter
def reason(code: str) -> str:
    """ "breach" in words."""
    return gettext(REASONS[code])


@register.filter
def preset(code: str) -> str:
    """ "isac" in words."""
    return gettext(rules.PRESETS[code].name) if code in rules.PRESETS else gettext("Partner network")


@register.filter
def level(number: int) -> str:
    """ "3: do it myself"."""
    return str(LEVELS[number])


@register.filter
def language(code: str) -> str:
    """ "nl" in words."""
    return language_name(code)


@register.filter
def said(refusal: Refusal) -> str:
    """What a rule says, in the reader's language."""
    return spoken(refusal)


@register.filter
def fingerprint(digits: str) -> str:
    """A key's fingerprint in groups that one can compare aloud."""
    groups = [digits[start : start + 4] for start in range(0, len(digits), 4)]
    return " ".join(groups).upper()


@register.filter
def at(values: dict[object, object], key: object) -> object:
    """The value of a dictionary that is kept under this key; None when there is none."""
    return values.get(key)
