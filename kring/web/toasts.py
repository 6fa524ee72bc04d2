"""What Kring says after an act: one sentence at the bottom of the next page, with a way back where there is one."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

_UNDO = "undo="


@dataclass(frozen=True, slots=True)
class Toast:
    """One sentence, and the address that takes back what it tells (empty: nothing to take back)."""

    text: str
    undo: str = ""
    wrong: bool = False


def say(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Tell the person what just happened. `undo` is the address that, when posted to, takes it back."""
    messages.success(request, text, extra_tags=_UNDO + undo if undo else "")


def toast_of(message: Message) -> Toast:
    """A stored message, read back."""
    extra = message.extra_tags or ""
    return Toast(
        text=str(message.message),
        undo=extra.removeprefix(_UNDO) if extra.startswith(_UNDO) else "",
        wrong=message.level >= messages.ERROR,
    )
