"""The request that an operation of the API takes: it carries its actor."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from django.http import HttpRequest

from kring.kernel.actor import Actor


class Bearer(Protocol):
    """Who shows a token, and what the token lets them do."""

    @property
    def actor(self) -> Actor: ...

    @property
    def token(self) -> UUID: ...

    @property
    def scopes(self) -> Collection[str]: ...


class ApiRequest(HttpRequest):
    """What every operation gets. `actor` is bound to the transaction it runs in."""

    bearer: Bearer
    actor: Actor
    wanted_type: str
    """The type in which the operation reads what is sent; empty: it reads nothing."""
