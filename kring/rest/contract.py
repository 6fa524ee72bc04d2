"""The contract of the API as an OpenAPI 3.1 document: what the operations say, with what the frame adds to all of them."""

from http import HTTPStatus
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
    document |= {part: _plain(document[part]) for part in ("paths", "components")}
    refusals: set[int] = set()
    for operations in document["paths"].values():
        for method, operation in operations.items():
            refusals |= _complete(method, operation)
    document["components"]["responses"] = {str(status): _refusal(status) for status in sorted(refusals)}
    return document


def _plain(part: Any) -> Any:
    """Without the titles that repeat the names of fields, and with statuses as the text they are in JSON."""
    match part:
        case dict():
            return {
                str(key): _plain(value) for key, value in part.items() if key != "title" or not isinstance(value, str)
            }
        case list():
            return [_plain(value) for value in part]
        case _:
            return part


def _complete(method: str, operation: dict[str, Any]) -> set[int]:
    """Add what the frame does. Returns the statuses of the refusals it can give."""
    about = operation.pop("description", "")
    operation["summary"], _, more = about.partition(". ")
    operation["description"] = f"{more}\n\nScope: `{operation['x-scope']}`.".strip()
    for parameter in operation["parameters"]:
        parameter["schema"] = _without_null(parameter["schema"])
    if method == "post":
        operation["parameters"].append(ONCE)
    statuses = {int(status) for status in operation["responses"]}
    refusals = {status for status in statuses if status >= 400}
    for status in refusals:
        operation["responses"][str(status)] = {"$ref": f"#/components/responses/{status}"}
    for status in statuses - refusals:
        _complete_answer(operation["responses"][str(status)])
    return refusals


def _complete_answer(said: dict[str, Any]) -> None:
    schema = said.get("content", {}).get("application/json", {}).get("schema", {})
    if schema.get("format") == "binary":
        said["content"] = {"application/octet-stream": {"schema": schema}}
    if "/Page_" in str(schema.get("$ref", "")):
        said["headers"] = {"Link": LINK}


def _refusal(status: int) -> dict[str, Any]:
    said: dict[str, Any] = {
        "description": HTTPStatus(status).phrase,
        "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    return said | ({"headers": {"Retry-After": RETRY}} if status == 429 else {})


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is left out; it has no null."""
    given = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(given) != 1:
        return schema
    kept: dict[str, Any] = given[0]
    return kept | {name: value for name, value in schema.items() if name != "anyOf"}
