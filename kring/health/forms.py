"""What is filled in about surveys, hours, lessons and visits."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kring.health import rules
from kring.health.models import Wish
from kring.health.rules import Score

SCORES = [(score.value, str(score.value)) for score in Score]


class PulseForm(forms.Form):
    """Two taps: the second one sends."""

    trust = forms.TypedChoiceField(label=_("I trust this circle"), choices=SCORES, coerce=lambda n: Score(int(n)))
    energy = forms.TypedChoiceField(
        label=_("This circle gives me energy"), choices=SCORES, coerce=lambda n: Score(int(n))
    )


class BarriersForm(forms.Form):
    """What it is, and something in one's own words."""

    barriers = forms.MultipleChoiceField(
        label=_("What keeps you from sharing?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick as many as you like; none is an answer too."),
    )
    remark = forms.CharField(
        label=_("Something else?"),
        required=False,
        max_length=rules.LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who steers reads this, without a name. Write it so that nobody knows you by your words."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["barriers"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(barrier.code, gettext(barrier.text)) for barrier in rules.BARRIERS]


class HoursForm(forms.Form):
    """Hours of one day."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    hours = forms.DecimalField(
        label=_("Hours"), min_value=rules.LEAST_HOURS, max_value=rules.MOST_HOURS, decimal_places=2, step_size=0.25
    )
    what = forms.CharField(label=_("What for"), max_length=200)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["day"].initial = timezone.localdate()


class SubjectForm(forms.Form):
    """A topic that the circle wants covered."""

    topic = forms.CharField(label=_("Topic"), max_length=rules.LONGEST_TOPIC)


class WishForm(forms.Form):
    """What somebody teaches, or wants to learn."""

    topic = forms.CharField(label=_("Topic"), max_length=rules.LONGEST_TOPIC)
    side = forms.ChoiceField(
        label=_("You"),
        choices=[
            (Wish.Side.TEACHES.value, _("can teach others about it")),
            (Wish.Side.LEARNS.value, _("want to learn about it")),
        ],
        widget=forms.RadioSelect,
        initial=Wish.Side.TEACHES.value,
    )


class VisitForm(forms.Form):
    """Opening the doors of one's organisation."""

    title = forms.CharField(label=_("What one sees"), max_length=120)
    at = forms.DateTimeField(
        label=_("When"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    place = forms.CharField(label=_("Where"), max_length=200)
    places = forms.IntegerField(label=_("How many can come"), min_value=1, max_value=200, initial=8)
    about = forms.CharField(
        label=_("What to know beforehand"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
