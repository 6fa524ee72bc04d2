"""What other rooms add to a page."""

from django.template import Context, Library
from django.utils.safestring import SafeString, mark_safe

from kring.web import parts as rooms

register = Library()


@register.simple_tag(takes_context=True)
def parts(context: Context, place: str, about: object = None) -> SafeString:
    """`{% parts "home_aside" %}`: what other rooms show here, one below the other; see `web.parts.Place`."""
    return mark_safe("".join(rooms.shown(rooms.Place(place), context["request"], about)))  # noqa: S308  # parts escape
