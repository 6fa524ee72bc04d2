"""A machine that speaks to the API in tests, for one of the cast."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.test import Client

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.people.commands import issue_token
from kring.people.rules import Scope
from kring.tlp.labels import Label
from tests.cast import Cast


@dataclass
class Said:
    """An answer."""

    status: int
    body: Any
    headers: dict[str, str]
    raw: bytes

    @property
    def code(self) -> str:
        """Of a problem."""
        return str(self.body["code"])


@dataclass
class Machine:
    """Holds a token and asks."""

    token: str
    id: UUID
    language: str = "en"
    client: Client = field(default_factory=lambda: Client(raise_request_exception=True))

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Said:
        more: dict[str, Any] = {}
        if body is not None:
            more = {"data": body if isinstance(body, bytes) else json.dumps(body, default=str)}
            more["content_type"] = headers.pop("Content_Type", "application/json")
        said = self.client.generic(
            method,
            path if path.startswith("/") else f"/api/v1/{path}",
            headers={
                "Authorization": f"Bearer {self.token}",
                "Accept-Language": self.language,
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
            **more,
        )
        raw = b"".join(said.streaming_content) if said.streaming else said.content  # type: ignore[attr-defined]
        is_json = "json" in said.headers.get("Content-Type", "") and raw
        return Said(said.status_code, json.loads(raw) if is_json else None, dict(said.headers), raw)

    def get(self, path: str, **headers: str) -> Said:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Said:
        return self.ask("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Said:
        return self.ask("PUT", path, {} if body is None else body, **headers)

    def delete(self, path: str) -> Said:
        return self.ask("DELETE", path)

    def upload(self, path: str, name: str, content: bytes, **headers: str) -> Said:
        parts = (
            f'--BOUNDARY\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        body = parts.encode() + content + b"\r\n--BOUNDARY--\r\n"
        return self.ask("POST", path, body, Content_Type="multipart/form-data; boundary=BOUNDARY", **headers)


EVERYTHING = tuple(Scope)


def machine_of(
    cast: Cast,
    name: str,
    *,
    scopes: Collection[Scope] = EVERYTHING,
    ceiling: Label = Label.AMBER_STRICT,
    circles: Collection[UUID] | None = None,
    **options: Any,
) -> Machine:
    """A machine that acts for this person, as far as its token lets it."""
    token = issue_token(
        actor=Actor(person=cast.person(name).pk),
        name="a machine",
        scopes=scopes,
        ceiling=ceiling,
        circles=circles,
        expires=now() + timedelta(days=30),
    )
    return Machine(token.text, token.id, **options)
