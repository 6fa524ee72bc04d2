"""Small marks within a line: label, icon, face, chip, numbers."""

import re
from functools import cache, lru_cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.text import slugify

from kring.tlp.labels import Label
from kring.web import moments
from kring.web.templatetags.ui.library import register, render

SPRITE = "vendor/tabler-icons.svg"


@cache
def icons() -> frozenset[str]:
    """The names of the icons we have."""
    drawn = (Path(__file__).parents[2] / "static" / SPRITE).read_text()
    return frozenset(re.findall(r'<symbol id="([^"]+)"', drawn))


drawn_once = lru_cache(maxsize=1024, typed=True)
"""A list draws the same few again and again. Typed: a text that is escaped already is another than one that is not."""


@register.simple_tag
@drawn_once
def icon(name: str, text: str = "", size: str = "") -> SafeString:
    """A Tabler icon. With `text` it speaks for itself; without, it accompanies words. `size`: small, large, turn."""
    if name not in icons():
        raise ValueError(
            f"no icon {name!r}: add it to kring/web/static/vendor/VENDOR.toml, run tools/vendor.py --accept"
        )
    return render("icon", {"name": name, "text": text, "size": size, "address": f"{static(SPRITE)}#{name}"})


@register.simple_tag
def label(marking: Label | int | str, size: str = "") -> SafeString:
    """A TLP label in its official colours, always with its words. Takes a `Label`, its number or its name."""
    return _label(Label.parse(marking) if isinstance(marking, str) else Label(marking), size)


@cache
def _label(label: Label, size: str) -> SafeString:
    return render("label", {"label": label, "size": size})


def initials_of(name: str) -> str:
    """The first letters of a first and a last name: "Ada van den Berg" is AB."""
    words = [word for word in re.split(r"[\s-]+", name) if word]
    capitals = [word for word in words if word[0].isupper()] or words
    return (capitals[0][0] + capitals[-1][0] if len(capitals) > 1 else "".join(capitals)[:2]).upper()


@register.simple_tag
@drawn_once
def avatar(name: str, size: str = "", kind: str = "person") -> SafeString:
    """Initials in a ring. The name stands beside it in words, so screen readers skip it. `kind`: person, organisation, machine."""
    return _face(initials_of(name), size, kind)


@lru_cache(maxsize=1024)  # two letters: a list of people draws the same ones again and again
def _face(initials: str, size: str, kind: str) -> SafeString:
    return render("avatar", {"initials": initials, "size": size, "kind": kind})


@register.simple_block_tag
@drawn_once
def chip(content: str, kind: str = "", icon: str = "") -> SafeString:
    """A word about how something stands. `kind`: nothing, accent, good, care, bad."""
    return render("chip", {"content": content, "kind": kind, "icon": icon})


@register.simple_tag
@drawn_once
def dot(colour: str) -> SafeString:
    """The colour of a circle, beside its name."""
    return render("dot", {"colour": slugify(colour)})


@register.simple_tag
def number(value: float) -> SafeString:
    """A number with its groups, figures lined up."""
    return render("number", {"text": moments.number(value)})


@register.simple_block_tag
def counts(content: str, name: str) -> SafeString:
    """A line of `count`s. `name` says what is counted."""
    return render("counts", {"content": content, "name": name})


@register.simple_tag
def count(value: int, text: str, icon: str) -> SafeString:
    """One number with its icon; `text` says what it counts, for those who do not see the icon."""
    return _count(moments.number(value), text, icon)


@drawn_once
def _count(number: str, text: str, icon: str) -> SafeString:
    return render("count", {"number": number, "text": text, "icon": icon})


@register.simple_block_tag
def stat(content: str, value: float | str) -> SafeString:
    """A large number and what it is."""
    return render("stat", {"content": content, "value": value if isinstance(value, str) else moments.number(value)})


@register.simple_tag
def copy(text: str, shown: str = "") -> SafeString:
    """A value with a button that copies it. `shown`: what to read instead, such as a defanged address."""
    return render("copy", {"text": text, "shown": shown or text})
