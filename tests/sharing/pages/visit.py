"""How tests of pages come in, and what they read there."""

import re
from html import unescape
from typing import Any

from django.test import Client

from kring.people.models import Person
from tests.cast import Cast

HTMX = {"HX-Request": "true"}


def visitor(cast: Cast, name: str, language: str = "en") -> Client:
    """A browser in which somebody of the cast is signed in; nobody in that of the visitor."""
    client = Client()
    if name != "visitor":
        Person.objects.filter(pk=cast.person(name).pk).update(language=language)
        client.force_login(cast.person(name))
    return client


def look(client: Client, address: str, *, target: str = "", **query: str) -> str:
    """What a page says, without its tags. `target` asks as htmx does, for the part with this id."""
    headers = HTMX | {"HX-Target": target} if target else {}
    return words_of(client.get(address, query, headers=headers))


def send(client: Client, address: str, data: dict[str, Any], *, target: str = "") -> Any:
    """Posts a form, as htmx does with `target`."""
    headers = HTMX | {"HX-Target": target} if target else {}
    return client.post(address, data, headers=headers)


def words_of(answer: Any) -> str:
    """The words of an answer that is a page: what somebody reads, with single spaces."""
    assert answer.status_code in {200, 422}, answer.status_code
    return words_of_any(answer)


def words_of_any(answer: Any) -> str:
    """The same of any answer, a refusal too."""
    body = re.sub(r"<(script|style|template)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())
