"""The API keeps to its contract, whatever is sent to it."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kring.people.rules import Scope
from kring.rest.contract import contract_of
from kring.site.api import api
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.rest.machine import Machine, machine_of
from tests.sharing import stage

KEPT = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"
EXAMPLES = int(os.environ.get("KRING_EXAMPLES", "5"))
"""Requests an operation; `KRING_EXAMPLES=500 bin/test tests/rest/test_contract.py` looks harder."""

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]

document: dict[str, Any] = json.loads(KEPT.read_text())
OPERATIONS = [f"{method.upper()} {path}" for path, methods in document["paths"].items() for method in methods]


def test_the_kept_contract_is_what_the_product_says() -> None:
    assert json.loads(json.dumps(contract_of(api))) == document


def test_it_is_there_for_whoever_asks(cast: Cast) -> None:
    machine = machine_of(cast, "ada")
    machine.token = "none"
    said = machine.get("openapi.json")
    assert (said.status, said.body) == (200, document)


def test_every_operation_says_which_scope_it_needs() -> None:
    scopes = {operation["x-scope"] for methods in document["paths"].values() for operation in methods.values()}
    assert scopes == {scope.value for scope in Scope}


@contextmanager
def one_connection() -> Iterator[None]:
    """Requests do not let go of the connection that the test holds."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


@cache
def schema() -> Any:
    with one_connection():
        return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())


def things(cast: Cast, machine: Machine) -> Mapping[str, list[str]]:
    """What an address or a body can name, by what it is called there."""
    shared = stage.share(cast, label=Label.AMBER, urgent=True)
    others = stage.share(cast, by="cem", label=Label.GREEN)
    reply = stage.reply(cast, shared, by="ada")
    draft = stage.draft(cast)
    file = machine.upload(f"items/{shared}/attachments", "a.txt", b"words").body["id"]
    asked = machine_of(cast, "cem").post(f"items/{shared}/widenings", {"label": "TLP:GREEN"}).body["id"]
    return {
        "item": [str(shared), str(others)],
        "about": [str(others)],
        "draft": [str(draft)],
        "reply": [str(reply)],
        "answers": [str(reply)],
        "attachment": [str(file)],
        "widening": [str(asked)],
        "circle": [str(cast.north.pk), str(cast.pier.pk), str(cast.south.pk)],
        "membership": [str(cast.memberships["cem"].pk)],
        "person": [str(cast.cem.pk)],
        "colleague": [str(cast.bo.pk)],
        "token": [str(machine.id)],
        "organisation": [str(cast.alpha.pk)],
    }


def _named(values: Any, known: Mapping[str, list[str]], choice: int) -> Any:
    """The same with names of things that are there, two times out of three."""
    if not isinstance(values, dict) or choice % 3 == 0:
        return values
    return {
        name: known[name][choice % len(known[name])] if name in known and isinstance(value, str) else value
        for name, value in values.items()
    }


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # its client leaves files open
@pytest.mark.parametrize("name", OPERATIONS)
def test_no_request_breaks_it(name: str, cast: Cast) -> None:
    method, path = name.split(" ", 1)
    operation = schema()[path][method]
    machine = machine_of(cast, "ada")
    known = things(cast, machine)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), choice=st.integers(0, 100))
    def send(case: Any, choice: int) -> None:
        case.path_parameters = _named(case.path_parameters, known, choice)
        case.body = _named(case.body, known, choice // 2)
        headers = {**(case.headers or {}), "Authorization": f"Bearer {machine.token}"}
        with transaction.atomic():
            response = case.call(headers=headers)
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKS, headers=headers)

    with one_connection():
        send()
