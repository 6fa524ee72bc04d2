"""What people fill in to connect a feed reader, a machine or a messenger."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kring.feeds.rules import EVENTS, Event
from kring.tlp.labels import Label


class ReachForm(forms.Form):
    """How far it reaches."""

    name = forms.CharField(label=_("What is it for?"), max_length=80)
    ceiling = forms.TypedChoiceField(
        label=_("Up to which label?"),
        coerce=lambda number: Label(int(number)),
        choices=[(int(label), label.marking) for label in Label if label is not Label.RED],
        initial=int(Label.GREEN),
        help_text=_("TLP:RED goes to no machine."),
    )
    circles = forms.MultipleChoiceField(
        label=_("In which circles?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: in all of yours, also those you join later."),
    )

    def __init__(self, *args: Any, circles: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["circles"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [(str(circle), name) for circle, name in circles]

    def limited_to(self) -> list[UUID] | None:
        """The circles it is limited to; None is no limit."""
        return [UUID(circle) for circle in self.cleaned_data["circles"]] or None


class FeedForm(ReachForm):
    """A web feed."""


class WebhookForm(ReachForm):
    """A webhook."""

    url = forms.CharField(label=_("Address"), max_length=500, help_text=_("It begins with https://."))
    events = forms.MultipleChoiceField(
        label=_("What should it hear of?"),
        choices=[(event.value, _(text)) for event, text in EVENTS.items()],
        initial=[Event.ITEM_SHARED, Event.ITEM_EDITED, Event.ITEM_RELABELLED, Event.ITEM_WITHDRAWN],
        widget=forms.CheckboxSelectMultiple,
    )

    field_order = ("name", "url", "events", "ceiling", "circles")

    def chosen_events(self) -> list[Event]:
        """What it should hear of."""
        return [Event(event) for event in self.cleaned_data["events"]]


class MessengerForm(forms.Form):
    """Another messenger."""

    name = forms.CharField(label=_("What do you call it?"), max_length=80)
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("As the library Apprise writes it, for instance tgram://bot-token/chat, or slack://…"),
    )
    urgent_only = forms.BooleanField(label=_("Only what is urgent"), required=False)
