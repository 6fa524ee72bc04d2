"""How inputs with many choices are drawn: a circle has thousands of people to choose from."""

from collections.abc import Iterable
from typing import Any

from django.forms import BoundField
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


def choices(bound: BoundField) -> SafeString:
    """Radio buttons or ticks, each in its label."""
    widget = bound.field.widget
    attributes = bound.build_widget_attrs({"id": bound.auto_id}, widget)
    drawn = widget.get_context(bound.html_name, bound.value(), attributes)["widget"]
    return format_html_join(
        "",
        '<label class="form-check"><input type="{}" name="{}" value="{}"{}>'
        '<span class="form-check-label">{}</span></label>',
        (
            (option["type"], option["name"], option["value"], _attributes(option), option["label"])
            for _name, options, _index in drawn["optgroups"]
            for option in options
        ),
    )


def _attributes(widget: Drawn) -> SafeString:
    return flatatt({name: value for name, value in widget["attrs"].items() if value is not None})
