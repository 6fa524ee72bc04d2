"""What the gallery shows in its components: every state once, with values that look like real ones."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kring.tlp.labels import Label
from kring.web.choosing import ChoosingForm
from kring.web.frame import CirclePlace, Colour, Frame, Link, PersonPlace
from kring.web.templatetags.ui.marks import icons
from kring.web.toasts import say


@dataclass(frozen=True, slots=True)
class Harbour:
    """One of many to choose from."""

    key: UUID
    text: str


class Harbours:
    """More harbours than one reads through."""

    every = tuple(Harbour(UUID(int=number), f"Harbour {number}") for number in range(1, 100))

    def called(self, words: str, most: int) -> list[Harbour]:
        """The first so many with these words in their name."""
        return [one for one in self.every if words.casefold() in one.text.casefold()][:most]

    def among(self, keys: Collection[UUID]) -> list[Harbour]:
        """Those of these that there are."""
        return [one for one in self.every if one.key in keys]


class Example(ChoosingForm):
    """One field of every kind."""

    title = forms.CharField(label=_("What"), help_text=_("One sentence somebody would read out."))
    text = forms.CharField(label=_("So what"), widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("warning", _("Warning")), ("question", _("Question"))])
    reach = forms.ChoiceField(
        label=_("Who may read it"),
        choices=[("circle", _("Everyone in the circle")), ("named", _("People I name"))],
        widget=forms.RadioSelect,
        help_text=_("You can change this later, but only you."),
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        choices=[("mail", _("Mail")), ("cloud", _("Cloud"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    urgent = forms.BooleanField(label=_("Tell everyone at once"), required=False)
    when = forms.DateField(label=_("Seen on"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    secret = forms.CharField(label=_("Password"), widget=forms.PasswordInput)
    harbour = forms.ChoiceField(label=_("Harbour"), required=False)
    attachment = forms.FileField(label=_("Attachment"), required=False, help_text=_("At most 25 MB."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("harbour", crowd=Harbours(), nobody=gettext("No harbour"))


def _rooms(count: int) -> tuple[Link, ...]:
    rooms = (
        Link(str(_("Home")), "#home", "home"),
        Link(str(_("Items")), "#items", "messages", current=True, count=3),
        Link(str(_("Meetings")), "#meetings", "calendar-event"),
        Link(str(_("Members")), "#members", "users"),
        Link(str(_("Agreements")), "#agreements", "checklist"),
        Link(str(_("Partners")), "#partners", "affiliate"),
        Link(str(_("Activities")), "#activities", "flag"),
        Link(str(_("Library")), "#library", "books"),
        Link(str(_("Health")), "#health", "heartbeat"),
    )
    return rooms[:count]


def _frame() -> Frame:
    here = CirclePlace("Haven ISAC", "#haven", Colour.TEAL, "Rijnmond", current=True)
    others = ("Energie", "Logistiek", "Chemie", "Sluizen en bruggen", "Crisisteam", "Werkgroep OT")
    return Frame(
        person=PersonPlace(
            "Ada van den Berg",
            "ada@haven.example",
            (
                Link(str(_("Profile")), "#profile", "user-circle"),
                Link(str(_("Notifications")), "#notifications", "bell"),
                Link(str(_("Security")), "#security", "shield-lock"),
                Link(str(_("Tokens")), "#tokens", "key"),
            ),
        ),
        circle=here,
        circles=(
            here,
            *(CirclePlace(name, "#", colour) for name, colour in zip(others, list(Colour)[1:], strict=False)),
        ),
        rooms=_rooms(9),
        share_url="#share",
        search_url="#search",
        notices_url="#notices",
        unread=4,
        sign_out_url="#out",
    )


def gallery_of(request: HttpRequest) -> dict[str, object]:
    """Everything the gallery's template asks for. `?frame=1` puts the full frame around it, `?toasts=1` says something."""
    now = timezone.now()
    wrong = Example({"kind": "warning"}, prefix="wrong")
    wrong.add_error(None, str(_("Somebody changed this while you were writing.")))
    if "toasts" in request.GET:
        say(request, str(_("Shared with 14 people in 9 organisations.")), undo="#undo")
    values: dict[str, object] = {
        "labels": list(reversed(Label)),
        "icons": sorted(icons()),
        "colours": list(Colour),
        "fresh": Example(initial={"kind": "warning", "reach": "circle", "urgent": True}),
        "wrong": wrong,
        "ages": [
            now - timedelta(**{unit: n})
            for unit, n in (("seconds", 5), ("minutes", 3), ("hours", 5), ("days", 2), ("days", 40), ("days", 500))
        ],
        "now": now,
        "today": now.date(),
        "tabs_links": [
            Link(str(_("Items")), "#", "messages", current=True, count=12),
            Link(str(_("Drafts")), "#", "pencil", count=1),
            Link(str(_("Withdrawn")), "#"),
        ],
        "kinds": [
            Link(str(_("all")), "#", current=True),
            Link(str(_("warnings")), "#", count=4),
            Link(str(_("questions")), "#", count=2),
        ],
        "sources": [
            Link(str(_("anybody")), "#", current=True),
            Link("Havenbedrijf", "#", count=8),
            Link("Waterschap", "#", count=2),
        ],
    }
    if "frame" in request.GET:
        values["frame"] = _frame()
    return values
