"""Words for the codes of circles: roles, kinds, states, reasons, levels, languages."""

from functools import lru_cache
from uuid import UUID

from django.template import Library
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kring.circles import forms, rules
from kring.circles.queries import Topic
from kring.kernel.errors import Refusal
from kring.people.forms import language_name
from kring.people.queries import Profile
from kring.web.doors import spoken
from kring.web.templatetags.ui import marks

register = Library()

ROLES = dict(forms.ROLES)
ORGANISATION_KINDS = dict(forms.ORGANISATION_KINDS)
MEMBERSHIP_KINDS = dict(forms.MEMBERSHIP_KINDS)
LEVELS = dict(forms.LEVELS)
STATES = dict(rules.MEMBERSHIP_STATES)
REASONS = dict(rules.SUSPENSION_REASONS)


@register.filter
def role(code: str) -> str:
    """A role in words: deputy; a colleague when there is no seat."""
    return str(ROLES[code]) if code else gettext("Colleague")


@register.filter
def organisation_kind(code: str) -> str:
    """A kind of organisation in words: public."""
    return str(ORGANISATION_KINDS[code])


@register.filter
def membership_kind(code: str) -> str:
    """A kind of membership in words: observer."""
    return str(MEMBERSHIP_KINDS[code])


@register.filter
def state(code: str) -> str:
    """A state in words: suspended."""
    return gettext(STATES[code])


@register.filter
def reason(code: str) -> str:
    """A reason in words."""
    return gettext(REASONS[code])


@register.filter
def preset(code: str) -> str:
    """A preset in words: sector."""
    return gettext(rules.PRESETS[code].name) if code in rules.PRESETS else gettext("Partner network")


@register.filter
def level(number: int) -> str:
    """How well somebody knows something, in words."""
    return str(LEVELS[number])


@register.filter
def language(code: str) -> str:
    """A language in words: Dutch."""
    return language_name(code)


@register.filter
def said(refusal: Refusal) -> str:
    """What a rule says, in the reader's language."""
    return spoken(refusal)


NOBODY = UUID(int=0)


@register.simple_tag
def address_in(circle: str, page: str, which: UUID) -> str:
    """The address of this page about a person or a membership in a circle. For lists: `url` takes as long as to draw the row."""
    before, after = _around(circle, page)
    return f"{before}{which}{after}"


@lru_cache(maxsize=1024)
def _around(circle: str, page: str) -> list[str]:
    return reverse(page, args=[circle, NOBODY]).split(str(NOBODY))


@register.simple_tag
@lru_cache(maxsize=1024)  # a list of people names the same topics again and again
def knows(topic: Topic) -> SafeString:
    """Something that somebody knows about, and how well."""
    return marks.chip(f"{topic.name} {topic.level}", icon="bulb")


@register.simple_tag
def reach(shown: Profile) -> SafeString:
    """How somebody can be reached, as far as they show it."""
    ways = []
    if shown.phone:
        number, says = shown.phone.replace(" ", ""), _to_call(shown)
        phone = marks.icon("phone", size="small")
        ways.append(format_html('<a href="tel:{}" aria-label="{}">{}{}</a>', number, says, phone, shown.phone))
    if shown.email:
        ways.append(
            format_html('<a href="mailto:{}">{}{}</a>', shown.email, marks.icon("mail", size="small"), shown.email)
        )
    return format_html('<div class="k-reach">{}</div>', SafeString(" ".join(ways))) if ways else SafeString("")


def _to_call(shown: Profile) -> str:
    """What a telephone number does, for who does not see it stand beside a name."""
    return gettext("Call %(name)s: %(number)s") % {"name": shown.name, "number": shown.phone}


@register.filter
def fingerprint(digits: str) -> str:
    """A key's fingerprint in groups that one can compare aloud."""
    groups = [digits[start : start + 4] for start in range(0, len(digits), 4)]
    return " ".join(groups).upper()


@register.filter
def at(values: dict[object, object], key: object) -> object:
    """The value of a dictionary that is kept under this key; None when there is none."""
    return values.get(key)
