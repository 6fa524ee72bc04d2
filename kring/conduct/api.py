"""The code of conduct over the API: its versions, and who accepted the one that holds. Of cases there is nothing here."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from kring.circles import queries as circles
from kring.conduct import queries
from kring.rest.frame import Routes
from kring.rest.paging import All
from kring.rest.requests import ApiRequest
from kring.rest.shapes import Out

routes = Routes("conduct")


class Expected(Out):
    """What a code expects of each member; 0: nothing is said."""

    meetings: int
    out_of: int
    shares_a_year: int
    hours_a_month: int


class Code(Out):
    """A version of a code of conduct."""

    id: UUID
    circle: UUID = Field(description="Whose it is: the circle's own, or of the nearest one around it that has one.")
    number: int
    text_nl: str
    text_en: str
    changed: str
    expected: Expected
    published_at: datetime


class Acceptance(Out):
    """Somebody who sits there, and when they accepted the version that holds."""

    person: UUID
    name: str
    organisation: str
    at: datetime | None = Field(description="null: not yet.")


@routes.get("/circles/{uuid:circle}/codes", answers=All[Code])
def list_codes(request: ApiRequest, circle: UUID) -> dict[str, object]:
    """The versions of the code that holds in a circle, the newest first."""
    return {"results": queries.codes_of(circles.circle_for(request.actor, circle).path)}


@routes.get("/circles/{uuid:circle}/acceptances", answers=All[Acceptance])
def list_acceptances(request: ApiRequest, circle: UUID) -> dict[str, object]:
    """Who accepted the version that holds: for who steers everybody who sits there, for anybody else themselves."""
    return {"results": queries.acceptances_seen(request.actor, circles.circle_for(request.actor, circle))}
