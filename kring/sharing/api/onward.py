"""Beyond the audience: passing on, and asking for a wider label."""

from uuid import UUID

from ninja.errors import ValidationError

from kring.kernel.errors import NotVisible
from kring.rest.frame import Routes
from kring.rest.once import once
from kring.rest.paging import All
from kring.rest.requests import ApiRequest
from kring.sharing import commands, queries
from kring.sharing.api.shapes import AskWider, Decision, Passing, PassOn, Receivers, Widening
from kring.sharing.commands import Receiver

routes = Routes("passing on")


@routes.get("/items/{uuid:item}/receivers", answers=Receivers)
def list_receivers(request: ApiRequest, item: UUID) -> queries.Receivers:
    """To whom you can pass it on, or ask the source to."""
    return queries.receivers(request.actor, item)


@routes.get("/items/{uuid:item}/passings", answers=All[Passing])
def list_passings(request: ApiRequest, item: UUID) -> dict[str, object]:
    """To whom it went on, or is asked to: all for the source, your own for you."""
    return {"results": queries.passings(request.actor, item)}


@routes.post("/items/{uuid:item}/passings", answers=Passing)
def pass_on(request: ApiRequest, item: UUID, body: PassOn) -> queries.PassingView:
    """Pass it on, as far as its label allows."""
    if [body.colleague, body.client, body.circle].count(None) != 2:
        raise ValidationError([{"type": "one_receiver", "loc": ("body",)}])
    receiver = Receiver(colleague=body.colleague, client=body.client, circle=body.circle)

    def send() -> UUID:
        return commands.pass_on(
            actor=request.actor, item=item, receiver=receiver, reason=body.reason, asking=body.ask
        ).pk

    return _passing(request, item, once(request, send))


@routes.post("/passings/{uuid:passing}/decision", answers=Passing, status=200)
def decide_passing(request: ApiRequest, passing: UUID, body: Decision) -> queries.PassingView:
    """Answer, as the source, whether it may go on."""
    found = commands.decide_passing(actor=request.actor, onward=passing, allow=body.allow)
    return _passing(request, found.item_id, passing)


def _passing(request: ApiRequest, item: UUID, passing: UUID) -> queries.PassingView:
    found = next((one for one in queries.passings(request.actor, item) if one.id == passing), None)
    if found is None:
        raise NotVisible
    return found


@routes.get("/items/{uuid:item}/widenings", answers=All[Widening])
def list_widenings(request: ApiRequest, item: UUID) -> dict[str, object]:
    """Requests for a wider label: all for the source, your own for you."""
    return {"results": queries.wishes(request.actor, item)}


@routes.post("/items/{uuid:item}/widenings", answers=Widening)
def ask_wider(request: ApiRequest, item: UUID, body: AskWider) -> queries.Wish:
    """Ask the source for a wider label."""

    def ask() -> UUID:
        return commands.ask_wider(actor=request.actor, item=item, label=body.label, reason=body.reason).pk

    return _widening(request, item, once(request, ask))


@routes.post("/widenings/{uuid:widening}/decision", answers=Widening, status=200)
def decide_wider(request: ApiRequest, widening: UUID, body: Decision) -> queries.Wish:
    """Answer, as the source. Granting widens the label."""
    found = commands.decide_wider(actor=request.actor, request=widening, grant=body.allow)
    return _widening(request, found.item_id, widening)


def _widening(request: ApiRequest, item: UUID, widening: UUID) -> queries.Wish:
    found = next((one for one in queries.wishes(request.actor, item) if one.id == widening), None)
    if found is None:
        raise NotVisible
    return found
