"""Tables of meetings: the series they come in, the meetings, what is on their agendas, and who is invited."""

from kring.meetings.models.agenda import AgendaItem
from kring.meetings.models.invitees import Invitee
from kring.meetings.models.meetings import Meeting
from kring.meetings.models.series import Series

__all__ = ["AgendaItem", "Invitee", "Meeting", "Series"]
