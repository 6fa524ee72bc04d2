"""What people fill in to exchange with collections of others."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kring.exchange.rules import LEAST_MINUTES, MOST_MINUTES, PLACES, PUBLISHER_KINDS, Place, PublisherKind, Way
from kring.tlp.labels import Label


class PasteForm(forms.Form):
    """Anything with indicators in it."""

    text = forms.CharField(
        label=_("Text"), required=False, max_length=1_000_000, widget=forms.Textarea(attrs={"rows": 10})
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        allow_empty_file=True,
        help_text=_("Mail (.eml, .msg), PDF, Word, Excel, OpenDocument, a web page or plain text."),
    )

    def clean(self) -> dict[str, Any]:
        """One of both; the file, when there are two."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not given.get("file") and not given.get("text", "").strip():
            self.add_error("text", _("Paste a text, or choose a file."))
        return given


class FileForm(forms.Form):
    """A file with objects."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("STIX 2.1, CSAF 2.0 or an event of MISP as JSON; KEV; indicators as CSV, or one on a line."),
    )
    unmarked = forms.TypedChoiceField(
        label=_("What carries no label gets"),
        coerce=lambda number: Label(int(number)),
        choices=[(int(label), label.marking) for label in (Label.GREEN, Label.AMBER, Label.AMBER_STRICT)],
        initial=int(Label.AMBER),
    )


class SubscriptionForm(forms.Form):
    """Something that others have."""

    name = forms.CharField(label=_("What do you call it?"), max_length=80)
    place = forms.TypedChoiceField(
        label=_("What do they have?"),
        coerce=Place,
        choices=lambda: [
            (place.value, f"{gettext(name)}: {gettext(about)}") for place, (name, about) in PLACES.items()
        ],
        initial=Place.TAXII.value,
        widget=forms.RadioSelect,
    )
    way = forms.TypedChoiceField(
        label=_("Which way?"),
        coerce=Way,
        choices=[(Way.PULL.value, _("Read what they have")), (Way.PUSH.value, _("Give them what is here"))],
        initial=Way.PULL.value,
        widget=forms.RadioSelect,
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_(
            "Of the collection, the feed, the list, or the provider-metadata.json. Of a provider its domain is enough:"
            " vendor.example."
        ),
    )
    user = forms.CharField(label=_("User"), max_length=200, required=False, help_text=_("Empty with a token."))
    secret = forms.CharField(
        label=_("Password or token"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    label = forms.TypedChoiceField(
        label=_("Label"),
        coerce=lambda number: Label(int(number)),
        choices=[("", "—"), *((int(label), label.marking) for label in Label if label is not Label.RED)],
        help_text=_("Reading: for what carries none. Giving: nothing narrower goes."),
    )
    minutes = forms.IntegerField(
        label=_("Every so many minutes"), min_value=LEAST_MINUTES, max_value=MOST_MINUTES, initial=60
    )

    def clean_url(self) -> str:
        """Somebody who types a domain means it encrypted."""
        url: str = self.cleaned_data["url"].strip()
        return url if "://" in url or ":" in url.partition("/")[0] else f"https://{url}"


class ProviderForm(forms.Form):
    """Who a circle is to the world."""

    kind = forms.TypedChoiceField(
        label=_("What is it to the products it warns about?"),
        coerce=PublisherKind,
        choices=[(kind.value, _(text)) for kind, text in PUBLISHER_KINDS.items()],
        initial=PublisherKind.COORDINATOR.value,
    )
    namespace = forms.URLField(
        label=_("Website"),
        max_length=300,
        assume_scheme="https",
        help_text=_("It tells this publisher from all others in the world: do not change it later."),
    )
    contact = forms.CharField(
        label=_("How to reach it"), max_length=500, help_text=_("For instance a mail address. Everybody can read this.")
    )
