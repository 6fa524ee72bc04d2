"""Tables of meetings: series, meetings, agendas, invitees, and what goes into a plan."""

from kring.meetings.models.agenda import AgendaItem
from kring.meetings.models.invitees import Invitee
from kring.meetings.models.meetings import Meeting
from kring.meetings.models.planning import AgendaTemplate, HostPause, HostTick, Rating, Topic
from kring.meetings.models.series import Series

__all__ = [
    "AgendaItem",
    "AgendaTemplate",
    "HostPause",
    "HostTick",
    "Invitee",
    "Meeting",
    "Rating",
    "Series",
    "Topic",
]
