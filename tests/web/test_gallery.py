"""The gallery shows every component, to everybody, in every light and at every width."""

import re
from pathlib import Path

import pytest
from django.test import Client

from kring.web.templatetags import ui
from tests.browsing import Browse, Scheme, wrong_on

pytestmark = pytest.mark.django_db

GALLERY = Path(__file__).parents[2] / "kring/web/templates/web/gallery.html"
IN_THE_FRAME = {"toasts"}


@pytest.mark.parametrize("component", sorted(set(ui.register.tags) - IN_THE_FRAME))
def test_it_shows_every_component(component: str) -> None:
    drawn_by_another = {"field": "fields", "finder": "fields"}
    shown = set(re.findall(r"\{% (\w+)", GALLERY.read_text()))
    assert component in shown or drawn_by_another.get(component) in shown


@pytest.mark.parametrize("component", sorted(ui.register.tags))
def test_the_how_to_tells_of_every_component(component: str) -> None:
    how_to = Path(__file__).parents[2] / "docs/howto/components.md"
    assert f"{{% {component}" in how_to.read_text()


def test_a_visitor_may_see_it(client: Client) -> None:
    response = client.get("/gallery/")
    assert response.status_code == 200
    assert b"TLP:AMBER+STRICT" in response.content


@pytest.mark.parametrize("width", [320, 800, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_is_wrong_with_it(client: Client, browse: Browse, width: int, scheme: Scheme) -> None:
    page = browse(client, "/gallery/?frame=1&toasts=1", width=width, scheme=scheme)
    page.evaluate("document.querySelectorAll('details.k-fold').forEach((fold) => { fold.open = true })")
    assert wrong_on(page) == []


def test_it_is_dutch_in_dutch(client: Client) -> None:
    client.cookies["kring_language"] = "nl"
    text = client.get("/gallery/?frame=1").content.decode()
    assert 'lang="nl"' in text
    assert "Zoek berichten, mensen, organisaties" in text
    assert "TLP:AMBER+STRICT" in text
