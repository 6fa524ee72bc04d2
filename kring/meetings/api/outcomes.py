"""The registers over the API: agreements, actions and decisions, and how each stands."""

from datetime import date
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query
from pydantic import Field

from kring.circles import queries as circles
from kring.meetings.commands import outcomes as commands
from kring.meetings.queries import outcomes as queries
from kring.meetings.queries.outcomes import Narrowed, OutcomeRow, Which
from kring.meetings.rules.lines import Kind
from kring.rest.frame import Routes
from kring.rest.paging import Page, Paging, below, page
from kring.rest.requests import ApiRequest
from kring.rest.shapes import In, Marking, Out

routes = Routes("registers")

Standing = Literal["open", "done", "dropped", "in_force", "kept", "broken", "ended"]


class Outcome(Out):
    """Something that a circle decided, agreed or took on."""

    id: UUID
    kind: Kind
    text: str
    label: Marking = Field(description="That of the point on the agenda at which it came up.")
    circle_id: UUID
    meeting: UUID = Field(description="At which it came up.")
    source: str = Field(description="What that meeting is called.")
    owner_id: UUID | None
    owner: str = Field(
        description="Who does it, or looks at it again; a name without an account when `owner_id` is null."
    )
    parties: str = Field(description="Between whom an agreement is. Empty: the circle.")
    since: date
    due: date | None = Field(description="By when it is done; for an agreement, when it is looked at again.")
    standing: Standing
    is_late: bool
    may_change: bool = Field(description="You own it, or steer the circle.")


class Wanted(Paging):
    """Words that narrow a register."""

    kind: Kind | None = None
    which: Which = Field(
        Which.ALL, description="`late` and `mine` as the pages have them; `done`: nothing is left to do."
    )
    meeting: UUID | None = None
    due_before: date | None = Field(None, description="With a day before this one.")

    @property
    def narrowed(self) -> Narrowed:
        """As queries take them."""
        return Narrowed(self.kind, self.which, self.meeting, self.due_before)


class NewStanding(In):
    """How it stands now."""

    standing: Standing


@routes.get("/circles/{uuid:circle}/outcomes", answers=Page[Outcome])
def list_outcomes(
    request: ApiRequest, response: HttpResponse, circle: UUID, wanted: Query[Wanted]
) -> dict[str, object]:
    """The registers of a circle as far as you see the points they came up at, newest first."""
    place = circles.circle_for(request.actor, circle)
    before = below(wanted.cursor, UUID)
    rows = queries.outcomes_of(request.actor, place.id, wanted.narrowed, before=before, most=wanted.limit + 1)
    return page(request, response, rows, wanted.limit, lambda row: row.id)


@routes.get("/outcomes/{uuid:outcome}", answers=Outcome)
def get_outcome(request: ApiRequest, outcome: UUID) -> OutcomeRow:
    """One of them."""
    return queries.outcome_row(request.actor, outcome)


@routes.put("/outcomes/{uuid:outcome}/standing", answers=Outcome)
def say_standing(request: ApiRequest, outcome: UUID, body: NewStanding) -> OutcomeRow:
    """Say that an action is done, that an agreement was kept or broken."""
    commands.say_standing(actor=request.actor, outcome=outcome, standing=body.standing)
    return queries.outcome_row(request.actor, outcome)
