"""A real browser for tests, fed by Django itself: no server, no socket, the test's own transaction.

def test_something(browse: Browse) -> None:
    page = browse(client, "/gallery/", width=320, scheme="dark")
    assert wrong_on(page) == []
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from contextvars import copy_context
from functools import cache
from html import escape
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route, sync_playwright

Browse = Callable[..., Page]
Scheme = Literal["light", "dark"]

HOST = "http://localhost"  # what browsers trust like a site with a certificate
AXE = Path(__file__).parent / "vendor/axe.min.js"
GRAVE = {"serious", "critical"}
SETTLED = "document.fonts.status === 'loaded' && !document.querySelector('.htmx-request')"
"""Nothing is under way any more. To wait until the network is silent would take half a second of silence a page."""
EXPECTED = ("Failed to load resource: the server responded", "Response Status Error Code")
"""What a browser and htmx say of an answer like 404 or 409, which may be the very thing a test wants."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once. bin/test says where it is; otherwise the one on the path."""
    program = os.environ.get("KRING_TEST_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        pytest.skip("There is no Chromium here; bin/test installs one.")
    # The browser's loop runs in this thread, so Django takes us for asynchronous; we only ever wait for each other.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        yield playwright.chromium.launch(executable_path=program, args=flags)
        connections.close_all()  # those opened while the loop ran are not seen afterwards
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browse(browser: Browser) -> Iterator[Browse]:
    """Opens an address in a browser of its own. What the browser complains about, such as the policy, fails the test."""
    complaints: list[str] = []
    with ExitStack() as opened:

        def visit(
            client: Client, address: str, *, width: int = 1280, height: int = 900, scheme: Scheme = "light"
        ) -> Page:
            context = browser.new_context(
                base_url=HOST,
                color_scheme=scheme,
                viewport={"width": width, "height": height},
                reduced_motion="reduce",
                permissions=["clipboard-read", "clipboard-write"],
            )
            opened.callback(context.close)
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda said: complaints.extend(complaints_of(said)))
            # The browser calls back from a place of its own; the database connection of the test is known in this one.
            here = copy_context()
            page.route("**/*", lambda route, request: here.copy().run(route_to, client, route, request))
            page.goto(address, wait_until="load")
            page.wait_for_function(SETTLED)
            return page

        yield visit
    assert not complaints, complaints


def complaints_of(said: ConsoleMessage) -> list[str]:
    """What is wrong, when the browser says something is."""
    return [said.text] if said.type == "error" and not said.text.startswith(EXPECTED) else []


def route_to(client: Client, route: Route, request: Request) -> None:
    """Lets Django answer what the browser asks."""
    path = urlsplit(request.url).path
    if path.startswith("/static/"):
        found = finders.find(path.removeprefix("/static/"))
        if isinstance(found, str):
            route.fulfill(path=found)
        else:
            route.abort()  # which the browser complains of
        return
    headers = {name: value for name, value in request.headers.items() if name not in {"host", "cookie"}}
    answer = client.generic(
        request.method,
        request.url.removeprefix(HOST),
        request.post_data_buffer or b"",
        content_type=request.headers.get("content-type", "text/plain"),
        headers=headers,
        SERVER_NAME="localhost",
    )
    if 300 <= answer.status_code < 400 and request.is_navigation_request():
        # A redirect that we answer would go past us to the network: the page asks for the next address itself.
        onwards = f'<meta http-equiv="refresh" content="0; url={escape(answer["Location"])}">'
        route.fulfill(status=200, content_type="text/html", body=onwards)
        return
    route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.content)


@cache
def axe() -> str:
    """The script that finds what keeps people out of a page."""
    return AXE.read_text()


def wrong_on(page: Page) -> list[str]:
    """What axe finds serious on a page, and whether it scrolls sideways. Empty is good."""
    page.evaluate(axe())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations)")
    wrong = [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary']}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        wrong.append("it scrolls sideways")
    return wrong
