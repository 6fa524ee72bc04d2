"""Rounds over the API: what a circle asks all its members, and one's answer."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from kring.circles import queries as circles
from kring.rest.frame import Routes
from kring.rest.once import once
from kring.rest.paging import All
from kring.rest.requests import ApiRequest
from kring.rest.shapes import In, Out
from kring.sharing import commands, queries, rules
from kring.sharing.api.shapes import Short

routes = Routes("rounds")

Answer = Literal["nothing", "shared"]


class AnswerOfMember(Out):
    """What one member said."""

    membership: UUID
    organisation: str
    answer: Answer | None = Field(description="null: nothing was heard.")
    person: str
    at: datetime | None


class Round(Out):
    """A circle asks all its members what there is to tell."""

    id: UUID
    circle_id: UUID
    circle: str
    question: str
    by: str
    started_at: datetime
    until: datetime
    over: bool
    answered: int = Field(description="How many organisations answered.")
    members: int
    own: Answer | None = Field(description="What the organisation you sit for said.")
    rows: list[AnswerOfMember] = Field(description="Who said what: for chair and secretary alone.")


class StartRound(In):
    """What all members are asked."""

    question: Short = ""
    days: int = Field(default=rules.USUAL_ROUND, ge=1, le=rules.LONGEST_ROUND)


class AnswerRound(In):
    """Nothing to report, or: we shared it."""

    answer: Answer


@routes.get("/circles/{uuid:circle}/rounds", answers=All[Round])
def list_rounds(request: ApiRequest, circle: UUID) -> dict[str, object]:
    """The rounds of a circle, latest first; none for who has no seat there."""
    return {"results": queries.rounds_of(request.actor, circles.circle_for(request.actor, circle).id)}


@routes.post("/circles/{uuid:circle}/rounds", answers=Round)
def start_round(request: ApiRequest, circle: UUID, body: StartRound) -> queries.RoundView:
    """Ask all members, as chair or secretary."""

    def start() -> UUID:
        return commands.start_round(actor=request.actor, circle=circle, question=body.question, days=body.days).pk

    return queries.round_view(request.actor, once(request, start))


@routes.get("/rounds/{uuid:round}", answers=Round)
def get_round(request: ApiRequest, round: UUID) -> queries.RoundView:
    """One round."""
    return queries.round_view(request.actor, round)


@routes.put("/rounds/{uuid:round}/answer", answers=Round)
def answer_round(request: ApiRequest, round: UUID, body: AnswerRound) -> queries.RoundView:
    """Answer for the organisation you sit for."""
    commands.answer_round(actor=request.actor, round=round, kind=body.answer)
    return queries.round_view(request.actor, round)


@routes.delete("/rounds/{uuid:round}/answer", answers=Round)
def take_back_answer(request: ApiRequest, round: UUID) -> queries.RoundView:
    """Take it back."""
    commands.take_back_answer(actor=request.actor, round=round)
    return queries.round_view(request.actor, round)


@routes.post("/rounds/{uuid:round}/reminders", answers=Round, status=200)
def remind_round(request: ApiRequest, round: UUID) -> queries.RoundView:
    """Ask once more those who did not answer, as chair or secretary."""
    commands.remind_round(actor=request.actor, round=round)
    return queries.round_view(request.actor, round)


@routes.post("/rounds/{uuid:round}/close", answers=Round, status=200)
def close_round(request: ApiRequest, round: UUID) -> queries.RoundView:
    """Wait no longer, as chair or secretary."""
    commands.close_round(actor=request.actor, round=round)
    return queries.round_view(request.actor, round)
