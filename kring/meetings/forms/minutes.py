"""What is filled in about minutes, registers and how a meeting was."""

from typing import TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from kring.meetings.models import Outcome
from kring.meetings.rules import minutes, verdicts


class SectionForm(forms.Form):
    """The text of a section."""

    text = forms.CharField(
        label=_("Text"), required=False, max_length=minutes.LONGEST_SECTION, widget=forms.Textarea(attrs={"rows": 12})
    )


class RemarkForm(forms.Form):
    """What somebody says who reads it over."""

    text = forms.CharField(
        label=_("Your remark"), max_length=minutes.LONGEST_REMARK, widget=forms.Textarea(attrs={"rows": 2})
    )
    line = forms.IntegerField(label=_("About"), required=False, min_value=0)


class CorrectForm(forms.Form):
    """Why a new version is needed."""

    why = forms.CharField(label=_("What is corrected, and why?"), max_length=300)


class StandingForm(forms.Form):
    """How something stands."""

    standing = forms.ChoiceField(choices=Outcome.Standing.choices)


class DayForm(forms.Form):
    """Another day."""

    due = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class VerdictGiven(TypedDict):
    """What somebody said of a meeting."""

    useful: bool
    heard: bool
    better: str


class VerdictForm(forms.Form):
    """Three questions."""

    YES_NO = (("yes", _("Yes")), ("no", _("No")))

    useful = forms.ChoiceField(label=_("Was it useful to you?"), choices=YES_NO, widget=forms.RadioSelect)
    heard = forms.ChoiceField(label=_("Was everybody heard?"), choices=YES_NO, widget=forms.RadioSelect)
    better = forms.CharField(
        label=_("What would make the next one better?"), required=False, max_length=verdicts.LONGEST
    )

    def answers(self) -> VerdictGiven:
        """The three answers as they were given."""
        given = self.cleaned_data
        return {"useful": given["useful"] == "yes", "heard": given["heard"] == "yes", "better": given["better"]}
