"""The request a page takes: it carries its actor."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from kring.kernel.actor import Actor

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from kring.people.models import Person


class PageRequest(HttpRequest):
    """What every page gets. `actor` is bound to the transaction the page runs in."""

    user: "Person"  # type: ignore[assignment]  # pages that need a person are behind `signed_in`
    actor: Actor
    htmx: "HtmxDetails"
    nonce: str
