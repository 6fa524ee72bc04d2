"""Polls over the API: what all who have an item are asked, and one's answer."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from kring.rest.frame import Routes
from kring.rest.once import once
from kring.rest.paging import All
from kring.rest.requests import ApiRequest
from kring.rest.shapes import In, Out
from kring.sharing import commands, queries, rules
from kring.sharing.api.shapes import Short

routes = Routes("polls")

PollAnswer = Literal["yes", "in_progress", "planned", "not_applicable", "no"]
PollKind = Literal["patched", "affected", "free"]


class AnswerOfOrganisation(Out):
    """What one organisation answered."""

    membership: UUID
    organisation: str
    answer: PollAnswer | None = Field(description="null: nothing was heard.")
    planned_for: date | None
    at: datetime | None


class OwnAnswer(Out):
    """What the organisation you sit for answered, and who of it did."""

    answer: PollAnswer
    planned_for: date | None
    person: str
    at: datetime


class Poll(Out):
    """All organisations that have an item are asked how they stand."""

    id: UUID
    item: UUID
    kind: PollKind
    question: str = Field(description="In the asker's own words. Empty: as the kind says.")
    by: str = Field(description="Empty: asked via the secretariat.")
    named: bool = Field(description="Everybody who has the item sees what each organisation answers.")
    asked_at: datetime
    until: datetime
    over: bool
    answered: int = Field(description="How many organisations answered.")
    counts: dict[PollAnswer, int] | None = Field(
        description=f"How many gave each answer. null: fewer than {rules.FEWEST_TOLD} answered, and names are not shown."
    )
    own: OwnAnswer | None
    may_answer: bool
    rows: list[AnswerOfOrganisation] = Field(
        description="For the source and who steers the circle: everybody who is asked. For others: who answered, if named."
    )


class AskPoll(In):
    """What all who have an item are asked."""

    kind: PollKind = "patched"
    question: Short = ""
    days: int = Field(default=rules.USUAL_POLL, ge=1, le=rules.LONGEST_POLL)
    named: bool = False


class AnswerPoll(In):
    """Your organisation's answer; with a day for what is planned."""

    answer: PollAnswer
    planned_for: date | None = None


@routes.get("/items/{uuid:item}/polls", answers=All[Poll])
def list_polls(request: ApiRequest, item: UUID) -> dict[str, object]:
    """What was asked of all who have an item, latest first."""
    return {"results": queries.polls_of(request.actor, item)}


@routes.post("/items/{uuid:item}/polls", answers=Poll)
def ask_poll(request: ApiRequest, item: UUID, body: AskPoll) -> queries.PollView:
    """Ask all organisations that have it, as its source, or as chair or secretary of the circle."""

    def ask() -> UUID:
        return commands.ask_poll(
            actor=request.actor, item=item, kind=body.kind, question=body.question, days=body.days, named=body.named
        ).pk

    return queries.poll_view(request.actor, once(request, ask))


@routes.get("/polls/{uuid:poll}", answers=Poll)
def get_poll(request: ApiRequest, poll: UUID) -> queries.PollView:
    """One poll."""
    return queries.poll_view(request.actor, poll)


@routes.put("/polls/{uuid:poll}/answer", answers=Poll)
def answer_poll(request: ApiRequest, poll: UUID, body: AnswerPoll) -> queries.PollView:
    """Answer for the organisation you sit for; a second answer takes the place of the first."""
    commands.answer_poll(actor=request.actor, poll=poll, answer=body.answer, planned_for=body.planned_for)
    return queries.poll_view(request.actor, poll)


@routes.delete("/polls/{uuid:poll}/answer", answers=Poll)
def take_back_poll_answer(request: ApiRequest, poll: UUID) -> queries.PollView:
    """Take it back."""
    commands.take_back_poll_answer(actor=request.actor, poll=poll)
    return queries.poll_view(request.actor, poll)


@routes.post("/polls/{uuid:poll}/reminders", answers=Poll, status=200)
def remind_poll(request: ApiRequest, poll: UUID) -> queries.PollView:
    """Ask once more those who did not answer, as who may ask."""
    commands.remind_poll(actor=request.actor, poll=poll)
    return queries.poll_view(request.actor, poll)


@routes.post("/polls/{uuid:poll}/close", answers=Poll, status=200)
def close_poll(request: ApiRequest, poll: UUID) -> queries.PollView:
    """Wait no longer, as who may ask."""
    commands.close_poll(actor=request.actor, poll=poll)
    return queries.poll_view(request.actor, poll)
