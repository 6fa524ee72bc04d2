"""Operations, and what runs around each of them: the token, one bound transaction, problems instead of pages."""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, re_path
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Router, Status
from ninja.operation import Operation

from kring.kernel.binding import acting_as
from kring.rest import problems
from kring.rest.doors import Token
from kring.rest.problems import Problem
from kring.rest.requests import ApiRequest

View = TypeVar("View", bound=Callable[..., Any])
Door = Callable[..., HttpResponseBase]

ALWAYS = (401, 403, 422, 429)
"""What every operation may answer instead."""


_done_with: dict[str, int] = {}
"""The status of an operation that did what it was asked for, by the operation's name."""


class Routes:
    """The operations of one subject. An operation's function has its name in the contract, and asks for `scope`."""

    def __init__(self, tag: str) -> None:
        self.router = Router(tags=[tag])

    def get(
        self, path: str, *, answers: Any, scope: str = "read", no: Sequence[int] = (404,)
    ) -> Callable[[View], View]:
        """Something to read. `no` are the statuses of the refusals it can give beside the usual ones."""
        return self._on("GET", path, {200: answers}, scope, no)

    def post(
        self, path: str, *, answers: Any, scope: str = "write", status: int = 201, no: Sequence[int] = (404, 409)
    ) -> Callable[[View], View]:
        """Something new."""
        return self._on("POST", path, {status: answers}, scope, (*no, 400, 413, 415))

    def put(
        self, path: str, *, answers: Any, scope: str = "write", status: int = 200, no: Sequence[int] = (404, 409)
    ) -> Callable[[View], View]:
        """Something as it should be from now on."""
        return self._on("PUT", path, {status: answers}, scope, (*no, 400, 413, 415))

    def delete(
        self, path: str, *, answers: Any = None, scope: str = "write", no: Sequence[int] = (404, 409)
    ) -> Callable[[View], View]:
        """Something that should be gone. Without an answer: 204."""
        return self._on("DELETE", path, {204 if answers is None else 200: answers}, scope, no)

    def _on(
        self, method: str, path: str, answers: dict[int, Any], scope: str, no: Iterable[int]
    ) -> Callable[[View], View]:
        register = self.router.api_operation(
            [method],
            path,
            auth=Token(scope),
            response=answers | dict.fromkeys(sorted({*ALWAYS, *no}), Problem),
            openapi_extra={"x-scope": scope},
        )

        def operation(view: View) -> View:
            _done_with[view.__name__] = next(iter(answers))
            return register(view)

        return operation


class Api(NinjaAPI):
    """All operations. What an operation is called in the contract is what its function is called."""

    def __init__(self, *, title: str, version: str, description: str, subjects: Iterable[Routes]) -> None:
        super().__init__(
            title=title, version=version, description=description, urls_namespace="api", openapi_url=None, docs_url=None
        )
        self.add_decorator(_takes_its_type, mode="view")
        self.add_decorator(_in_a_bound_transaction, mode="operation")
        problems.say_no_with_problems(self)
        for subject in subjects:
            self.add_router("", subject.router)

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The function's name: no two operations share one."""
        return operation.view_func.__name__

    def addresses(self, *more: URLPattern) -> tuple[list[URLPattern | URLResolver], str, str]:
        """Every address below the API's own, and `more`; any other is not there, in the API's own words."""
        operations, app, namespace = self.urls
        known = [pattern for pattern in operations if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
        for pattern in known:
            pattern.callback = _framed(pattern.callback)
        return [*known, *more, re_path("", _framed(problems.not_visible), name="nothing")], app, namespace


def _in_a_bound_transaction(view: Callable[..., Any]) -> Callable[..., Any]:
    """One transaction for the whole operation, bound to who asks. A refusal or an error undoes all of it."""

    @wraps(view)
    def bound(request: ApiRequest, *args: Any, **values: Any) -> Any:
        with acting_as(request.actor):
            result = view(request, *args, **values)
        return result if isinstance(result, HttpResponseBase) else Status(_done_with[view.__name__], result)

    return bound


def _takes_its_type(run: Door) -> Door:
    """What is sent comes as the type that the operation reads: looked at once it is known who asks."""
    sources = {model.__ninja_param_source__ for model in cast("Any", run).__self__.models}
    wanted = "multipart/form-data" if "file" in sources else "application/json" if "body" in sources else ""

    @wraps(run)
    def checked(request: ApiRequest, *args: Any, **values: Any) -> HttpResponseBase:
        request.wanted_type = wanted
        return run(request, *args, **values)

    return checked


def _framed(door: Door) -> Door:
    """What holds for every answer: it is nobody else's, and a method that does not fit is a problem like any other."""

    @csrf_exempt  # no cookie opens anything here
    def framed(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        response = door(request, *args, **values)
        if response.status_code == 405:
            response = problems.problem(405, problems.OTHER_METHOD, headers={"Allow": response.headers["Allow"]})
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        patch_vary_headers(response, ["Authorization", "Accept-Language"])
        return response

    return framed
