"""Who for what over the API. Of talks and the cockpit there is nothing here: they are for people at a page."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from kring.leadership import queries
from kring.rest.frame import Routes
from kring.rest.paging import All
from kring.rest.requests import ApiRequest
from kring.rest.shapes import Out

routes = Routes("leadership")


class Someone(Out):
    """Somebody of the circle."""

    id: UUID
    name: str


class Duty(Out):
    """What somebody does for a circle."""

    id: UUID
    duty: Literal["chair", "secretary", "content_liaison", "spokesperson", "newcomers", "other"]
    title: str = Field(description="What it is called; empty for one that has a name of its own.")
    remit: str
    holders: list[Someone] = Field(description="Empty: it waits for somebody.")
    deputy: Someone | None
    since: date
    until: date | None = Field(description="The last day of the term.")


@routes.get("/circles/{uuid:circle}/duties", answers=All[Duty])
def list_duties(request: ApiRequest, circle: UUID) -> dict[str, object]:
    """Whom to turn to for what."""
    return {"results": queries.duties(request.actor, circle)}
