"""Every address there is, as Django and the server know them, and the things that stand in them in tests."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from kring.circles.commands import register_client
from kring.feeds import commands as feeds
from kring.feeds.rules import EVENTS
from kring.kernel.binding import acting_as
from kring.people.models import Person
from kring.sharing import commands as sharing
from kring.sharing.commands import Receiver, Upload
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.rest.machine import Machine, machine_of
from tests.sharing import stage

CAST = ("visitor", "ada", "bo", "cem", "dee", "eve")
ABSENT = "00000000-0000-7000-8000-000000000000"
ASGI = Path(__file__).resolve().parents[2] / "kring" / "site" / "asgi.py"


def routes() -> set[str]:
    """Every pattern of Django's, from the root."""
    return set(_routes(get_resolver(), ""))


def _routes(resolver: URLResolver, before: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + (str(pattern.pattern).removeprefix("^") if before else str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        else:
            assert isinstance(pattern, URLPattern)
            yield route


def server_doors() -> set[str]:
    """What the server answers before Django, read from its source: importing it would set up a server."""
    for statement in ast.parse(ASGI.read_text()).body:
        if isinstance(statement, ast.AnnAssign) and ast.unparse(statement.target) == "DOORS":
            assert isinstance(statement.value, ast.Dict)
            return {str(ast.literal_eval(key)) for key in statement.value.keys if key is not None}
    raise AssertionError("no DOORS")


@dataclass
class Scene:
    """The cast, what they shared, and how each of them comes in."""

    cast: Cast
    names: dict[str, str]
    """What stands in an address, by the word for it."""
    machines: dict[str, Machine]
    cookies: dict[str, str]
    """The session of each; the visitor has none."""

    def address(self, template: str) -> str:
        """With the things of this scene in their places."""
        return template.format(**self.names, absent=ABSENT)


def scene(cast: Cast) -> Scene:
    """Ada shares in North: GREEN, AMBER, RED for cem alone; she has a draft, a file, a feed and a webhook."""
    things: dict[str, Any] = {
        "green": stage.share(cast, label=Label.GREEN),
        "amber": stage.share(cast, label=Label.AMBER, urgent=True),
        "red": stage.share(cast, label=Label.RED, named=["cem"]),
        "draft": stage.draft(cast),
    }
    strict = stage.share(cast, label=Label.AMBER_STRICT)
    things["reply"] = stage.reply(cast, things["amber"], by="ada")
    with acting_as(cast.actor("ada")) as actor:
        upload = Upload(content=[b"words"], name="words.txt")
        things["file"] = sharing.add_attachment(actor=actor, upload=upload, item=things["amber"]).pk
        feed = feeds.make_feed(actor=actor, name="Reader", ceiling=Label.GREEN)
        things |= {"feed": feed.id, "secret": feed.secret}
        things["webhook"] = feeds.register_webhook(
            actor=actor, name="SIEM", url="https://siem.example/", events=list(EVENTS), ceiling=Label.GREEN
        ).id
    with acting_as(cast.actor("cem")) as actor:
        wider = sharing.ask_wider(actor=actor, item=things["amber"], label=Label.GREEN)
        client = register_client(
            actor=actor, organisation=cast.gamma.pk, name="Client", contact="Cleo", email="cleo@client.example"
        )
        onward = sharing.pass_on(actor=actor, item=strict, receiver=Receiver(client=client), asking=True)
        things |= {"wider": wider.pk, "onward": onward.pk}
    machines = {name: machine_of(cast, name) for name in CAST[1:]}
    things["token"] = machines["ada"].id
    things |= {
        "north": cast.north.pk,
        "membership": cast.memberships["cem"].pk,
        "seat": cast.seats["cem"].pk,
        "cem": cast.cem.pk,
        "bo": cast.bo.pk,
        "alpha": cast.alpha.pk,
    }
    cookies = {name: _session(cast.person(name)) for name in CAST[1:]}
    return Scene(cast, {word: str(thing) for word, thing in things.items()}, machines, cookies)


def _session(person: Person) -> str:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


BODIES: dict[str, Any] = {
    "text": {"what": "Other words.", "version": 1},
    "label": {"label": "TLP:GREEN"},
    "replies": {"body": "Words."},
    "widenings": {"label": "TLP:CLEAR"},
    "passings": {"colleague": ABSENT},
    "decision": {"allow": False},
    "checks": {"texts": {}},
}
"""What is sent to an address of the API, by its last word, so that it is not refused for its shape."""


def browser(scene: Scene, name: str) -> Client:
    """A browser of somebody's that was used for nothing else."""
    client = Client()
    if name in scene.cookies:
        client.cookies[settings.SESSION_COOKIE_NAME] = scene.cookies[name]
    return client


def meets(scene: Scene, name: str, method: str, template: str) -> str:
    """What somebody meets at an address: a status; "in" when they are sent to sign in."""
    path = scene.address(template)
    if path.startswith("/api/"):
        if name == "visitor":
            return str(browser(scene, name).generic(method, path).status_code)
        words = path.strip("/").split("/")
        body = _writing(scene, words) or BODIES.get(words[-1], {})
        return str(scene.machines[name].ask(method, path, None if method in {"GET", "DELETE"} else body).status)
    response = browser(scene, name).generic(method, path)
    if response.streaming:
        list(response.streaming_content)  # type: ignore[attr-defined]  # to the end, where its file is closed
    if response.status_code == 302 and response.headers["Location"].startswith("/account/login/"):
        return "in"
    return str(response.status_code)


def _writing(scene: Scene, words: list[str]) -> dict[str, Any] | None:
    """Something to write in North: a draft, an item, a preview; or a draft or reply as it should be."""
    place = {"circle": scene.names["north"], "label": "TLP:GREEN"}
    match words[2:]:
        case ["drafts" | "items"]:
            return place | {"what": "Words."}
        case ["preview"]:
            return place
        case ["drafts", _]:
            return {"what": "Words.", "version": 1}
        case ["replies", _]:
            return {"body": "Words.", "version": 1}
    return None
