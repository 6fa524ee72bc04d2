"""How inputs with many choices are drawn: a circle has thousands of people to choose from."""

from collections.abc import Iterable
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Drawn = dict[str, Any]
"""What Django's templates for inputs are given under the name `widget`."""


class Drawing(DjangoTemplates):
    """Django's own templates; what they would draw choice by choice, at a quarter of a millisecond each, is drawn here."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The input as HTML."""
        match template_name:
            case "django/forms/widgets/select.html":
                return _select(context["widget"])
            case "django/forms/widgets/checkbox_option.html":
                return _tick(context["widget"])
            case _:
                return super().render(template_name, context, request)


def _select(widget: Drawn) -> SafeString:
    groups = format_html_join("", "{}", ([_group(name, options)] for name, options, _ in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], _attributes(widget), groups)


def _group(name: str | None, options: Iterable[Drawn]) -> SafeString:
    drawn = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((option["value"], _attributes(option), option["label"]) for option in options),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn


def _tick(widget: Drawn) -> SafeString:
    return format_html(
        '<input type="checkbox" name="{}" value="{}"{}>', widget["name"], widget["value"], _attributes(widget)
    )


def _attributes(widget: Drawn) -> SafeString:
    return flatatt({name: value for name, value in widget["attrs"].items() if value is not None})
