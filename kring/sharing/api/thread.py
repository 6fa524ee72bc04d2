"""Replies under items."""

from uuid import UUID

from kring.kernel.errors import NotVisible
from kring.rest.frame import Routes
from kring.rest.once import once
from kring.rest.paging import All
from kring.rest.requests import ApiRequest
from kring.sharing import commands, queries
from kring.sharing.api.shapes import NewBody, NewReply, Reply
from kring.sharing.commands import Answer

routes = Routes("replies")


def _shown(request: ApiRequest, item: UUID, reply: UUID) -> Reply:
    thread = queries.detail(request.actor, item).replies
    found = next((one for one in thread if one.id == reply), None)
    if found is None:
        raise NotVisible
    return Reply.model_validate(found)


@routes.get("/items/{uuid:item}/replies", answers=All[Reply])
def list_replies(request: ApiRequest, item: UUID) -> dict[str, object]:
    """The thread, as far as you may read it."""
    return {"results": queries.detail(request.actor, item).replies}


@routes.post("/items/{uuid:item}/replies", answers=Reply)
def add_reply(request: ApiRequest, item: UUID, body: NewReply) -> Reply:
    """Answer in the thread."""
    answer = Answer(body=body.body, only=body.only, mentions=body.mentions, answers=body.answers, way="api")
    reply = once(request, lambda: commands.add_reply(actor=request.actor, item=item, answer=answer).pk)
    return _shown(request, item, reply)


@routes.put("/replies/{uuid:reply}", answers=Reply)
def edit_reply(request: ApiRequest, reply: UUID, body: NewBody) -> Reply:
    """Change a reply of yours."""
    found = commands.edit_reply(actor=request.actor, reply=reply, body=body.body, version=body.version)
    return _shown(request, found.item_id, reply)


@routes.delete("/replies/{uuid:reply}")
def remove_reply(request: ApiRequest, reply: UUID) -> None:
    """Take a reply of yours back."""
    commands.remove_reply(actor=request.actor, reply=reply)
