"""What people fill in about themselves and their tokens."""

import zoneinfo
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import phonenumbers
from babel import Locale
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kring.people.rules import LONGEST_TOKEN, Detail, Scope, ShownTo
from kring.tlp.labels import Label

LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
APPEARANCES = [("auto", _("As my device")), ("light", _("Light")), ("dark", _("Dark"))]
SHOWN_TO = [
    (ShownTo.NOBODY, _("nobody")),
    (ShownTo.CIRCLE, _("people in my circles")),
    (ShownTo.COMMUNITY, _("my whole community")),
]
SPOKEN = ("nl", "en", "de", "fr", "fy", "es", "it", "pl", "pt", "da", "sv", "no", "fi", "tr", "ar", "zh", "uk", "ro")
"""Languages to choose from, by ISO 639-1; the first ones are the most usual here."""

HOME = "NL"
"""The country a telephone number without a country code is of."""


def spoken_languages() -> list[tuple[str, str]]:
    """The languages to choose from, each by its name in the reader's language."""
    return [(code, language_name(code)) for code in SPOKEN]


def language_name(code: str) -> str:
    """What a language is called in the reader's language."""
    return str(Locale.parse(get_language() or "en").languages.get(code, code))


class PhoneField(forms.CharField):
    """A telephone number, kept the international way."""

    widget = forms.TextInput(attrs={"type": "tel"})

    def clean(self, value: Any) -> str:
        """The number as one dials it from abroad: "+31 10 123 4567"."""
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, HOME)
        except phonenumbers.NumberParseException:
            raise forms.ValidationError(_("This is not a telephone number.")) from None
        if not phonenumbers.is_possible_number(number):
            raise forms.ValidationError(_("This telephone number is too short or too long."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


class ProfileForm(forms.Form):
    """Who one is to others, and who sees which part of it."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    function = forms.CharField(
        label=_("Function"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    phone = PhoneField(label=_("Telephone"), max_length=32, required=False)
    phone_out_of_hours = PhoneField(label=_("Telephone out of hours"), max_length=32, required=False)
    speaks = forms.MultipleChoiceField(
        label=_("Languages"), choices=spoken_languages, required=False, widget=forms.CheckboxSelectMultiple
    )
    introduction = forms.CharField(
        label=_("Introduction"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What do you do, and what can others call you for?"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for detail in Detail:
            self.fields[f"show_{detail}"] = forms.ChoiceField(
                label=_("Shown to"), choices=SHOWN_TO, initial=ShownTo.NOBODY
            )

    def shown_to(self) -> dict[Detail, ShownTo]:
        """The consent that was given, a detail each."""
        return {detail: ShownTo(self.cleaned_data[f"show_{detail}"]) for detail in Detail}


class SettingsForm(forms.Form):
    """How Kring speaks and looks to somebody."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, help_text=_("Of pages and of mail."))
    timezone = forms.ChoiceField(
        label=_("Time zone"), choices=lambda: [(zone, zone.replace("_", " ")) for zone in _zones()]
    )
    appearance = forms.ChoiceField(label=_("Appearance"), choices=APPEARANCES, widget=forms.RadioSelect)


def _zones() -> list[str]:
    """Time zones that a person lives in, by continent and city."""
    return sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/"))


class AddressForm(forms.Form):
    """Another e-mail address."""

    email = forms.EmailField(
        label=_("New e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("A link goes there. Nothing changes until you open it."),
    )


class JoinForm(forms.Form):
    """What somebody who was invited fills in to have an account."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters: a few words that only you would put together."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=forms.RadioSelect)
    show_email = forms.ChoiceField(
        label=_("Who sees my e-mail address"), choices=SHOWN_TO, initial=ShownTo.CIRCLE, widget=forms.RadioSelect
    )

    def clean_password(self) -> str:
        """Long enough, and not what everybody uses."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


SCOPES = [
    (Scope.READ, _("Read what I may read")),
    (Scope.WRITE, _("Share and reply in my name")),
    (Scope.FEEDBACK, _("Give feedback in my name")),
    (Scope.MANAGE, _("Manage my webhooks and subscriptions")),
    (Scope.PROFILE, _("Read and replace what matters to my organisation")),
]
DAYS = [(30, _("30 days")), (90, _("90 days")), (180, _("half a year")), (365, _("a year"))]


class TokenForm(forms.Form):
    """What a machine may do with a token, where, and how long."""

    name = forms.CharField(
        label=_("What is it for?"), max_length=80, help_text=_("So that you know later what you can revoke: “SIEM”.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"), choices=SCOPES, initial=[Scope.READ], widget=forms.CheckboxSelectMultiple
    )
    circles = forms.MultipleChoiceField(
        label=_("In which circles?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: in all of yours, also those you join later."),
    )
    ceiling = forms.TypedChoiceField(
        label=_("Up to which label?"),
        coerce=lambda number: Label(int(number)),
        choices=[(int(label), label.marking) for label in Label if label is not Label.RED],
        initial=int(Label.AMBER_STRICT),
        help_text=_("TLP:RED goes to no machine."),
    )
    days = forms.TypedChoiceField(label=_("How long?"), coerce=int, choices=DAYS, initial=90)

    def __init__(self, *args: Any, circles: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["circles"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [(str(circle), name) for circle, name in circles]

    def expires(self) -> datetime:
        """The end of the last day, where the person is."""
        days = timedelta(days=self.cleaned_data["days"])
        last = timezone.localdate() + min(days, LONGEST_TOKEN - timedelta(days=1))
        return timezone.make_aware(datetime.combine(last, time.max))

    def chosen_scopes(self) -> set[Scope]:
        """What it may do."""
        return {Scope(scope) for scope in self.cleaned_data["scopes"]}

    def limited_to(self) -> list[UUID] | None:
        """The circles it is limited to; None is no limit."""
        return [UUID(circle) for circle in self.cleaned_data["circles"]] or None


class KeyForm(forms.Form):
    """A public OpenPGP key, as a file or pasted."""

    file = forms.FileField(
        label=_("File"), required=False, help_text=_("Your public key, as your mail program exports it.")
    )
    text = forms.CharField(
        label=_("Or paste it here"),
        required=False,
        max_length=300_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("file") and not given.get("text"):
            raise forms.ValidationError(_("Choose a file, or paste a key."))
        return given

    def octets(self) -> bytes:
        """What was given. The file wins."""
        given = self.cleaned_data["file"]
        return bytes(given.read(LARGEST_READ)) if given else str(self.cleaned_data["text"]).encode()


LARGEST_READ = 1_000_000
"""Octets of a file that are looked at; a key is far smaller, and whoever checks it says so."""


class EraseForm(forms.Form):
    """To be sure before an account is erased."""

    typed = forms.CharField(
        label=_("Your e-mail address"), widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )
