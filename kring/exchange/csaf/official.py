"""The official JSON schemas of CSAF 2.0 (OASIS) and CVSS (FIRST), and what they say in plain words.

Nothing is ever fetched, and every regular expression runs in time that grows with the text and no faster.
"""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
from jsonschema_rs import ValidationError, ValidationErrorKind

from kring.exchange.csaf.limits import MOST_PROBLEMS, Problem, pointer

_FOLDER = Path(__file__).parent / "schemas"
_CVSS = "https://www.first.org/cvss/cvss-v{}.json"
_CVSS_VERSIONS = ("2.0", "3.0", "3.1")


def complaints(document: dict[str, Any]) -> tuple[Problem, ...]:
    """What the schema of CSAF 2.0 has against this document, but for its CVSS scores: those have a test of their own."""
    errors = (error for error in _csaf().iter_errors(document) if not _is_in_a_score(error.instance_path))
    return tuple(_problem(error) for error in islice(errors, MOST_PROBLEMS))


def complaints_about_cvss(score: dict[str, Any], kind: str, place: str) -> Iterator[Problem]:
    """6.1.8: what the schema of its version has against a CVSS object that stands at `place`."""
    version = "2.0" if kind == "cvss_v2" else str(score.get("version"))
    if version not in {"3.0", "3.1"} and kind == "cvss_v3":
        yield Problem("6.1.8", f"{place}/version", "A score of CVSS 3 has version 3.0 or 3.1.")
        return
    for error in islice(_cvss(version).iter_errors(score), MOST_PROBLEMS):
        problem = _problem(error)
        yield Problem("6.1.8", place + problem.path, problem.text)


def _is_in_a_score(path: list[str | int]) -> bool:
    match path:
        case ["vulnerabilities", _, "scores", _, "cvss_v2" | "cvss_v3", *_]:
            return True
    return False


@cache
def _csaf() -> jsonschema_rs.Validator:
    versions = [(_CVSS.format(version), _schema(f"cvss-v{version}")) for version in _CVSS_VERSIONS]
    return jsonschema_rs.Draft202012Validator(
        _schema("csaf-v2.0"),
        registry=jsonschema_rs.Registry(versions),
        offline=True,
        pattern_options=jsonschema_rs.RegexOptions(),
        validate_formats=True,
    )


@cache
def _cvss(version: str) -> jsonschema_rs.Validator:
    draft = jsonschema_rs.Draft7Validator if version == "3.1" else jsonschema_rs.Draft4Validator
    return draft(_schema(f"cvss-v{version}"), offline=True, pattern_options=jsonschema_rs.RegexOptions())


def _schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = orjson.loads((_FOLDER / f"{name}.json").read_bytes())
    return schema


_FORMATS = {
    "date-time": "This is not a moment as CSAF writes it, such as 2026-11-21T09:30:00Z.",
    "uri": "This is not an address (RFC 3986).",
}


def _problem(error: ValidationError) -> Problem:
    """The same in plain words."""
    steps = error.instance_path
    match error.kind:
        case ValidationErrorKind.Required(name):
            steps, text = [*steps, name], f"“{_short(name)}” is missing."
        case ValidationErrorKind.Type(types):
            text = f"A value of type {' or '.join(types)} was expected here."
        case ValidationErrorKind.Enum(options):
            text = f"The value is none of {_short(options)}."
        case ValidationErrorKind.Format(name):
            text = _FORMATS.get(name, f"The value is not of the form {name}.")
        case ValidationErrorKind.Pattern(pattern):
            text = f"The value does not have the form {_short(pattern)}."
        case ValidationErrorKind.MinItems() | ValidationErrorKind.MinProperties() | ValidationErrorKind.MinLength():
            text = "There is too little here: what is empty must be left out."
        case ValidationErrorKind.UniqueItems():
            text = "Something stands in this list twice."
        case _:
            text = f"{error.message[:300]}."
    return Problem("schema", pointer(*steps), text)


def _short(value: object) -> str:
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return text if len(text) <= 300 else f"{text[:300]}…"
