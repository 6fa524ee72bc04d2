"""Admission over the API: how far applications and ballots are. Never what a candidate wrote, and never a vote."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from kring.admission import queries
from kring.circles import queries as circles
from kring.rest.frame import Routes
from kring.rest.paging import All
from kring.rest.requests import ApiRequest
from kring.rest.shapes import Out

routes = Routes("admission")


class Application(Out):
    """An organisation wants to come in."""

    id: UUID
    organisation: str
    stage: Literal["draft", "sent", "ballot", "admitted", "waiting", "refused", "withdrawn"]
    sent_at: datetime | None
    decided_at: datetime | None


class Ballot(Out):
    """The members are, or were, asked about a candidate."""

    id: UUID
    application: UUID
    organisation: str
    sponsor: str
    rule: Literal["consent", "majority", "unanimity"]
    quorum: int = Field(description="Percent of the members that must have spoken, where silence is no consent.")
    opened_at: datetime
    until: datetime
    closed_at: datetime | None
    result: Literal["passed", "objected", "outvoted", "no_quorum", "stopped"] | None


@routes.get("/circles/{uuid:circle}/applications", answers=All[Application])
def list_applications(request: ApiRequest, circle: UUID) -> dict[str, object]:
    """The applications to a circle: all that were sent for who steers it, for a member those it is asked about."""
    return {"results": queries.applications_of(request.actor, circles.circle_for(request.actor, circle).id)}


@routes.get("/circles/{uuid:circle}/ballots", answers=All[Ballot])
def list_ballots(request: ApiRequest, circle: UUID) -> dict[str, object]:
    """The ballots of a circle, the latest first."""
    return {"results": queries.ballots_of(request.actor, circles.circle_for(request.actor, circle).id)}
