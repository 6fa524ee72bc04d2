"""Give and take over the API: what one's organisation gave, and hours that one writes down."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from kring.circles import queries as circles
from kring.health import commands, queries
from kring.health.rules import LEAST_HOURS, MOST_HOURS
from kring.rest.frame import Routes
from kring.rest.paging import All
from kring.rest.requests import ApiRequest
from kring.rest.shapes import In, Out, Words

routes = Routes("health")


class MemberGave(Out):
    """What a member gave: how often, or how many hours. Never what."""

    membership: UUID
    organisation: str
    own: bool = Field(description="You sit for it.")
    gifts: dict[str, Decimal] = Field(
        description="By kind: shared, feedback, answers, hosted, talks, attended, hours; others may come."
    )


class Giving(Out):
    """Give and take in a period: the figures of a contribution statement."""

    since: datetime
    until: datetime
    members: list[MemberGave] = Field(description="Your own, or all members when you steer the circle.")


class Hours(Out):
    """Hours of one day that you gave to a circle."""

    id: UUID
    day: date
    hours: Decimal
    what: str


class LogHours(In):
    """Hours to write down. They are yours alone; the sum counts for your organisation."""

    day: date
    hours: Annotated[Decimal, Field(ge=LEAST_HOURS, le=MOST_HOURS, decimal_places=2)]
    what: Annotated[Words, Field(min_length=1, max_length=200)]


class Logged(Out):
    """Hours that were written down."""

    id: UUID


@routes.get("/circles/{uuid:circle}/giving", answers=Giving)
def get_giving(request: ApiRequest, circle: UUID) -> dict[str, object]:
    """What members gave in the last half year."""
    ledger = queries.ledger(request.actor, circles.circle_for(request.actor, circle))
    return {"since": ledger.period.since, "until": ledger.period.until, "members": ledger.rows}


@routes.get("/circles/{uuid:circle}/hours", answers=All[Hours])
def list_hours(request: ApiRequest, circle: UUID) -> dict[str, object]:
    """Your own hours for a circle, the latest first."""
    place = circles.circle_for(request.actor, circle)
    return {"results": queries.own_hours(request.actor, place.id).rows}


@routes.post("/circles/{uuid:circle}/hours", answers=Logged)
def log_hours(request: ApiRequest, circle: UUID, body: LogHours) -> dict[str, object]:
    """Write down hours."""
    place = circles.circle_for(request.actor, circle)
    return {"id": commands.log_hours(actor=request.actor, circle=place.id, **body.model_dump())}
