"""What is filled in about duties, talks, advisers, and what a circle is for."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kring.leadership import rules
from kring.leadership.rules import Duty, Phase
from kring.sharing.forms.fields import Words
from kring.web.choosing import Choice, ChoosingForm, Crowd

DUTIES = [
    (Duty.CHAIR, _("Chair")),
    (Duty.SECRETARY, _("Secretary")),
    (Duty.CONTENT_LIAISON, _("Content liaison of an authority")),
    (Duty.SPOKESPERSON, _("Spokesperson")),
    (Duty.NEWCOMERS, _("Newcomers")),
    (Duty.OTHER, _("Something else")),
]
KINDS = [
    ("check_in", _("How are you doing?")),
    ("talk", _("Something in particular")),
    ("thanks", _("Thanks")),
]
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

PHASES = [
    (Phase.EXPLORE, _("Exploring: who takes part, and what for?")),
    (Phase.DEVELOP, _("Developing: how do we work together?")),
    (Phase.BUILD, _("Building: we work together, and improve")),
]


class AdviserForm(forms.Form):
    """Who is asked to look along, and until when."""

    authority = forms.CharField(
        label=_("For which authority?"),
        max_length=rules.LONGEST_AUTHORITY,
        help_text=_("Everybody here reads this name."),
    )
    until = forms.DateField(label=_("Until"), widget=DAY, help_text=_("Two years at most; then ask again."))


class TellForm(forms.Form):
    """How far the circle is, and what it does next."""

    phase = forms.TypedChoiceField(label=_("How far is the circle?"), choices=PHASES, coerce=Phase)
    next_step = forms.CharField(
        label=_("The next step"),
        required=False,
        max_length=rules.LONGEST_STEP,
        help_text=_("One line, and nothing that was shared here: the adviser reads it."),
    )


class ScopeForm(forms.Form):
    """What a circle is for, and what not."""

    inside = forms.CharField(
        label=_("What is this circle for?"), max_length=rules.LONGEST_SCOPE, widget=forms.Textarea(attrs={"rows": 3})
    )
    outside = forms.CharField(
        label=_("What is it not for?"),
        required=False,
        max_length=rules.LONGEST_SCOPE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    topics = Words(
        label=_("The same in a few words"),
        required=False,
        max_length=rules.MOST_TOPICS * (rules.LONGEST_TOPIC + 2),
        help_text=_("With commas between them. Advisers who look along read these words: they are TLP:CLEAR."),
    )

    def clean_topics(self) -> list[str]:
        """Words that fit side by side."""
        topics: list[str] = self.cleaned_data["topics"]
        if any(len(topic) > rules.LONGEST_TOPIC for topic in topics):
            raise forms.ValidationError(_("One of these is too long to be read at a glance."))
        return topics


class DutyForm(ChoosingForm):
    """What somebody does for a circle."""

    duty = forms.TypedChoiceField(label=_("What"), choices=DUTIES, coerce=Duty)
    title = forms.CharField(
        label=_("What is it called?"), required=False, max_length=80, help_text=_("For something else.")
    )
    remit = forms.CharField(
        label=_("What does it ask?"), required=False, max_length=rules.LONGEST_REMIT, widget=forms.Textarea
    )
    holder = forms.TypedChoiceField(
        label=_("Who"),
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text=_("Who is chair or secretary follows from the seats."),
    )
    deputy = forms.TypedChoiceField(label=_("Who steps in"), required=False, coerce=UUID, empty_value=None)
    since = forms.DateField(label=_("Since"), widget=DAY, initial=timezone.localdate)
    until = forms.DateField(label=_("Until"), widget=DAY, required=False, help_text=_("The end of the term."))

    def __init__(self, *args: Any, people: Crowd[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("holder", "deputy", crowd=people, nobody=gettext("Nobody yet"))

    def clean(self) -> dict[str, Any]:
        """Something else has a name; what is usual has one already."""
        given = super().clean() or {}
        if given.get("duty") is Duty.OTHER and not given.get("title"):
            self.add_error("title", _("Say what it is called."))
        elif given.get("duty") is not Duty.OTHER:
            given["title"] = ""
        return given


class TalkForm(ChoosingForm):
    """With whom who leads spoke."""

    about = forms.TypedChoiceField(label=_("With"), coerce=UUID)
    kind = forms.ChoiceField(label=_("What about"), choices=KINDS)
    on = forms.DateField(label=_("When"), widget=DAY, initial=timezone.localdate)
    note = forms.CharField(
        label=_("What do you want to remember?"),
        required=False,
        max_length=rules.LONGEST_NOTE,
        widget=forms.Textarea,
        help_text=_("Only the chair and the chair's deputy read this."),
    )
    thanks = forms.CharField(
        label=_("Thanks to send"),
        required=False,
        max_length=rules.LONGEST_THANKS,
        widget=forms.Textarea,
        help_text=_("Goes by mail to who sits for this organisation, under your name. Empty: nothing is sent."),
    )
    again_on = forms.DateField(
        label=_("Speak again on"), widget=DAY, required=False, help_text=_("You are reminded at home.")
    )

    def __init__(self, *args: Any, members: Crowd[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("about", crowd=members)
