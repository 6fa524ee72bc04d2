"""No template of the product holds anything the content security policy would refuse, or anything from elsewhere."""

import re
from pathlib import Path

import pytest

PRODUCT = Path(__file__).parents[2] / "kring"
TEMPLATES = sorted(
    path for path in PRODUCT.glob("*/templates/**/*.html") if "mails" not in path.parts and "mail" not in path.parts
)

STYLE = re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE)
HANDLER = re.compile(r"\s(?:on[a-z]+|hx-on[:\w-]*)\s*=\s*[\"'{]", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.IGNORECASE | re.DOTALL)
ELSEWHERE = re.compile(r"\b(?:src|href|action|hx-get|hx-post)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE)


def complaints(text: str) -> list[str]:
    """What is wrong with a template, in words."""
    found = []
    if STYLE.search(text):
        found.append("a style in the page: use a class")
    if HANDLER.search(text):
        found.append("an event handler in the page: use a module in static/")
    for attributes, body in SCRIPT.findall(text):
        if body.strip() and "application/json" not in attributes:
            found.append("a script in the page: use a module in static/")
    if ELSEWHERE.search(text):
        found.append("something from another site")
    return found


@pytest.mark.requirement("R88")
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PRODUCT)))
def test_it_holds_no_style_no_script_and_nothing_from_elsewhere(path: Path) -> None:
    assert complaints(path.read_text()) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<style>p { color: red }</style>",
        '<button onclick="go()">',
        "<form hx-on:submit='go()'>",
        "<script>go()</script>",
        '<script nonce="1">go()</script>',
        '<img src="https://elsewhere.example/a.png">',
    ],
)
def test_the_rule_finds_what_it_should(text: str) -> None:
    assert complaints(text)


@pytest.mark.parametrize(
    "text",
    [
        '<script src="{% static "web/menus.js" %}"></script>',
        '<script type="application/json">{"a": 1}</script>',
        '<p class="style">once = "twice"</p>',
        '<a href="{{ url }}">',
    ],
)
def test_the_rule_lets_be_what_is_right(text: str) -> None:
    assert complaints(text) == []
