"""One meeting, and the answers to it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kring.meetings.forms.plan import DAY, LENGTHS, TIME
from kring.meetings.models import Invitee, Meeting
from kring.meetings.queries import MeetingRow
from kring.meetings.rules import MeetingAsked
from kring.tlp.labels import Label
from kring.web.choosing import Choice, ChoosingForm, Crowd

LABELS = [(int(label), label.marking) for label in Label]


class MeetingForm(ChoosingForm):
    """When, where, about what."""

    title = forms.CharField(label=_("Title"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=Meeting.Kind.choices)
    topic = forms.CharField(label=_("Topic"), max_length=200, required=False)
    day = forms.DateField(label=_("Day"), widget=DAY)
    time = forms.TimeField(label=_("From what time?"), widget=TIME)
    minutes = forms.TypedChoiceField(label=_("How long?"), choices=LENGTHS, coerce=int, initial=180)
    host = forms.ChoiceField(label=_("Host"), required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    online = forms.URLField(label=_("Online address"), max_length=500, required=False, assume_scheme="https")
    within = forms.CharField(
        label=_("Part of another gathering?"),
        max_length=200,
        required=False,
        help_text=_("A conference, a trade fair."),
    )
    label = forms.TypedChoiceField(
        label=_("Label"),
        choices=LABELS,
        coerce=lambda value: Label(int(value)),
        initial=int(Label.GREEN),
        help_text=_(
            "Under GREEN, mail and calendar can say when and where. Narrower, they say only that there is a meeting."
        ),
    )

    def __init__(self, data: Any = None, *, zone: str, hosts: Crowd[Choice], row: MeetingRow | None = None):
        super().__init__(data, initial=_initial(row) if row else None)
        self.zone = zone
        self.offer("host", crowd=hosts, nobody=gettext("No host yet"))
        if row is not None:
            length = int((row.ends_at - row.starts_at) / timedelta(minutes=1))
            if length not in dict(LENGTHS):
                extra = (length, _("%(minutes)d minutes") % {"minutes": length})
                self.fields["minutes"] = forms.TypedChoiceField(
                    label=_("How long?"), choices=[extra, *LENGTHS], coerce=int, initial=length
                )
                self.order_fields(["title", "kind", "topic", "day", "time", "minutes", "host", "place"])

    def asked(self) -> MeetingAsked:
        """The meeting as it was filled in, its moments in UTC."""
        given = self.cleaned_data
        begins = datetime.combine(given["day"], given["time"], ZoneInfo(self.zone)).astimezone(UTC)
        return MeetingAsked(
            title=given["title"],
            kind=given["kind"],
            topic=given["topic"],
            starts_at=begins,
            ends_at=begins + timedelta(minutes=given["minutes"]),
            host=UUID(given["host"]) if given["host"] else None,
            place=given["place"],
            online=given["online"],
            within=given["within"],
            label=given["label"],
            zone=self.zone,
        )


def _initial(row: MeetingRow) -> dict[str, object]:
    begins = row.starts_at.astimezone(ZoneInfo(row.zone))
    return {
        "title": row.title,
        "kind": row.kind,
        "topic": row.topic,
        "day": begins.date(),
        "time": begins.time(),
        "minutes": int((row.ends_at - row.starts_at) / timedelta(minutes=1)),
        "host": str(row.host or ""),
        "place": row.place,
        "online": row.online,
        "within": row.within,
        "label": int(row.label),
    }


class ReplyForm(forms.Form):
    """One tap."""

    reply = forms.ChoiceField(choices=[each for each in Invitee.Reply.choices if each[0] != "none"])


class AnswerForm(ReplyForm):
    """The same with a word, or with somebody who goes instead."""

    note = forms.CharField(label=_("A word with it"), max_length=500, required=False)
    deputy = forms.UUIDField(required=False)


class AttendanceForm(forms.Form):
    """Whether somebody was there."""

    attendance = forms.ChoiceField(choices=Invitee.Attendance.choices)


class TickForm(forms.Form):
    """Something on the host's list."""

    task = forms.CharField(max_length=12)
    done = forms.BooleanField(required=False)


class GuestForm(forms.Form):
    """Somebody without an account."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("Mail address"), required=False)
    role = forms.ChoiceField(label=_("As"), choices=[("speaker", _("Speaker")), ("guest", _("Guest"))])
    ceiling = forms.TypedChoiceField(
        label=_("Sees of the agenda up to"),
        choices=LABELS[:-1],
        coerce=lambda value: Label(int(value)),
        initial=int(Label.GREEN),
    )
