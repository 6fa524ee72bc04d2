"""What is filled in about a round."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kring.sharing import rules
from kring.sharing.models import RoundAnswer


class StartRoundForm(forms.Form):
    """What all members are asked, and how long."""

    question = forms.CharField(
        label=_("Anything in particular?"),
        required=False,
        max_length=rules.LONGEST_QUESTION,
        help_text=_("Left empty, you ask for whatever there is to tell."),
    )
    days = forms.IntegerField(
        label=_("Days to answer"), min_value=1, max_value=rules.LONGEST_ROUND, initial=rules.USUAL_ROUND
    )


class AnswerRoundForm(forms.Form):
    """One tap."""

    kind = forms.TypedChoiceField(choices=RoundAnswer.Kind.choices, coerce=RoundAnswer.Kind)
