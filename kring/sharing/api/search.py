"""Search over items, replies and the text of attachments."""

from typing import Annotated

from ninja import Query
from pydantic import Field

from kring.kernel import limits
from kring.rest.frame import Routes
from kring.rest.paging import All
from kring.rest.requests import ApiRequest
from kring.rest.shapes import In, Words
from kring.sharing import queries
from kring.sharing.api.shapes import Hit, Item
from kring.sharing.queries.search import START, STOP

routes = Routes("search")

MOST, SECONDS = 120, 60
"""Searches somebody can do in a while, over the API and on pages together."""
_WITHOUT_MARKS = str.maketrans("", "", START + STOP)


class Looked(In):
    """What is looked for."""

    q: Annotated[Words, Field(min_length=1, max_length=200)] = Field(
        description="Words; “side by side” between quotes; -without."
    )
    limit: int = Field(30, ge=1, le=50)


@routes.get("/search", answers=All[Hit], no=())
def search_items(request: ApiRequest, looked: Query[Looked]) -> dict[str, object]:
    """What matches, the best first, with the reason for each hit. It keeps silent about what you may not see."""
    limits.count("search", request.actor.person, most=MOST, seconds=SECONDS)
    return {
        "results": [
            Hit(
                item=Item.model_validate(hit.item),
                place=hit.place,
                excerpt=hit.excerpt.translate(_WITHOUT_MARKS),
                name=hit.name,
                target=hit.target,
            )
            for hit in queries.search(request.actor, looked.q, most=looked.limit)
        ]
    }
