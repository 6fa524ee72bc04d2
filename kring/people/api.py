"""Oneself and one's tokens, over the API."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from pydantic import Field

from kring.people import commands, queries
from kring.people.rules import Scope
from kring.rest.frame import Routes
from kring.rest.paging import All
from kring.rest.requests import ApiRequest
from kring.rest.shapes import Marking, Out
from kring.tlp.labels import Label

routes = Routes("you")


class Me(Out):
    """Who the token acts for, and what it may."""

    id: UUID
    name: str
    email: str
    function: str
    language: str
    timezone: str
    shown_to: Mapping[str, str] = Field(description="What others see of you: circle, community or nobody.")
    token: UUID
    scopes: list[Scope]
    ceiling: Marking = Field(description="The narrowest label that this token reads.")
    circles: list[UUID] | None = Field(description="The circles it is limited to; null: all of yours.")


@routes.get("/me", answers=Me, no=())
def get_me(request: ApiRequest) -> Me:
    """Who you are here."""
    mine, bearer = queries.account_of(request.actor), request.bearer
    return Me.model_validate(
        {
            "id": mine.id,
            "name": mine.name,
            "email": mine.email,
            "function": mine.function,
            "language": mine.language,
            "timezone": mine.timezone,
            "shown_to": mine.shown_to,
            "token": bearer.token,
            "scopes": sorted(bearer.scopes),
            "ceiling": Label(bearer.actor.ceiling),
            "circles": None if bearer.actor.scope is None else sorted(bearer.actor.scope),
        }
    )


class Token(Out):
    """A token of yours: all but its secret, which was shown once."""

    id: UUID
    name: str
    scopes: list[str]
    circles: list[UUID] | None
    ceiling: Marking
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


@routes.get("/tokens", answers=All[Token], scope="manage", no=())
def list_tokens(request: ApiRequest) -> dict[str, object]:
    """Your tokens that were not revoked. They are made on a page, by a person."""
    return {"results": queries.tokens_of(request.actor)}


@routes.delete("/tokens/{uuid:token}", scope="manage", no=(404,))
def revoke_token(request: ApiRequest, token: UUID) -> None:
    """It opens nothing from now on, and what it holds open closes."""
    commands.revoke_token(actor=request.actor, token=token)
