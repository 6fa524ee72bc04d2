"""The contract of the API as an OpenAPI 3.1 document: what the operations say, with what the frame adds to all of them."""

from typing import Any

from kring.rest import problems
from kring.rest.frame import Api
from kring.rest.once import HEADER, LONGEST

PREFIX = "api/v1/"

ONCE = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "A key of your own: the same request with the same key is done once, and answered again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[!-~]+$"},
}
LINK = {"description": 'The next page: `<address>; rel="next"`.', "schema": {"type": "string"}}
RETRY = {"description": "Seconds to wait.", "schema": {"type": "integer"}}


def contract_of(api: Api) -> dict[str, Any]:
    """The document, always in the same order."""
    document: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    for operations in document["paths"].values():
        for method, operation in operations.items():
            _complete(method, operation)
    return document


def _complete(method: str, operation: dict[str, Any]) -> None:
    operation["responses"] = {str(status): said for status, said in operation["responses"].items()}
    for status, said in operation["responses"].items():
        if int(status) >= 400:
            said["content"] = {problems.MEDIA_TYPE: said["content"]["application/json"]}
        elif _is_bytes(said):
            said["content"] = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
        elif _is_page(said):
            said["headers"] = {"Link": LINK}
        if status == "429":
            said["headers"] = {"Retry-After": RETRY}
    if method == "post":
        operation["parameters"] = [*operation["parameters"], ONCE]
    operation["description"] = f"{operation.get('description', '')}\n\nScope: `{operation['x-scope']}`.".strip()


def _schema(said: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = said.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def _is_bytes(said: dict[str, Any]) -> bool:
    return _schema(said).get("format") == "binary"


def _is_page(said: dict[str, Any]) -> bool:
    return "/Page_" in str(_schema(said).get("$ref", ""))
