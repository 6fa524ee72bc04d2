"""Words for what became of a file: where, and why."""

from django.template import Library
from django.utils.translation import gettext

from kring.kernel.errors import Refusal
from kring.web.doors import spoken

register = Library()


@register.filter
def place(where: str) -> str:
    """A place in a file in words: "line 7"; in a document, as it is."""
    return gettext("line %s") % where if where.isdecimal() else where


@register.filter
def why(refusal: Refusal) -> str:
    """Why it was not understood."""
    return spoken(refusal)
