"""Filters for what members write: `{% load text %}`."""

from django import template
from django.utils.safestring import SafeString

from kring.web import markup

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """`{{ item.what|markdown }}`."""
    return markup.render(text)


@register.filter
def difference(old: str, new: str) -> SafeString:
    """`{{ version.what|difference:item.what }}`, inside an element of class `difference`."""
    return markup.difference(old, new)
