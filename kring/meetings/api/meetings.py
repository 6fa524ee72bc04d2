"""Meetings over the API: when a circle meets, the agenda as far as a token reaches, and one's answer."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from kring.circles import queries as circles
from kring.meetings import commands, queries
from kring.rest.frame import Routes
from kring.rest.paging import All
from kring.rest.requests import ApiRequest
from kring.rest.shapes import In, Marking, Out, Words

routes = Routes("meetings")

Reply = Literal["none", "accepted", "tentative", "declined"]


class Own(Out):
    """What you answered."""

    reply: Reply
    note: str
    deputy: UUID | None = Field(description="Who goes instead of you.")
    attendance: Literal["none", "present", "online", "excused", "absent", "deputy"]


class Meeting(Out):
    """A circle meets."""

    id: UUID
    circle: UUID
    circle_name: str
    label: Marking
    title: str
    topic: str
    kind: Literal["regular", "extra", "social", "kick_off"]
    stage: Literal["planned", "invited", "running", "held", "cancelled"]
    starts_at: datetime
    ends_at: datetime
    place: str
    online: str
    within: str = Field(description="The larger gathering that it is part of.")
    host: UUID | None = Field(description="The membership at whose place it is.")
    host_name: str
    sequence: int = Field(description="Rises with each change that calendars hear of.")
    own: Own | None = Field(description="null: you are not invited.")


class Point(Out):
    """A point on an agenda. The moments run over the points that you see."""

    id: UUID
    title: str
    kind: Literal["inform", "discuss", "decide"]
    minutes: int
    label: Marking
    presenter: UUID | None
    presenter_name: str
    explanation: str
    begins_at: datetime
    looks_back: bool = Field(description="Pages list under it which actions are late, and how the last meeting was.")


class MeetingWithAgenda(Out):
    """A meeting, and what you may see of its agenda."""

    meeting: Meeting
    agenda: list[Point]


class AnswerInvitation(In):
    """Whether you come; or, with a deputy, that a colleague goes instead."""

    reply: Literal["accepted", "tentative", "declined"]
    note: Annotated[Words, Field(max_length=500)] = ""
    deputy: UUID | None = None


@routes.get("/meetings", answers=All[Meeting])
def list_own_meetings(request: ApiRequest) -> dict[str, object]:
    """The meetings ahead that you are invited to, the next one first."""
    return {"results": queries.own_ahead(request.actor)}


@routes.get("/circles/{uuid:circle}/meetings", answers=All[Meeting])
def list_meetings(request: ApiRequest, circle: UUID) -> dict[str, object]:
    """The meetings of a circle that are ahead, the next one first."""
    return {"results": queries.ahead(request.actor, circles.circle_for(request.actor, circle).id)}


@routes.get("/meetings/{uuid:meeting}", answers=MeetingWithAgenda)
def get_meeting(request: ApiRequest, meeting: UUID) -> dict[str, object]:
    """One meeting with its agenda."""
    return _whole(request, meeting)


@routes.put("/meetings/{uuid:meeting}/answer", answers=MeetingWithAgenda)
def answer_invitation(request: ApiRequest, meeting: UUID, body: AnswerInvitation) -> dict[str, object]:
    """Say whether you come. The last answer counts."""
    given = body.model_dump()
    commands.answer_invitation(actor=request.actor, meeting=meeting, way="api", **given)
    return _whole(request, meeting)


def _whole(request: ApiRequest, meeting: UUID) -> dict[str, object]:
    view = queries.meeting_view(request.actor, meeting)
    return {"meeting": view.row, "agenda": view.agenda}
