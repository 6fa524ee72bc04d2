"""The one library all components register with, and how a component's small template is rendered."""

from collections.abc import Mapping

from django.template import Library
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from kring.web.drawing import written

register = Library()


def render(name: str, values: Mapping[str, object]) -> SafeString:
    """The template `ui/<name>.html` with these values, and with nothing else: a component sees what it is given."""
    return mark_safe(get_template(f"ui/{name}.html").render(dict(values)))  # noqa: S308  # templates escape


def attributes(extra: Mapping[str, object]) -> SafeString:
    """Further attributes of an element: `hx_get="…"` becomes `hx-get="…"`, True a bare one, None none.

    Raises ValueError for what the content security policy would refuse anyway: styles and handlers in the page.
    """
    return written({_attribute(name): value for name, value in extra.items()})


def _attribute(name: str) -> str:
    attribute = name.replace("_", "-")
    if attribute == "style" or attribute.startswith(("on", "hx-on")):
        raise ValueError(f"no {attribute} attribute: use a class, or a module in static/web")
    return attribute
