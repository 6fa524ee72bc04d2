"""How inputs are drawn: a form has a dozen, and one with many choices has thousands of people in it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms import BoundField
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Drawn = dict[str, Any]
"""What Django's templates for inputs are given under the name `widget`."""

INPUTS = frozenset(
    f"django/forms/widgets/{name}.html"
    for name in ("checkbox", "date", "datetime", "email", "hidden", "number", "password", "text", "time", "url")
)
"""The templates of what is one `<input>`."""


class Drawing(DjangoTemplates):
    """Django's own templates; what most forms have is drawn here: by template it takes a quarter of a millisecond each."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The input as HTML."""
        match template_name:
            case "django/forms/widgets/select.html":
                return _select(context["widget"])
            case "django/forms/widgets/textarea.html":
                return _textarea(context["widget"])
            case _ if template_name in INPUTS:
                return _input(context["widget"])
            case _:
                return super().render(template_name, context, request)


def _input(widget: Drawn) -> SafeString:
    value = {} if widget["value"] is None else {"value": widget["value"]}
    given = {"type": widget["type"], "name": widget["name"], **value, **widget["attrs"]}
    return mark_safe(f"<input{written(given)}>")  # noqa: S308  # escaped one by one


def _textarea(widget: Drawn) -> SafeString:
    given = written({"name": widget["name"], **widget["attrs"]})
    return mark_safe(f"<textarea{given}>\n{conditional_escape(widget['value'] or '')}</textarea>")  # noqa: S308  # the same


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
    return written(widget["attrs"])


def written(attributes: Mapping[str, Any]) -> SafeString:
    """The attributes of an element: True is a bare one; None and False are none."""
    return mark_safe("".join(map(_attribute, attributes.items())))  # noqa: S308  # escaped one by one


def _attribute(given: tuple[str, Any]) -> str:
    name, value = given
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
