"""What the source sees: who read it, what they said, what happened to it."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from ninja import Query

from kring.kernel.trail import PAGE
from kring.rest.frame import Routes
from kring.rest.paging import All, Page, Paging, below, page
from kring.rest.requests import ApiRequest
from kring.rest.shapes import Out
from kring.sharing import commands, queries
from kring.sharing.api.shapes import Fact, Readings, Response

routes = Routes("source")


@routes.get("/items/{uuid:item}/readings", answers=Readings, no=(404, 409))
def get_readings(request: ApiRequest, item: UUID) -> queries.Readings:
    """Who of those who may read it did, and who acknowledged."""
    return queries.readings(request.actor, item)


@routes.get("/items/{uuid:item}/responses", answers=All[Response])
def list_responses(request: ApiRequest, item: UUID) -> dict[str, object]:
    """Feedback with notes, and names where their givers allow it; empty for who is not the source."""
    return {"results": queries.responses(request.actor, item)}


class Reminded(Out):
    """How many people are reminded."""

    people: int


@routes.post("/items/{uuid:item}/reminders", answers=Reminded, status=200)
def remind_readers(request: ApiRequest, item: UUID) -> Mapping[str, int]:
    """Remind everybody who has not acknowledged yet."""
    return {"people": commands.remind_readers(actor=request.actor, item=item)}


@routes.get("/items/{uuid:item}/trail", answers=Page[Fact])
def get_trail(request: ApiRequest, response: HttpResponse, item: UUID, paging: Query[Paging]) -> dict[str, object]:
    """What happened to it, latest first: all for the source, your own part for you."""
    lines = queries.trail_of_item(request.actor, item, before=below(paging.cursor, int))
    facts = [
        Fact(
            number=line.number,
            at=line.at,
            kind=line.kind,
            text=gettext(line.said).format(**line.values) if line.said else "",
            by=str(line.values.get("who", "")),
        )
        for line in lines
    ]
    return page(request, response, facts, min(paging.limit, PAGE - 1), lambda fact: fact.number)
