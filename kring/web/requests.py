"""The request a page takes: it carries its actor."""

from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from django.http import HttpRequest

from kring.kernel.actor import Actor

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class SignedIn(Protocol):
    """Whoever is signed in, as far as a page looks at them; all else is asked of a subject."""

    pk: UUID
    name: str
    email: str
    language: str
    timezone: str


class PageRequest(HttpRequest):
    """What every page gets. `actor` is bound to the transaction the page runs in."""

    user: SignedIn  # type: ignore[assignment]  # pages that need a person are behind `signed_in`
    actor: Actor
    htmx: "HtmxDetails"
    nonce: str
