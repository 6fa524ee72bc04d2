"""What is filled in about a poll."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from kring.sharing import rules
from kring.sharing.models import Poll, PollAnswer


class AskPollForm(forms.Form):
    """What all who have an item are asked, how long, and who will see the answers."""

    kind = forms.TypedChoiceField(
        label=_("Question"), choices=Poll.Kind.choices, coerce=Poll.Kind, initial=Poll.Kind.PATCHED
    )
    question = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=rules.LONGEST_QUESTION,
        help_text=_("Left empty, it asks what you chose above."),
    )
    days = forms.IntegerField(
        label=_("Days to answer"), min_value=1, max_value=rules.LONGEST_POLL, initial=rules.USUAL_POLL
    )
    named = forms.BooleanField(
        label=_("Everybody who has this sees what each organisation answers"),
        required=False,
        help_text=_("Otherwise you and who steers the circle see that, and others see counts."),
    )


class AnswerPollForm(forms.Form):
    """One tap; with a day, if one likes, for what is planned."""

    answer = forms.TypedChoiceField(choices=PollAnswer.Kind.choices, coerce=PollAnswer.Kind)
    planned_for = forms.DateField(required=False)

    @property
    def day(self) -> date | None:
        """For which it is planned. A day beside another answer was left in its field, and means nothing."""
        day: date | None = self.cleaned_data["planned_for"]
        return day if self.cleaned_data["answer"] is PollAnswer.Kind.PLANNED else None
