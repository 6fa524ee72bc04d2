"""What the how-tos tell is so: the code in them runs, and what they name exists."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kring.feeds.rules import EVENTS, Event
from kring.feeds.wires.signatures import new_secret, signed

DOCS = Path(__file__).resolve().parents[2] / "docs"


def told(name: str) -> str:
    return (DOCS / "howto" / f"{name}.md").read_text()


def test_the_check_of_a_signature_lets_ours_through_and_no_other() -> None:
    lines = [line[4:] for line in told("webhooks").splitlines() if line.startswith("    ") or not line]
    code = "\n".join(lines)
    place: dict[str, Any] = {}
    exec(code[code.index("import base64") :], place)
    secret, body = new_secret(), b'{"type": "item.shared"}'
    headers = signed(secret, id="msg_1", at=datetime.now(UTC), body=body)
    assert place["is_genuine"](secret, headers, body)
    assert not place["is_genuine"](secret, headers, body + b" ")
    assert not place["is_genuine"](new_secret(), headers, body)


def test_every_event_is_told_of() -> None:
    named = set(re.findall(r"`((?:item|reply|feedback)\.\w+)`", told("webhooks")))
    assert named == {event.value for event in (*EVENTS, Event.ITEM_GONE)}


def test_every_operation_that_is_named_exists() -> None:
    paths = json.loads((DOCS / "openapi.json").read_text())["paths"]
    there = {re.sub(r"{\w+}", "{}", path): methods for path, methods in paths.items()}
    for name in ("api", "webhooks"):
        for method, path in re.findall(r"`?(GET|POST|PUT|DELETE) (?:/api/v1)?((?:/\w+|/{\w+})+)", told(name)):
            assert method.lower() in there["/api/v1" + re.sub(r"{\w+}", "{}", path)], f"{method} {path}"


def test_every_page_of_the_documentation_that_is_linked_to_is_there() -> None:
    for page in (*DOCS.glob("*.md"), *(DOCS / "howto").glob("*.md"), *(DOCS / "decisions").glob("*.md")):
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
