"""What is filled in about a sighting."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from kring.kernel.clock import now
from kring.sharing import rules
from kring.sharing.rules import Seen


class SeenForm(forms.Form):
    """One tap; with when, how often and one's name for who likes to say."""

    first = forms.DateTimeField(label=_("First seen"), required=False)
    last = forms.DateTimeField(label=_("Last seen"), required=False)
    count = forms.IntegerField(label=_("How often"), required=False, min_value=1, max_value=rules.MOST_SEEN)
    named = forms.BooleanField(label=_("All who have this may know that it was us"), required=False)

    @property
    def seen(self) -> Seen:
        """As the command takes it. A browser tells minutes: the one we are in has begun, and may seem to lie ahead."""
        given, at = self.cleaned_data, now()
        first, last = (
            min(one, at) if one and one - at < timedelta(minutes=1) else one for one in (given["first"], given["last"])
        )
        return Seen(first, last, given["count"] or 1, given["named"])


class SightingForm(SeenForm):
    """The same of an indicator in an item."""

    kind = forms.CharField(max_length=20)
    value = forms.CharField(max_length=10_000, strip=False)
