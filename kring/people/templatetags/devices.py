"""A browser and a system, from what a browser says of itself."""

import re

from django.template import Library
from django.utils.translation import gettext as _

register = Library()

# In this order: many browsers also name the ones they resemble.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrom": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}
HANDHELD = ("iPhone", "iPad", "Android")


def _first(said: str, known: dict[str, str]) -> str:
    return next((name for sign, name in known.items() if sign in said), "")


@register.filter
def device(user_agent: str) -> str:
    """A device as one would say it: "Firefox, Windows". What we do not know is shown as it came, cut short."""
    names = [name for name in (_first(user_agent, BROWSERS), _first(user_agent, SYSTEMS)) if name]
    return ", ".join(names) or re.sub(r"\s.*", "", user_agent) or _("Unknown device")


@register.filter
def device_icon(user_agent: str) -> str:
    """A telephone or a laptop."""
    return "device-mobile" if _first(user_agent, SYSTEMS) in HANDHELD else "device-laptop"
