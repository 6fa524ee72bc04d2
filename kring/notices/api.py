"""What one wants to hear by mail, over the API."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from kring.kernel.actor import Actor
from kring.notices import commands, queries
from kring.notices.rules import MOST_TAGS, RepliesWish, Wish
from kring.rest.frame import Routes
from kring.rest.paging import All
from kring.rest.requests import ApiRequest
from kring.rest.shapes import In, Out, Words

routes = Routes("mail")

Tag = Annotated[Words, Field(min_length=1, max_length=40)]


class Hearing(Out):
    """What you hear by mail of a circle; without one, of every circle that nothing else is said of."""

    circle: UUID | None
    items: Wish
    replies: RepliesWish
    urgent: bool = Field(description="What is urgent comes at once, whatever else is said.")


class NewHearing(In):
    """What you want to hear. It changes when and whether a mail comes, never what it carries: the label decides that."""

    items: Wish
    replies: RepliesWish
    urgent: bool = True


@routes.get("/mail", answers=All[Hearing], no=())
def list_hearing(request: ApiRequest) -> dict[str, object]:
    """What you hear by mail: first of every circle, then of those you said something else of."""
    standing = queries.mail_standing(request.actor, key="")
    return {
        "results": [_hearing(request.actor, circle) for circle in (None, *(row.circle for row in standing.by_circle))]
    }


@routes.put("/mail", answers=Hearing, scope="manage", no=())
def set_hearing(request: ApiRequest, body: NewHearing) -> Hearing:
    """Say what to hear of every circle that nothing else is said of."""
    return _wish(request, None, body)


@routes.put("/mail/circles/{uuid:circle}", answers=Hearing, scope="manage", no=())
def set_hearing_of_circle(request: ApiRequest, circle: UUID, body: NewHearing) -> Hearing:
    """Say what to hear of one circle."""
    return _wish(request, circle, body)


def _wish(request: ApiRequest, circle: UUID | None, body: NewHearing) -> Hearing:
    commands.wish(actor=request.actor, circle=circle, items=body.items, replies=body.replies, urgent=body.urgent)
    return _hearing(request.actor, circle)


def _hearing(actor: Actor, circle: UUID | None) -> Hearing:
    wishes = queries.wishes_of(actor, circle)
    return Hearing(circle=circle, items=wishes.items, replies=wishes.replies, urgent=wishes.urgent)


class Topics(Out):
    """The topics you want nothing of, save what is urgent."""

    tags: list[str]


class NewTopics(In):
    """All topics you want nothing of."""

    tags: list[Tag] = Field(max_length=MOST_TAGS)


@routes.get("/mail/muted", answers=Topics, no=())
def get_muted(request: ApiRequest) -> Topics:
    """The topics you muted."""
    return Topics(tags=queries.muted_tags(request.actor))


@routes.put("/mail/muted", answers=Topics, scope="manage", no=(409,))
def set_muted(request: ApiRequest, body: NewTopics) -> Topics:
    """Mute these topics and no others."""
    for tag in {*queries.muted_tags(request.actor)} - {tag.strip().lower() for tag in body.tags}:
        commands.unmute_topic(actor=request.actor, tag=tag)
    for tag in body.tags:
        commands.mute_topic(actor=request.actor, tag=tag)
    return Topics(tags=queries.muted_tags(request.actor))
