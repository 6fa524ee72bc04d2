"""What goes with a single step: a question, a note, a ballot, a vote."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kring.admission.rules import LONGEST_BALLOT, LONGEST_REASON, RULES, Choice, Rule

LONGEST_NOTE = 2000


class OpeningForm(forms.Form):
    """How long one can apply by a link."""

    days = forms.IntegerField(label=_("Days that the link works"), min_value=1, max_value=366, initial=90)


class QuestionForm(forms.Form):
    """Something to ask a candidate."""

    text = forms.CharField(label=_("Your question"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class AnswerForm(forms.Form):
    """What the candidate answers."""

    answer = forms.CharField(label=_("Your answer"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}))


class NoteForm(forms.Form):
    """What goes to the candidate with a decision."""

    note = forms.CharField(
        label=_("A word to the candidate"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class OpenBallotForm(forms.Form):
    """How the members are asked. Whatever is left out is as the policy says."""

    sponsor = forms.TypedChoiceField(label=_("Vouched for by"), coerce=UUID, empty_value=None)
    rule = forms.TypedChoiceField(label=_("Let in when"), coerce=Rule, empty_value=None)
    days = forms.IntegerField(label=_("Days to vote"), min_value=1, max_value=LONGEST_BALLOT)
    quorum = forms.IntegerField(
        label=_("Percent that must speak"), min_value=0, max_value=100, help_text=_("Not for consent.")
    )

    def __init__(self, *args: Any, members: Iterable[tuple[UUID, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self._offer("sponsor", members)
        self._offer("rule", [(code, gettext(text)) for code, text in RULES])
        if self.is_bound:  # the button at home says nothing of all this
            for field in self.fields.values():
                field.required = False

    def _offer(self, name: str, choices: Iterable[tuple[object, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = list(choices)


class VoteForm(forms.Form):
    """What a member says."""

    choice = forms.TypedChoiceField(
        choices=[(int(choice), choice.name) for choice in Choice], coerce=lambda value: Choice(int(value))
    )
    reason = forms.CharField(
        label=_("Why you object"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("The members read it after the count, without your name. Write so that your style does not tell."),
    )


class CloseForm(forms.Form):
    """What goes with letting somebody in."""

    conditions = forms.CharField(
        label=_("Conditions"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The candidate reads them, if the members agree."),
    )
