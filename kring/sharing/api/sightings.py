"""Sightings over the API: what organisations saw of what an item warns of."""

from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime, Field

from kring.rest.frame import Routes
from kring.rest.paging import All
from kring.rest.requests import ApiRequest
from kring.rest.shapes import In, Out
from kring.sharing import commands, queries, rules

routes = Routes("sightings")


class Sighting(Out):
    """An organisation saw an indicator of an item."""

    id: UUID
    kind: str
    value: str
    organisation: str = Field(description="Empty when it does not wish to be named.")
    first_seen: datetime | None
    last_seen: datetime
    count: int
    at: datetime = Field(description="When it was said.")


class Sign(In):
    """An indicator, as the item lists it."""

    kind: str = Field(max_length=20)
    value: str = Field(max_length=10_000)


class ReportSighting(Sign):
    """Your organisation saw it. Without moments: just now."""

    first_seen: AwareDatetime | None = None
    last_seen: AwareDatetime | None = None
    count: int = Field(default=1, ge=1, le=rules.MOST_SEEN)
    named: bool = Field(default=False, description="All who have the item may know that it was your organisation.")

    @property
    def seen(self) -> rules.Seen:
        """As the command takes it."""
        return rules.Seen(self.first_seen, self.last_seen, self.count, self.named)


@routes.get("/items/{uuid:item}/sightings", answers=All[Sighting])
def list_sightings(request: ApiRequest, item: UUID) -> dict[str, object]:
    """What organisations saw, the latest word first; each once for an indicator."""
    return {"results": queries.sightings_of(request.actor, item)}


@routes.post("/items/{uuid:item}/sightings", answers=All[Sighting], scope="feedback", status=200)
def report_sighting(request: ApiRequest, item: UUID, body: ReportSighting) -> dict[str, object]:
    """Say that your organisation saw an indicator. Said again, it takes the place of before."""
    commands.report_sighting(actor=request.actor, item=item, kind=body.kind, value=body.value, seen=body.seen)
    return {"results": queries.sightings_of(request.actor, item)}


@routes.post("/items/{uuid:item}/sightings/take-back", answers=All[Sighting], scope="feedback", status=200)
def take_back_sighting(request: ApiRequest, item: UUID, body: Sign) -> dict[str, object]:
    """Undo it."""
    commands.take_back_sighting(actor=request.actor, item=item, kind=body.kind, value=body.value)
    return {"results": queries.sightings_of(request.actor, item)}
