"""How the API says no: problem details (RFC 9457) with a code for programs and a sentence for people."""

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, ValidationError
from pydantic import BaseModel, Field

from kring.kernel.errors import NotVisible, Refusal, Refused
from kring.kernel.words import N_

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

NOT_VISIBLE = Refusal("not_visible", N_("It does not exist, or it is not for you."))
NO_TOKEN = Refusal("no_token", N_("Send a token that is valid: “Authorization: Bearer kring_…”."))
NO_SCOPE = Refusal("scope_missing", N_("This token may not do that. It needs the scope “{scope}”."))
MALFORMED = Refusal("malformed", N_("What was sent cannot be read."))
INVALID = Refusal("invalid", N_("Something that was sent does not fit: see “errors”."))
TOO_LARGE = Refusal("too_large", N_("What was sent is too large."))
OTHER_TYPE = Refusal("other_type", N_("Send this as {type}."))
OTHER_METHOD = Refusal("other_method", N_("This address takes other methods: see “Allow”."))
BROKEN = Refusal("broken", N_("Something went wrong here. It was noted; try again later."))

STATUS = {"too_often": 429, "file_too_large": 413, "key_used": 422, "other_type": 415}
"""Refusals with a status of their own. Any other is a conflict with how things are: 409."""

TEXTS = {
    "missing": N_("This is missing."),
    "extra_forbidden": N_("There is no such field."),
    "string_too_long": N_("This is longer than {max_length} characters."),
    "string_too_short": N_("This is shorter than {min_length} characters."),
    "string_type": N_("This should be text."),
    "enum": N_("This should be one of: {expected}."),
    "literal_error": N_("This should be one of: {expected}."),
    "uuid_parsing": N_("This should be an identifier (UUID)."),
    "less_than_equal": N_("This should be at most {le}."),
    "greater_than_equal": N_("This should be at least {ge}."),
    "too_long": N_("There are more than {max_length} here."),
    "too_short": N_("There are fewer than {min_length} here."),
}
"""What is wrong with a field, by the kind of error. Any other kind is said in one sentence."""
DOES_NOT_FIT = N_("This value does not fit.")


class Wrong(BaseModel):
    """One thing that does not fit."""

    where: str = Field(description="The place in what was sent, such as `body.label`.")
    code: str
    text: str


class Problem(BaseModel):
    """Why not. Compare `code`; show `detail`."""

    type: str = Field(description="`urn:kring:problem:` and the code.")
    title: str
    status: int
    code: str
    detail: str
    errors: list[Wrong] = Field(default_factory=list, description="Every place that does not fit (422).")


def problem(
    status: int, refusal: Refusal, *, errors: list[Wrong] | None = None, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """A refusal as an answer, in the language that was asked for."""
    said = Problem(
        type=f"urn:kring:problem:{refusal.code}",
        title=HTTPStatus(status).phrase,
        status=status,
        code=refusal.code,
        detail=gettext(refusal.text).format(**refusal.values),
        errors=errors or [],
    )
    return HttpResponse(
        said.model_dump_json(exclude={"errors"} if not errors else None),
        status=status,
        content_type=MEDIA_TYPE,
        headers=dict(headers or {}),
    )


def not_visible(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    """It is not there, or it is not for you. The same octets for both, and for an address that means nothing."""
    return problem(404, NOT_VISIBLE)


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    wait = error.refusal.values.get("wait")
    return problem(
        STATUS.get(error.code, 409), error.refusal, headers={"Retry-After": str(wait)} if wait is not None else None
    )


def _no_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    given = "Authorization" in request.headers
    return problem(401, NO_TOKEN, headers={"WWW-Authenticate": "Bearer" + (' error="invalid_token"' if given else "")})


def _no_scope(request: HttpRequest, error: AuthorizationError) -> HttpResponse:
    """The message of the error is the scope that is missing."""
    return problem(
        403,
        Refusal(NO_SCOPE.code, NO_SCOPE.text, {"scope": error.message}),
        headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{error.message}"'},
    )


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(422, INVALID, errors=[_wrong(one) for one in error.errors])


def _wrong(error: Mapping[str, Any]) -> Wrong:
    kind = str(error["type"])
    said = gettext(TEXTS.get(kind, DOES_NOT_FIT)).format(**error.get("ctx", {}))
    # "body" stands before every field twice: as the place, and as the name that our functions give it.
    place = [str(step) for step in error["loc"]]
    return Wrong(
        where=".".join(dict.fromkeys(place[:2])) + "".join(f".{step}" for step in place[2:]), code=kind, text=said
    )


def _malformed(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(400, MALFORMED)


def _too_large(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(413, TOO_LARGE)


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("An operation of the API failed", exc_info=error)
    return problem(500, BROKEN)


E = TypeVar("E", bound=Exception)


def say_no_with_problems(api: NinjaAPI) -> None:
    """Tell the API how to answer whatever an operation raises."""

    def on(error: type[E], handler: Callable[[HttpRequest, E], HttpResponse]) -> None:
        api.add_exception_handler(error, handler)  # type: ignore[arg-type]  # its handlers take a class as well

    on(NotVisible, not_visible)
    on(Http404, not_visible)
    on(Refused, _refused)
    on(AuthenticationError, _no_token)
    on(AuthorizationError, _no_scope)
    on(ValidationError, _invalid)
    on(HttpError, _malformed)
    on(MultiPartParserError, _malformed)
    on(RequestDataTooBig, _too_large)
    on(Exception, _broken)
