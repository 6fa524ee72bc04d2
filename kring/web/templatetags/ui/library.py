"""The one library all components register with, and how a component's small template is rendered."""

from collections.abc import Mapping

from django.template import Library
from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = Library()


def render(name: str, values: Mapping[str, object]) -> SafeString:
    """The template `ui/<name>.html` with these values, and with nothing else: a component sees what it is given."""
    return mark_safe(get_template(f"ui/{name}.html").render(dict(values)))  # noqa: S308  # templates escape


def attributes(extra: Mapping[str, object]) -> SafeString:
    """Further attributes of an element: `hx_get="…"` becomes `hx-get="…"`, True a bare one, None none.

    Raises ValueError for what the content security policy would refuse anyway: styles and handlers in the page.
    """
    return mark_safe("".join(map(_attribute, extra.items())))  # noqa: S308  # escaped one by one


def _attribute(given: tuple[str, object]) -> str:
    name, value = given
    attribute = name.replace("_", "-")
    if attribute == "style" or attribute.startswith(("on", "hx-on")):
        raise ValueError(f"no {attribute} attribute: use a class, or a module in static/web")
    if value is None or value is False:
        return ""
    return f" {attribute}" if value is True else f' {attribute}="{conditional_escape(str(value))}"'
