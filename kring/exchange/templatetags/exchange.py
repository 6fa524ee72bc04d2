"""What templates say of objects."""

from django import template
from django.utils.translation import gettext

from kring.exchange.finding import Caution

register = template.Library()


@register.filter
def cautioned(caution: Caution) -> str:
    """What to know about a value, in the reader's language."""
    return gettext(caution.text).format(entry=caution.entry)
