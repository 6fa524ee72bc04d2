"""The official JSON schemas of STIX 2.1 (OASIS, cti-stix2-json-schemas), and what they say about an object in plain words.

Each schema is compiled when the first object of its type comes. Nothing is ever fetched, and every regular expression
runs in time that grows with the text and no faster: some of the schemas' own are a trap for engines that backtrack.
"""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
from jsonschema_rs import ValidationError, ValidationErrorKind

from kring.exchange.stix.limits import Problem

MOST_PROBLEMS = 10
"""Of one object; who has mended ten will see the rest."""

MOST_LOOKED_AT = 100
"""An object can be wrong in a million places."""

_FOLDER = Path(__file__).parent / "schemas"


@cache
def _places() -> dict[str, Path]:
    """The schema of each type that the standard has."""
    common = ("language-content", "marking-definition", "extension-definition")
    subjects = [path for folder in ("sdos", "sros", "observables") for path in (_FOLDER / folder).glob("*.json")]
    return {path.stem: path for path in (*subjects, *(_FOLDER / "common" / f"{name}.json" for name in common))}


@cache
def observable_types() -> frozenset[str]:
    """The cyber-observable objects of the standard (section 6). They need no spec_version and know no versions."""
    return frozenset(path.stem for path in (_FOLDER / "observables").glob("*.json"))


def is_observable(document: dict[str, Any]) -> bool:
    """Is this a cyber-observable object? Of a custom type: one that says so, or that says nothing of versions."""
    kind = document.get("type")
    if isinstance(kind, str) and kind in _places():
        return kind in observable_types()
    extensions = document.get("extensions")
    said = [
        extension.get("extension_type")
        for extension in (extensions.values() if isinstance(extensions, dict) else ())
        if isinstance(extension, dict)
    ]
    if "new-sco" in said or "new-sdo" in said or "new-sro" in said:
        return "new-sco" in said
    return not document.keys() & {"created", "modified"}


def is_as_the_schema_says(document: dict[str, Any]) -> bool:
    """Does the schema of its type accept this object?"""
    return _validator_of(document).is_valid(document)


def complaints(document: dict[str, Any]) -> tuple[Problem, ...]:
    """What the schema of its type has against this object: nothing, or the first few of its reasons.

    One reason for each place: several schemas look at the same property, and the first to complain says it best.
    """
    problems: dict[str, Problem] = {}
    for error in islice(_validator_of(document).iter_errors(document), MOST_LOOKED_AT):
        problem = _problem(error)
        if problem.path not in problems or problems[problem.path].code == "empty":
            problems[problem.path] = problem
    return tuple(islice(problems.values(), MOST_PROBLEMS))


def _validator_of(document: dict[str, Any]) -> jsonschema_rs.Validator:
    kind = document.get("type")
    if isinstance(kind, str) and kind in _places():
        return _validator(kind)
    return _validator("cyber-observable-core" if is_observable(document) else "core")


@cache
def _validator(name: str) -> jsonschema_rs.Validator:
    path = _places().get(name, _FOLDER / "common" / f"{name}.json")
    return jsonschema_rs.Draft202012Validator(
        _schema(path), registry=_registry(), offline=True, pattern_options=jsonschema_rs.RegexOptions()
    )


@cache
def _registry() -> jsonschema_rs.Registry:
    schemas = [_schema(path) for path in _FOLDER.rglob("*.json")]
    return jsonschema_rs.Registry([(schema["$id"], schema) for schema in schemas])


REAL_DAY = (
    r"^([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
    r"|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)"
)
"""Dates that exist: the official schema lets the thirtieth of February pass, wherever a timestamp stands."""


def _schema(path: Path) -> dict[str, Any]:
    schema: dict[str, Any] = orjson.loads(path.read_bytes())
    if path.name == "timestamp.json":
        _, _, time = schema["pattern"].partition("T")
        schema["pattern"] = f"{REAL_DAY}T{time}"
    return schema


def _problem(error: ValidationError) -> Problem:
    """The same in plain words."""
    path = _pointer(error.instance_path)
    match error.kind:
        case ValidationErrorKind.Required(name):
            problem = Problem("missing", f"{path}/{_escaped(name)}", f"“{name}” is missing.")
        case ValidationErrorKind.Type(types):
            problem = Problem("type", path, f"A value of type {' or '.join(types)} was expected here.")
        case ValidationErrorKind.Enum(options):
            problem = Problem("value", path, f"The value is none of {_short(options)}.")
        case ValidationErrorKind.Pattern(pattern):
            problem = Problem("form", path, _form(pattern))
        case ValidationErrorKind.MinItems() | ValidationErrorKind.MinProperties():
            problem = Problem("empty", path, "What is empty must be left out.")
        case ValidationErrorKind.AdditionalProperties(names):
            text = (
                f"No property may be called {_short(names)} here (small letters, digits, underscores; three or more)."
            )
            problem = Problem("name", f"{path}/{_escaped(names[0])}", text)
        case ValidationErrorKind.Not(schema):
            problem = Problem("reserved", path, f"STIX does not allow this here: {_short(schema)}.")
        case ValidationErrorKind.AnyOf(context) | ValidationErrorKind.OneOfNotValid(context):
            problem = _none_of(path, context)
        case _:
            problem = Problem("schema", path, f"{error.message[:300]}.")
    return problem


def _none_of(path: str, alternatives: list[list[ValidationError]]) -> Problem:
    """None of several forms fits: names what is missing, or says why the nearest does not."""
    missing = [name for errors in alternatives for name in _missing(errors)]
    if len(missing) == len(alternatives):
        return Problem("missing", path, f"One of these is needed: {', '.join(missing)}.")
    kinds = {type(error.kind) for errors in alternatives for error in errors}
    if kinds <= {ValidationErrorKind.Type, ValidationErrorKind.MinItems}:  # the rule for values of any property
        return Problem("empty", path, "What has no value or is empty must be left out.")
    nearest = min(alternatives, key=len, default=[])
    return _problem(nearest[0]) if nearest else Problem("schema", path, "None of the forms STIX allows here fits.")


def _missing(errors: list[ValidationError]) -> Iterator[str]:
    match [error.kind for error in errors]:
        case [ValidationErrorKind.Required(name)]:
            yield name


def _form(pattern: str) -> str:
    if pattern.startswith(REAL_DAY):
        return "This is not a moment as STIX writes it, such as 2026-11-21T09:30:00.000Z, on a day that exists."
    if pattern.startswith(r"T\d{2}"):
        return "The moment needs milliseconds: 2026-11-21T09:30:00.000Z."
    if pattern.startswith("^[a-z][a-z0-9-]+[a-z0-9]--"):
        return "This is not an identifier of STIX: a type, two hyphens and a UUID (RFC 4122)."
    return f"The value does not have the form {_short(pattern)}."


def _short(value: object) -> str:
    text = orjson.dumps(value).decode()
    return text if len(text) <= 300 else f"{text[:300]}…"


def _pointer(path: list[str | int]) -> str:
    return "".join(f"/{_escaped(str(step))}" for step in path)


def _escaped(step: str) -> str:
    """As JSON pointers write it (RFC 6901). What somebody made very long is cut."""
    return step[:250].replace("~", "~0").replace("/", "~1")
