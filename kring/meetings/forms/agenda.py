"""A point on an agenda."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kring.meetings.models import AgendaItem
from kring.meetings.queries import PointRow
from kring.meetings.rules import PointAsked
from kring.tlp.labels import Label
from kring.web.choosing import Choice, ChoosingForm, Crowd

LABELS = [(int(label), label.marking) for label in Label]


class PointForm(ChoosingForm):
    """What it is about, how long it takes, who may see it."""

    title = forms.CharField(label=_("Point"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=AgendaItem.Kind.choices)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600, initial=10)
    label = forms.TypedChoiceField(
        label=_("Label"),
        choices=LABELS,
        coerce=lambda value: Label(int(value)),
        initial=int(Label.AMBER),
        help_text=_("Who may not see it finds no trace of it: no title, no gap in the times."),
    )
    presenter = forms.ChoiceField(label=_("Who presents it?"), required=False)
    presenter_name = forms.CharField(label=_("Or somebody else"), max_length=120, required=False)
    explanation = forms.CharField(label=_("Explanation"), max_length=4000, required=False, widget=forms.Textarea)
    looks_back = forms.BooleanField(label=_("Shows what is late, and how the last meeting was"), required=False)
    named = forms.MultipleChoiceField(
        label=_("Under TLP:RED, who sees it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Beside you, who presents it, and who steers."),
    )

    def __init__(self, data: Any = None, *, people: Crowd[Choice], point: PointRow | None = None) -> None:
        super().__init__(data, initial=_initial(point) if point else None)
        self.offer("presenter", "named", crowd=people, nobody=gettext("Nobody yet"))

    def asked(self) -> PointAsked:
        """The point as it was filled in."""
        given = self.cleaned_data
        return PointAsked(
            title=given["title"],
            kind=given["kind"],
            minutes=given["minutes"],
            label=given["label"],
            presenter=UUID(given["presenter"]) if given["presenter"] else None,
            presenter_name=given["presenter_name"],
            explanation=given["explanation"],
            named=[UUID(person) for person in given["named"]],
            looks_back=given["looks_back"],
        )


def _initial(point: PointRow) -> dict[str, object]:
    return {
        "title": point.title,
        "kind": point.kind,
        "minutes": point.minutes,
        "label": int(point.label),
        "presenter": str(point.presenter or ""),
        "presenter_name": "" if point.presenter else point.presenter_name,
        "explanation": point.explanation,
        "named": [str(person) for person in point.named],
        "looks_back": point.looks_back,
    }


class MoveForm(forms.Form):
    """Where a point goes, counted from 0."""

    to = forms.IntegerField(min_value=0, max_value=500)
