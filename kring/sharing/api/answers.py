"""What a reader says of an item: feedback, and "I have this"."""

from typing import Any
from uuid import UUID

from kring.rest.frame import Routes
from kring.rest.requests import ApiRequest
from kring.sharing import commands, queries
from kring.sharing.api.shapes import Feedback, Item, Tap

routes = Routes("feedback")


@routes.put("/items/{uuid:item}/feedback/{kind}", answers=Item, scope="feedback")
def give_feedback(request: ApiRequest, item: UUID, kind: Feedback, body: Tap) -> Any:
    """Say what it is to you. Useful excludes not relevant and doubted; known excludes doubted."""
    commands.give_feedback(actor=request.actor, item=item, kind=kind, note=body.note, named=body.named)
    return queries.row(request.actor, item)


@routes.delete("/items/{uuid:item}/feedback/{kind}", answers=Item, scope="feedback")
def take_back_feedback(request: ApiRequest, item: UUID, kind: Feedback) -> Any:
    """Undo it."""
    commands.take_back_feedback(actor=request.actor, item=item, kind=kind)
    return queries.row(request.actor, item)


@routes.put("/items/{uuid:item}/acknowledgement", answers=Item, scope="feedback")
def acknowledge_item(request: ApiRequest, item: UUID) -> Any:
    """Say that you have urgent news."""
    commands.acknowledge_item(actor=request.actor, item=item)
    return queries.row(request.actor, item)
