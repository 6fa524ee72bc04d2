"""Items: read, share, change, take back."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query
from pydantic import Field

from kring.rest.frame import Routes
from kring.rest.once import once
from kring.rest.paging import All, Page, Paging, below, page
from kring.rest.requests import ApiRequest
from kring.rest.shapes import Marking
from kring.sharing import commands, queries
from kring.sharing.api.drafts import writing
from kring.sharing.api.shapes import (
    Ask,
    Item,
    Kind,
    NewItem,
    NewLabel,
    NewText,
    Reliability,
    Tag,
    Version,
    WholeItem,
    whole,
)
from kring.sharing.queries import Filters, Place
from kring.sharing.rules import Text

routes = Routes("items")


class Wanted(Paging):
    """Words that narrow the list."""

    circle: UUID | None = None
    kind: Kind | None = None
    label: Marking | None = None
    tag: Tag = ""
    unread: bool = False
    urgent: bool = False
    own: bool = False
    matters: bool = Field(default=False, description="To your organisation.")
    reliable: Reliability | None = Field(
        None, description="At least this reliability, as it is shown: B lets A and B through."
    )
    credible: Annotated[int, Field(ge=1, le=6)] | None = Field(
        None, description="At least this credibility, as it is shown: 2 lets 1 and 2 through."
    )

    @property
    def filters(self) -> Filters:
        """As queries take them."""
        return Filters(
            circle=self.circle,
            kind=self.kind or "",
            label=self.label,
            tag=self.tag,
            unread=self.unread,
            urgent=self.urgent,
            own=self.own,
            matters=self.matters,
            reliable=self.reliable or "",
            credible=self.credible,
        )


@routes.get("/items", answers=Page[Item], no=())
def list_items(request: ApiRequest, response: HttpResponse, wanted: Query[Wanted]) -> dict[str, object]:
    """What was shared with you, newest first; what was withdrawn stays as a place without content."""
    before = below(wanted.cursor, Place.parse)
    rows = queries.new_items(request.actor, wanted.filters, before=before, most=wanted.limit + 1)
    return page(request, response, rows, wanted.limit, lambda row: row.place)


@routes.get("/asks", answers=All[Ask], no=())
def list_asks(request: ApiRequest) -> dict[str, object]:
    """What asks something of you: to acknowledge, to decide, to answer."""
    return {"results": queries.asks(request.actor)}


@routes.post("/items", answers=WholeItem)
def create_item(request: ApiRequest, body: NewItem) -> WholeItem:
    """Write something up and share it at once. To look at it first, make a draft."""

    def share() -> UUID:
        draft = commands.start_draft(actor=request.actor, circle=body.circle, writing=writing(body), about=body.about)
        return commands.share_item(actor=request.actor, item=draft.pk).pk

    return whole(queries.detail(request.actor, once(request, share)))


@routes.get("/items/{uuid:item}", answers=WholeItem)
def get_item(request: ApiRequest, item: UUID) -> WholeItem:
    """One item, whole. That counts as reading it."""
    commands.note_reading(actor=request.actor, item=item)
    return whole(queries.detail(request.actor, item))


@routes.put("/items/{uuid:item}/text", answers=WholeItem)
def edit_item(request: ApiRequest, item: UUID, body: NewText) -> WholeItem:
    """Change the words. What stood there is kept as a version."""
    text = Text(body.title, body.what, body.so_what, body.do_what)
    commands.edit_item(actor=request.actor, item=item, text=text, version=body.version)
    return whole(queries.detail(request.actor, item))


@routes.put("/items/{uuid:item}/label", answers=WholeItem)
def relabel_item(request: ApiRequest, item: UUID, body: NewLabel) -> WholeItem:
    """Give it another label or audience. Narrowed, it is gone at once for who may no longer read it."""
    commands.relabel_item(actor=request.actor, item=item, label=body.label, named=body.named, chosen=body.chosen)
    return whole(queries.detail(request.actor, item))


@routes.delete("/items/{uuid:item}", answers=WholeItem)
def withdraw_item(request: ApiRequest, item: UUID) -> WholeItem:
    """Take it back. A place without content stays."""
    commands.withdraw_item(actor=request.actor, item=item)
    return whole(queries.detail(request.actor, item))


@routes.get("/items/{uuid:item}/versions", answers=All[Version])
def list_versions(request: ApiRequest, item: UUID) -> dict[str, Any]:
    """How it read before, oldest first, as far as you could read it then."""
    return {"results": queries.versions(request.actor, item)}


@routes.get("/items/{uuid:item}/related", answers=All[Item])
def list_related(request: ApiRequest, item: UUID) -> dict[str, Any]:
    """Other items of the circle about the same."""
    return {"results": queries.related(request.actor, item)}
