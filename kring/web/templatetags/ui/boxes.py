"""What holds other things: heads of pages, cards, alerts, empty pages, folds, messages."""

from django.contrib.messages import get_messages
from django.template import Context
from django.utils.safestring import SafeString

from kring.web.templatetags.ui.library import attributes, register, render
from kring.web.toasts import toast_of

ALERTS = {"info": "info-circle", "good": "circle-check", "care": "alert-triangle", "bad": "alert-circle"}


@register.simple_block_tag
def heading(content: str, title: str, lead: str = "", back: str = "", back_text: str = "") -> SafeString:
    """The head of a page: its one h1, a line below it, and its buttons as content. `back` leads one step up."""
    return render("heading", {"content": content, "title": title, "lead": lead, "back": back, "back_text": back_text})


@register.simple_block_tag
def card(content: str, title: str = "", icon: str = "", tight: bool = False, **extra: object) -> SafeString:
    """A card. `tight`: the content goes to its edges, as lists and tables want."""
    return render(
        "card", {"content": content, "title": title, "icon": icon, "tight": tight, "extra": attributes(extra)}
    )


@register.simple_block_tag
def alert(content: str, kind: str = "info", title: str = "", live: bool = False) -> SafeString:
    """A message in the page. `kind`: info, good, care, bad. `live`: read out when it appears."""
    return render("alert", {"content": content, "kind": kind, "title": title, "icon": ALERTS[kind], "live": live})


@register.simple_block_tag
def empty(content: str, icon: str = "circle-dashed", href: str = "", text: str = "") -> SafeString:
    """An empty page: one sentence, and one button (`href`, `text`) that does the first thing."""
    return render("empty", {"content": content, "icon": icon, "href": href, "text": text})


@register.simple_block_tag
def fold(content: str, title: str, open: bool = False) -> SafeString:
    """Something that can wait, behind its title."""
    return render("fold", {"content": content, "title": title, "open": open})


@register.simple_tag(takes_context=True)
def toasts(context: Context) -> SafeString:
    """What Kring has to say after the last act, each with its undo. The frame shows it; pages need not."""
    request = context.get("request")
    said = [toast_of(message) for message in get_messages(request)] if request else []
    return render("toasts", {"toasts": said, "csrf_token": context.get("csrf_token")})
