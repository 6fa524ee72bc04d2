"""What is filled in in the room."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kring.meetings.models import Invitee
from kring.tlp.labels import Label


class CodeForm(forms.Form):
    """The code on the screen."""

    code = forms.RegexField(
        r"^\s*\d{3}\s?\d{3}\s*$",
        label=_("The code on the screen"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
        error_messages={"invalid": _("A code has six digits.")},
    )


class AttendanceForm(forms.Form):
    """How somebody is there, or is not."""

    CHOICES: ClassVar = Invitee.Attendance.choices

    attendance = forms.ChoiceField(choices=CHOICES)


class PutApartForm(forms.Form):
    """What is for fewer people."""

    title = forms.CharField(label=_("What is it about?"), max_length=200)
    label = forms.TypedChoiceField(
        label=_("Label"),
        choices=[(label.value, label.marking) for label in Label if label >= Label.AMBER],
        coerce=lambda value: Label(int(value)),
        initial=Label.RED.value,
        widget=forms.RadioSelect,
        help_text=_("Those who cannot read it do not see that there is such a point."),
    )
