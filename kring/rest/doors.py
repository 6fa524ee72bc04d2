"""Who may come in: the holder of a token with the scope that an operation needs, and not too often."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import AuthorizationError
from ninja.security import HttpBearer

from kring.kernel import limits
from kring.kernel.errors import Refusal, Refused
from kring.rest.problems import OTHER_TYPE
from kring.rest.requests import ApiRequest, Bearer

WINDOW = 60
"""Seconds over which the requests of one token are counted."""

Recognise = Callable[[str], Bearer | None]
_recognise: list[Recognise] = []


def open_with(recognise: Recognise) -> None:
    """Says whom the text of a token stands for. Called once, at the start, by the site."""
    _recognise[:] = [recognise]


class Token(HttpBearer):
    """`Authorization: Bearer kring_…`, with the scope that the operation needs."""

    openapi_description = "A token made on the page “Tokens”. It acts for its person, and never reads TLP:RED."

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Bearer | None:
        """The bearer; None for a token that opens nothing.

        Refused: too_often, other_type. Raises `AuthorizationError`, with the name of the scope that is missing.
        """
        bearer = _recognise[0](token.strip())
        if bearer is None:
            return None
        if self.scope not in bearer.scopes:
            raise AuthorizationError(message=self.scope)
        limits.count("api", bearer.token, most=settings.KRING_API_LIMIT, seconds=WINDOW)
        asking = cast("ApiRequest", request)
        asking.bearer, asking.actor = bearer, bearer.actor
        if asking.wanted_type not in {"", request.content_type}:
            raise Refused(Refusal(OTHER_TYPE.code, OTHER_TYPE.text, {"type": asking.wanted_type}))
        return bearer
