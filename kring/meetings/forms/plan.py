"""A year of meetings: its rhythm, and the lines of the plan."""

from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from kring.meetings.queries import MeetingRow, Plan
from kring.meetings.rules import Host, RowAsked, YearAsked, in_turn
from kring.web.choosing import FEW, SHOWN

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
TIME = forms.TimeInput(format="%H:%M", attrs={"type": "time"})

RHYTHMS = [
    ("yearly:6", _("Six times a year")),
    ("yearly:4", _("Four times a year")),
    ("yearly:10", _("Ten times a year")),
    ("yearly:12", _("Every month")),
    ("weeks:4", _("Every four weeks")),
    ("weeks:5", _("Every five weeks")),
    ("weeks:2", _("Every two weeks")),
]
WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]
NTHS = [(1, _("the first")), (2, _("the second")), (3, _("the third")), (4, _("the fourth")), (-1, _("the last"))]
LENGTHS = [
    (60, _("1 hour")),
    (90, _("1½ hours")),
    (120, _("2 hours")),
    (180, _("3 hours")),
    (240, _("4 hours")),
    (480, _("A day")),
]
COUNTRIES = [
    ("NL", _("Netherlands")),
    ("BE", _("Belgium")),
    ("DE", _("Germany")),
    ("FR", _("France")),
    ("GB", _("United Kingdom")),
    ("LU", _("Luxembourg")),
]


class YearForm(forms.Form):
    """Five fields to plan a year; what can wait has a usual value."""

    name = forms.CharField(label=_("What are the meetings called?"), max_length=120)
    rhythm = forms.ChoiceField(label=_("How often?"), choices=RHYTHMS)
    weekday = forms.TypedChoiceField(label=_("On which day?"), choices=WEEKDAYS, coerce=int, initial=1)
    time = forms.TimeField(label=_("From what time?"), widget=TIME, initial=time(13, 30))
    place = forms.CharField(
        label=_("Where, when no host takes it in?"),
        max_length=200,
        required=False,
        help_text=_("Members host in turn."),
    )
    minutes = forms.TypedChoiceField(label=_("How long?"), choices=LENGTHS, coerce=int, initial=180, required=False)
    nth = forms.TypedChoiceField(
        label=_("Which of them in the month?"), choices=NTHS, coerce=int, initial=2, required=False
    )
    start = forms.DateField(
        label=_("Not before"), widget=DAY, required=False, help_text=_("Left empty: in four weeks.")
    )
    country = forms.ChoiceField(label=_("Public holidays of"), choices=COUNTRIES, initial="NL", required=False)
    rotates = forms.BooleanField(label=_("Members host in turn"), initial=True, required=False)

    @property
    def first(self) -> list[BoundField]:
        """The five fields."""
        return [self[name] for name in ("name", "rhythm", "weekday", "time", "place")]

    @property
    def more(self) -> list[BoundField]:
        """What can wait."""
        return [self[name] for name in ("minutes", "nth", "start", "country", "rotates")]

    def asked(self) -> YearAsked:
        """What is to be planned."""
        given = self.cleaned_data
        pattern, _colon, every = given["rhythm"].partition(":")
        return YearAsked(
            name=given["name"],
            pattern=pattern,
            every=int(every),
            weekday=given["weekday"],
            time=given["time"],
            place=given["place"],
            minutes=given["minutes"] or 180,
            nth=given["nth"] or 2,
            start=given["start"],
            country=given["country"] or "NL",
            rotates=given["rotates"],
        )


class PlanForm(forms.Form):
    """The lines of a plan that nobody is invited to yet: day, host and topic of each.

    Where members are many, whose turn it is are offered as hosts; another one is chosen on the page of the meeting.
    """

    def __init__(self, data: Any, *, plan: Plan, hosts: Sequence[Host], days: Sequence[date]) -> None:
        super().__init__(data)
        self._rows = plan.open_rows
        self.offers_some = len(hosts) > FEW
        choices = [("", _("No host yet")), *self._offered(hosts)]
        for row, day in zip(self._rows, days, strict=True):
            named = {"title": row.title}
            self.fields[f"day_{row.id}"] = forms.DateField(label=_("Day of %(title)s") % named, initial=day, widget=DAY)
            self.fields[f"host_{row.id}"] = forms.ChoiceField(
                label=_("Host of %(title)s") % named, choices=choices, initial=str(row.host or ""), required=False
            )
            self.fields[f"topic_{row.id}"] = forms.CharField(
                label=_("Topic of %(title)s") % named,
                max_length=200,
                initial=row.topic,
                required=False,
                help_text=plan.speakers.get(row.id, ""),
            )

    def _offered(self, hosts: Sequence[Host]) -> list[tuple[str, str]]:
        """Everybody by name; of many those who are chosen already, also by what was sent, and whose turn it is."""
        if self.offers_some:
            sent = {self.data.get(f"host_{row.id}") for row in self._rows}
            chosen = sent | {str(row.host) for row in self._rows}
            first = [host for host in hosts if str(host.membership) in chosen]
            hosts = [*first, *(host for host in in_turn(hosts)[:SHOWN] if host not in first)]
        return [(str(host.membership), host.name) for host in hosts]

    def lines(self) -> Iterator[tuple[MeetingRow, BoundField, BoundField, BoundField]]:
        """Each meeting with its fields."""
        for row in self._rows:
            yield row, self[f"day_{row.id}"], self[f"host_{row.id}"], self[f"topic_{row.id}"]

    def asked(self) -> list[RowAsked]:
        """The lines as they were sent."""
        given = self.cleaned_data
        return [
            RowAsked(
                meeting=row.id,
                day=given[f"day_{row.id}"],
                host=UUID(given[f"host_{row.id}"]) if given[f"host_{row.id}"] else None,
                topic=given[f"topic_{row.id}"],
            )
            for row in self._rows
        ]


class TopicForm(forms.Form):
    """Something to meet about."""

    title = forms.CharField(label=_("Topic"), max_length=200)
    speaker = forms.CharField(label=_("Who can tell about it?"), max_length=120, required=False)
    organisation = forms.CharField(label=_("Of which organisation?"), max_length=160, required=False)
    bio = forms.CharField(
        label=_("Who is that, in a few lines?"), required=False, max_length=2000, widget=forms.Textarea
    )
    conditions = forms.CharField(
        label=_("What do they ask?"),
        required=False,
        max_length=300,
        help_text=_("No recording, a projector, travel paid."),
    )


class PauseForm(forms.Form):
    """Until when one hosts nothing; empty: take our turn again."""

    until = forms.DateField(label=_("We do not host until"), widget=DAY, required=False)
